"""The resources of the needs room."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.needs import columns, filters, services
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme


class ThemeSerializer(RecordSerializer):
    """A subject of work, by which needs, projects and planned activities are compared."""

    class Meta(RecordSerializer.Meta):
        model = Theme
        columns = columns.THEMES


class AssistanceRequestSerializer(RecordSerializer):
    """What a State asks for, who handles it, and what was answered."""

    class Meta(RecordSerializer.Meta):
        model = AssistanceRequest
        columns = columns.REQUESTS


class RecommendationSerializer(RecordSerializer):
    """What an assessment recommends to a State."""

    class Meta(RecordSerializer.Meta):
        model = Recommendation
        columns = columns.RECOMMENDATIONS


class ThemeViewSet(ResourceViewSet):
    """The subjects of work."""

    model = Theme
    services = services.themes
    columns = columns.THEMES
    serializer_class = ThemeSerializer
    filterset_class = filters.ThemeFilters


class AssistanceRequestViewSet(ResourceViewSet):
    """Requests of States for assistance; the entity that handles one writes the reply, its day, text and the note."""

    model = AssistanceRequest
    services = services.requests
    columns = columns.REQUESTS
    serializer_class = AssistanceRequestSerializer
    filterset_class = filters.AssistanceRequestFilters


class RecommendationViewSet(ResourceViewSet):
    """Recommendations of assessments to States; the originator and the secretariat alone see them until cleared."""

    model = Recommendation
    services = services.recommendations
    columns = columns.RECOMMENDATIONS
    serializer_class = RecommendationSerializer
    filterset_class = filters.RecommendationFilters
