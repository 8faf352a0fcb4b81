"""What is late or will soon be due: outputs, reports on them, reviews of terms of reference."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from compact.kernel.dates import on_or_before, surely_on_or_before
from workinggroups.workplans.models import ENDED_OUTPUTS, CycleState, Output, OutputReport, TermsOfReference

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

IN_FORCE = Q(state=CycleState.APPROVED)
"""Terms of reference and work plans that are approved and not closed."""

_DAY = datetime.timedelta(days=1)


def output_overdue(day: datetime.date) -> Q:
    """Outputs of plans that are not closed, unfinished although they were due before ``day`` beyond doubt."""
    open_ones = ~Q(status__in=ENDED_OUTPUTS) & ~Q(work_plan__state=CycleState.CLOSED)
    return open_ones & surely_on_or_before("due", day - _DAY)


def plan_overdue(day: datetime.date) -> Q:
    """Work plans that are not closed although their period ended before ``day`` beyond doubt."""
    return ~Q(state=CycleState.CLOSED) & surely_on_or_before("end", day - _DAY)


def review_overdue(day: datetime.date) -> Q:
    """Terms of reference in force whose review was due before ``day`` beyond doubt."""
    return IN_FORCE & surely_on_or_before("review_on", day - _DAY)


@dataclass(frozen=True, slots=True)
class ReportsDue:
    """An output and the reporting dates, oldest first, that passed without a report on it."""

    output: Output
    days: tuple[datetime.date, ...]


def reports_due(viewer: Viewer, day: datetime.date) -> list[ReportsDue]:
    """The unfinished outputs of running plans, as far as ``viewer`` sees them, that lack a report.

    A reporting date counts once it is past on ``day``. Ordered by group, plan and number; two queries.
    """
    running = Q(work_plan__state=CycleState.APPROVED, work_plan__archived_at__isnull=True)
    rows = Output.objects.visible_to(viewer).live().filter(running).exclude(status__in=ENDED_OUTPUTS)
    rows = rows.exclude(work_plan__reporting_dates="").select_related("work_plan__group", "lead")
    outputs = list(rows.order_by("work_plan__group__code", "work_plan", "number", "pk"))
    told: dict[int, set[datetime.date]] = {}
    reports = OutputReport.objects.visible_to(viewer).live().filter(output__in=[output.pk for output in outputs])
    for output_id, reported_on in reports.values_list("output_id", "reported_on"):
        told.setdefault(output_id, set()).add(reported_on)
    found = (ReportsDue(output, _lacking(output, told.get(output.pk, set()), day)) for output in outputs)
    return [each for each in found if each.days]


def _lacking(output: Output, told: set[datetime.date], day: datetime.date) -> tuple[datetime.date, ...]:
    days = sorted(datetime.date.fromisoformat(each) for each in output.work_plan.reporting_days())
    return tuple(each for each in days if each < day and each not in told)


def terms_for_review(viewer: Viewer, day: datetime.date, within_days: int = 90) -> QuerySet[TermsOfReference]:
    """The terms of reference in force whose review can fall due until ``within_days`` after ``day``, overdue first."""
    last = day + datetime.timedelta(days=within_days)
    rows: QuerySet[TermsOfReference] = TermsOfReference.objects.visible_to(viewer).live().filter(IN_FORCE)
    dated = rows.filter(on_or_before("review_on", last)).exclude(review_on="")
    return dated.select_related("group").order_by("review_on", "group__code", "pk")
