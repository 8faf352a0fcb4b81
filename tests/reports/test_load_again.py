"""Loading again: nothing twice, and nothing over what staff did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from compact.agreements.models import Agreement, Instrument, Signature
from compact.agreements.services import (
    agreement_archive,
    agreement_create,
    agreement_update,
    signature_create,
    signature_update,
)
from compact.entities.models import Entity, Participation, Person
from compact.entities.services import entity_archive, entity_update, participation_update
from compact.kernel.operations import Operation
from tests.cast import SYSTEM, entity_make, group_make, person_make, term_make
from tests.reports.files import FILES
from workinggroups.groups.models import Group, GroupEvent, Role, Term
from workinggroups.groups.services import group_update, term_archive, term_update
from workinggroups.meetings.models import Decision, Meeting
from workinggroups.meetings.services.decisions import decision_update
from workinggroups.meetings.services.meetings import meeting_archive, meeting_create, meeting_update
from workinggroups.workplans.models import TermsOfReference, WorkPlan
from workinggroups.workplans.services.terms import terms_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(folder: Path) -> Callable[[], str]:
    def run() -> str:
        out = StringIO()
        call_command("load_compact", path=folder, stdout=out)
        return out.getvalue()

    return run


MODELS: tuple[Any, ...] = (
    Entity,
    Participation,
    Group,
    GroupEvent,
    Term,
    Person,
    Agreement,
    Signature,
    Instrument,
    Meeting,
    Decision,
    TermsOfReference,
    WorkPlan,
)


def counts(*models: Any) -> list[int]:
    models = models or MODELS
    return [model.objects.count() for model in models]


def test_the_second_load_changes_nothing_and_leaves_no_operation(load: Callable[[], str]) -> None:
    load()
    before, operations = counts(), Operation.objects.count()
    assert "entities.csv: 0 records created, 4 unchanged, 0 kept because edited here" in load()
    assert counts() == before
    assert Operation.objects.count() == operations


def test_what_staff_corrected_is_kept_and_named(load: Callable[[], str]) -> None:
    load()
    entity = Entity.objects.get(code="WCO")
    entity_update(actor=SYSTEM, record=entity, version=1, values={"name_fr": "Organisation mondiale des douanes"})
    answer = load()
    assert "3 unchanged, 1 kept because edited here" in answer
    assert "line 3, WCO (name_fr)" in answer
    entity.refresh_from_db()
    assert entity.name_fr == "Organisation mondiale des douanes"  # type: ignore[attr-defined]  # a translated column


def test_a_corrected_date_does_not_make_a_second_term(load: Callable[[], str]) -> None:
    load()
    term = Term.objects.get(role=Role.CO_CHAIR)
    term_update(actor=SYSTEM, record=term, version=1, values={"start": "2019-11-04", "end": "2021-06"})
    assert "leadership.csv: 0 records created, 0 unchanged, 1 kept" in load()
    assert dates_of(Role.CO_CHAIR) == [("2019-11-04", "2021-06")]


def test_a_corrected_participation_does_not_come_twice(load: Callable[[], str]) -> None:
    load()
    participation = Participation.objects.get(entity__code="WCO")
    participation_update(actor=SYSTEM, record=participation, version=1, values={"start": "2018-02-23"})
    load()
    assert Participation.objects.get(entity__code="WCO").start == "2018-02-23"


def test_a_changed_code_is_still_the_same_entity_and_the_same_group(load: Callable[[], str]) -> None:
    load()
    entity_update(actor=SYSTEM, record=Entity.objects.get(code="WCO"), version=1, values={"code": "OMD"})
    group = Group.objects.get(code="border")
    group_update(actor=SYSTEM, record=group, version=group.version, values={"code": "borders"})
    before = counts()
    load()
    assert counts() == before
    assert dates_of(Role.CO_CHAIR) == [("2020", "")]


def test_what_staff_archived_does_not_come_back(load: Callable[[], str]) -> None:
    load()
    term = Term.objects.get(role=Role.CO_CHAIR)
    term_archive(actor=SYSTEM, record=term, version=1, reason="Entered in error")
    entity_archive(actor=SYSTEM, record=Entity.objects.get(code="WCO"), version=1, reason="Left")
    before = counts()
    assert "line 3, WCO (archived)" in load()
    assert counts() == before


def test_what_staff_entered_before_the_first_load_is_not_entered_twice(load: Callable[[], str]) -> None:
    entity_make("WCO", name_en="World Customs Organization")
    assert "entities.csv: 3 records created, 0 unchanged, 1 kept" in load()
    assert Entity.objects.filter(code="WCO").count() == 1


def test_a_term_that_staff_entered_with_other_dates_is_kept(load: Callable[[], str]) -> None:
    term_make(group_make("border"), entity_make("WCO"), Role.CO_CHAIR, start="2019-04-16")
    assert "leadership.csv: 0 records created, 0 unchanged, 1 kept" in load()
    assert dates_of(Role.CO_CHAIR) == [("2019-04-16", "")]


def test_a_new_row_in_a_file_is_added(load: Callable[[], str], folder: Path) -> None:
    load()
    with (folder / "leadership.csv").open("a", encoding="utf-8") as file:
        file.write("border,vice_chair,UNOCT,2021-03,,compact,https://un.example/6,,page\n")
    assert "leadership.csv: 1 records created, 1 unchanged" in load()
    assert dates_of(Role.VICE_CHAIR) == [("2021-03", "")]


def test_who_served_left_and_returned_has_a_term_each_time(load: Callable[[], str], folder: Path) -> None:
    with (folder / "leadership.csv").open("a", encoding="utf-8") as file:
        file.write("border,vice_chair,WCO,2015,2016,compact,,,page\nborder,vice_chair,WCO,2018,2019,compact,,,page\n")
    load()
    load()
    assert dates_of(Role.VICE_CHAIR) == [("2015", "2016"), ("2018", "2019")]


def test_a_folder_without_our_own_files_takes_those_of_the_project(load: Callable[[], str], folder: Path) -> None:
    (folder / "other_groups.csv").unlink()
    (folder / "other_terms.csv").write_text(FILES["other_terms.csv"], encoding="utf-8")
    load()
    assert set(Group.objects.values_list("code", flat=True)) == {"committee", "border", "ctitf-border", "ctitf-pcve"}


def dates_of(role: str) -> list[tuple[str, str]]:
    return list(Term.objects.filter(role=role).order_by("start").values_list("start", "end"))


def test_whom_staff_name_as_signatory_stays_and_nobody_signs_twice(load: Callable[[], str]) -> None:
    load()
    signature = Signature.objects.get(entity__code="WCO")
    other = person_make("deputy", signature.entity)
    signature_update(actor=SYSTEM, record=signature, version=1, values={"person": other, "title": "Deputy"})
    before = counts()
    assert "(person, title)" in load()
    assert counts() == before
    signature.refresh_from_db()
    assert signature.person == other


def test_a_signature_that_staff_entered_for_a_party_takes_its_place(load: Callable[[], str]) -> None:
    agreement = agreement_create(actor=SYSTEM, values={"title_en": "Host agreement", "signed_on": "2020"})
    signature_create(actor=SYSTEM, values={"agreement": agreement, "party": "Morocco (MAR)", "title": "Minister"})
    load()
    assert set(agreement.signatures.values_list("entity__code", "party")) == {(None, "Morocco (MAR)"), ("UNOCT", "")}


def test_an_agreement_with_a_corrected_title_is_the_same_one(load: Callable[[], str]) -> None:
    load()
    agreement = Agreement.objects.get(title_en="Host agreement")
    values = {"title_en": "Agreement on the office", "signed_on": "2020-10-06"}
    agreement_update(actor=SYSTEM, record=agreement, version=1, values=values)
    before = counts()
    assert "(title_en, signed_on)" in load()
    assert counts() == before


def test_an_archived_agreement_comes_back_neither_with_nor_without_its_signatures(load: Callable[[], str]) -> None:
    load()
    agreement_archive(actor=SYSTEM, record=Agreement.objects.get(title_en="Arrangement"), version=1, reason="Error")
    before = counts()
    assert "Arrangement (archived)" in load()
    assert counts() == before


def test_a_meeting_whose_day_was_corrected_keeps_its_decisions(load: Callable[[], str]) -> None:
    load()
    meeting = Meeting.objects.get(number=2)
    meeting_update(actor=SYSTEM, record=meeting, version=1, values={"start": "2019-04-17", "summary": "Work plans."})
    before = counts()
    assert "(start, summary)" in load()
    assert counts() == before
    assert set(meeting.decisions.values_list("subject_kind", flat=True)) == {"work_plan", "terms_of_reference"}


def test_a_meeting_that_gained_another_group_is_told_as_kept(load: Callable[[], str]) -> None:
    load()
    meeting = Meeting.objects.get(start="2023-03")
    groups = [*meeting.groups.all(), group_make("pcve")]
    meeting_update(actor=SYSTEM, record=meeting, version=1, values={"groups": groups})
    before = counts()
    assert "(groups)" in load()
    assert counts() == before


def test_a_meeting_that_staff_entered_before_the_first_load_is_not_entered_twice(load: Callable[[], str]) -> None:
    committee = group_make("committee", "committee")
    values = {"groups": [committee], "kind": "coordination_committee", "number": 2, "status": "held", "start": "2019"}
    meeting_create(actor=SYSTEM, values=values)
    assert "committee_meetings.csv: 1 records created, 0 unchanged, 1 kept" in load()
    assert Meeting.objects.filter(number=2).count() == 1


def test_two_meetings_of_one_group_on_one_day_are_two(load: Callable[[], str], folder: Path) -> None:
    with (folder / "committee_meetings.csv").open("a", encoding="utf-8") as file:
        file.write("border,working_group_event,,2023-03,,,,,Another workshop.,https://un.example/12,page\n")
    load()
    load()
    assert Meeting.objects.filter(start="2023-03").count() == 2


def test_what_staff_archived_of_the_meetings_does_not_come_back(load: Callable[[], str]) -> None:
    load()
    meeting = Meeting.objects.get(start="2023-03")
    meeting_archive(actor=SYSTEM, record=meeting, version=1, reason="Not of this group")
    before = counts()
    load()
    assert counts() == before


def test_a_decision_that_got_its_number_and_terms_that_got_their_text_are_kept(load: Callable[[], str]) -> None:
    load()
    decision = Decision.objects.get(subject_kind="programme")
    decision_update(actor=SYSTEM, record=decision, version=1, values={"number": "2019/3", "subject_en": "The JPOW"})
    terms = TermsOfReference.objects.get()
    terms_update(actor=SYSTEM, record=terms, version=1, values={"text": "As approved", "note": "Found"})
    before = counts()
    answer = load()
    assert "(subject_en)" in answer
    assert "(note)" in answer
    assert counts() == before
