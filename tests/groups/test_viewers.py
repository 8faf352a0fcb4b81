"""Who a user is on a day: rights derive from terms and affiliations and end with them."""

import datetime

import pytest

from compact.entities import services as entity_services
from compact.kernel.viewers import Door
from tests.cast import SYSTEM, Cast, nominate, term_make
from workinggroups.groups import services
from workinggroups.groups.viewers import viewer_for

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def test_a_representative_of_a_co_chair_acts_for_group_and_entity(cast: Cast) -> None:
    viewer = cast.viewer("chair")
    assert viewer.group_ids("co_chair") == {cast.groups["border"].pk}
    assert viewer.entity_ids("co_chair") == {cast.entities["WCO"].pk}
    assert viewer.seats[0].why == "Representative of WCO as Co-chair of Group border"


def test_an_alternate_is_told_apart(cast: Cast) -> None:
    viewer = cast.viewer("alternate")
    assert not viewer.group_ids("co_chair")
    assert viewer.group_ids("co_chair", alternates=True) == {cast.groups["border"].pk}
    assert viewer.seats[0].why.startswith("Alternate for WCO")


def test_staff_of_a_country_office_see_their_country(cast: Cast) -> None:
    viewer = cast.viewer("country_office")
    assert viewer.countries == {"KEN"}
    assert "Kenya" in viewer.seats[0].why


def test_a_reader_has_no_seat(cast: Cast) -> None:
    viewer = cast.viewer("reader")
    assert (viewer.seats, viewer.is_secretariat, viewer.is_superuser) == ((), False, False)


@pytest.mark.parametrize("persona", ["secretariat", "superuser"])
def test_the_secretariat_is_made_by_a_term_and_a_superuser_counts_as_it(cast: Cast, persona: str) -> None:
    assert cast.viewer(persona).is_secretariat


def test_a_right_ends_on_the_day_after_the_term(cast: Cast) -> None:
    services.term_update(actor=SYSTEM, record=cast.terms["chair"], version=1, values={"end": "2026-11-22"})
    user = cast.users["chair"]
    assert viewer_for(user, Door.API, TODAY).group_ids()
    assert not viewer_for(user, Door.API, TODAY + datetime.timedelta(days=1)).seats


def test_a_right_ends_with_the_nomination(cast: Cast) -> None:
    nomination = cast.people["chair"].nominations.get()
    services.nomination_update(actor=SYSTEM, record=nomination, version=1, values={"end": "2026-10"})
    assert not viewer_for(cast.users["chair"], Door.API, TODAY).seats


def test_a_nomination_that_may_have_ended_gives_no_right(cast: Cast) -> None:
    nomination = cast.people["chair"].nominations.get()
    services.nomination_update(actor=SYSTEM, record=nomination, version=1, values={"end_state": "unknown"})
    assert not viewer_for(cast.users["chair"], Door.API, TODAY).seats


def test_a_term_that_may_have_ended_still_gives_the_right(cast: Cast) -> None:
    services.term_update(actor=SYSTEM, record=cast.terms["chair"], version=1, values={"end_state": "unknown"})
    assert viewer_for(cast.users["chair"], Door.API, TODAY).group_ids("co_chair")


def test_a_proposed_nomination_gives_no_right(cast: Cast) -> None:
    nominate(cast.terms["chair_pcve"], cast.people["reader"], status="proposed")
    assert not cast.viewer("reader").seats


@pytest.mark.parametrize("what", ["term", "nomination", "group", "entity"])
def test_a_right_ends_when_what_it_rests_on_is_archived(cast: Cast, what: str) -> None:
    nomination = cast.people["chair"].nominations.get()
    record, archive = {
        "term": (nomination.term, services.term_archive),
        "nomination": (nomination, services.nomination_archive),
        "group": (cast.groups["border"], services.group_archive),
        "entity": (cast.entities["WCO"], entity_services.entity_archive),
    }[what]
    archive(actor=SYSTEM, record=record, version=record.version, reason="entered in error")
    assert not cast.viewer("chair").seats


def test_a_right_ends_when_the_group_is_concluded(cast: Cast) -> None:
    group = cast.groups["border"]
    services.group_event_record(
        actor=SYSTEM, group=group, version=group.version, values={"kind": "concluded", "on": "2025"}
    )
    assert not viewer_for(cast.users["chair"], Door.API, TODAY).seats


def test_somebody_who_left_and_returned_has_rights_in_the_second_term_only(cast: Cast) -> None:
    services.term_update(actor=SYSTEM, record=cast.terms["chair_pcve"], version=1, values={"end": "2020-12-31"})
    second = term_make(cast.groups["pcve"], cast.entities["UNDP"], "chair", "2023-01-01")
    nominate(second, cast.people["chair_pcve"], start="2023-01-01")
    user = cast.users["chair_pcve"]
    held = [
        bool(viewer_for(user, Door.API, datetime.date(year, 6, 1)).group_ids("chair")) for year in (2020, 2022, 2023)
    ]
    assert held == [True, False, True]


def test_an_inactive_user_has_no_seat(cast: Cast) -> None:
    user = cast.users["chair"]
    user.is_active = False
    assert not viewer_for(user, Door.API).seats
