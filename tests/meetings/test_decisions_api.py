"""Decisions through the API: what was decided when, by whom, where; and what of it is hidden."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from compact.agreements.services import instrument_create
from compact.kernel.operations import operation
from tests.cast import SYSTEM
from tests.contract.client import address, change
from tests.contract.samples.base import uid
from tests.meetings.making import decision_make, item_make, meeting_make
from tests.meetings.test_meetings_api import found
from workinggroups.meetings.models import Decision, Meeting, SilenceProcedure

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

pytestmark = pytest.mark.django_db


def by_silence(cast: Cast, decision: Decision, visibility: str) -> None:
    """A silence procedure that ended in ``decision``."""
    opened = timezone.now() - datetime.timedelta(days=10)
    values = {"verb": "approves", "subject_kind": "work_plan", "subject_en": "Work plan", "text": "The plan"}
    with operation(actor=SYSTEM):
        SilenceProcedure(
            group=decision.group,
            decision=decision,
            opened_at=opened,
            deadline=opened + datetime.timedelta(days=5),
            state="passed",
            visibility=visibility,
            **values,
        ).save()


def test_what_was_approved_on_16_april_2019(cast: Cast, api: Api) -> None:
    meeting = meeting_make(
        cast, "committee", kind="coordination_committee", number=2, status="held", start="2019-04-16", visibility="all"
    )
    approved = [
        decision_make(cast, "committee", meeting=meeting, subject_en=subject, visibility="all")
        for subject in ("Terms of reference", "First work plans")
    ]
    possibly = decision_make(cast, "committee", decided_on="2019-04", visibility="all")
    decision_make(cast, "committee", meeting=meeting, verb="takes_note", visibility="all")
    for day in ("2019-04-15", "2019-05", ""):
        decision_make(cast, "committee", decided_on=day, visibility="all")
    reader = api("reader")
    assert found(reader, "decisions", decided_on="2019-04-16", verb="approves") == {
        *(uid(row) for row in approved),
        uid(possibly),
    }
    read = reader.get(address("decisions", approved[0])).json()
    assert (read["decided_on"], read["meeting"], read["meeting_start"], read["source_of"], read["group_code"]) == (
        "2019-04-16",
        uid(meeting),
        "2019-04-16",
        "meeting",
        "committee",
    )


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"after": "2019-04-17"}, {"2019", "2020"}),
        ({"after": "2019-04-16"}, {"2019", "2019-04-16", "2020"}),
        ({"before": "2019-04-15"}, {"2019"}),
        ({"before": "2019-12-31"}, {"2019", "2019-04-16"}),
    ],
)
def test_days_are_asked_for_as_far_as_they_are_known(
    cast: Cast, api: Api, query: dict[str, str], days: set[str]
) -> None:
    rows = {day: decision_make(cast, decided_on=day) for day in ("2019", "2019-04-16", "2020", "")}
    assert found(api("chair"), "decisions", **query) == {uid(rows[day]) for day in days}


def test_decisions_are_found_by_what_they_are(cast: Cast, api: Api) -> None:
    client, meeting = api("secretariat"), meeting_make(cast, status="held")
    programme = instrument_create(
        actor=SYSTEM, values={"code": "JPOW-2024", "kind": "programme", "title_en": "Joint Programme of Work"}
    )
    item = item_make(meeting, "Work plan")
    here = decision_make(cast, meeting=meeting, agenda_item=item, number="D/7", text="As amended")
    adopted = decision_make(
        cast, "committee", verb="adopts", subject_kind="programme", subject_fr="Programme commun", instrument=programme
    )
    for query in (
        {"group": uid(cast.groups["border"])},
        {"group_code": "border"},
        {"meeting": uid(meeting)},
        {"agenda_item": uid(item)},
        {"number": "D/7"},
        {"verb": "approves"},
        {"search": "amended"},
    ):
        assert found(client, "decisions", **query) == {uid(here)}, query
    for query in ({"instrument": uid(programme)}, {"subject_kind": "programme"}, {"search": "commun"}):
        assert found(client, "decisions", **query) == {uid(adopted)}, query
    assert client.get(address("decisions", adopted)).json()["instrument_code"] == "JPOW-2024"


def test_where_it_was_decided_is_told_as_far_as_it_is_seen(cast: Cast, api: Api) -> None:
    meeting = meeting_make(cast, status="held", visibility="all")
    met = decision_make(cast, meeting=meeting, visibility="all")
    silent, secret, nowhere = (decision_make(cast, visibility="all") for _ in range(3))
    by_silence(cast, silent, "all")
    by_silence(cast, secret, "secretariat")

    def told(persona: str) -> list[str]:
        client = api(persona)
        return [client.get(address("decisions", row)).json()["source_of"] for row in (met, silent, secret, nowhere)]

    assert told("reader") == ["meeting", "silence", "not_known", "not_known"]
    assert told("secretariat") == ["meeting", "silence", "silence", "not_known"]
    Meeting.objects.update(visibility="secretariat")
    assert told("reader") == ["not_known", "silence", "not_known", "not_known"]


def test_a_decision_of_a_hidden_meeting_does_not_name_it(cast: Cast, api: Api) -> None:
    meeting = meeting_make(cast, status="held")
    item = item_make(meeting, "Work plan")
    row = decision_make(cast, meeting=meeting, agenda_item=item, visibility="all")
    read = api("reader").get(address("decisions", row)).json()
    assert (read["meeting"], read["meeting_start"], read["agenda_item"]) == (None, None, None)
    assert found(api("reader"), "decisions", search="Work plan") == {uid(row)}
    assert api("chair").get(address("decisions", row)).json()["agenda_item"] == uid(item)


def test_a_decision_of_a_meeting_that_was_not_held_is_told_what_to_do(cast: Cast, api: Api) -> None:
    body = {
        "group": uid(cast.groups["border"]),
        "meeting": uid(meeting_make(cast)),
        "verb": "endorses",
        "subject_kind": "work_plan",
        "subject_en": "Work plan",
    }
    answer = api("chair").post(address("decisions"), body)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["pointer"] == "/meeting"
    assert "Mark it as held" in error["detail"]


def test_a_decision_is_corrected_by_whom_it_belongs_to(cast: Cast, api: Api) -> None:
    row = decision_make(cast, visibility="all")
    for persona, status in (("chair", 200), ("alternate", 403), ("chair_pcve", 403), ("reader", 403)):
        assert change(api(persona), "decisions", row, {"text": f"As {persona} worded it"}).status_code == status
    row.refresh_from_db()
    assert row.text == "As chair worded it"
