"""Every write to meetings, their agenda and attendance."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.writes import RecordServices, record_lock
from workinggroups.meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting
from workinggroups.meetings.policies import meetings as policies
from workinggroups.meetings.services.attending import count_check, entity_default
from workinggroups.meetings.services.meeting_rules import groups_check, meeting_check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compact.kernel.viewers import Viewer

LAST_PLACE = 32_767
"""The highest position that every database holds."""


def meeting_lock(meeting: Meeting) -> Meeting:
    """``meeting`` as stored now, locked; ValidationError when it is archived."""
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if row.is_archived:
        raise ValidationError({"meeting": _("This meeting is archived. Restore it first.")})
    return row


def _agenda_guard(actor: Viewer, item: AgendaItem) -> None:
    """An item without a position comes last; one that something follows from stays with its meeting."""
    meeting_lock(item.meeting)
    _stays_check(actor, item)
    if item.pk and _moves(item) and _leads_to_something(item):
        raise ValidationError(
            {"meeting": _("Decisions or action items follow from this item, so it stays with its meeting.")}
        )
    if item.position is None:
        item.position = _last_position(item.meeting) + 1
    if item.position > LAST_PLACE:
        raise ValidationError(
            {"position": _("There is no place after the last one. Put the agenda in order again, then add the item.")}
        )


def _moves(part: AgendaItem | Attendance) -> bool:
    return type(part).objects.get(pk=part.pk).meeting_id != part.meeting_id


def _stays_check(actor: Viewer, part: AgendaItem | Attendance) -> None:
    """What is seen with one meeting is not taken into another, which others may see; staff correct a slip."""
    if part.pk and not actor.is_secretariat and _moves(part):
        raise ValidationError({"meeting": _("This stays with its meeting. Ask the secretariat if it is a slip.")})


def _leads_to_something(item: AgendaItem) -> bool:
    return any(model.objects.live().filter(agenda_item=item).exists() for model in (Decision, ActionItem))


def _last_position(meeting: Meeting) -> int:
    items = AgendaItem.objects.live().filter(meeting=meeting)
    return items.aggregate(last=Max("position"))["last"] or 0


def _attendance_guard(actor: Viewer, attendance: Attendance) -> None:
    """Nobody can be on the list twice or beyond the head count; the entity follows from the person."""
    meeting = meeting_lock(attendance.meeting)
    _stays_check(actor, attendance)
    if attendance.pk is None:
        entity_default(actor, attendance)
    count_check(meeting, attendance)


def _meeting_guard(actor: Viewer, meeting: Meeting) -> None:
    groups_check(actor, meeting)
    meeting_check(meeting)


meetings = RecordServices(Meeting, policies.meeting_write, _meeting_guard, policies.meeting_archive)
meeting_create, meeting_update = meetings.create, meetings.update
meeting_archive, meeting_restore = meetings.archive, meetings.restore

agenda_items = RecordServices(AgendaItem, policies.agenda_item_write, _agenda_guard, policies.part_archive)
agenda_item_create, agenda_item_update = agenda_items.create, agenda_items.update
agenda_item_archive, agenda_item_restore = agenda_items.archive, agenda_items.restore

attendances = RecordServices(Attendance, policies.attendance_write, _attendance_guard, policies.part_archive)
attendance_create, attendance_update = attendances.create, attendances.update
attendance_archive, attendance_restore = attendances.archive, attendances.restore


def agenda_reorder(
    *, actor: Viewer, meeting: Meeting, version: int, order: Sequence[AgendaItem], reason: str = ""
) -> Meeting:
    """Put the agenda of ``meeting`` into ``order``, as one operation; the meeting's version grows.

    ``order`` names every item in use once. StaleVersion when the meeting is no longer at ``version``.
    """
    policies.meeting_write(actor, meeting).require()
    with operation(actor=actor, reason=reason):
        row = record_lock(meeting, version=version, submitted={})
        policies.meeting_write(actor, row).require()
        items = {item.pk: item for item in AgendaItem.objects.live().filter(meeting=row)}
        if row.is_archived or sorted(item.pk for item in order) != sorted(items):
            raise ValidationError({"order": _("Name every item of the agenda once. Load the page again to see them.")})
        _number([items[item.pk] for item in order])
        row.version += 1
        row.save()
    return row


def _number(items: Sequence[Any]) -> None:
    """Number ``items`` from 1; those that move step aside first, since no two may have one position at any time."""
    moved = [(place, item) for place, item in enumerate(items, 1) if item.position != place]
    used = {item.position for item in items}
    free = (place for place in count(len(items) + 1) if place not in used)
    for _place, item in moved:
        AgendaItem.objects.filter(pk=item.pk).update(position=next(free))
    for place, item in moved:
        item.position = place
        item.version += 1
        item.save()
