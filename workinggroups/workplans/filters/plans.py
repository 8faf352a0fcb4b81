"""What work plans, outputs and the reports on these can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.api.filters import DayFilter, ManyFilter, ReferenceFilter, TruthFilter
from compact.kernel.dates import on_or_after, on_or_before
from compact.merging.found import OfCodeFilter
from workinggroups.groups.models import Group
from workinggroups.workplans.due import output_overdue, plan_overdue
from workinggroups.workplans.filters.cycle import CycleFilterSet, OverdueFilter, SearchedFilterSet
from workinggroups.workplans.models import CycleState, Output, OutputStatus, WorkPlan

if TYPE_CHECKING:
    import datetime

_STATUS = _("Status; may be repeated")


class WorkPlanFilters(CycleFilterSet):
    """Work plans by group, state, period and words."""

    overdue = OverdueFilter(plan_overdue, label=_("Not closed although the period is over"))


class OutputFilters(SearchedFilterSet):
    """Outputs by plan, group, lead, priority, status, due date and words."""

    work_plan = ReferenceFilter(WorkPlan)
    group = ReferenceFilter(Group, field_name="work_plan__group")
    group_code = library.CharFilter("work_plan__group__code", label=_("The group’s code"))
    state = ManyFilter(
        field_name="work_plan__state", choices=CycleState, label=_("State of the work plan; may be repeated")
    )
    current = TruthFilter(
        Q(work_plan__state=CycleState.APPROVED), label=_("Of a work plan that is approved and not closed")
    )
    lead = ReferenceFilter(Entity)
    lead_code = OfCodeFilter(Entity, "lead", label=_("The code of the entity in the lead"))
    priority = ReferenceFilter(Instrument)
    status = ManyFilter(choices=OutputStatus, label=_STATUS)
    due_before = DayFilter(method="filter_due_before", label=_("Due on or before this day, as far as is known"))
    due_after = DayFilter(method="filter_due_after", label=_("Due on or after this day, as far as is known"))
    overdue = OverdueFilter(output_overdue, label=_("Unfinished although it was due, in a plan that is not closed"))

    def filter_due_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Outputs with a due date that can be on or before the day."""
        return queryset.filter(on_or_before("due", value)).exclude(due="")

    def filter_due_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Outputs with a due date that can be on or after the day."""
        return queryset.filter(on_or_after("due", value))


class OutputReportFilters(SearchedFilterSet):
    """Reports by output, plan, group, lead, status, date and words."""

    output = ReferenceFilter(Output)
    work_plan = ReferenceFilter(WorkPlan, field_name="output__work_plan")
    group = ReferenceFilter(Group, field_name="output__work_plan__group")
    group_code = library.CharFilter("output__work_plan__group__code", label=_("The group’s code"))
    lead = ReferenceFilter(Entity, field_name="output__lead")
    lead_code = OfCodeFilter(Entity, "output__lead", label=_("The code of the entity in the lead"))
    status = ManyFilter(choices=OutputStatus, label=_STATUS)
    reported_on = DayFilter(label=_("Reporting date"))
    reported_after = DayFilter("reported_on", lookup_expr="gte", label=_("Reporting date on or after this day"))
    reported_before = DayFilter("reported_on", lookup_expr="lte", label=_("Reporting date on or before this day"))
