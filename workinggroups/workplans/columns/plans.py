"""The columns of work plans, outputs and the reports on these."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Max, OuterRef, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, plain, reference, translations
from workinggroups.groups.columns import GROUP
from workinggroups.workplans.columns.cycle import CURRENT, DECISIONS
from workinggroups.workplans.due import output_overdue, plan_overdue
from workinggroups.workplans.models import Output, OutputReport, WorkPlan

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _outputs_count(viewer: Viewer) -> Any:
    """How many outputs of the plan the viewer may see."""
    seen = Output.objects.visible_to(viewer).live().filter(work_plan=OuterRef("pk")).order_by()
    counted = seen.values("work_plan").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def _reports(viewer: Viewer, path: str) -> Any:
    return OutputReport.objects.visible_to(viewer).live().filter(output__archived_at=None, **{path: OuterRef("pk")})


def _latest_report_on(path: str, viewer: Viewer) -> Any:
    """The day of the latest report that the viewer may see; "" when there is none."""
    days = _reports(viewer, path).order_by().values(path).annotate(day=Max("reported_on")).values("day")
    return Coalesce(Cast(Subquery(days), TextField()), Value(""), output_field=TextField())


def _latest(name: str, viewer: Viewer) -> Any:
    """What the latest report on the output says in its field ``name``; "" when there is none."""
    rows = _reports(viewer, "output").order_by("-reported_on", "-pk")
    return Coalesce(Subquery(rows.values(name)[:1]), Value(""), output_field=TextField())


def _group(path: str) -> tuple[Column, ...]:
    return reference("group", _("group"), "code", "name", path=path)


LEAD = reference("lead", _("lead entity"), "code", "name")

WORK_PLANS = (
    *IDENTITY,
    *GROUP,
    *translations(WorkPlan, "title"),
    *plain(WorkPlan, "start", "end", "state"),
    CURRENT,
    *DECISIONS,
    Column("reporting_dates", _("reporting dates"), type=ColumnType.CODE),
    *plain(WorkPlan, "document"),
    Column("outputs_count", _("outputs"), type=ColumnType.NUMBER, compute=_outputs_count),
    Column(
        "latest_report_on",
        _("latest report"),
        type=ColumnType.DATE,
        compute=partial(_latest_report_on, "output__work_plan"),
    ),
    Column(
        "overdue",
        _("period over, not closed"),
        type=ColumnType.BOOLEAN,
        compute=lambda viewer: plan_overdue(viewer.today),
    ),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
OUTPUTS = (
    *IDENTITY,
    *reference("work_plan", _("work plan"), translated="title"),
    Column("work_plan_state", _("state of the work plan"), "work_plan__state", ColumnType.CODE),
    *_group("work_plan__group"),
    *plain(Output, "number"),
    *translations(Output, "title"),
    *plain(Output, "detail"),
    *LEAD,
    *plain(Output, "due", "status"),
    Column("overdue", _("overdue"), type=ColumnType.BOOLEAN, compute=lambda viewer: output_overdue(viewer.today)),
    *reference("priority", _("priority of the Joint Programme of Work"), "code", "title", through="priority"),
    *reference("carried_from", _("carried over from"), translated="title", through="carried_from"),
    *reference("carried_to", _("carried over to"), translated="title", through="carried_to"),
    Column("latest_report_on", _("latest report"), type=ColumnType.DATE, compute=partial(_latest_report_on, "output")),
    Column("latest_paragraph", _("paragraph of the latest report"), compute=partial(_latest, "paragraph")),
    Column("latest_delay_reason", _("reason for the delay"), compute=partial(_latest, "delay_reason")),
    *SOURCED,
    *ARCHIVE,
)
OUTPUT_REPORTS = (
    *IDENTITY,
    *reference("output", _("output"), translated="title"),
    Column("output_number", _("number of the output"), "output__number"),
    *reference("work_plan", _("work plan"), translated="title", path="output__work_plan"),
    *_group("output__work_plan__group"),
    *reference("lead", _("lead entity"), "code", "name", path="output__lead"),
    *plain(OutputReport, "reported_on", "status", "paragraph", "delay_reason"),
    *SOURCED,
    *ARCHIVE,
)
