"""What waits for whom because of a pair: on the work list, on the first page, and in a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import mail

from compact.reports.waiting import waiting_for
from compact.reports.worklist import pairs as worklist
from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import (
    admin_page,
    decided,
    focal_point,
    one_lead,
    open_pair,
    portal_page,
    two_leads,
)
from tests.projects.ground import hide
from tests.projects.planned_ground import text_of
from workinggroups.overlaps.asking import consents_send
from workinggroups.overlaps.decided import last_decision
from workinggroups.overlaps.models import Candidate
from workinggroups.overlaps.services.consents import consent_give

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast


def test_the_work_list_names_what_is_to_be_decided_and_merged(cast: Cast) -> None:
    alike, same = one_lead(cast), decided(two_leads(cast), "same_work")
    open_pair(work_make(cast, "A", "UNODC"), work_make(cast, "B", "UNODC"), verdict="related")
    viewer = cast.viewer("secretariat")
    (item,) = worklist.to_decide(viewer)
    assert item.address == admin_page(alike)
    (waits,) = worklist.to_merge(viewer)
    assert waits.detail == "INTERPOL, UNODC: to answer"
    _answer(cast, same, "UNODC", agrees=True)
    _answer(cast, same, "INTERPOL", agrees=False)
    assert worklist.to_merge(viewer)[0].warning == "INTERPOL: does not agree"
    _answer(cast, same, "INTERPOL", agrees=True)
    assert worklist.to_merge(viewer)[0].act == "Merge them"


def _answer(cast: Cast, pair: Candidate, code: str, *, agrees: bool) -> None:
    pair.refresh_from_db()
    entity, actor = cast.entities[code], cast.viewer("secretariat")
    consent_give(actor=actor, candidate=pair, version=pair.version, entity=entity, agrees=agrees, text="Letter")


def test_the_first_page_asks_whose_answer_is_awaited(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    pair = decided(two_leads(cast), "same_work")
    assert [each.consent.entity.code for each in waiting_for(cast.viewer("focal_point")).consents] == ["UNODC"]
    assert portal_page(pair) in text_of(signed_in("focal_point").get("/"))
    assert waiting_for(cast.viewer("chair")).consents == []


def test_each_entity_that_is_asked_gets_a_mail_with_the_way_to_its_answer(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    focal_point(cast, "INTERPOL")
    pair = two_leads(cast)
    with django_capture_on_commit_callbacks(execute=True):
        decided(pair, "same_work", cast.viewer("focal_point"))
    (message,) = mail.outbox
    assert message.to == ["representative-interpol@example.org"]
    assert portal_page(pair) in message.body


def test_an_entity_that_may_not_see_the_pair_gets_no_mail(cast: Cast) -> None:
    focal_point(cast, "INTERPOL")
    pair = two_leads(cast, group=None)
    decided(pair, "same_work", cast.viewer("focal_point"))
    hide(pair.a.record)
    last = last_decision(pair)
    assert last is not None
    assert consents_send(last.pk, cast.viewer("secretariat").today) == 0
