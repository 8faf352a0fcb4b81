"""Short ways to store what comes out of a meeting: minutes and action items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.meetings.services.decisions import decision_create
from workinggroups.meetings.services.meetings import agenda_item_create, meeting_create
from workinggroups.meetings.services.minutes import minutes_append, minutes_latest

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.meetings.models import ActionItem, AgendaItem, Decision, Meeting, Minutes


def held(cast: Cast, *groups: str, **values: Any) -> Meeting:
    """A meeting that was held by ``groups``, the border group unless any is named."""
    met = [cast.groups[code] for code in groups or ("border",)]
    values = {"kind": "working_group_meeting", "start": "2019-05-08", "status": "held", "groups": met, **values}
    return meeting_create(actor=SYSTEM, values=values)


def agenda_item_make(meeting: Meeting) -> AgendaItem:
    """A point of the agenda of ``meeting``."""
    return agenda_item_create(actor=SYSTEM, values={"meeting": meeting, "title": "Passenger data"})


def decided(cast: Cast, meeting: Meeting, **values: Any) -> Decision:
    """A decision that the border group took at ``meeting``."""
    least = {"verb": "approves", "subject_kind": "work_plan", "subject_en": "Work plan", "meeting": meeting}
    return decision_create(actor=SYSTEM, values={"group": cast.groups["border"], **least, **values})


def minutes_make(meeting: Meeting, text: str = "# Opening", actor: Viewer = SYSTEM, **values: Any) -> Minutes:
    """The next revision of the minutes of ``meeting``, on top of the latest one."""
    values = {"text": text, "follows": minutes_latest(meeting), **values}
    return minutes_append(actor=actor, meeting=meeting, values=values, reason="said at the meeting")


def action_make(cast: Cast, actor: Viewer = SYSTEM, **values: Any) -> ActionItem:
    """Something that UNODC is to do for the group border."""
    values = {"group": cast.groups["border"], "entity": cast.entities["UNODC"], "title": "Send the guide", **values}
    return action_item_create(actor=actor, values=values)
