"""What the reports of action items, work plans and inputs say, recomputed by hand from a small ground."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.cast import SYSTEM, Cast, entity_make, group_make
from tests.meetings.making import attendance_make, decision_make
from tests.meetings.outcomes import action_make, decided, held, minutes_make
from tests.meetings.silences import clock_set
from tests.reports.asking import rows, text
from tests.reports.ground import JUNE, day, work_make
from tests.workplans.call_ground import answered, call_make, call_sent, place
from tests.workplans.plan_ground import DECEMBER, output_make, plan_make, priority_make, report_make
from workinggroups.workplans.services.plans import work_plan_update

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
ACTIONS, PROGRESS, INPUTS = (f"/api/v1/reports/{name}/" for name in ("action-items", "work-plan-progress", "inputs"))


# --- Action items -----------------------------------------------------------------------------------------------------


def test_action_items_are_counted_by_group_and_entity_and_by_age(api: Api, cast: Cast) -> None:
    for due in (day(-1), day(-30), day(-31), day(-90), day(-91), day(0), day(30), day(31), ""):
        action_make(cast, due=due, visibility="all")
    action_make(cast, due=day(-200), status="done", done_on=day(-90), visibility="all")
    action_make(cast, due=day(-200), status="done", done_on=day(-91), visibility="all")
    action_make(cast, due=day(-200), status="dropped", progress="No need", visibility="all")
    action_make(cast, entity=cast.entities["WCO"], status="in_progress", visibility="all")
    action_make(cast, entity=cast.entities["CTED"], status="dropped", progress="No need", visibility="all")
    first, second = rows(api("reader"), ACTIONS)
    assert first == {
        "group_code": "border",
        "group_name": "Group border",
        "entity_code": "UNODC",
        "entity_acronym": "UNODC",
        "entity_name": "Office UNODC",
        "open": 9,
        "overdue": 5,
        "overdue_1_30": 2,
        "overdue_31_90": 2,
        "overdue_over_90": 1,
        "due_within_30": 2,
        "without_date": 1,
        "done_last_90": 1,
        "oldest_due": day(-91),
    }
    assert (second["entity_code"], second["open"], second["overdue"], second["oldest_due"]) == ("WCO", 1, 0, "")


def test_the_clock_of_the_report_is_its_day(api: Api, cast: Cast) -> None:
    action_make(cast, due="2021-06", visibility="all")
    overdue = {on: rows(api("reader"), ACTIONS, as_of=on)[0]["overdue"] for on in ("2021-06-30", "2021-07-01")}
    assert overdue == {"2021-06-30": 0, "2021-07-01": 1}


def test_action_items_can_be_narrowed_to_a_group_and_an_entity(api: Api, cast: Cast) -> None:
    action_make(cast, visibility="all")
    action_make(cast, group=cast.groups["pcve"], entity=cast.entities["WCO"], visibility="all")
    client = api("reader")
    assert [row["entity_code"] for row in rows(client, ACTIONS, group="pcve")] == ["WCO"]
    assert [row["group_code"] for row in rows(client, ACTIONS, entity="UNODC")] == ["border"]
    assert client.get(ACTIONS, {"entity": "NOBODY"}).status_code == 400


# --- Work plans -------------------------------------------------------------------------------------------------------


def test_an_output_is_told_with_its_latest_report_and_what_is_missing(api: Api, cast: Cast) -> None:
    plan = plan_make(
        cast, "approved", visibility="all", start="2025", reporting_dates="2025-06-30;2025-12-31;2098-01-01"
    )
    output = output_make(cast, plan, due="2025-11", priority=priority_make())
    report_make(output, datetime.date(2025, 6, 30), "delayed", paragraph="Half.", delay_reason="No money")
    (row,) = rows(api("reader"), PROGRESS)
    assert row == {
        "output": str(output.uid),
        "group_code": "border",
        "group_name": "Group border",
        "plan": str(plan.uid),
        "plan_name": "Work plan",
        "number": "1.1",
        "title": "Output 1.1",
        "lead": str(cast.entities["UNODC"].uid),
        "lead_code": "UNODC",
        "lead_name": "Office UNODC",
        "priority": str(output.priority.uid),
        "priority_code": "JPOW-1",
        "priority_name": "Border security",
        "due": "2025-11",
        "status": "delayed",
        "latest_report_on": "2025-06-30",
        "paragraph": "Half.",
        "delay_reason": "No money",
        "overdue": True,
        "reports_missing": ["2025-12-31"],
        "source": "",
        "evidence": "",
        "unconfirmed": False,
        "note": "",
    }


def test_on_an_earlier_day_an_output_stands_as_it_was_reported_by_then(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock_set(monkeypatch, datetime.datetime(2027, 2, 1, tzinfo=datetime.UTC))
    plan = plan_make(cast, "approved", visibility="all", start="2026", reporting_dates="2026-06-30;2026-12-31")
    output = output_make(cast, plan, due="2026-09")
    report_make(output, JUNE)
    report_make(output, DECEMBER, "done", paragraph="All of it.")

    def told(on: str) -> tuple[Any, ...]:
        (row,) = rows(api("reader"), PROGRESS, as_of=on)
        return tuple(row[name] for name in ("status", "paragraph", "overdue", "reports_missing"))

    assert told("2026-06-01") == ("planned", "", False, [])
    assert told("2026-10-01") == ("on_track", "Two workshops were held.", True, [])
    assert told("2027-01-15") == ("done", "All of it.", False, [])
    assert [row["status"] for row in rows(api("reader"), PROGRESS, as_of="2026-10-01", status="done")] == []


@pytest.mark.parametrize(("state", "told"), [("draft", 0), ("consultation", 0), ("endorsed", 0), ("approved", 1)])
def test_only_the_outputs_of_current_plans_are_told(api: Api, cast: Cast, state: str, told: int) -> None:
    output_make(cast, plan_make(cast, state))
    assert len(rows(api("secretariat"), PROGRESS)) == told


def test_a_closed_plan_was_current_in_its_period(api: Api, cast: Cast) -> None:
    plan = plan_make(cast, "approved", start="2020", end="2021", visibility="all")
    output_make(cast, plan)
    work_plan_update(actor=SYSTEM, record=plan, version=plan.version, values={"state": "closed"})
    days = ("2019-12-31", "2020-01-01", "2021-12-31", "2022-01-01", day(0))
    assert [len(rows(api("secretariat"), PROGRESS, as_of=on)) for on in days] == [0, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ({"group": "border"}, ["1", "2"]),
        ({"lead": "WCO"}, ["2"]),
        ({"priority": "JPOW-1"}, ["1"]),
        ({"status": ["delayed", "done"]}, ["2"]),
        ({"plan": "pcve"}, ["3"]),
    ],
)
def test_the_report_on_work_plans_can_be_narrowed(
    api: Api, cast: Cast, parameters: dict[str, Any], numbers: list[str]
) -> None:
    border, pcve = plan_make(cast, "approved"), plan_make(cast, "approved", "pcve")
    output_make(cast, border, "1", priority=priority_make())
    report_make(output_make(cast, border, "2", lead=cast.entities["WCO"]), JUNE, "delayed", delay_reason="Fog")
    output_make(cast, pcve, "3")
    parameters = {**parameters, **({"plan": str(pcve.uid)} if "plan" in parameters else {})}
    assert [row["number"] for row in rows(api("secretariat"), PROGRESS, **parameters)] == numbers


# --- Inputs -----------------------------------------------------------------------------------------------------------

MOMENT = datetime.datetime(2027, 3, 10, 12, tzinfo=datetime.UTC)


def _asked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A call until 12 March 2027, noon UTC; WCO answers in time, UNODC two days and an hour late, UNDP never."""
    clock_set(monkeypatch, MOMENT)
    deadline = MOMENT + datetime.timedelta(days=2)
    call = call_sent(cast, *(cast.entities[code] for code in ("UNDP", "UNODC", "WCO")), deadline=deadline)
    answered(place(call, "WCO"))
    clock_set(monkeypatch, deadline + datetime.timedelta(days=2, hours=1))
    answered(place(call))
    clock_set(monkeypatch, MOMENT + datetime.timedelta(days=10))
    return call


def _lateness(found: list[dict[str, Any]]) -> dict[str, tuple[Any, ...]]:
    return {
        row["entity_code"]: tuple(row[name] for name in ("state", "answered_at", "late", "days_late")) for row in found
    }


def test_inputs_say_who_has_answered_and_how_late(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    call = _asked(cast, monkeypatch)
    found = rows(api("secretariat"), INPUTS)
    assert _lateness(found) == {
        "UNDP": ("awaited", None, True, 8),
        "UNODC": ("answered", "2027-03-14T13:00:00Z", True, 3),
        "WCO": ("answered", "2027-03-10T12:00:00Z", False, 0),
    }
    row = found[0]
    assert (row["call"], row["call_title"], row["group_code"]) == (str(call.uid), "Report to the Assembly", "border")
    assert (row["deadline"], row["zone"]) == ("2027-03-12T12:00:00Z", "Africa/Nairobi")


def test_inputs_on_an_earlier_day_stand_as_they_did_at_its_end(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _asked(cast, monkeypatch)
    client = api("secretariat")
    assert rows(client, INPUTS, as_of="2027-03-09") == []
    assert _lateness(rows(client, INPUTS, as_of="2027-03-13"))["UNODC"] == ("awaited", None, True, 2)


@pytest.mark.parametrize(
    ("parameters", "codes"),
    [
        ({"state": "awaited"}, ["UNDP"]),
        ({"state": ["awaited", "answered"], "late": "true"}, ["UNDP", "UNODC"]),
        ({"late": "false"}, ["WCO"]),
        ({"entity": "UNODC"}, ["UNODC"]),
        ({"group": "pcve"}, []),
    ],
)
def test_inputs_can_be_narrowed(
    api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch, parameters: dict[str, Any], codes: list[str]
) -> None:
    call = _asked(cast, monkeypatch)
    call_sent(cast, title_en="Another", deadline=timezone.now() + datetime.timedelta(days=1))
    call_make(cast, title_en="A draft")
    found = rows(api("secretariat"), INPUTS, call=str(call.uid), **parameters)
    assert [row["entity_code"] for row in found] == codes


@pytest.mark.parametrize(
    ("persona", "codes"), [("chair", ["UNODC", "WCO"]), ("focal_point", ["UNODC"]), ("chair_pcve", []), ("reader", [])]
)
def test_an_entity_sees_its_own_place_and_those_who_run_the_group_see_all(
    api: Api, cast: Cast, persona: str, codes: list[str]
) -> None:
    call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"], visibility="all")
    assert [row["entity_code"] for row in rows(api(persona), INPUTS)] == codes


# --- All --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("meetings", 1),
        ("attendance", 7),
        ("decisions", 2),
        ("action-items", 3),
        ("work-plan-progress", 2),
        ("inputs", 1),
    ],
)
@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_cost_does_not_grow_with_the_rows(
    api: Api, cast: Cast, name: str, most: int, form: str, django_assert_max_num_queries: Any
) -> None:
    client, address = api("chair"), f"/api/v1/reports/{name}/"
    work_make(cast)
    client.get(address)
    for number in range(4):
        entity, group = entity_make(f"ENTITY{number}"), group_make(f"group-{number}")
        cast.groups["more"] = group
        meeting = held(cast, "more", "border", start=f"2021-05-0{number + 1}")
        attendance_make(meeting, entity=entity)
        minutes_make(meeting)
        decision_make(cast, "more", visibility="all", decided_on="2021-05")
        action_make(cast, group=group, entity=entity, visibility="all")
        plan = plan_make(cast, "approved", "more", visibility="all", reporting_dates="2026-06-30")
        report_make(output_make(cast, plan, lead=entity), JUNE)
        call_sent(cast, entity, title_en=f"Call {number}")
    with django_assert_max_num_queries(most + 6):
        answer = client.get(address, {"format": form})
        content = text(answer) if answer.streaming else answer.content
    assert content.count(b"group-3") + content.count(b"ENTITY3") >= 1 or name == "meetings"


def test_a_decision_of_the_meeting_is_counted_for_whoever_sees_it(api: Api, cast: Cast) -> None:
    decided(cast, held(cast, visibility="all"), visibility="group")
    counted = {
        name: rows(api(name), "/api/v1/reports/meetings/")[0]["decisions_count"]
        for name in ("reader", "chair", "chair_pcve", "secretariat")
    }
    assert counted == {"reader": 0, "chair": 1, "chair_pcve": 0, "secretariat": 1}
