"""What stands stays where it is: nobody hides others' records, moves parts about, or decides by an empty silence."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.meetings.making import attendance_make, decision_make, item_make, meeting_make
from tests.meetings.silences import silence_make
from workinggroups.meetings.services import meetings as services
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.meetings.services.decisions import decision_update

if TYPE_CHECKING:
    from tests.cast import Cast


def _soon(**delay: int) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(**delay)


def test_a_chair_does_not_hide_what_comes_from_somebody_else(cast: Cast) -> None:
    decision, hidden = decision_make(cast), {"visibility": "secretariat"}
    with pytest.raises(Refused, match="show it to fewer people"):
        decision_update(actor=cast.viewer("chair"), record=decision, version=1, values=hidden)
    hidden_by_staff = decision_update(actor=cast.viewer("secretariat"), record=decision, version=1, values=hidden)
    assert hidden_by_staff.visibility == "secretariat"


def test_a_chair_narrows_what_their_own_entity_entered(cast: Cast) -> None:
    chair = cast.viewer("chair")
    meeting = meeting_make(cast, "border", actor=chair)
    narrowed = services.meeting_update(
        actor=chair, record=meeting, version=meeting.version, values={"visibility": "secretariat"}
    )
    assert narrowed.visibility == "secretariat"


def test_only_the_secretariat_takes_a_part_to_another_meeting(cast: Cast) -> None:
    here, there = meeting_make(cast, "border"), meeting_make(cast, "border")
    item = item_make(here, "Point")
    present = attendance_make(here, entity=cast.entities["WCO"])
    for update, part in ((services.agenda_item_update, item), (services.attendance_update, present)):
        with pytest.raises(ValidationError, match="stays with its meeting"):
            update(actor=cast.viewer("chair"), record=part, version=1, values={"meeting": there})
        moved = update(actor=cast.viewer("secretariat"), record=part, version=1, values={"meeting": there})
        assert moved.meeting == there


def test_silence_that_nobody_may_break_is_not_opened(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="None of the addressees may break silence"):
        silence_make(cast, "UNDP", breakers="chairs")


def test_a_group_gives_its_addressees_at_least_a_day(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="at least a day"):
        silence_make(cast, "WCO", actor=cast.viewer("chair"), deadline=_soon(hours=23))
    assert silence_make(cast, "WCO", actor=cast.viewer("chair"), deadline=_soon(hours=25)).is_running


def test_an_action_item_comes_from_a_meeting_of_its_group_or_of_the_committee(cast: Cast) -> None:
    values = {"title": "Follow up", "entity": cast.entities["WCO"], "group": cast.groups["pcve"]}
    with pytest.raises(ValidationError, match="was not part of this"):
        action_item_create(actor=SYSTEM, values={**values, "meeting": meeting_make(cast, "border")})
    with pytest.raises(ValidationError, match="was not part of this"):
        action_item_create(actor=SYSTEM, values={**values, "decision": decision_make(cast, "border")})
    given = action_item_create(actor=SYSTEM, values={**values, "decision": decision_make(cast, "committee")})
    assert given.group == cast.groups["pcve"]
