"""The report on work plans: every output of the plans current on a day, how it stands, and what is not reported."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q, TextField, Value
from django.utils.translation import gettext_lazy as _

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.api.filters import ManyFilter, ReferenceFilter
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.dates import latest, on_or_after, on_or_before
from compact.kernel.sql import SEPARATOR, UidText
from compact.kernel.standard_columns import SOURCED, plain, reference
from compact.reports.base import CodeFilter, Report, ReportFilters
from workinggroups.groups.models import Group
from workinggroups.workplans.models import (
    ENDED_OUTPUTS,
    CycleState,
    Output,
    OutputReport,
    OutputStatus,
    WorkPlan,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_ROWS_AT_A_TIME = 2000


def current_on(day: datetime.date, today: datetime.date) -> Q:
    """Outputs of plans that were current on ``day``, as far as is known.

    A plan that is approved and not closed is followed until somebody closes it, whatever its end. A closed one was
    current on the days of its period that are over; when it was closed is not asked.
    """
    running = Q(work_plan__state=CycleState.APPROVED)
    if day < today:
        running |= Q(work_plan__state=CycleState.CLOSED) & on_or_after("work_plan__end", day)
    return running & on_or_before("work_plan__start", day)


class Reported(NamedTuple):
    """One report on an output."""

    on: datetime.date
    status: str
    paragraph: str
    delay_reason: str


def _afterwards(viewer: Viewer) -> Any:
    """The place of a value that depends on the day of the report."""
    return Value("", output_field=TextField())


class ProgressFilters(ReportFilters):
    """The outputs of a group or plan, by who leads, to what priority they belong, and how they stand."""

    group = CodeFilter(Group, "work_plan__group", label=_("The group’s code"))
    lead = CodeFilter(Entity, "lead", label=_("The code of the entity in the lead"))
    priority = CodeFilter(Instrument, "priority", label=_("The priority’s code"))
    status = ManyFilter(method="keep", choices=OutputStatus, label=_("Status; may be repeated"))
    plan = ReferenceFilter(WorkPlan, field_name="work_plan")


class Progress(Report):
    """How each output of the current work plans stands, in the words of its latest report by the day."""

    name = "work-plan-progress"
    columns = (
        Column("output", _("output"), "uid", ColumnType.IDENTIFIER),
        Column("group_code", _("group (code)"), "work_plan__group__code", ColumnType.CODE),
        Column("group_name", _("group"), "work_plan__group__name", translated=True),
        *reference("plan", _("work plan"), translated="title", path="work_plan"),
        *plain(Output, "number"),
        Column("title", _("title"), translated=True),
        *reference("lead", _("lead entity"), "code", "name"),
        *reference("priority", _("priority of the Joint Programme of Work"), "code", "title", through="priority"),
        *plain(Output, "due"),
        *plain(Output, "status"),
        Column("latest_report_on", _("latest report"), type=ColumnType.DATE, compute=_afterwards),
        Column("paragraph", _("paragraph of the latest report"), compute=_afterwards),
        Column("delay_reason", _("reason for the delay"), compute=_afterwards),
        Column("overdue", _("overdue"), type=ColumnType.BOOLEAN, compute=lambda viewer: Q(status="")),
        Column("reports_missing", _("reporting dates without a report"), "work_plan__reporting_dates", ColumnType.LIST),
        *SOURCED,
    )
    filterset_class = ProgressFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Outputs in use, of plans, groups and entities in use."""
        outputs = Output.objects.visible_to(viewer).live()
        readable: QuerySet[Any] = outputs.filter(
            work_plan__archived_at__isnull=True,
            work_plan__group__archived_at__isnull=True,
            lead__archived_at__isnull=True,
        )
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row an output, by group, plan and number; two queries."""
        followed = chosen.filter(current_on(day, viewer.today))
        ordered = followed.order_by("work_plan__group__code", "work_plan__start", "work_plan", "number")
        reported = _reported(viewer, followed)
        order = {column.name: place for place, column in enumerate(self.columns)}
        statuses = self.request.query_params.getlist("status")
        for each in rows(ordered, self.columns, viewer=viewer).iterator(_ROWS_AT_A_TIME):
            row = _as_of(list(each), order, reported.get(each[0], ()), day=day, today=viewer.today)
            if not statuses or row[order["status"]] in statuses:
                yield row


def _reported(viewer: Viewer, outputs: QuerySet[Any]) -> Mapping[str, Sequence[Reported]]:
    """The reports that the viewer may see, the oldest first, by the identifier of the output."""
    seen = OutputReport.objects.visible_to(viewer).live().filter(output__in=outputs.order_by().values("pk"))
    told = seen.annotate(of=UidText("output__uid")).order_by("reported_on", "pk")
    found: dict[str, list[Reported]] = {}
    for of, *report in told.values_list("of", "reported_on", "status", "paragraph", "delay_reason"):
        found.setdefault(of, []).append(Reported(*report))
    return found


def _as_of(
    row: list[Any], order: Mapping[str, int], reported: Sequence[Reported], *, day: datetime.date, today: datetime.date
) -> list[Any]:
    """``row`` as it stood on ``day``: of a day that is over, the status is that of the latest report by then."""
    told = [each for each in reported if each.on <= day]
    last = told[-1] if told else None
    status = row[order["status"]]
    if day < today and reported:
        status = last.status if last else OutputStatus.PLANNED.value
    due = row[order["due"]]
    late = bool(due) and latest(due) < day and status not in ENDED_OUTPUTS
    dates = {each for each in row[order["reports_missing"]].split(SEPARATOR) if each and each < day.isoformat()}
    missing = dates - {each.on.isoformat() for each in told} if status not in ENDED_OUTPUTS else set()
    values = {
        "status": status,
        "latest_report_on": last.on.isoformat() if last else "",
        "paragraph": last.paragraph if last else "",
        "delay_reason": last.delay_reason if last else "",
        "overdue": "true" if late else "false",
        "reports_missing": SEPARATOR.join(sorted(missing)),
    }
    for name, value in values.items():
        row[order[name]] = value
    return row
