"""The report of inputs: which entity has answered which call, and how late."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import ManyFilter, ReferenceFilter
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.standard_columns import reference
from compact.reports.base import CodeFilter, Report, ReportFilters
from workinggroups.groups.models import Group
from workinggroups.workplans.columns.calls import late
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_ROWS_AT_A_TIME = 2000
_TRUTH = [("true", _("Yes")), ("false", _("No"))]


def _days_late(viewer: Viewer) -> Any:
    """The place of a figure that depends on the day of the report."""
    return Value(0)


class InputsFilters(ReportFilters):
    """The answers to a call, of a group's calls, of an entity; by state and lateness on the day of the report."""

    call = ReferenceFilter(CallForInputs)
    group = CodeFilter(Group, "call__group", label=_("The group’s code"))
    entity = CodeFilter(Entity, "entity", label=_("The entity’s code"))
    state = ManyFilter(method="keep", choices=InputState, label=_("State; may be repeated"))
    late = library.ChoiceFilter(
        method="keep", choices=_TRUTH, label=_("Answered after the deadline, or missing after it")
    )


class Inputs(Report):
    """One row a call and entity: what was answered by the end of the day of the report, and how late."""

    name = "inputs"
    columns = (
        Column("input", _("input"), "uid", ColumnType.IDENTIFIER),
        *reference("call", _("call for inputs")),
        Column("call_title", _("title of the call"), "call__title", translated=True),
        Column("group_code", _("group (code)"), "call__group__code", ColumnType.CODE),
        Column("group_name", _("group"), "call__group__name", translated=True),
        Column("deadline", _("deadline (UTC)"), "call__deadline", ColumnType.TIME),
        Column("zone", _("time zone of the deadline"), "call__zone", ColumnType.CODE),
        Column("entity_code", _("entity (code)"), "entity__code", ColumnType.CODE),
        Column("entity_name", _("entity"), "entity__name", translated=True),
        Column("state", _("state"), type=ColumnType.CODE),
        Column("answered_at", _("answered at (UTC)"), type=ColumnType.TIME),
        Column("late", _("late"), type=ColumnType.BOOLEAN, compute=lambda viewer: late()),
        Column("days_late", _("days late, begun ones counted"), type=ColumnType.NUMBER, compute=_days_late),
    )
    may_lack = frozenset({"answered_at"})
    filterset_class = InputsFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """The places in calls that were sent, all of it in use."""
        places = Input.objects.visible_to(viewer).live().exclude(call__state=CallState.DRAFT)
        readable: QuerySet[Any] = places.filter(
            call__archived_at__isnull=True, call__group__archived_at__isnull=True, entity__archived_at__isnull=True
        )
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """The latest call first, its entities by code; one query."""
        moment = _moment(day)
        sent = chosen.filter(call__sent_at__lte=moment).order_by("-call__deadline", "call", "entity__code")
        order = {column.name: place for place, column in enumerate(self.columns)}
        asked = self.request.query_params
        states, lateness = asked.getlist("state"), asked.get("late")
        for each in rows(sent, self.columns, viewer=viewer).iterator(_ROWS_AT_A_TIME):
            row = _as_of(list(each), order, moment)
            if (not states or row[order["state"]] in states) and lateness in (None, row[order["late"]]):
                yield row


def _moment(day: datetime.date) -> datetime.datetime:
    """Until when answers count: the end of ``day`` in UTC; of today, now."""
    now = timezone.now()
    if day == now.date():
        return now
    return datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time(), datetime.UTC)


def _as_of(row: list[Any], order: dict[str, int], moment: datetime.datetime) -> list[Any]:
    """``row`` as it stood at ``moment``, with how late it was."""
    answered = row[order["answered_at"]]
    at = datetime.datetime.fromisoformat(answered) if answered else None
    if at is not None and at > moment:
        row[order["state"]], row[order["answered_at"]], at = InputState.AWAITED.value, None, None
    past = (at or moment) - datetime.datetime.fromisoformat(row[order["deadline"]])
    is_late = past > datetime.timedelta()
    row[order["late"]] = "true" if is_late else "false"
    row[order["days_late"]] = -(-past // datetime.timedelta(days=1)) if is_late else 0
    return row
