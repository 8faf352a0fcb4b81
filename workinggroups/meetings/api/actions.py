"""The resource of action items."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.meetings.columns.actions import ACTIONS
from workinggroups.meetings.filters.actions import ActionItemFilters
from workinggroups.meetings.models import ActionItem
from workinggroups.meetings.services import actions as services


class ActionItemSerializer(RecordSerializer):
    """Something that an entity is to do by a day."""

    class Meta(RecordSerializer.Meta):
        model = ActionItem
        columns = ACTIONS


class ActionItemViewSet(ResourceViewSet):
    """Action items of the Committee and the groups, with who is responsible for them today."""

    model = ActionItem
    services = services.actions
    columns = ACTIONS
    serializer_class = ActionItemSerializer
    filterset_class = ActionItemFilters
