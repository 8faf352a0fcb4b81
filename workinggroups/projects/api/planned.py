"""The resource of planned activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.decorators import action

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import ReasonSerializer, RecordSerializer
from workinggroups.projects.columns import planned as columns
from workinggroups.projects.filters import planned as filters
from workinggroups.projects.models import PlannedActivity
from workinggroups.projects.services import planned as services

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class PlannedActivitySerializer(RecordSerializer):
    """What an entity means to do with an institution of a State, on a theme, in a month; and whom to call."""

    class Meta(RecordSerializer.Meta):
        model = PlannedActivity
        columns = columns.PLANNED_ACTIVITIES


class PlannedActivityViewSet(ResourceViewSet):
    """Activities that are only planned. Ask with ``country`` and ``near_month`` before you enter one."""

    model = PlannedActivity
    services = services.planned
    columns = columns.PLANNED_ACTIVITIES
    serializer_class = PlannedActivitySerializer
    filterset_class = filters.PlannedFilters

    @action(detail=True, methods=["post"], url_path="become-project", serializer_class=ReasonSerializer)
    def become_project(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Make a project of the kind activity out of it; the answer is the planned activity, which names that."""
        planned = self.get_object()
        version = self.version_read(planned)
        self.services.policy(self.viewer, planned).require()
        reason = self.reason(self.checked(request.data).get("reason", ""))
        services.planned_become_project(actor=self.viewer, planned=planned, version=version, reason=reason)
        return self.answer(self.representation(planned))
