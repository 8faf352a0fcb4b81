"""Attendance: who is on the list, for whom, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.entities import services as entities
from tests.cast import SYSTEM, nominate, person_make, term_make
from tests.meetings.making import attendance_make, meeting_make
from workinggroups.meetings.services.attending import attendance_warnings
from workinggroups.meetings.services.meetings import attendance_archive, attendance_restore, attendance_update

if TYPE_CHECKING:
    from compact.entities.models import Entity, Person
    from tests.cast import Cast
    from workinggroups.meetings.models import Meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meeting_make(cast, status="held")


def works_for(person: Person, entity: Entity, **period: str) -> None:
    """An affiliation of ``person`` besides."""
    entities.affiliation_create(actor=SYSTEM, values={"person": person, "entity": entity, **period})


class TestForWhom:
    def test_the_entity_follows_from_where_the_person_works(self, cast: Cast, meeting: Meeting) -> None:
        assert attendance_make(meeting, person=cast.people["chair"]).entity == cast.entities["WCO"]

    def test_it_is_where_the_person_worked_on_the_day_of_the_meeting(self, cast: Cast, meeting: Meeting) -> None:
        """The meeting was on 8 May 2019; the person moved to INTERPOL in 2020."""
        person = entities.person_create(actor=SYSTEM, values={"given_name": "Ada", "family_name": "Example"})
        works_for(person, cast.entities["WCO"], start="2018", end="2019-12")
        works_for(person, cast.entities["INTERPOL"], start="2020")
        assert attendance_make(meeting, person=person).entity == cast.entities["WCO"]

    def test_an_entity_that_is_given_stands(self, cast: Cast, meeting: Meeting) -> None:
        given = attendance_make(meeting, person=cast.people["chair"], entity=cast.entities["UNDP"])
        assert given.entity == cast.entities["UNDP"]

    def test_where_somebody_works_for_two_nothing_is_guessed(self, cast: Cast, meeting: Meeting) -> None:
        works_for(cast.people["chair"], cast.entities["UNDP"], start="2018")
        assert attendance_make(meeting, person=cast.people["chair"]).entity is None

    def test_nothing_is_guessed_from_what_the_writer_may_not_see(self, cast: Cast, meeting: Meeting) -> None:
        person = cast.people["focal_point"]
        type(person.affiliations.get().entity).objects.filter(code="UNODC").update(visibility="secretariat")
        assert attendance_make(meeting, person=person, actor=cast.viewer("chair")).entity is None
        assert attendance_make(meeting_make(cast), person=person).entity == cast.entities["UNODC"]

    def test_the_entity_can_be_taken_out_afterwards(self, cast: Cast, meeting: Meeting) -> None:
        row = attendance_make(meeting, person=cast.people["chair"])
        assert attendance_update(actor=SYSTEM, record=row, version=1, values={"entity": None}).entity is None

    def test_somebody_is_named(self, meeting: Meeting) -> None:
        with pytest.raises(ValidationError, match="Name the entity, the person or the guest"):
            attendance_make(meeting, head_count=3)


class TestOnce:
    def test_an_entity_and_each_of_its_people_are_on_the_list_once(self, cast: Cast, meeting: Meeting) -> None:
        entity, person = cast.entities["WCO"], cast.people["chair"]
        attendance_make(meeting, entity=entity)
        attendance_make(meeting, person=person)
        attendance_make(meeting, person=person_make("colleague", entity))
        with pytest.raises(ValidationError, match="This entity is on the list already"):
            attendance_make(meeting, entity=entity)
        with pytest.raises(ValidationError, match="This person is on the list already"):
            attendance_make(meeting, person=person)
        attendance_make(meeting_make(cast), entity=entity)

    def test_a_row_taken_off_comes_back_unless_its_place_is_taken(self, cast: Cast, meeting: Meeting) -> None:
        row = attendance_make(meeting, entity=cast.entities["WCO"])
        gone = attendance_archive(actor=SYSTEM, record=row, version=1, reason="Was not there")
        attendance_make(meeting, entity=cast.entities["WCO"])
        with pytest.raises(ValidationError, match="on the list already"):
            attendance_restore(actor=SYSTEM, record=gone, version=2)


class TestHowMany:
    @pytest.mark.parametrize(
        ("rows", "people"),
        [
            ([{"entity": "WCO"}], 1),
            ([{"entity": "WCO", "head_count": 4}], 4),
            ([{"person": "chair", "head_count": 4}], 5),
            ([{"guest": "A minister"}, {"entity": "UNDP", "presence": "apologies"}], 1),
        ],
    )
    def test_the_list_is_not_longer_than_the_head_count(
        self, cast: Cast, rows: list[dict[str, object]], people: int
    ) -> None:
        """Who sent apologies is not counted; an entity without names and number is one person."""
        known = {"entity": cast.entities, "person": cast.people}
        named = [{key: known.get(key, {}).get(value, value) for key, value in row.items()} for row in rows]
        enough, scarce = meeting_make(cast, head_count=people), meeting_make(cast, head_count=people - 1)
        for row in named:
            attendance_make(enough, **row)
        with pytest.raises(ValidationError, match="Correct the head count of the meeting first"):
            attendance_make(scarce, **named[0])

    def test_a_correction_of_a_row_counts_it_once(self, cast: Cast) -> None:
        row = attendance_make(meeting_make(cast, head_count=3), entity=cast.entities["WCO"], head_count=3)
        assert attendance_update(actor=SYSTEM, record=row, version=1, values={"head_count": 2}).head_count == 2
        with pytest.raises(ValidationError, match="4 people would be on the list, but the meeting counts 3"):
            attendance_update(actor=SYSTEM, record=row, version=2, values={"head_count": 4})

    def test_without_a_head_count_nothing_is_compared(self, cast: Cast, meeting: Meeting) -> None:
        assert attendance_make(meeting, entity=cast.entities["WCO"], head_count=500).head_count == 500


class TestWarnings:
    def test_a_person_of_another_entity_is_stored_with_a_warning(self, cast: Cast, meeting: Meeting) -> None:
        row = attendance_make(meeting, person=cast.people["reader"], entity=cast.entities["UNDP"])
        (text,) = attendance_warnings(SYSTEM, row)
        assert "Reader Example is not on record as staff or nominee of UNDP on that day" in text

    def test_staff_nominees_and_guests_are_no_surprise(self, cast: Cast, meeting: Meeting) -> None:
        nominee = cast.people["reader"]
        nominate(term_make(cast.groups["border"], cast.entities["UNDP"], "member"), nominee, start="2019-05-01")
        for values in (
            {"person": cast.people["chair"]},
            {"person": nominee, "entity": cast.entities["UNDP"]},
            {"guest": "A minister"},
            {"entity": cast.entities["UNODC"]},
        ):
            assert attendance_warnings(SYSTEM, attendance_make(meeting, **values)) == []
