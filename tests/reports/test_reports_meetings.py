"""What the reports of meetings and attendance say, recomputed by hand from a small ground."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from compact.reports.minutes_due import ADOPTED_WITHIN, WRITTEN_WITHIN
from tests.cast import SYSTEM, Cast
from tests.meetings.making import attendance_make, meeting_make
from tests.meetings.outcomes import action_make, decided, held, minutes_make
from tests.reports.asking import rows
from tests.reports.ground import day, work_make
from workinggroups.groups.services import term_update

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
MEETINGS, ATTENDANCE, DECISIONS = (f"/api/v1/reports/{name}/" for name in ("meetings", "attendance", "decisions"))


# --- Meetings ---------------------------------------------------------------------------------------------------------


def test_a_meeting_is_told_with_all_that_came_of_it(api: Api, cast: Cast) -> None:
    meeting = work_make(cast)
    (row,) = rows(api("reader"), MEETINGS)
    assert row == {
        "meeting": str(meeting.uid),
        "groups": ["border"],
        "kind": "working_group_meeting",
        "number": None,
        "title": "Airports",
        "start": "2019-05-08",
        "end": "",
        "status": "held",
        "held": True,
        "attendance_list": True,
        "entities_present": 1,
        "entities_present_codes": ["WCO"],
        "entities_counted": None,
        "head_count": 12,
        "decisions_count": 2,
        "action_items_open": 1,
        "minutes": "circulated",
        "minutes_overdue": True,
        "source": "",
        "evidence": "",
        "unconfirmed": False,
        "note": "",
    }


@pytest.mark.parametrize(
    ("days", "state", "overdue"),
    [
        (WRITTEN_WITHIN, "", False),
        (WRITTEN_WITHIN + 1, "", True),
        (WRITTEN_WITHIN + 1, "draft", False),
        (ADOPTED_WITHIN, "circulated", False),
        (ADOPTED_WITHIN + 1, "circulated", True),
        (ADOPTED_WITHIN + 1, "adopted", False),
    ],
)
def test_minutes_are_overdue_unwritten_after_30_days_and_not_adopted_after_90(
    api: Api, cast: Cast, days: int, state: str, overdue: bool
) -> None:
    meeting = held(cast, start=day(-days))
    if state:
        minutes_make(meeting, state=state)
    (row,) = rows(api("secretariat"), MEETINGS)
    assert (row["minutes"], row["minutes_overdue"]) == (state or "none", overdue)
    assert rows(api("secretariat"), MEETINGS, as_of=day(-days))[0]["minutes_overdue"] is False


def test_a_meeting_that_was_not_held_owes_no_minutes(api: Api, cast: Cast) -> None:
    meeting_make(cast, start="2019-05-08")
    meeting_make(cast, start="2019-05-09", status="cancelled")
    assert [(row["held"], row["minutes_overdue"]) for row in rows(api("secretariat"), MEETINGS)] == [(False, False)] * 2


def test_the_days_of_a_meeting_count_from_the_last_one(api: Api, cast: Cast) -> None:
    held(cast, start=day(-31), end=day(-30))
    assert rows(api("secretariat"), MEETINGS)[0]["minutes_overdue"] is False


@pytest.mark.parametrize(
    ("parameters", "titles"),
    [
        ({}, ["Of 2021", "Joint", "Planned"]),
        ({"group": "pcve"}, ["Joint"]),
        ({"status": "planned"}, ["Planned"]),
        ({"status": ["planned", "held"], "kind": "working_group_meeting"}, ["Of 2021", "Joint", "Planned"]),
        ({"kind": "working_group_event"}, []),
        ({"from": "2020-01-01"}, ["Of 2021", "Joint"]),
        ({"from": "2021-06-01"}, ["Of 2021"]),
        ({"until": "2020-05-09"}, ["Planned"]),
        ({"from": "2020-05-11", "until": "2020-12-31"}, ["Joint"]),
    ],
)
def test_the_report_of_meetings_can_be_narrowed(
    api: Api, cast: Cast, parameters: dict[str, Any], titles: list[str]
) -> None:
    held(cast, "border", "pcve", title_en="Joint", start="2020-05-10", end="2020-05-12")
    held(cast, title_en="Of 2021", start="2021")
    meeting_make(cast, title_en="Planned", start="2019-05")
    assert [row["title"] for row in rows(api("secretariat"), MEETINGS, **parameters)] == titles


@pytest.mark.parametrize("address", [MEETINGS, ATTENDANCE, DECISIONS])
@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"group": "boarder"}, "group"),
        ({"from": "2019"}, "from"),
        ({"from_": "2019-01-01"}, "from_"),
        ({"from": "2020-01-02", "until": "2020-01-01"}, "until"),
    ],
)
def test_what_is_misspelt_is_an_error_that_names_it(
    api: Api, address: str, parameters: dict[str, str], named: str
) -> None:
    answer = api("reader").get(address, parameters)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, named)


@pytest.mark.parametrize(
    "name", ["meetings", "attendance", "decisions", "action-items", "work-plan-progress", "inputs"]
)
def test_what_the_reader_may_not_see_changes_nothing(api: Api, cast: Cast, name: str) -> None:
    """A meeting of the group alone, with all that came of it, and hidden work beside what is open."""
    address, open_one = f"/api/v1/reports/{name}/", work_make(cast)
    before = rows(api("reader"), address)
    hidden = held(cast, start="2019-05-08", title_en="Hidden")
    attendance_make(hidden, entity=cast.entities["WCO"])
    attendance_make(hidden, entity=cast.entities["CTED"], presence="apologies")
    for meeting, number in ((hidden, "D/3"), (open_one, "D/4")):
        decided(cast, meeting, number=number)
        action_make(cast, meeting=meeting, due="2019-06-30")
        action_make(cast, meeting=meeting, status="done", done_on=day(-1))
    minutes_make(open_one, "# Second", state="draft", visibility="secretariat")
    assert rows(api("reader"), address) == before
    if name in ("meetings", "attendance", "decisions", "action-items"):
        assert rows(api("secretariat"), address) != before


# --- Attendance -------------------------------------------------------------------------------------------------------


def _attendance_ground(cast: Cast) -> None:
    """Three meetings with a list and one without; INTERPOL and WCO serve in the group, UNDP in another one."""
    first, second, third = (held(cast, start=f"2021-0{number}-10", visibility="all") for number in (1, 2, 3))
    attendance_make(first, entity=cast.entities["WCO"])
    attendance_make(first, entity=cast.entities["WCO"], person=cast.people["chair"], presence="apologies")
    attendance_make(second, entity=cast.entities["WCO"])
    attendance_make(second, entity=cast.entities["INTERPOL"], presence="apologies")
    attendance_make(third, guest="The Minister")
    attendance_make(third, entity=cast.entities["UNDP"])
    held(cast, start="2021-04-10", visibility="all")
    meeting_make(cast, start="2021-05-10", visibility="all")


FIGURES = ("meetings_held", "attended", "apologies", "not_on_list", "rate", "meetings_without_list")


def _figures(client: APIClient, **parameters: Any) -> dict[str, tuple[Any, ...]]:
    return {row["entity_code"]: tuple(row[name] for name in FIGURES) for row in rows(client, ATTENDANCE, **parameters)}


def test_attendance_is_counted_of_the_meetings_that_concerned_an_entity(api: Api, cast: Cast) -> None:
    _attendance_ground(cast)
    assert _figures(api("reader")) == {
        "INTERPOL": (3, 0, 1, 2, 0, 1),
        "UNDP": (1, 1, 0, 0, 100, 0),
        "WCO": (3, 2, 0, 1, 67, 1),
    }


def test_attendance_can_be_narrowed_to_a_period_and_to_groups(api: Api, cast: Cast) -> None:
    _attendance_ground(cast)
    held(cast, "pcve", start="2021-02-20", visibility="all")
    client = api("reader")
    assert _figures(client, **{"from": "2021-02-01", "until": "2021-02-28", "group": "border"}) == {
        "INTERPOL": (1, 0, 1, 0, 0, 0),
        "WCO": (1, 1, 0, 0, 100, 0),
    }
    assert _figures(client, group="pcve") == {"UNDP": (0, 0, 0, 0, None, 1)}
    assert _figures(client, group=["pcve", "border"]) == _figures(client)
    assert _figures(client, as_of="2021-01-31") == {"INTERPOL": (1, 0, 0, 1, 0, 0), "WCO": (1, 1, 0, 0, 100, 0)}


def test_who_no_longer_serves_is_not_missed(api: Api, cast: Cast) -> None:
    _attendance_ground(cast)
    term = cast.terms["vice_chair"]
    term_update(actor=SYSTEM, record=term, version=term.version, values={"end": "2021-01-31"})
    assert _figures(api("reader"))["INTERPOL"] == (2, 0, 1, 1, 0, 0)


def test_the_committee_concerns_every_entity_of_the_compact(api: Api, cast: Cast) -> None:
    meeting = held(cast, "committee", kind="coordination_committee", start="2019-04-16", visibility="all")
    attendance_make(meeting, entity=cast.entities["CTED"])
    found = _figures(api("reader"))
    assert set(found) == set(cast.entities)
    assert (found["CTED"], found["UNODC"]) == ((1, 1, 0, 0, 100, 0), (1, 0, 0, 1, 0, 0))
