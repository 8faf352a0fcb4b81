"""What holds between the people on the list of a meeting, and how they and their entities were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact.entities.models import Affiliation
from compact.kernel.dates import earliest, latest
from compact.kernel.periods import possibly_on
from workinggroups.groups.models import Nomination
from workinggroups.meetings.models import Attendance, Presence

if TYPE_CHECKING:
    import datetime

    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import Meeting


def entity_default(actor: Viewer, attendance: Attendance) -> None:
    """Set the entity of a person who on that day works for one entity alone, as far as ``actor`` sees."""
    if attendance.entity is not None or attendance.person is None:
        return
    day = meeting_day(attendance.meeting) or actor.today
    held = Affiliation.objects.visible_to(actor).live().filter(possibly_on(day), person=attendance.person)
    entities = {row.entity_id: row.entity for row in held.select_related("entity")}
    if len(entities) == 1:
        attendance.entity = next(iter(entities.values()))


def meeting_day(meeting: Meeting) -> datetime.date | None:
    """The day of the meeting, where it is known to the day."""
    known = meeting.start and earliest(meeting.start) == latest(meeting.start)
    return earliest(meeting.start) if known else None


def people_present(meeting: Meeting, without: Attendance | None = None) -> int:
    """How many people the list of ``meeting`` shows as present; an entity without names or number is one."""
    rows = Attendance.objects.live().filter(meeting=meeting, presence=Presence.PRESENT)
    if without is not None:
        rows = rows.exclude(pk=without.pk)
    return sum(_people(*values) for values in rows.values_list("person_id", "guest", "head_count"))


def _people(person: int | None, guest: str, head_count: int | None) -> int:
    named = 1 if person or guest else 0
    return named + head_count if head_count is not None else 1


def count_check(meeting: Meeting, attendance: Attendance) -> None:
    """Raise ValidationError when ``attendance`` would make the list longer than the meeting's head count."""
    if meeting.head_count is None or attendance.presence != Presence.PRESENT:
        return
    listed = people_present(meeting, without=attendance)
    listed += _people(attendance.person_id, attendance.guest, attendance.head_count)
    if listed > meeting.head_count:
        raise ValidationError(
            _(
                "%(listed)d people would be on the list, but the meeting counts %(counted)d participants. "
                "Correct the head count of the meeting first, or empty it."
            )
            % {"listed": listed, "counted": meeting.head_count}
        )


def head_count_check(meeting: Meeting) -> None:
    """Raise ValidationError when ``meeting`` counts fewer participants than its list of attendance names."""
    if not meeting.pk or meeting.head_count is None:
        return
    listed = people_present(meeting)
    if listed > meeting.head_count:
        text = ngettext(
            "%(count)d person is on the list of attendance. Write at least that number, or correct the list.",
            "%(count)d people are on the list of attendance. Write at least that number, or correct the list.",
            listed,
        )
        raise ValidationError({"head_count": text % {"count": listed}})


def attendance_warnings(viewer: Viewer, attendance: Attendance) -> list[str]:
    """What is unusual about ``attendance`` and is no mistake, in words; guests and newcomers do come."""
    person, entity = attendance.person, attendance.entity
    if person is None or entity is None:
        return []
    day = meeting_day(attendance.meeting) or viewer.today
    affiliations = Affiliation.objects.visible_to(viewer).live().filter(possibly_on(day), person=person, entity=entity)
    nominations = Nomination.objects.visible_to(viewer).live().filter(possibly_on(day), person=person)
    if affiliations.exists() or nominations.filter(term__entity=entity).exists():
        return []
    text = _("%(person)s is not on record as staff or nominee of %(entity)s on that day. Correct it if it is a slip.")
    return [text % {"person": person, "entity": entity}]
