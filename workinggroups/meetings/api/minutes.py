"""The resource of minutes."""

from __future__ import annotations

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.meetings.columns.minutes import MINUTES
from workinggroups.meetings.filters.minutes import MinutesFilters
from workinggroups.meetings.models import Minutes
from workinggroups.meetings.services import minutes as services


class MinutesSerializer(RecordSerializer):
    """One revision of the minutes of a meeting."""

    class Meta(RecordSerializer.Meta):
        model = Minutes
        columns = MINUTES


class MinutesViewSet(ResourceViewSet):
    """Minutes of meetings, revision by revision.

    A revision keeps its text: to change the minutes, send the next revision and name in ``follows`` the one
    that it was written from. Where that is not the latest, the answer is 409 with the latest as ``current``.
    """

    model = Minutes
    services = services.minutes
    columns = MINUTES
    serializer_class = MinutesSerializer
    filterset_class = MinutesFilters
