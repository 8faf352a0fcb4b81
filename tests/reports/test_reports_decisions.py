"""What the register of decisions says, and that one request answers what was decided on a day, and by whom."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from tests.cast import SYSTEM, Cast, term_make
from tests.meetings.making import decision_make
from tests.meetings.outcomes import decided, held
from tests.meetings.silences import DEADLINE, clock_set, silence_make
from tests.reports.asking import rows
from workinggroups.groups.models import Role
from workinggroups.groups.services import term_update
from workinggroups.meetings.services.silence import silence_close

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
DECISIONS = "/api/v1/reports/decisions/"


def test_what_was_approved_on_a_day_and_by_whom_is_one_request(api: Api, cast: Cast) -> None:
    term_make(cast.groups["committee"], cast.entities["UNOCT"], Role.CHAIR, "2018-12-06")
    meeting = held(
        cast,
        "committee",
        kind="coordination_committee",
        number=2,
        start="2019-04-16",
        place="New York",
        visibility="all",
    )
    made = decision_make(
        cast, "committee", meeting=meeting, visibility="all", source="https://www.un.int/", evidence="page"
    )
    decision_make(cast, "committee", verb="takes_note", decided_on="2019-04-16", visibility="all")
    decision_make(cast, "committee", decided_on="2019-07-27", visibility="all")
    (row,) = rows(api("reader"), DECISIONS, decided_on="2019-04-16", verb="approves")
    assert row == {
        "decision": str(made.uid),
        "decided_on": "2019-04-16",
        "number": "",
        "verb": "approves",
        "verb_name": "approves",
        "subject_kind": "work_plan",
        "subject": "Work plan",
        "group_code": "committee",
        "group_name": "Group committee",
        "decided_by_whom": "Group committee; chair then: UNOCT (certain)",
        "meeting": str(meeting.uid),
        "meeting_number": 2,
        "meeting_place": "New York",
        "meeting_start": "2019-04-16",
        "meeting_end": "",
        "source_of": "meeting",
        "objections_standing": 0,
        "instrument_code": None,
        "instrument_name": None,
        "document": "",
        "source": "https://www.un.int/",
        "evidence": "page",
        "unconfirmed": False,
        "note": "",
    }


def test_the_real_register_says_what_the_committee_approved_on_16_april_2019(api: Api) -> None:
    call_command("load_compact", stdout=io.StringIO())
    found = rows(api("superuser"), DECISIONS, decided_on="2019-04-16", verb="approves")
    assert {row["subject_kind"] for row in found} == {"terms_of_reference", "work_plan"}
    for row in found:
        assert (row["group_code"], row["meeting_number"], row["meeting_place"]) == ("committee", 2, "New York")
        assert row["decided_by_whom"].endswith("; chair then: UNOCT (certain)")
        assert row["source"].startswith("https://")


@pytest.mark.parametrize(
    ("decided_on", "by_whom"),
    [
        ("2021-07-01", "chair then: WCO (certain)"),
        ("2021-07", "chair then: WCO (certain)"),
        ("2019", "chair then: WCO (possible)"),
        ("2019-04-15", "chair then: not known"),
        ("", "chair then: not known, since the day is not known"),
    ],
)
def test_the_chair_is_told_as_surely_as_it_is_known(api: Api, cast: Cast, decided_on: str, by_whom: str) -> None:
    decision_make(cast, decided_on=decided_on, visibility="all")
    (row,) = rows(api("reader"), DECISIONS)
    assert row["decided_by_whom"] == f"Group border; {by_whom}"


def test_a_chair_hidden_from_the_reader_is_not_named(api: Api, cast: Cast) -> None:
    decision_make(cast, decided_on="2021-07-01", visibility="all")
    term = cast.terms["chair"]
    term_update(actor=SYSTEM, record=term, version=term.version, values={"visibility": "secretariat"})
    assert rows(api("reader"), DECISIONS)[0]["decided_by_whom"] == "Group border; chair then: not known"
    assert "WCO" in rows(api("secretariat"), DECISIONS)[0]["decided_by_whom"]


def test_a_decision_by_silence_says_so(api: Api, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    procedure = silence_make(cast)
    clock_set(monkeypatch, DEADLINE.replace(day=9))
    silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="passed")
    (row,) = rows(api("reader"), DECISIONS)
    assert (row["source_of"], row["meeting"], row["objections_standing"]) == ("silence", None, 0)
    assert row["decided_on"] == "2026-03-08"


def test_a_meeting_hidden_from_the_reader_is_not_told_with_its_decision(api: Api, cast: Cast) -> None:
    decided(cast, held(cast, place="Vienna"), visibility="all")
    (row,) = rows(api("reader"), DECISIONS)
    assert (row["meeting"], row["meeting_place"], row["meeting_start"], row["source_of"]) == (
        *(None, None, None),
        "not_known",
    )


@pytest.mark.parametrize(
    ("parameters", "numbers"),
    [
        ({}, ["D/3", "D/2", "D/1"]),
        ({"group": "pcve"}, ["D/2"]),
        ({"subject_kind": "minutes"}, ["D/3"]),
        ({"verb": ["adopts", "endorses"]}, ["D/3"]),
        ({"decided_on": "2020-05-01"}, ["D/2"]),
        ({"from": "2020-06-01"}, ["D/3", "D/2"]),
        ({"until": "2019-12-31"}, ["D/1"]),
        ({"as_of": "2020-12-31"}, ["D/2", "D/1"]),
        ({"search": "customs"}, ["D/1"]),
    ],
)
def test_the_register_can_be_narrowed(api: Api, cast: Cast, parameters: dict[str, Any], numbers: list[str]) -> None:
    decision_make(cast, number="D/1", decided_on="2019-05-08", subject_en="Customs", visibility="all")
    decision_make(cast, "pcve", number="D/2", decided_on="2020", visibility="all")
    decision_make(cast, number="D/3", decided_on="2021-02-01", verb="adopts", subject_kind="minutes", visibility="all")
    assert [row["number"] for row in rows(api("reader"), DECISIONS, **parameters)] == numbers
