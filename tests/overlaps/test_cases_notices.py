"""Mails about overlap cases: to those concerned who may see the case, and to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import formats, translation

from tests.cast import SYSTEM, nominate, person_make, term_make
from tests.overlaps.case_ground import case_make, days_over, pair_make, work_make
from tests.projects.ground import hide
from tests.projects.planned_ground import plan, theme
from workinggroups.groups.models import Role
from workinggroups.overlaps.notices import Event, blind_entities, case_tell
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told() -> set[str]:
    """The addresses that mails went to, which are then forgotten."""
    found = {to.removesuffix("@example.org") for each in mail.outbox for to in each.to}
    mail.outbox.clear()
    return found


def test_opening_a_case_tells_focal_points_and_chairs_and_links_to_it(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = case_make(cast)
    sent = next(each for each in mail.outbox if each.to == ["focal-point@example.org"])
    assert "Passenger data in Kenya" in sent.subject
    assert f"/overlap-cases/{case.uid}/" in sent.body
    assert "Two pieces of work overlap" in sent.body
    assert told() == {"focal-point", "chair", "vice-chair", "alternate"}


def test_mails_are_in_the_language_of_their_reader(cast: Cast) -> None:
    type(cast.users["focal_point"]).objects.filter(pk=cast.users["focal_point"].pk).update(language="fr")
    case = case_make(cast)
    case_tell(case.pk, Event.OPENED, SYSTEM.today)
    bodies = {each.to[0]: each.body for each in mail.outbox}
    with translation.override("fr"):
        assert formats.date_format(case.due_on, "DATE_FORMAT") in bodies["focal-point@example.org"]
    assert formats.date_format(case.due_on, "DATE_FORMAT") in bodies["chair@example.org"]


def test_a_case_that_is_handed_over_tells_the_secretariat_as_well(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    case = case_make(cast)
    with django_capture_on_commit_callbacks(execute=True):
        services.cases_refer(days_over(case))
    assert told() == {"focal-point", "chair", "vice-chair", "alternate", "secretariat"}


def test_an_outcome_is_told_with_its_words(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    case = case_make(cast)
    with django_capture_on_commit_callbacks(execute=True):
        services.case_settle(actor=SYSTEM, case=case, version=1, outcome="sequence", text="In March", reason="Asked")
    assert "Sequence: one after the other\nIn March" in mail.outbox[0].body


def test_nobody_is_told_of_work_that_is_hidden_from_them(cast: Cast) -> None:
    case = case_make(cast)
    hide(case.candidate.b.project)  # INTERPOL's, in no group
    case_tell(case.pk, Event.OPENED, SYSTEM.today)
    assert told() == {"vice-chair"}, "INTERPOL's own see both"
    assert [each.code for each in blind_entities(case, SYSTEM.today)] == ["UNODC"]


def test_an_entity_that_sees_both_is_not_blind(cast: Cast) -> None:
    assert blind_entities(case_make(cast), SYSTEM.today) == []


def test_the_theme_of_a_planned_activity_is_in_no_mail(cast: Cast) -> None:
    """A theme may be hidden from those who see the activity."""
    activity = plan(cast, theme=theme("secret", name_en="Hidden theme"))
    one = work_make(cast, "Passenger data", "UNODC", group=cast.groups["border"])
    case = services.case_open(actor=SYSTEM, candidate=pair_make(one, activity), reason="Same")
    case_tell(case.pk, Event.OPENED, SYSTEM.today)
    assert mail.outbox
    assert all("Hidden theme" not in f"{each.subject} {each.body}" for each in mail.outbox)


def test_people_without_a_login_are_told_by_their_own_address(cast: Cast) -> None:
    term = term_make(cast.groups["committee"], cast.entities["INTERPOL"], Role.FOCAL_POINT)
    person = person_make("ada", cast.entities["INTERPOL"])
    type(person).objects.filter(pk=person.pk).update(email="ada@example.org")
    nominate(term, person)
    case_tell(case_make(cast).pk, Event.OPENED, SYSTEM.today)
    assert "ada" in told()


def test_a_mail_that_cannot_go_out_undoes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def broken(message: EmailMessage, *args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        case = case_make(cast)
    assert type(case).objects.filter(pk=case.pk, state="open").exists()
    assert case_tell(case.pk, Event.OPENED, SYSTEM.today) == 0
