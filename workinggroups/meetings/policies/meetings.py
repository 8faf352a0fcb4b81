"""Who may write meetings, their agenda and the list of who was there (domain rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import MeetingStatus
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group
    from workinggroups.meetings.models import AgendaItem, Attendance, Meeting

    Rule = Callable[[Viewer, Iterable[Group]], Answer]


def meeting_write(viewer: Viewer, meeting: Meeting | None = None) -> Answer:
    """The secretariat and those who run one of the groups; their alternates while the meeting is planned."""
    return drafts_any(viewer) if meeting is None else _planned_or_run(viewer, meeting)


def agenda_item_write(viewer: Viewer, item: AgendaItem | None = None) -> Answer:
    """As the meeting itself: alternates prepare the agenda of what is planned."""
    return drafts_any(viewer) if item is None else _planned_or_run(viewer, item.meeting)


def attendance_write(viewer: Viewer, attendance: Attendance | None = None) -> Answer:
    """The secretariat, those who run one of the groups, and their alternates: who was there is a plain fact."""
    return drafts_any(viewer) if attendance is None else of_its_groups(viewer, attendance.meeting, drafts)


def meeting_archive(viewer: Viewer, meeting: Meeting | None = None) -> Answer:
    """To take a meeting out of use is never an alternate's."""
    return runs_any(viewer) if meeting is None else of_its_groups(viewer, meeting, runs)


def part_archive(viewer: Viewer, part: AgendaItem | Attendance | None = None) -> Answer:
    """The same for agenda items and attendances."""
    return meeting_archive(viewer, None if part is None else part.meeting)


def _planned_or_run(viewer: Viewer, meeting: Meeting) -> Answer:
    running = of_its_groups(viewer, meeting, runs)
    if running:
        return YES
    drafting = of_its_groups(viewer, meeting, drafts)
    if not drafting:
        return drafting
    return YES if meeting.status == MeetingStatus.PLANNED else endorses_not()


def of_its_groups(viewer: Viewer, meeting: Meeting, rule: Rule) -> Answer:
    """``rule`` for one of the groups that meet; where the Committee meets, for the Committee."""
    groups: list[Group] = meeting.many("groups")
    committee = [group for group in groups if group.kind == GroupKind.COMMITTEE]
    answer = rule(viewer, committee or groups)
    if committee and not answer and rule(viewer, groups):
        return no(_("This is a meeting of the Coordination Committee. Write to its chair or to the secretariat."))
    return answer
