"""The resource of decisions."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.meetings.columns.decisions import DECISIONS
from workinggroups.meetings.filters.decisions import DecisionFilters
from workinggroups.meetings.models import Decision
from workinggroups.meetings.services import decisions as services


class DecisionSerializer(RecordSerializer):
    """What the Committee or a group endorses, approves, adopts or takes note of."""

    class Meta(RecordSerializer.Meta):
        model = Decision
        columns = DECISIONS


class DecisionViewSet(ResourceViewSet):
    """Decisions of the Committee and of the groups, from meetings and from silence procedures."""

    model = Decision
    services = services.decisions
    columns = DECISIONS
    serializer_class = DecisionSerializer
    filterset_class = DecisionFilters
