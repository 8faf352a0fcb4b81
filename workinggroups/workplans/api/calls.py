"""The resources of calls for inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.decorators import action

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import ReasonSerializer, RecordSerializer
from workinggroups.workplans import notices
from workinggroups.workplans.columns import calls as columns
from workinggroups.workplans.filters import calls as filters
from workinggroups.workplans.models import CallForInputs, Input
from workinggroups.workplans.policies.calls import call_run
from workinggroups.workplans.services import calls as services

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class CallSerializer(RecordSerializer):
    """A call for inputs: what is asked, of whom, until when."""

    class Meta(RecordSerializer.Meta):
        model = CallForInputs
        columns = columns.CALLS


class InputSerializer(RecordSerializer):
    """What one entity answered to a call."""

    class Meta(RecordSerializer.Meta):
        model = Input
        columns = columns.INPUTS


class CallViewSet(ResourceViewSet):
    """Calls for inputs; ``send`` opens one to its addressees, ``close`` ends it."""

    model = CallForInputs
    services = services.calls
    columns = columns.CALLS
    serializer_class = CallSerializer
    filterset_class = filters.CallFilters

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def send(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Send the call to its addressees, each of which gets its place in it and a mail."""
        return self._step(services.call_send)

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def close(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Take no further answers."""
        return self._step(services.call_close)

    def _step(self, service: Any) -> Response:
        call = self.get_object()
        version = self.version_read(call)
        call_run(self.viewer, call).require()
        reason = self.reason(self.checked(self.request.data).get("reason", ""))
        stored = service(actor=self.viewer, call=call, version=version, reason=reason)
        notices.invitations_send(stored)
        return self.answer(self.representation(stored))


class InputViewSet(ResourceViewSet):
    """What entities answered to calls; a place is made for each addressee when the call is sent."""

    model = Input
    services = services.inputs
    columns = columns.INPUTS
    serializer_class = InputSerializer
    filterset_class = filters.InputFilters
