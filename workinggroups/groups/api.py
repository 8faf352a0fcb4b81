"""The resources of the groups room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework import status
from rest_framework.decorators import action
from rest_framework.response import Response

from compact.kernel.api.reading import representations
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import RecordSerializer
from workinggroups.groups import columns, filters, policies, services
from workinggroups.groups.models import Group, GroupEvent, Nomination, Term

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request


class GroupSerializer(RecordSerializer):
    """The Committee, a working group, a sub-group, an advisory body, or a predecessor."""

    class Meta(RecordSerializer.Meta):
        model = Group
        columns = columns.GROUPS


class GroupEventSerializer(RecordSerializer):
    """A step in the life of a group."""

    class Meta(RecordSerializer.Meta):
        model = GroupEvent
        columns = columns.EVENTS


class TermSerializer(RecordSerializer):
    """An entity's term of office in a role of a group."""

    class Meta(RecordSerializer.Meta):
        model = Term
        columns = columns.TERMS


class NominationSerializer(RecordSerializer):
    """A person whom an entity nominates to serve, or stand in, during its term."""

    class Meta(RecordSerializer.Meta):
        model = Nomination
        columns = columns.NOMINATIONS


class GroupViewSet(ResourceViewSet):
    """The Coordination Committee, its working groups and their sub-groups, and the groups before them."""

    model = Group
    services = services.groups
    columns = columns.GROUPS
    serializer_class = GroupSerializer
    filterset_class = filters.GroupFilters

    @action(
        detail=True,
        methods=["get"],
        serializer_class=GroupEventSerializer,
        pagination_class=None,
        filterset_class=None,
    )
    def lifecycle(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """What became of the group, event by event; those taken back are left out."""
        return Response(self._events(self.get_object()))

    @lifecycle.mapping.post
    def lifecycle_record(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Record a step; the group's own version grows, so ``If-Match`` is the group's."""
        group = self.get_object()
        version = self.version_read(group)
        policies.group_write(self.viewer, group).require()
        services.group_event_record(
            actor=self.viewer,
            group=group,
            version=version,
            values=self.checked(request.data),
            reason=self.reason(),
        )
        return Response(self._events(group), status.HTTP_201_CREATED)

    def _events(self, group: Group) -> list[dict[str, object]]:
        events = GroupEvent.objects.visible_to(self.viewer).live().filter(group=group)
        return representations(events, columns.EVENTS, self.viewer, "")


class TermViewSet(ResourceViewSet):
    """Terms of office: which entity held which role of a group, and when."""

    model = Term
    services = services.terms
    columns = columns.TERMS
    serializer_class = TermSerializer
    filterset_class = filters.TermFilters


class NominationViewSet(ResourceViewSet):
    """People whom entities nominate for their terms."""

    model = Nomination
    services = services.nominations
    columns = columns.NOMINATIONS
    serializer_class = NominationSerializer
    filterset_class = filters.NominationFilters
