"""The resources of work plans, outputs and the reports on these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from rest_framework.decorators import action

from compact.kernel.api.references import ReferenceField, ReferencesField
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import ReasonSerializer, RecordSerializer
from workinggroups.workplans.columns import plans as columns
from workinggroups.workplans.filters import plans as filters
from workinggroups.workplans.models import Output, OutputReport, WorkPlan
from workinggroups.workplans.services import plans as services
from workinggroups.workplans.services.closing import work_plan_close

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class WorkPlanSerializer(RecordSerializer):
    """What a group plans to deliver over a period."""

    class Meta(RecordSerializer.Meta):
        model = WorkPlan
        columns = columns.WORK_PLANS


class OutputSerializer(RecordSerializer):
    """One thing that a work plan is to deliver."""

    class Meta(RecordSerializer.Meta):
        model = Output
        columns = columns.OUTPUTS


class OutputReportSerializer(RecordSerializer):
    """How an output stood on a reporting date."""

    class Meta(RecordSerializer.Meta):
        model = OutputReport
        columns = columns.OUTPUT_REPORTS


class PlanClosingSerializer(ReasonSerializer):
    """Why a work plan is closed, and which unfinished outputs go on in which plan."""

    carry_to = ReferenceField(
        model=WorkPlan,
        required=False,
        allow_null=True,
        label=_("carry over into"),
        help_text=_("The plan that takes unfinished outputs over; none: nothing is carried over."),
    )
    outputs = ReferencesField(
        model=Output,
        required=False,
        allow_null=True,
        label=_("outputs"),
        help_text=_("Those to carry over; left out: all that are unfinished."),
    )


class WorkPlanViewSet(ResourceViewSet):
    """Work plans; ``close`` ends one and carries over what is unfinished."""

    model = WorkPlan
    services = services.work_plans
    columns = columns.WORK_PLANS
    serializer_class = WorkPlanSerializer
    filterset_class = filters.WorkPlanFilters

    @action(detail=True, methods=["post"], serializer_class=PlanClosingSerializer)
    def close(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Close the plan and carry unfinished outputs over into the next one, as one operation."""
        plan = self.get_object()
        version = self.version_read(plan)
        self.services.policy(self.viewer, plan).require()
        sent = self.checked(request.data)
        closed = work_plan_close(
            actor=self.viewer,
            plan=plan,
            version=version,
            carry_to=sent.get("carry_to"),
            outputs=sent.get("outputs"),
            reason=self.reason(sent.get("reason", "")),
        )
        return self.answer(self.representation(closed))


class OutputViewSet(ResourceViewSet):
    """Outputs of work plans; once reported on, an output has the status of its latest report."""

    model = Output
    services = services.outputs
    columns = columns.OUTPUTS
    serializer_class = OutputSerializer
    filterset_class = filters.OutputFilters


class OutputReportViewSet(ResourceViewSet):
    """Reports on outputs at the reporting dates of their plan."""

    model = OutputReport
    services = services.output_reports
    columns = columns.OUTPUT_REPORTS
    serializer_class = OutputReportSerializer
    filterset_class = filters.OutputReportFilters
