"""The resources of overlap cases and of the positions taken in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.decorators import action

from compact.entities.models import Entity
from compact.kernel.api.references import ReferenceField
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import PartialDate, ReasonSerializer, RecordSerializer
from workinggroups.groups.models import Group
from workinggroups.overlaps import policies_cases as policies
from workinggroups.overlaps.columns.cases import CASES, POSITIONS
from workinggroups.overlaps.filters.cases import CaseFilters, PositionFilters
from workinggroups.overlaps.models import Case, Outcome, Position
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from uuid import UUID

    from rest_framework.request import Request
    from rest_framework.response import Response


class CaseSerializer(RecordSerializer):
    """Two overlapping pieces of work, who facilitates, and the outcome."""

    class Meta(RecordSerializer.Meta):
        model = Case
        columns = CASES


class PositionSerializer(RecordSerializer):
    """An outcome that a chair proposed, an entity accepted or the secretariat decided."""

    class Meta(RecordSerializer.Meta):
        model = Position
        columns = POSITIONS


class OutcomeSerializer(ReasonSerializer):
    """An outcome, in words as well; the secretariat says in ``reason`` how it was told."""

    outcome = serializers.ChoiceField(label=_("outcome"), choices=Outcome.choices)
    text = serializers.CharField(
        label=_("in words"),
        required=False,
        allow_blank=True,
        max_length=5000,
        help_text=_("Who does what until when; which one withdraws."),
    )


class ProposalSerializer(OutcomeSerializer):
    """A proposal, and for which group it is made where the writer runs several."""

    group = ReferenceField(Group, label=_("group"), required=False)


class AcceptanceSerializer(OutcomeSerializer):
    """An acceptance, and for which entity where the writer speaks for several."""

    entity = ReferenceField(Entity, label=_("entity"), required=False)


class FollowUpSerializer(ReasonSerializer):
    """An action item that follows from a case."""

    title = serializers.CharField(label=_("what is to be done"), max_length=300)
    detail = serializers.CharField(label=_("detail"), required=False, allow_blank=True, max_length=5000)
    entity = ReferenceField(Entity, label=_("entity in charge"))
    group = ReferenceField(Group, label=_("group"), required=False)
    due = PartialDate(label=_("due"), required=False, allow_blank=True, max_length=10)


class CaseViewSet(ResourceViewSet):
    """Overlap cases; chairs ``propose``, entities ``accept``, the secretariat ``settle``s what is not agreed.

    A case is opened by deciding on a pair that it overlaps, moves by these steps and is never put away.
    """

    model = Case
    services = services.cases
    columns = CASES
    serializer_class = CaseSerializer
    filterset_class = CaseFilters

    @action(detail=True, methods=["post"], serializer_class=ProposalSerializer)
    def propose(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Propose an outcome for a group that facilitates: for its chairs and vice-chairs."""
        return self._step(policies.case_propose, services.case_propose)

    @action(detail=True, methods=["post"], serializer_class=AcceptanceSerializer)
    def accept(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Accept an outcome for an entity concerned; when all accept the same, the case is settled."""
        return self._step(policies.case_accept, services.case_accept)

    @action(detail=True, methods=["post"], serializer_class=OutcomeSerializer)
    def settle(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Decide as the secretariat what was not agreed in time, or what it is asked to decide."""
        return self._step(policies.case_settle, services.case_settle, text="")

    @action(detail=True, methods=["post"], url_path="follow-up", serializer_class=FollowUpSerializer)
    def follow_up(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Give out an action item that follows from the case; the case is answered, with the item's id in it."""
        case = self.get_object()
        version = self.version_read(case)
        policies.case_follow_up(self.viewer, case).require()
        values = dict(self.checked(request.data))
        reason = self.reason(values.pop("reason", ""))
        services.case_follow_up(actor=self.viewer, case=case, version=version, values=values, reason=reason)
        return self.answer(self.representation(case))

    def _step(self, policy: Any, service: Any, **defaults: Any) -> Response:
        case = self.get_object()
        version = self.version_read(case)
        policy(self.viewer, case).require()
        values = {**defaults, **self.checked(self.request.data)}
        values["reason"] = self.reason(values.get("reason", ""))
        stored = service(actor=self.viewer, case=case, version=version, **values)
        return self.answer(self.representation(stored))


class PositionViewSet(ResourceViewSet):
    """What was proposed, accepted and decided in overlap cases; taken by the steps of a case, and kept."""

    model = Position
    services = services.positions
    columns = POSITIONS
    serializer_class = PositionSerializer
    filterset_class = PositionFilters
