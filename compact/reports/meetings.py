"""The report of meetings: one row each, with who was there, what came of it, and how its minutes stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compact.kernel.api.filters import ManyFilter
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.sql import Joined
from compact.kernel.standard_columns import SOURCED, plain
from compact.reports.base import CodeFilter, Report
from compact.reports.filters import PeriodFilters
from compact.reports.minutes_due import minutes_of, minutes_overdue, with_last_day
from workinggroups.groups.models import Group
from workinggroups.meetings.columns.meetings import MEETINGS
from workinggroups.meetings.models import (
    ActionItem,
    Attendance,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Presence,
)
from workinggroups.meetings.queries import CLOSED, entity_seen

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_ROWS_AT_A_TIME = 2000
_SHARED = {column.name: column for column in MEETINGS}


def _codes_present(viewer: Viewer) -> Joined:
    """The codes of the entities present that the viewer may see, in their order."""
    present = Attendance.objects.live().filter(meeting=OuterRef("pk"), presence=Presence.PRESENT)
    seen = Q() if viewer.is_secretariat else entity_seen(viewer, "entity__")
    codes = present.filter(seen, entity__isnull=False).order_by().values(item=F("entity__code"))
    return Joined(codes.distinct().order_by("item"))


def _actions_open(viewer: Viewer) -> Any:
    """How many of the action items that came from the meeting are open, of those that the viewer may see."""
    seen = ActionItem.objects.visible_to(viewer).live().filter(meeting=OuterRef("pk"))
    still = seen.exclude(status__in=CLOSED).order_by().values("meeting")
    counted = still.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _minutes(viewer: Viewer) -> Any:
    """The state of the latest revision that the viewer may see, or “none”."""
    latest = minutes_of(viewer).order_by("-number").values("state")[:1]
    return Coalesce(Subquery(latest), Value("none"), output_field=TextField())


def _has_list(viewer: Viewer) -> Q:
    return Q(Exists(Attendance.objects.visible_to(viewer).live().filter(meeting=OuterRef("pk"))))


class MeetingsFilters(PeriodFilters):
    """Meetings of a period, a group, some kinds, some states."""

    group = CodeFilter(Group, "groups", label=_("The group’s code"))
    kind = ManyFilter(choices=MeetingKind, label=_("Kind; may be repeated"))
    status = ManyFilter(choices=MeetingStatus, label=_("Status; may be repeated"))


class Meetings(Report):
    """What met when, who was there, what was decided, and whether the minutes are late on the day of the report."""

    name = "meetings"
    columns = (
        Column("meeting", _("meeting"), "uid", ColumnType.IDENTIFIER),
        replace(_SHARED["groups_codes"], name="groups"),
        *plain(Meeting, "kind", "number"),
        Column("title", _("title"), translated=True),
        *plain(Meeting, "start", "end", "status"),
        Column("held", _("held"), type=ColumnType.BOOLEAN, compute=lambda viewer: Q(status=MeetingStatus.HELD)),
        Column("attendance_list", _("there is a list of attendance"), type=ColumnType.BOOLEAN, compute=_has_list),
        replace(_SHARED["entities_attending"], name="entities_present", label=_("entities present, by the list")),
        Column("entities_present_codes", _("their codes"), type=ColumnType.LIST, compute=_codes_present),
        Column("entities_counted", _("entities, counted"), "entities_count", ColumnType.NUMBER),
        *plain(Meeting, "head_count"),
        _SHARED["decisions_count"],
        Column("action_items_open", _("action items still open"), type=ColumnType.NUMBER, compute=_actions_open),
        Column("minutes", _("state of the latest minutes, or none"), type=ColumnType.CODE, compute=_minutes),
        Column("minutes_overdue", _("minutes overdue"), type=ColumnType.BOOLEAN),
        *SOURCED,
    )
    may_lack = frozenset({"number", "entities_counted", "head_count"})
    filterset_class = MeetingsFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Meetings in use, planned and cancelled ones too."""
        readable: QuerySet[Any] = Meeting.objects.visible_to(viewer).live()
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterable[Sequence[Any]]:
        """One row a meeting, the latest first; one query."""
        late = Case(When(minutes_overdue(viewer, day), then=Value(True)), default=Value(False))
        dated = with_last_day(chosen).annotate(minutes_overdue=late)
        return rows(dated, self.columns, viewer=viewer).iterator(_ROWS_AT_A_TIME)
