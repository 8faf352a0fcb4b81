"""Loading meetings and decisions: as precisely as the pages tell, and no number that nobody knows."""

from __future__ import annotations

import pytest

from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import Decision, DecisionVerb, Meeting, MeetingKind, MeetingMode, MeetingStatus
from workinggroups.workplans.models import CycleState, TermsOfReference, WorkPlan

pytestmark = pytest.mark.django_db


def of(kind: str, **where: str) -> Meeting:
    return Meeting.objects.get(kind=kind, **where)


def test_there_are_eight_meetings_of_the_committee_a_retreat_and_seven_of_groups(loaded: str) -> None:
    kinds = list(Meeting.objects.values_list("kind", flat=True))
    assert (len(kinds), kinds.count(MeetingKind.COMMITTEE), kinds.count(MeetingKind.RETREAT)) == (16, 8, 1)
    groups = set(Meeting.objects.filter(kind=MeetingKind.COMMITTEE).values_list("groups__kind", flat=True))
    assert groups == {GroupKind.COMMITTEE}
    of_groups = Meeting.objects.filter(groups__kind=GroupKind.WORKING_GROUP)
    assert of_groups.count() == 7


def test_every_meeting_has_a_source_was_held_and_is_open_to_all(loaded: str) -> None:
    found = set(Meeting.objects.values_list("status", "visibility", "evidence"))
    assert found == {(MeetingStatus.HELD, Visibility.ALL, Evidence.PAGE)}
    assert not Meeting.objects.filter(source="").exists()


def test_the_committees_meetings_have_the_numbers_that_are_known(loaded: str) -> None:
    numbers = Meeting.objects.filter(kind=MeetingKind.COMMITTEE).order_by("start").values_list("start", "number")
    assert list(numbers) == [
        ("2018-12-06", 1),
        ("2019-04-16", 2),
        ("2019-07-27", None),
        ("2020-08-28", 5),
        ("2021-10-08", 6),
        ("2021-12-14", 7),
        ("2022-06-08", 8),
        ("2024-01-24", None),
    ]


def test_bare_counts_of_people_and_entities_are_kept(loaded: str) -> None:
    seventh = of(MeetingKind.COMMITTEE, number="7")
    assert (seventh.head_count, seventh.entities_count) == (117, 26)
    assert of(MeetingKind.COMMITTEE, number="8").head_count is None


@pytest.mark.parametrize(
    ("start", "place", "mode"),
    [
        ("2020-08-28", "", MeetingMode.VIRTUAL),
        ("2023-06-20", "New York", MeetingMode.HYBRID),
        ("2018-12-06", "New York", ""),
        ("2022-06-08", "", ""),
    ],
)
def test_a_venue_is_a_place_a_mode_or_both(loaded: str, start: str, place: str, mode: str) -> None:
    meeting = Meeting.objects.get(start=start)
    assert (meeting.place, meeting.mode) == (place, mode)


def test_the_days_of_a_meeting_are_as_precise_as_its_source(loaded: str) -> None:
    workshop = Meeting.objects.get(start="2023-03-07")
    assert workshop.end == "2023-03-09"
    assert set(Meeting.objects.filter(start="2020-07").values_list("groups__code", flat=True)) == {
        "border",
        "emerging-threats",
    }
    assert Meeting.objects.get(start="").groups.get().code == "criminal-justice-cft"


def test_the_committees_decisions_have_no_number_since_none_is_known(loaded: str) -> None:
    found = Decision.objects.order_by("decided_on", "pk").values_list("decided_on", "number", "verb", "subject_kind")
    assert list(found) == [
        ("2019-04-16", "", DecisionVerb.APPROVES, "terms_of_reference"),
        ("2019-04-16", "", DecisionVerb.APPROVES, "work_plan"),
        ("2019-07-27", "", DecisionVerb.ADOPTS, "programme"),
        ("2021-12-14", "", DecisionVerb.ADOPTS, "other"),
        ("2024-01-24", "", DecisionVerb.ADOPTS, "programme"),
    ]
    assert not Decision.objects.filter(source="").exists()
    assert set(Decision.objects.values_list("visibility", "group__code")) == {(Visibility.ALL, "committee")}


def test_a_decision_belongs_to_the_meeting_of_its_day(loaded: str) -> None:
    numbers = Decision.objects.order_by("decided_on", "pk").values_list("meeting__number", flat=True)
    assert list(numbers) == [2, 2, None, 7, None]


def test_both_adoptions_name_their_joint_programme_of_work(loaded: str) -> None:
    found = Decision.objects.filter(subject_kind="programme").order_by("decided_on")
    assert list(found.values_list("instrument__code", flat=True)) == ["JPOW-2019-2020", "JPOW-2024-2026"]


@pytest.mark.parametrize(("model", "kind"), [(TermsOfReference, "terms_of_reference"), (WorkPlan, "work_plan")])
def test_each_working_group_has_what_the_committee_approved_in_april_2019(loaded: str, model: type, kind: str) -> None:
    rows = model.objects.all()
    assert rows.count() == 8
    assert set(rows.values_list("group__kind", "state")) == {(GroupKind.WORKING_GROUP, CycleState.APPROVED)}
    assert {row.approved_by for row in rows} == {Decision.objects.get(subject_kind=kind)}
    assert {row.source for row in rows} == {Decision.objects.get(subject_kind=kind).source}


def test_the_text_of_the_first_terms_of_reference_is_not_known(loaded: str) -> None:
    assert set(TermsOfReference.objects.values_list("number", "text", "review_on")) == {(1, "", "")}
    assert set(WorkPlan.objects.values_list("title_fr", "start", "end")) == {("Premier plan de travail", "", "")}
