"""The resources of meetings, their agenda and attendance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from compact.kernel.api.references import ReferencesField
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.meetings.columns.meetings import AGENDA_ITEMS, ATTENDANCES, MEETINGS
from workinggroups.meetings.filters.meetings import AgendaItemFilters, AttendanceFilters, MeetingFilters
from workinggroups.meetings.models import AgendaItem, Attendance, Meeting
from workinggroups.meetings.services import meetings as services

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class MeetingSerializer(RecordSerializer):
    """A meeting of the Committee or of one or several groups."""

    class Meta(RecordSerializer.Meta):
        model = Meeting
        columns = MEETINGS


class AgendaItemSerializer(RecordSerializer):
    """One point of the agenda of a meeting."""

    class Meta(RecordSerializer.Meta):
        model = AgendaItem
        columns = AGENDA_ITEMS


class AttendanceSerializer(RecordSerializer):
    """Who took part in a meeting: an entity, a person for it, or a number of people."""

    class Meta(RecordSerializer.Meta):
        model = Attendance
        columns = ATTENDANCES


class AgendaOrderSerializer(serializers.Serializer[Any]):
    """The agenda of a meeting in its order."""

    order = ReferencesField(
        AgendaItem,
        label=_("order"),
        help_text=_("The id of every agenda item of the meeting, from the first to the last."),
    )


class MeetingViewSet(ResourceViewSet):
    """Meetings of the Coordination Committee and of the groups, held and planned."""

    model = Meeting
    services = services.meetings
    columns = MEETINGS
    serializer_class = MeetingSerializer
    filterset_class = MeetingFilters

    @action(detail=True, methods=["post"], url_path="agenda-order", serializer_class=AgendaOrderSerializer)
    def agenda_order(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Put the agenda into another order; the meeting's version grows, so ``If-Match`` is the meeting's."""
        meeting = self.get_object()
        version = self.version_read(meeting)
        self.services.policy(self.viewer, meeting).require()
        order = self.checked(request.data)["order"]
        stored = services.agenda_reorder(
            actor=self.viewer, meeting=meeting, version=version, order=order, reason=self.reason()
        )
        return self.answer(self.representation(stored))


class AgendaItemViewSet(ResourceViewSet):
    """Agenda items of meetings."""

    model = AgendaItem
    services = services.agenda_items
    columns = AGENDA_ITEMS
    serializer_class = AgendaItemSerializer
    filterset_class = AgendaItemFilters


class AttendanceViewSet(ResourceViewSet):
    """Who took part in meetings."""

    model = Attendance
    services = services.attendances
    columns = ATTENDANCES
    serializer_class = AttendanceSerializer
    filterset_class = AttendanceFilters
