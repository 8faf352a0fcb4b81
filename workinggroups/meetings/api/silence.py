"""The resources of silence procedures and objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import PointInTime, ReasonSerializer, RecordSerializer
from workinggroups.meetings.columns.silence import OBJECTIONS, SILENCE_PROCEDURES
from workinggroups.meetings.filters.silence import ObjectionFilters, SilenceProcedureFilters
from workinggroups.meetings.models import Objection, SilenceOutcome, SilenceProcedure
from workinggroups.meetings.services import objections as objection_services
from workinggroups.meetings.services import silence as services

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class SilenceProcedureSerializer(RecordSerializer):
    """An exact text that is decided unless somebody entitled objects before the deadline."""

    class Meta(RecordSerializer.Meta):
        model = SilenceProcedure
        columns = SILENCE_PROCEDURES


class ObjectionSerializer(RecordSerializer):
    """An addressee breaks silence, and says why."""

    class Meta(RecordSerializer.Meta):
        model = Objection
        columns = OBJECTIONS


class ExtensionSerializer(ReasonSerializer):
    """A later deadline, and why."""

    deadline = PointInTime(label=_("deadline"), help_text=_("Later than the present one."))


class ClosingSerializer(ReasonSerializer):
    """With what a silence procedure is closed, and why."""

    outcome = serializers.ChoiceField(label=_("outcome"), choices=SilenceOutcome.choices)


class SilenceProcedureViewSet(ResourceViewSet):
    """Decisions by silence: the exact text, the addressees, the deadline in UTC beside its zone, the outcome."""

    model = SilenceProcedure
    services = services.procedures
    columns = SILENCE_PROCEDURES
    serializer_class = SilenceProcedureSerializer
    filterset_class = SilenceProcedureFilters

    @action(detail=True, methods=["post"], serializer_class=ExtensionSerializer)
    def extend(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Move the deadline to a later moment, with a reason; the first deadline is kept."""
        return self._step(services.silence_extend, "deadline")

    @action(detail=True, methods=["post"], serializer_class=ClosingSerializer)
    def close(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Close with an outcome; “passed” makes the decision."""
        return self._step(services.silence_close, "outcome")

    def _step(self, service: Any, name: str) -> Response:
        procedure = self.get_object()
        version = self.version_read(procedure)
        self.services.policy(self.viewer, procedure).require()
        sent = self.checked(self.request.data)
        reason = self.reason(sent.get("reason", ""))
        values: dict[str, Any] = {name: sent[name], "reason": reason}
        stored = service(actor=self.viewer, procedure=procedure, version=version, **values)
        return self.answer(self.representation(stored))


class ObjectionViewSet(ResourceViewSet):
    """Objections to silence procedures; each stands until it is withdrawn."""

    model = Objection
    services = objection_services.objections
    columns = OBJECTIONS
    serializer_class = ObjectionSerializer
    filterset_class = ObjectionFilters

    @action(detail=True, methods=["post"], serializer_class=ReasonSerializer)
    def withdraw(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Take the objection back while the procedure runs."""
        objection = self.get_object()
        version = self.version_read(objection)
        self.services.policy(self.viewer, objection).require()
        reason = self.reason(self.checked(request.data).get("reason", ""))
        stored = objection_services.objection_withdraw(
            actor=self.viewer, objection=objection, version=version, reason=reason
        )
        return self.answer(self.representation(stored))
