"""The resource of pairs that look alike: the queue of what is to be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from compact.entities.models import Entity
from compact.kernel.api.reading import representations
from compact.kernel.api.references import ReferenceField
from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import ReasonSerializer, RecordSerializer
from compact.kernel.objects import objects
from compact.kernel.survivors import seen_by_uid
from compact.kernel.viewers import viewer_of
from workinggroups.overlaps import policies
from workinggroups.overlaps.columns.pairs import EVIDENCE, EVIDENCE_DATA, PAIR_DECISIONS, PAIRS
from workinggroups.overlaps.comparing.pairs import evidence_kept
from workinggroups.overlaps.families import COMPARED
from workinggroups.overlaps.filters.pairs import PairFilters
from workinggroups.overlaps.models import Candidate, Decided, PairDecision
from workinggroups.overlaps.services import pairs as services
from workinggroups.overlaps.services.consents import consent_give
from workinggroups.overlaps.telling import evidence_told, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rest_framework.request import Request

    from compact.kernel.viewers import Viewer


DECISIONS = [each for each in Decided.choices if each[0] != Decided.ASK_AGAIN]
"""What is decided on a pair; asking again is a step of its own."""


class ComparedField(serializers.UUIDField):
    """The ``id`` of a project, a planned activity, an entity or a person; a hidden one and none are answered alike."""

    default_error_messages = {"does_not_exist": _("There is no such record.")}

    def to_internal_value(self, data: Any) -> Any:
        """The row; of a merged one its survivor."""
        uid = super().to_internal_value(data)
        viewer = viewer_of(self.context["request"])
        found = (seen_by_uid(model, viewer, [uid]).get(uid) for model in COMPARED)
        row = next((each for each in found if each is not None), None)
        if row is None:
            self.fail("does_not_exist")
        return row


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "field": {"type": "string"},
                "weight": {"type": "number", "description": "Natural log-odds, for the same work or against it."},
                "code": {"type": "string"},
                "values": {"type": "object"},
            },
            "required": ["code", "field", "values", "weight"],
        },
    }
)
class EvidenceField(serializers.JSONField):
    """What each field said, as the matching gave it."""


class PairSerializer(RecordSerializer):
    """Two records that may be the same work, or overlap, with what each field said and what was decided."""

    a = ComparedField(label=_("one record"))
    b = ComparedField(label=_("the other"))
    probability_percent = serializers.IntegerField(
        label=_("probability in percent"),
        read_only=True,
        allow_null=True,
        help_text=_("That the two are the same. Null until people have decided enough pairs for a figure."),
    )
    evidence_data = EvidenceField(label=_("evidence as data"), read_only=True)

    class Meta(RecordSerializer.Meta):
        model = Candidate
        columns = PAIRS


class PairDecisionSerializer(RecordSerializer):
    """A decision on a pair: what, why, when and who."""

    class Meta(RecordSerializer.Meta):
        model = PairDecision
        columns = PAIR_DECISIONS


class DecideSerializer(serializers.Serializer[Any]):
    """What is decided on a pair, and why."""

    decision = serializers.ChoiceField(label=_("decision"), choices=DECISIONS)
    reason = serializers.CharField(
        label=_("why"), max_length=2000, required=False, allow_blank=True, help_text=_("Kept with the decision.")
    )


class AnswerSerializer(serializers.Serializer[Any]):
    """Whether a lead entity agrees that the two become one."""

    entity = ReferenceField(Entity, label=_("entity"), required=False)
    agrees = serializers.BooleanField(label=_("agrees"))
    text = serializers.CharField(
        label=_("in words"),
        max_length=2000,
        required=False,
        allow_blank=True,
        help_text=_("Why not; of what the secretariat enters, how the entity told it."),
    )


class Told:
    """Rows of pairs with their evidence as far as ``viewer`` may know it, in data and in words."""

    def __init__(self, table: Any, viewer: Viewer) -> None:
        self._table, self._viewer = table, viewer

    def __getitem__(self, part: slice) -> list[list[Any]]:
        """The rows of a page."""
        return self._told(self._table[part])

    def iterator(self, chunk: int) -> Iterator[list[Any]]:
        """All rows, ``chunk`` at a time."""
        piece: list[Any] = []
        for row in self._table.iterator(chunk):
            piece.append(row)
            if len(piece) == chunk:
                yield from self._told(piece)
                piece = []
        yield from self._told(piece)

    def _told(self, piece: Iterable[Sequence[Any]]) -> list[list[Any]]:
        found = [list(row) for row in piece]
        evidence = evidence_told(self._viewer, [row[EVIDENCE_DATA] or [] for row in found])
        for row, told, words in zip(found, evidence, sentences(self._viewer, evidence), strict=True):
            row[EVIDENCE], row[EVIDENCE_DATA] = words, [evidence_kept(each) for each in told]
        return found


class PairViewSet(ResourceViewSet):
    """Pairs of records that look alike, the strongest first; a POST of two records reports a pair by hand.

    A list shows the pairs for which something is still to be done, unless ``state`` asks for others.
    """

    model = Candidate
    services = services.pairs
    columns = PAIRS
    serializer_class = PairSerializer
    filterset_class = PairFilters

    def table(self, queryset: Any, order: Sequence[str] = ()) -> Told:
        """The rows of ``queryset``, their evidence told to the viewer."""
        return Told(super().table(queryset, order), self.viewer)

    def representations(self, queryset: Any) -> list[dict[str, Any]]:
        """The same as objects."""
        return list(objects(self.columns, self.table(queryset)[:]))

    @action(detail=True, methods=["post"], serializer_class=DecideSerializer)
    def decide(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Decide that the two are the same work, that they overlap, or that they are different."""
        pair = self.get_object()
        version = self.version_read(pair)
        sent = self.checked(request.data)
        policies.pair_decide(self.viewer, pair, sent["decision"]).require()
        reason = self.reason(sent.get("reason", ""))
        decided = services.decide(
            actor=self.viewer, candidate=pair, version=version, decision=sent["decision"], reason=reason
        )
        return self._answered(decided)

    @action(detail=True, methods=["post"], serializer_class=AnswerSerializer)
    def consent(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Say for a lead entity whether it agrees that the two become one."""
        pair = self.get_object()
        version = self.version_read(pair)
        policies.consent_give(self.viewer).require()
        sent = self.checked(request.data)
        entity = sent.get("entity") or policies.own_entity(self.viewer, pair)
        text = self.reason(sent.get("text", ""))
        return self._answered(
            consent_give(
                actor=self.viewer, candidate=pair, version=version, entity=entity, agrees=sent["agrees"], text=text
            )
        )

    @action(detail=True, methods=["post"], url_path="ask-again", serializer_class=ReasonSerializer)
    def ask_again(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Ask again about two that were decided to be different, after a material edit: for a superuser."""
        pair = self.get_object()
        version = self.version_read(pair)
        policies.pair_decide(self.viewer, pair, Decided.ASK_AGAIN).require()
        reason = self.reason(self.checked(request.data).get("reason", ""))
        return self._answered(services.ask_again(actor=self.viewer, candidate=pair, version=version, reason=reason))

    @action(
        detail=True,
        methods=["get"],
        serializer_class=PairDecisionSerializer,
        pagination_class=None,
        filterset_class=None,
    )
    def decisions(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """All that was decided on the pair, the latest first."""
        found = PairDecision.objects.visible_to(self.viewer).live().filter(candidate=self.get_object())
        return Response(representations(found.order_by("-pk"), PAIR_DECISIONS, self.viewer, ""))

    def _answered(self, pair: Candidate) -> Response:
        return self.answer(self.representation(pair))
