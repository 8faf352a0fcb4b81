"""Attacks on meetings, decisions and silence procedures by people who have some rights, just not these."""

from __future__ import annotations

import datetime
import time
from typing import TYPE_CHECKING, Any

import pytest

from compact.kernel.markdown import markdown_html
from compact.kernel.viewers import Seat
from tests.cast import SYSTEM
from tests.meetings.making import decision_make, item_make, meeting_make, seated
from tests.meetings.outcomes import held, minutes_make
from tests.meetings.silences import objection_make, silence_make
from workinggroups.meetings.models import Meeting
from workinggroups.meetings.services.meetings import meeting_update
from workinggroups.meetings.services.silence import silence_close

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from rest_framework.test import APIClient

    from compact.kernel.records import Record
    from tests.cast import Cast

    As = Callable[[str], APIClient]

#: The day in the zone is of a year that the moment in UTC is not of.
EDGES = [("America/New_York", "1800-01-01T00:00:00Z"), ("Asia/Tokyo", "2199-12-31T23:00:00Z")]


def _address(name: str, row: Record) -> str:
    return f"/api/v1/{name}/{row.uid}/"


def _change(client: APIClient, name: str, row: Record, values: dict[str, Any]) -> Any:
    """What ``client`` is answered who changes ``row`` just after reading it."""
    tag = client.get(_address(name, row))["ETag"]
    return client.patch(_address(name, row), values, format="json", headers={"if-match": tag})


# --- Who clears -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("originator", [None, "INTERPOL"])
def test_a_chair_cannot_make_what_others_told_their_own_and_then_open_it_to_all(
    originator: str | None, cast: Cast, api: As
) -> None:
    come_from = {"originator": cast.entities[originator], "clearance": "letter of 3 May 2026"} if originator else {}
    meeting, chair = meeting_make(cast, **come_from), api("chair")
    taken = _change(chair, "meetings", meeting, {"originator": str(cast.entities["WCO"].uid)})
    assert taken.status_code == 400
    assert taken.json()["errors"][0]["pointer"] == "/originator"
    assert _change(chair, "meetings", meeting, {"visibility": "all"}).status_code == 403
    assert not Meeting.objects.visible_to(cast.viewer("reader")).filter(pk=meeting.pk).exists()


def test_a_chair_opens_what_their_own_entity_entered(cast: Cast, api: As) -> None:
    meeting = meeting_make(cast, actor=cast.viewer("chair"))
    assert _change(api("chair"), "meetings", meeting, {"visibility": "all"}).status_code == 200


# --- What is told to whom may not write -------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [7, 8])
def test_a_number_of_the_committees_meetings_is_not_sounded_out(number: int, cast: Cast, api: As) -> None:
    meeting_make(cast, "committee", kind="coordination_committee", number=7, visibility="secretariat")
    sent = {"kind": "coordination_committee", "number": number, "groups": [str(cast.groups["committee"].uid)]}
    assert api("chair").post("/api/v1/meetings/", sent, format="json").status_code == 403


@pytest.mark.parametrize("number", ["CC/7", "CC/8"])
def test_a_number_of_another_groups_decisions_is_not_sounded_out(number: str, cast: Cast, api: As) -> None:
    decision_make(cast, "committee", number="CC/7", visibility="secretariat")
    sent = {"verb": "approves", "subject_kind": "other", "subject_en": "x", "number": number}
    sent["group"] = str(cast.groups["committee"].uid)
    assert api("chair").post("/api/v1/decisions/", sent, format="json").status_code == 403


def test_whoever_may_write_is_told_that_a_number_is_taken(cast: Cast, api: As) -> None:
    decision_make(cast, number="B/7")
    sent = {"verb": "approves", "subject_kind": "other", "subject_en": "x", "number": "B/7"}
    sent["group"] = str(cast.groups["border"].uid)
    assert api("chair").post("/api/v1/decisions/", sent, format="json").status_code == 400


# --- Groups that meet together ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["planned", "held"])
def test_a_chair_does_not_take_another_group_off_a_joint_meeting(status: str, cast: Cast, api: As) -> None:
    meeting = meeting_make(cast, "border", "pcve", status=status)
    answer = _change(api("chair"), "meetings", meeting, {"groups": [str(cast.groups["border"].uid)]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/groups")
    assert api("chair_pcve").get(_address("meetings", meeting)).status_code == 200


def test_those_who_run_both_groups_take_one_off_a_joint_meeting(cast: Cast) -> None:
    seat = Seat(role="chair", why="", group_id=cast.groups["pcve"].pk, entity_id=cast.entities["WCO"].pk)
    meeting, both = meeting_make(cast, "border", "pcve"), seated(cast.viewer("chair"), seat)
    meeting_update(actor=both, record=meeting, version=1, values={"groups": [cast.groups["border"]]})
    assert meeting.groups.count() == 1


def test_a_chair_asks_another_group_to_a_planned_meeting(cast: Cast, api: As) -> None:
    both = {"groups": [str(cast.groups[code].uid) for code in ("border", "pcve")]}
    assert _change(api("chair"), "meetings", meeting_make(cast), both).status_code == 200


def test_a_chair_does_not_open_the_minutes_of_a_meeting_that_was_held_to_another_group(cast: Cast, api: As) -> None:
    meeting = held(cast)
    minutes = minutes_make(meeting, state="circulated")
    both = {"groups": [str(cast.groups[code].uid) for code in ("border", "pcve")]}
    assert _change(api("chair"), "meetings", meeting, both).status_code == 400
    assert api("chair_pcve").get(_address("minutes", minutes)).status_code == 404


def test_a_chair_does_not_redate_an_adoption(cast: Cast, api: As) -> None:
    minutes = minutes_make(held(cast), state="adopted", adopted_on="2019-06")
    assert _change(api("chair"), "minutes", minutes, {"adopted_on": "2020-01"}).status_code == 403
    assert _change(api("secretariat"), "minutes", minutes, {"adopted_on": "2020-01"}).status_code == 200


# --- What silence has decided -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("values", [{"text": "Another"}, {"verb": "adopts"}, {"subject_fr": "Autre"}])
def test_a_chair_does_not_reword_what_silence_has_decided(values: dict[str, str], cast: Cast, api: As) -> None:
    procedure = silence_make(cast)
    closed = silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="passed")
    assert closed.decision is not None
    answer = _change(api("chair"), "decisions", closed.decision, values)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{next(iter(values))}")
    assert _change(api("chair"), "decisions", closed.decision, {"note": "Sent by e-mail"}).status_code == 200
    assert _change(api("secretariat"), "decisions", closed.decision, values).status_code == 200


def test_a_chair_does_not_archive_what_silence_has_decided(cast: Cast, api: As) -> None:
    closed = silence_close(actor=SYSTEM, procedure=silence_make(cast), version=1, outcome="passed")
    assert closed.decision is not None
    chair, address = api("chair"), _address("decisions", closed.decision)
    tag = chair.get(address)["ETag"]
    answer = chair.post(f"{address}archive/", {"reason": "x"}, format="json", headers={"if-match": tag})
    assert answer.status_code == 403


# --- What would break a page ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("zone", "moment"), EDGES)
def test_an_hour_at_the_edge_of_the_years_is_refused_and_breaks_no_page(
    zone: str, moment: str, cast: Cast, api: As, signed_in: Callable[[str], Client]
) -> None:
    sent = {"kind": "working_group_meeting", "groups": [str(cast.groups["border"].uid)]}
    answer = api("chair").post("/api/v1/meetings/", {**sent, "starts_at": moment, "zone": zone}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/starts_at")
    assert signed_in("secretariat").get("/admin/workinggroups/meeting/").status_code == 200


@pytest.mark.parametrize("text", ["![](/a)", "[![](/a)](/b)"])
def test_thousands_of_images_in_an_objection_hold_up_nobody(text: str) -> None:
    start = time.perf_counter()
    markdown_html(text * 20_000)
    assert time.perf_counter() - start < 8


def test_millions_of_brackets_show_as_they_were_typed_and_hold_up_nobody() -> None:
    start = time.perf_counter()
    html = markdown_html("[" * 2_000_000 + "<script>")
    assert time.perf_counter() - start < 8
    assert html.startswith("<p>[[")
    assert "<script" not in html


def test_a_version_of_thousands_of_digits_is_none(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    procedure = silence_make(cast, deadline=datetime.datetime(2098, 1, 1, tzinfo=datetime.UTC))
    objection = objection_make(procedure, cast.entities["WCO"])
    answer = signed_in("chair").post(f"/silence/objections/{objection.uid}/withdraw/", {"version": "9" * 5000})
    assert answer.status_code == 302
    objection.refresh_from_db()
    assert objection.withdrawn_at is None


@pytest.mark.parametrize("part", ["agenda", "attendance", "decisions", "actions"])
def test_a_row_of_another_meeting_is_not_recorded_as_one_of_this(
    part: str, cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    meeting, other = held(cast), held(cast)
    item = item_make(other, "Theirs")
    sent: dict[str, Any] = {"kind": "working_group_meeting", "status": "held", "start": "2019-05-08"}
    sent |= {"groups": [cast.groups["border"].pk], "visibility": "group", "version": meeting.version}
    for name in ("agenda", "attendance", "decisions", "actions"):
        sent |= {f"{name}-TOTAL_FORMS": str(int(name == part)), f"{name}-INITIAL_FORMS": "0"}
    typed = {"title": "Typed", "guest": "Typed", "subject_en": "Typed", "verb": "approves", "status": "open"}
    typed |= {"subject_kind": "document", "presence": "present", "entity": cast.entities["WCO"].pk}
    sent |= {f"{part}-0-{name}": value for name, value in typed.items()}
    sent |= {f"{part}-0-record": item.pk, f"{part}-0-version": "1", f"{part}-0-dropped": "on"}
    page = signed_in("secretariat").post(f"/admin/workinggroups/meeting/{meeting.pk}/record/", sent)
    assert page.status_code == 200
    assert "There is no such record." in page.content.decode()
    assert "Typed" in page.content.decode()
    item.refresh_from_db()
    assert (item.title, item.is_archived) == ("Theirs", False)
