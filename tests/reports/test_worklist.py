"""The work list: what ends, what is vacant or not known, what waits, what is weak, what happened."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.kernel.records import Evidence
from compact.reports.worklist.groups import nominations_proposed, terms_ending, vacancies
from compact.reports.worklist.records import RECENT, recent_acts, weak_facts
from tests.cast import SYSTEM, Cast, entity_make, group_make, nominate, person_make, term_make
from workinggroups.groups.models import EventKind, GroupKind, NominationStatus, Role
from workinggroups.groups.services import group_event_record, term_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from compact.kernel.viewers import Viewer


@pytest.fixture
def staff(cast: Cast) -> Viewer:
    return cast.viewer("secretariat")


def _in(days: int) -> str:
    return (datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)).isoformat()


@pytest.mark.parametrize(("days", "listed"), [(0, True), (90, True), (91, False)])
def test_a_term_is_listed_when_it_ends_within_90_days(cast: Cast, staff: Viewer, days: int, listed: bool) -> None:
    term_make(cast.groups["pcve"], cast.entities["WCO"], Role.MEMBER, "2020", end=_in(days))
    assert bool(terms_ending(staff)) is listed


def test_a_term_that_has_ended_is_not_listed(cast: Cast, staff: Viewer) -> None:
    term_make(cast.groups["pcve"], cast.entities["WCO"], Role.MEMBER, "2020", end=_in(-1))
    assert terms_ending(staff) == []


def test_a_term_that_ends_some_day_this_year_is_listed(cast: Cast, staff: Viewer) -> None:
    term_make(cast.groups["pcve"], cast.entities["WCO"], Role.MEMBER, "2020", end=_in(0)[:4])
    assert [ending.last_day for ending in terms_ending(staff)] == [_in(0)[:4]]


def test_a_successor_on_record_is_told(cast: Cast, staff: Viewer) -> None:
    term_make(cast.groups["pcve"], cast.entities["WCO"], Role.VICE_CHAIR, "2020", end=_in(10))
    assert [ending.has_next for ending in terms_ending(staff)] == [False]
    term_make(cast.groups["pcve"], cast.entities["CTED"], Role.VICE_CHAIR, _in(11))
    assert [ending.has_next for ending in terms_ending(staff)] == [True]


def _seats(viewer: Viewer) -> dict[tuple[str, str], Any]:
    return {(each.group.code, str(each.seat.name)): each for each in vacancies(viewer)}


def test_a_seat_whose_holder_left_is_vacant(cast: Cast, staff: Viewer) -> None:
    term = cast.terms["chair_pcve"]
    term_update(actor=SYSTEM, record=term, version=1, values={"end": "2024-05"})
    vacancy = _seats(staff)["pcve", "Chair or co-chairs"]
    assert (vacancy.is_known, vacancy.last, vacancy.since) == (True, term, "May 2024")


def test_a_seat_that_nobody_is_known_to_have_held_is_not_known(cast: Cast, staff: Viewer) -> None:
    assert not _seats(staff)["pcve", "Vice-chair"].is_known


def test_a_seat_with_a_holder_is_not_listed(cast: Cast, staff: Viewer) -> None:
    assert ("border", "Chair or co-chairs") not in _seats(staff)


def test_concluded_and_predecessor_groups_have_no_vacancies(cast: Cast, staff: Viewer) -> None:
    group_make("old", GroupKind.PREDECESSOR)
    pcve = cast.groups["pcve"]
    group_event_record(
        actor=SYSTEM, group=pcve, version=pcve.version, values={"kind": EventKind.CONCLUDED, "on": "2024"}
    )
    assert {code for code, _seat in _seats(staff)}.isdisjoint({"old", "pcve"})


def test_proposed_nominations_wait(cast: Cast, staff: Viewer) -> None:
    person = person_make("new", cast.entities["WCO"])
    waiting = nominate(cast.terms["chair"], person, status=NominationStatus.PROPOSED)
    assert nominations_proposed(staff) == [waiting]


def test_weak_facts_are_counted_by_kind_of_record(cast: Cast, staff: Viewer) -> None:
    entity_make("SOURCED", source="Letter", evidence=Evidence.RECORD)
    entity_make("WEAK", source="Page", evidence=Evidence.PREDECESSOR)
    counted = {each.name: (each.unsourced, each.unconfirmed) for each in weak_facts(staff)}
    assert counted["entities"] == (7, 8)
    assert counted["terms of office"] == (5, 5)


def test_recent_acts_are_the_last_ones_newest_first(cast: Cast, staff: Viewer) -> None:
    acts = recent_acts(staff)
    numbers = [act.operation.number for act in acts]
    assert len(acts) == RECENT
    assert numbers == sorted(numbers, key=lambda number: -(number or 0))


def test_recent_acts_are_not_for_others(cast: Cast) -> None:
    assert recent_acts(cast.viewer("chair")) == []


def test_the_index_costs_the_same_however_much_waits(signed_in: Callable[[str], Client], cast: Cast) -> None:
    client = signed_in("secretariat")
    term_make(cast.groups["pcve"], cast.entities["WCO"], Role.VICE_CHAIR, "2020", end=_in(5))
    nominate(cast.terms["chair"], person_make("new", cast.entities["WCO"]), status=NominationStatus.PROPOSED)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for number in range(4):
        group = group_make(f"group-{number}")
        term = term_make(group, cast.entities["UNODC"], Role.CHAIR, "2020", end=_in(number + 1))
        nominate(term, person_make(f"n{number}", cast.entities["UNODC"]), status=NominationStatus.PROPOSED)
    with CaptureQueriesContext(connection) as many:
        client.get("/admin/")
    assert len(many) <= len(few) + 3  # the names of kinds that had not occurred among the last acts


def test_blocks_with_nothing_in_them_are_named_in_one_line(signed_in: Callable[[str], Client], cast: Cast) -> None:
    content = signed_in("secretariat").get("/admin/").content.decode()
    assert "Nothing waits: silence procedures that end, calls for inputs, overdue action items" in content
    assert "nominations to confirm" in content
    assert "Nominations waiting for confirmation" not in content
    assert "Leading seats without a holder" in content
