"""Who sits on the Coordination Committee, on which ground, and how sure that is."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation

from compact.entities.services import participation_create, participation_update
from compact.kernel.periods import Certainty
from compact.kernel.visibility import Visibility
from tests.cast import SYSTEM, Cast, entity_make, group_make, nominate, person_make, term_make
from workinggroups.groups.committee import CommitteeSeat, HolderState, SeatKind, committee_composition
from workinggroups.groups.models import Capacity, EventKind, GroupKind, NominationStatus, Role
from workinggroups.groups.services import group_event_record, term_archive, term_update

DAY = datetime.date(2021, 7, 1)

pytestmark = pytest.mark.django_db


def on(day: str = "2021-07-01", viewer: Any = SYSTEM) -> list[CommitteeSeat]:
    return committee_composition(viewer, datetime.date.fromisoformat(day))


def of(kind: SeatKind, group: str = "", seats: list[CommitteeSeat] | None = None) -> list[CommitteeSeat]:
    found = on() if seats is None else seats
    return [seat for seat in found if seat.kind == kind and (not group or (seat.group and seat.group.code == group))]


def one(kind: SeatKind, group: str = "", seats: list[CommitteeSeat] | None = None) -> CommitteeSeat:
    (seat,) = of(kind, group, seats)
    return seat


def test_the_leaders_of_the_groups_sit_by_their_office(cast: Cast) -> None:
    seat = one(SeatKind.GROUP_CHAIR, "border")
    assert (seat.entity, seat.holder, seat.certainty) == (cast.entities["WCO"], HolderState.HELD, Certainty.CERTAIN)
    assert seat.reason == "As co-chair of the working group “Group border” since 16 April 2019."
    assert one(SeatKind.GROUP_VICE_CHAIR, "border").entity == cast.entities["INTERPOL"]
    assert one(SeatKind.GROUP_CHAIR, "pcve").entity == cast.entities["UNDP"]


def test_the_other_entities_send_a_representative_and_those_with_an_office_no_second_one(cast: Cast) -> None:
    assert [str(seat.entity) for seat in of(SeatKind.ENTITY)] == ["DCO", "UNOCT", "UNODC"]
    reason = one(SeatKind.ENTITY, seats=[seat for seat in of(SeatKind.ENTITY) if str(seat.entity) == "DCO"]).reason
    assert reason == "As entity of the Compact (member) since 23 February 2018."


def test_the_secretariat_comes_last_and_keeps_its_seat_as_an_entity(cast: Cast) -> None:
    seats = on()
    assert seats[-1].kind == SeatKind.SECRETARIAT
    assert seats[-1].entity == cast.entities["UNOCT"]
    assert [str(person) for person in seats[-1].representatives] == ["Secretariat Example"]


def test_the_people_of_a_seat_are_those_confirmed_on_the_day(cast: Cast) -> None:
    seat = one(SeatKind.GROUP_CHAIR, "border")
    assert seat.representatives == (cast.people["chair"],)
    assert seat.alternates == (cast.people["alternate"],)
    assert one(SeatKind.GROUP_CHAIR, "border", on("2019-04-20")).representatives == ()


def test_a_proposed_person_does_not_sit(cast: Cast) -> None:
    person = person_make("nora", cast.entities["UNDP"])
    nominate(cast.terms["chair_pcve"], person, Capacity.ALTERNATE, status=NominationStatus.PROPOSED)
    assert one(SeatKind.GROUP_CHAIR, "pcve").alternates == ()


def test_a_seat_nobody_is_known_to_have_held_is_not_known(cast: Cast) -> None:
    seat = one(SeatKind.GROUP_VICE_CHAIR, "pcve")
    assert (seat.entity, seat.holder, seat.certainty) == (None, HolderState.NOT_KNOWN, "")
    assert seat.reason == "Vice-chair of the working group “Group pcve”: nobody is known to hold this seat."
    assert not seat.is_unconfirmed
    assert seat.source == seat.evidence == ""


def test_a_seat_whose_holder_left_is_vacant_and_says_who_left(cast: Cast) -> None:
    term_update(actor=SYSTEM, record=cast.terms["vice_chair"], version=1, values={"end": "2020-06"})
    seat = one(SeatKind.GROUP_VICE_CHAIR, "border")
    assert (seat.entity, seat.holder) == (None, HolderState.VACANT)
    assert seat.reason == (
        "Vice-chair of the working group “Group border”: vacant; "
        "the term of INTERPOL is over (from 16 April 2019; to June 2020)."
    )
    assert seat.ground == cast.terms["vice_chair"]
    assert one(SeatKind.GROUP_VICE_CHAIR, "border", on("2020-01-01")).holder == HolderState.HELD


def test_of_several_former_holders_the_last_is_named(cast: Cast) -> None:
    term_update(actor=SYSTEM, record=cast.terms["vice_chair"], version=1, values={"end": "2019-12"})
    term_make(cast.groups["border"], cast.entities["UNDP"], Role.VICE_CHAIR, start="2020-01", end="2020-06")
    assert "the term of UNDP is over" in one(SeatKind.GROUP_VICE_CHAIR, "border").reason


def test_who_starts_later_does_not_hold_the_seat_yet(cast: Cast) -> None:
    term_make(cast.groups["pcve"], cast.entities["UNODC"], Role.VICE_CHAIR, start="2022")
    assert one(SeatKind.GROUP_VICE_CHAIR, "pcve").holder == HolderState.NOT_KNOWN


def test_several_co_chairs_have_a_seat_each(cast: Cast) -> None:
    term_make(cast.groups["border"], cast.entities["UNODC"], Role.CO_CHAIR)
    assert [str(seat.entity) for seat in of(SeatKind.GROUP_CHAIR, "border")] == ["UNODC", "WCO"]
    assert all(seat.entity != cast.entities["UNODC"] for seat in of(SeatKind.ENTITY))


def test_a_possible_office_leaves_the_entity_its_own_seat(cast: Cast) -> None:
    term_make(
        cast.groups["pcve"],
        cast.entities["UNODC"],
        Role.VICE_CHAIR,
        start="",
        observed_on="2020-07",
        end_state="unknown",
    )
    office = one(SeatKind.GROUP_VICE_CHAIR, "pcve")
    assert office.certainty == Certainty.POSSIBLE
    assert office.reason == (
        "As vice-chair of the working group “Group pcve”; in office in July 2020, start not known; "
        "not known whether this has ended."
    )
    assert cast.entities["UNODC"] in [seat.entity for seat in of(SeatKind.ENTITY)]


def test_the_chair_of_the_committee_sits_first(cast: Cast) -> None:
    assert on()[0].holder == HolderState.NOT_KNOWN
    term_make(cast.groups["committee"], cast.entities["UNOCT"], Role.CHAIR, start="2018-12-06")
    first = on()[0]
    assert (first.kind, first.entity) == (SeatKind.COMMITTEE_CHAIR, cast.entities["UNOCT"])
    assert first.reason == "As chair of the Committee since 6 December 2018."
    assert cast.entities["UNOCT"] not in [seat.entity for seat in of(SeatKind.ENTITY)]


def test_cted_has_a_seat_of_its_own_as_long_as_it_takes_part(cast: Cast) -> None:
    seat = one(SeatKind.NAMED)
    assert (str(seat.entity), seat.holder) == ("CTED", HolderState.HELD)
    assert seat.reason == "With a seat of its own on the Committee since 23 February 2018."
    participation = cast.entities["CTED"].participations.get()
    participation_update(actor=SYSTEM, record=participation, version=1, values={"end": "2020"})
    assert one(SeatKind.NAMED).holder == HolderState.VACANT


def test_a_term_on_the_committee_says_more_of_cted_than_its_participation(cast: Cast) -> None:
    term = term_make(cast.groups["committee"], cast.entities["CTED"], Role.MEMBER, start="2018-12-06")
    nominate(term, person_make("cora", cast.entities["CTED"]))
    seat = one(SeatKind.NAMED)
    assert seat.ground == term
    assert [str(person) for person in seat.representatives] == ["Cora Example"]
    assert all(str(each.entity) != "CTED" for each in of(SeatKind.ENTITY))


def test_others_can_have_a_seat_by_name_beside_cted(cast: Cast) -> None:
    term_make(cast.groups["committee"], cast.entities["DCO"], Role.OBSERVER, start="2020")
    assert {str(seat.entity): seat.reason for seat in of(SeatKind.NAMED)} == {
        "DCO": "As observer on the Committee since 2020.",
        "CTED": "With a seat of its own on the Committee since 23 February 2018.",
    }


def test_a_focal_point_does_not_sit(cast: Cast) -> None:
    assert all(seat.ground != cast.terms["focal_point"] for seat in on())


def test_before_the_committee_there_is_no_seat_and_before_the_groups_none_of_theirs(cast: Cast) -> None:
    assert on("2018-12-05") == []
    early = on("2018-12-31")
    assert not of(SeatKind.GROUP_CHAIR, seats=early)
    assert of(SeatKind.SECRETARIAT, seats=early)


def test_a_concluded_group_has_no_seats(cast: Cast) -> None:
    group = cast.groups["pcve"]
    group_event_record(
        actor=SYSTEM,
        group=group,
        version=group.version,
        values={"kind": EventKind.CONCLUDED, "on": "2020-12-31"},
    )
    assert not of(SeatKind.GROUP_CHAIR, "pcve")
    assert cast.entities["UNDP"] in [seat.entity for seat in of(SeatKind.ENTITY)]


def test_in_a_group_that_existed_perhaps_nobody_sits_for_certain(cast: Cast) -> None:
    group = group_make("gender", established="2021")
    term_make(group, cast.entities["UNODC"], Role.CHAIR, start="2019")
    assert one(SeatKind.GROUP_CHAIR, "gender").certainty == Certainty.POSSIBLE


def test_sub_groups_and_predecessors_have_no_seats(cast: Cast) -> None:
    for code, kind in (("sub", GroupKind.SUB_GROUP), ("old", GroupKind.PREDECESSOR)):
        group = group_make(code, kind, parent=cast.groups["border"])
        term_make(group, cast.entities["UNODC"], Role.CHAIR, start="2019-05")
    assert {seat.group.code for seat in on() if seat.group} == {"committee", "border", "pcve"}


def test_an_entity_that_left_the_compact_has_no_seat(cast: Cast) -> None:
    participation = cast.entities["DCO"].participations.get()
    participation_update(actor=SYSTEM, record=participation, version=1, values={"end": "2020"})
    assert "DCO" not in [str(seat.entity) for seat in on()]


def test_evidence_and_source_are_those_of_the_ground(cast: Cast) -> None:
    values = {"source": "https://un.example/1", "evidence": "general_knowledge"}
    term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values=values)
    seat = one(SeatKind.GROUP_CHAIR, "pcve")
    assert (seat.source, seat.evidence, seat.is_unconfirmed) == (*values.values(), True)


def test_an_archived_term_fills_no_seat(cast: Cast) -> None:
    term_archive(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, reason="Entered in error")
    assert one(SeatKind.GROUP_CHAIR, "pcve").holder == HolderState.NOT_KNOWN


def test_what_a_viewer_may_not_see_has_no_seat_for_them(cast: Cast) -> None:
    narrow = {"visibility": Visibility.SECRETARIAT}
    term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values=narrow)
    reader = cast.viewer("reader")
    assert one(SeatKind.GROUP_CHAIR, "pcve", on(viewer=reader)).holder == HolderState.NOT_KNOWN
    assert one(SeatKind.GROUP_CHAIR, "pcve", on(viewer=cast.viewer("secretariat"))).holder == HolderState.HELD


@pytest.mark.parametrize("persona", ["secretariat", "reader"])
def test_the_cost_does_not_grow_with_the_number_of_seats(
    cast: Cast, persona: str, django_assert_num_queries: Any
) -> None:
    viewer = cast.viewer(persona)
    for number in range(8):
        entity = entity_make(f"ENTITY{number}")
        participation_create(actor=SYSTEM, values={"entity": entity, "status": "observer", "start": "2019"})
        term_make(group_make(f"group-{number}"), entity, Role.CHAIR)
    with django_assert_num_queries(4):
        seats = committee_composition(viewer, DAY)
        assert [(str(seat.entity), seat.group and seat.group.name, seat.reason) for seat in seats]


def test_an_entity_of_unknown_status_or_start_says_so(cast: Cast) -> None:
    participation_create(actor=SYSTEM, values={"entity": entity_make("IMF"), "status": "not_known"})
    (seat,) = [seat for seat in of(SeatKind.ENTITY) if str(seat.entity) == "IMF"]
    assert seat.reason == "As entity of the Compact (member or observer: not known); start not known."
    assert seat.certainty == Certainty.POSSIBLE


@pytest.mark.parametrize(
    ("values", "ending"),
    [
        ({"start": "2019-05"}, "since May 2019."),
        ({"start": "2019", "end": "2021-12-31"}, "since 2019, until 31 December 2021."),
        ({"start": "2019", "end": "2021"}, "since 2019, until 2021."),
        ({"start": "", "observed_on": "2021-07-01"}, "; in office on 1 July 2021, start not known."),
        ({"start": "2019", "end_state": "over"}, "since 2019; over since, on a day not known."),
    ],
)
def test_a_reason_says_what_is_known_of_the_dates(cast: Cast, values: dict[str, str], ending: str) -> None:
    term_make(cast.groups["pcve"], cast.entities["UNODC"], Role.VICE_CHAIR, **values)
    assert one(SeatKind.GROUP_VICE_CHAIR, "pcve").reason.endswith(ending)


def test_names_and_words_follow_the_language(cast: Cast) -> None:
    with translation.override("fr"):
        assert "Group border" in one(SeatKind.GROUP_CHAIR, "border").reason
        assert str(SeatKind.GROUP_CHAIR.label)
