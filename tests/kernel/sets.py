"""A record with sets and the services that write it, for the tests of what the kernel does with sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.policies import YES, Answer
from compact.kernel.writes import RecordServices
from tests.cast import SYSTEM
from workinggroups.meetings.models import Meeting

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def anybody(actor: Viewer, row: Any) -> Answer:
    """Whoever asks may write."""
    return YES


meetings = RecordServices(Meeting, anybody)


def meeting_make(*groups: Any, **values: Any) -> Meeting:
    """A meeting of ``groups``."""
    return meetings.create(actor=SYSTEM, values={"kind": "working_group_meeting", "groups": groups, **values})


def sets_in_history(meeting: Meeting) -> list[set[str]]:
    """The codes of the groups in each history row, oldest first."""
    rows = type(meeting).history.filter(id=meeting.pk).order_by("history_id")
    return [set(row.groups.values_list("group__code", flat=True)) for row in rows]
