"""Short ways to store meetings and decisions, and to speak as somebody with a seat of one's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from compact.kernel.viewers import Seat, Viewer
from tests.cast import SYSTEM
from workinggroups.meetings.services.decisions import decision_create
from workinggroups.meetings.services.meetings import agenda_item_create, attendance_create, meeting_create

if TYPE_CHECKING:
    from tests.cast import Cast
    from workinggroups.meetings.models import AgendaItem, Attendance, Decision, Meeting

ROUTINE = {"kind": "working_group_meeting", "start": "2019-05-08"}


def meeting_make(cast: Cast, *groups: str, actor: Viewer = SYSTEM, **values: Any) -> Meeting:
    """A planned meeting of the groups named (the border group unless any is), seen by those groups."""
    met = [cast.groups[code] for code in groups or ("border",)]
    return meeting_create(actor=actor, values={**ROUTINE, "groups": met, **values})


def item_make(meeting: Meeting, title: str, actor: Viewer = SYSTEM, **values: Any) -> AgendaItem:
    """An agenda item in the last place."""
    return agenda_item_create(actor=actor, values={"meeting": meeting, "title": title, **values})


def attendance_make(meeting: Meeting, actor: Viewer = SYSTEM, **values: Any) -> Attendance:
    """Somebody on the list."""
    return attendance_create(actor=actor, values={"meeting": meeting, **values})


def decision_make(cast: Cast, group: str = "border", actor: Viewer = SYSTEM, **values: Any) -> Decision:
    """A decision that approves a work plan."""
    least = {"verb": "approves", "subject_kind": "work_plan", "subject_en": "Work plan"}
    return decision_create(actor=actor, values={"group": cast.groups[group], **least, **values})


def seated(viewer: Viewer, *seats: Seat) -> Viewer:
    """``viewer`` with ``seats`` besides."""
    return replace(viewer, seats=(*viewer.seats, *seats))


def committee_chair(cast: Cast) -> Viewer:
    """Whoever heads UNOCT, who chairs the Committee; no member of the secretariat here."""
    seat = Seat(role="chair", why="", group_id=cast.groups["committee"].pk, entity_id=cast.entities["UNOCT"].pk)
    return seated(cast.viewer("reader"), seat)
