"""What those concerned still see of a pair, and of a case, once its records became one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.cast import SYSTEM
from tests.merging.ground import merge
from tests.overlaps.case_ground import case_make, work_make
from tests.overlaps.pair_ground import decided, focal_point, two_leads
from tests.projects.ground import hide
from workinggroups.overlaps.models import Candidate, Case
from workinggroups.overlaps.services.cases import case_settle
from workinggroups.overlaps.services.consents import consent_give

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    settings.MERGE_RULES = "workinggroups.overlaps.merging"


@pytest.fixture
def merged_pair(cast: Cast) -> Candidate:
    """A pair of two entities' work that both agreed to merge, and that was merged."""
    pair = decided(two_leads(cast), "same_work")
    for code in ("UNODC", "INTERPOL"):
        pair.refresh_from_db()
        said = {"entity": cast.entities[code], "agrees": True, "text": "Letter"}
        consent_give(actor=SYSTEM, candidate=pair, version=pair.version, **said)
    merge(pair.a.record, pair.b.record)
    pair.refresh_from_db()
    return pair


def _sees(viewer: Viewer, pair: Candidate) -> bool:
    return bool(Candidate.objects.visible_to(viewer).filter(pk=pair.pk).exists())


def test_whoever_agreed_to_a_merge_still_opens_the_pair(
    cast: Cast, merged_pair: Candidate, signed_in: Callable[[str], Client], api: Callable[[str], APIClient]
) -> None:
    answer = signed_in("focal_point").get(f"/overlaps/{merged_pair.uid}/")
    assert answer.status_code == 200, "the link in the mail that asked for the answer led nowhere"
    assert "The two are one record now." in answer.content.decode()
    assert f"/overlaps/{merged_pair.uid}/" in signed_in("focal_point").get("/overlaps/?state=merged").content.decode()
    assert api("focal_point").get(f"/api/v1/overlaps/{merged_pair.uid}/").json()["state"] == "merged"


def test_both_entities_see_what_became_of_it(cast: Cast, merged_pair: Candidate) -> None:
    assert _sees(focal_point(cast, "INTERPOL"), merged_pair)
    assert not _sees(cast.viewer("reader"), merged_pair)


def test_the_pair_is_hidden_with_the_survivor(cast: Cast, merged_pair: Candidate) -> None:
    hide(merged_pair.a.record)
    assert not _sees(focal_point(cast, "INTERPOL"), merged_pair)


def test_the_pair_is_hidden_where_the_retired_record_was(cast: Cast, merged_pair: Candidate) -> None:
    hide(merged_pair.b.record)
    assert not _sees(cast.viewer("focal_point"), merged_pair)


def test_the_pair_goes_with_an_archived_survivor(cast: Cast, merged_pair: Candidate) -> None:
    survivor = merged_pair.a.record
    type(survivor)._base_manager.filter(pk=survivor.pk).update(archived_at=timezone.now())
    assert not _sees(cast.viewer("focal_point"), merged_pair)


def test_a_settled_case_stays_open_to_read_when_one_of_the_two_is_merged_into_another(cast: Cast) -> None:
    case = case_make(cast)
    case = case_settle(
        actor=SYSTEM, case=case, version=case.version, outcome="sequence", text="In turn", reason="UNODC, by mail"
    )
    work = next(each.record for each in (case.candidate.a, case.candidate.b) if each.record.lead.code == "UNODC")
    merge(work_make(cast, "Third", "UNODC"), work)
    viewer = focal_point(cast, "INTERPOL")
    assert Case.objects.visible_to(viewer).filter(pk=case.pk).exists()
