"""Meetings to prepare and to minute, silence procedures to close, action items to chase."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from compact.kernel.dates import latest, partial_date_display, surely_on_or_before
from compact.kernel.zones import moment_in
from compact.reports.minutes_due import (
    ADOPTION_WARNING,
    held_before,
    meetings_held,
    not_adopted,
    not_written,
    with_last_day,
)
from compact.reports.worklist.blocks import Block, Item
from workinggroups.meetings.filters.days import can_be_before
from workinggroups.meetings.models import (
    ActionItem,
    Meeting,
    MeetingStatus,
    Minutes,
    Objection,
    SilenceProcedure,
    SilenceState,
)
from workinggroups.meetings.queries import overdue_on

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

COMING = datetime.timedelta(days=30)
ENDING = datetime.timedelta(days=14)


def _groups(meeting: Meeting) -> str:
    """The codes of the groups that meet; ``meeting`` comes with its groups."""
    return ", ".join(sorted(group.code for group in meeting.groups.all()))


def _listed(meetings: QuerySet[Any]) -> list[Meeting]:
    return list(meetings.prefetch_related("groups"))


def meetings_without_minutes(viewer: Viewer) -> list[Item]:
    """Meetings that were held and have no minutes, the latest first; two queries."""
    held = _listed(meetings_held(viewer).filter(not_written(viewer)).order_by("-start", "-pk"))
    return [
        Item(
            str(meeting),
            reverse("admin:workinggroups_meeting_change", args=[meeting.pk]),
            _groups(meeting),
            act=_("Write the minutes"),
            act_address=reverse("admin:workinggroups_meeting_record", args=[meeting.pk]),
        )
        for meeting in held
    ]


def minutes_to_adopt(viewer: Viewer) -> list[Item]:
    """Minutes of meetings held more than 60 days ago that are not adopted, the oldest first; three queries."""
    meetings = with_last_day(meetings_held(viewer)).filter(held_before(viewer.today, ADOPTION_WARNING))
    meetings = meetings.filter(not_adopted(viewer)).exclude(not_written(viewer))
    held = _listed(meetings.order_by("start", "pk"))
    seen = Minutes.objects.visible_to(viewer).live().filter(meeting__in=[meeting.pk for meeting in held])
    newest = {minutes.meeting_id: minutes for minutes in seen.defer("text").order_by("number")}
    return [
        Item(
            str(meeting),
            reverse("admin:workinggroups_meeting_change", args=[meeting.pk]),
            _("%(groups)s; latest revision: %(state)s")
            % {"groups": _groups(meeting), "state": newest[meeting.pk].get_state_display()},
            act=_("Open the minutes"),
            act_address=reverse("admin:workinggroups_minutes_change", args=[newest[meeting.pk].pk]),
        )
        for meeting in held
    ]


def meetings_planned(viewer: Viewer) -> list[Item]:
    """Meetings planned within 30 days, and those whose day is over but that nobody called held; two queries."""
    planned = Meeting.objects.visible_to(viewer).live().filter(status=MeetingStatus.PLANNED)
    soon = with_last_day(planned).filter(can_be_before("start", viewer.today + COMING))
    yesterday = viewer.today - datetime.timedelta(days=1)
    over = set(soon.filter(surely_on_or_before("last_day", yesterday)).values_list("pk", flat=True))
    return [
        _planned(meeting, over=meeting.pk in over) for meeting in _listed(soon.order_by("start", "starts_at", "pk"))
    ]


def _planned(meeting: Meeting, *, over: bool) -> Item:
    when = moment_in(meeting.starts_at, meeting.zone) if meeting.starts_at else meeting.when_display
    return Item(
        meeting.name,
        reverse("admin:workinggroups_meeting_change", args=[meeting.pk]),
        _("%(when)s; %(groups)s") % {"when": when, "groups": _groups(meeting)},
        warning=_("the day is over: held or cancelled?") if over else "",
        act=_("Record what came of it") if over else _("Prepare it"),
        act_address=reverse("admin:workinggroups_meeting_record", args=[meeting.pk]),
    )


def silence_ending(viewer: Viewer) -> list[Item]:
    """Silence procedures that run out within 14 days, or are over and not closed, the nearest first; two queries."""
    now = timezone.now()
    running = SilenceProcedure.objects.visible_to(viewer).live().filter(state=SilenceState.RUNNING)
    ending = list(running.filter(deadline__lte=now + ENDING).select_related("group").order_by("deadline", "pk"))
    objections = Objection.objects.visible_to(viewer).live().filter(withdrawn_at__isnull=True, procedure__in=ending)
    counted = objections.order_by().values("procedure").annotate(standing=Count("pk"))
    standing = dict(counted.values_list("procedure", "standing"))
    return [_silence(each, standing.get(each.pk, 0), over=each.deadline < now) for each in ending]


def _silence(procedure: SilenceProcedure, standing: int, *, over: bool) -> Item:
    warnings = [_("deadline over, to be closed")] if over else []
    if standing:
        text = ngettext("%(number)d objection stands", "%(number)d objections stand", standing)
        warnings.append(text % {"number": standing})
    deadline = moment_in(procedure.deadline, procedure.zone)
    return Item(
        procedure.subject,
        reverse("silence-procedure", args=[procedure.uid]),
        _("%(group)s, until %(deadline)s") % {"group": procedure.group.code, "deadline": deadline},
        warning=", ".join(warnings),
        act=_("Close it") if warnings else "",
        act_address=reverse("admin:workinggroups_silenceprocedure_close", args=[procedure.pk]) if warnings else "",
    )


def actions_overdue(viewer: Viewer) -> list[Item]:
    """Action items that are overdue, the oldest first; one query."""
    items = ActionItem.objects.visible_to(viewer).live().filter(overdue_on(viewer.today))
    found = items.filter(Q(entity__archived_at__isnull=True)).select_related("entity", "group").order_by("due", "pk")
    return [_overdue(item, (viewer.today - latest(item.due)).days) for item in found]


def _overdue(item: ActionItem, days: int) -> Item:
    late = ngettext("%(number)d day late", "%(number)d days late", days) % {"number": days}
    words = {"entity": item.entity, "group": item.group.code, "due": partial_date_display(item.due)}
    address = reverse("admin:workinggroups_actionitem_change", args=[item.pk])
    return Item(
        item.title,
        address,
        _("%(entity)s; %(group)s; due %(due)s") % words,
        warning=late,
        act=_("Update"),
        act_address=address,
    )


def blocks(viewer: Viewer) -> list[Block]:
    """What is urgent first: silence that ends, then what is late, then what comes."""
    return [*_urgent(viewer), *_meetings(viewer)]


def _urgent(viewer: Viewer) -> list[Block]:
    return [
        Block(
            "silence",
            gettext_lazy("Silence procedures ending within 14 days"),
            gettext_lazy("silence procedures that end"),
            silence_ending(viewer),
            more_address=reverse("admin:workinggroups_silenceprocedure_changelist"),
            more_label=gettext_lazy("All silence procedures"),
        ),
        Block(
            "actions",
            gettext_lazy("Action items overdue"),
            gettext_lazy("overdue action items"),
            actions_overdue(viewer),
            more_address=f"{reverse('admin:workinggroups_actionitem_changelist')}?overdue=yes",
            more_label=gettext_lazy("All overdue action items"),
        ),
    ]


def _meetings(viewer: Viewer) -> list[Block]:
    all_meetings = reverse("admin:workinggroups_meeting_changelist")
    return [
        Block(
            "planned",
            gettext_lazy("Meetings coming up within 30 days"),
            gettext_lazy("meetings within 30 days"),
            meetings_planned(viewer),
            more_address=f"{all_meetings}?status__exact=planned",
            more_label=gettext_lazy("All planned meetings"),
        ),
        Block(
            "minutes",
            gettext_lazy("Meetings held without minutes"),
            gettext_lazy("meetings without minutes"),
            meetings_without_minutes(viewer),
            more_address=f"{all_meetings}?status__exact=held",
            more_label=gettext_lazy("All meetings held"),
        ),
        Block(
            "adoption",
            gettext_lazy("Minutes not adopted after 60 days"),
            gettext_lazy("minutes to adopt"),
            minutes_to_adopt(viewer),
            more_address=reverse("admin:workinggroups_minutes_changelist"),
            more_label=gettext_lazy("All minutes"),
        ),
    ]
