"""What a client is about to enter, compared with what is on record; nothing is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from compact.entities.models import Entity
from compact.entities.queries import LANGUAGES
from compact.kernel.api.parameters import StrictParameters
from compact.kernel.api.references import ReferenceField, ReferencesField
from compact.kernel.api.resources import DoorHeaders
from compact.kernel.api.serializers import RecordSerializer
from compact.kernel.dates import validate_partial_date
from compact.kernel.objects import json_bytes
from compact.kernel.viewers import viewer_of
from compact.matching.evidence import Strength
from workinggroups.overlaps.models import VerdictChoice
from workinggroups.overlaps.naming import code_names
from workinggroups.overlaps.sides import work_name
from workinggroups.overlaps.typing.work import similar_found
from workinggroups.overlaps.words import ENTERED, evidence_words, strength_words, verdict_words
from workinggroups.projects.columns.projects import PROJECTS
from workinggroups.projects.models import Project
from workinggroups.projects.similar import project_typed

if TYPE_CHECKING:
    from rest_framework.request import Request

    from workinggroups.overlaps.similar import Similar

_TEXTS = frozenset(f"{name}_{language}" for name in ("title", "summary") for language in LANGUAGES)
_COMPARED = _TEXTS | frozenset(
    (
        *("lead", "parent", "group", "contributing_groups", "countries", "regions", "themes"),
        *("start", "end", "budget", "budget_currency"),
    )
)


class CheckSerializer(RecordSerializer):
    """The fields of a project that are compared, under their names there; only a title in one language is needed."""

    record = ReferenceField(
        Project,
        label=gettext_lazy("record"),
        required=False,
        allow_null=True,
        help_text=gettext_lazy("The project itself, where it is on record: what is left out here is taken from it."),
    )
    partners = ReferencesField(
        Entity,
        label=gettext_lazy("partners"),
        required=False,
        help_text=gettext_lazy("The entities that take part beside the lead entity."),
    )

    class Meta(RecordSerializer.Meta):
        model = Project
        columns = tuple(column for column in PROJECTS if column.name in _COMPARED)

    def get_field_names(self, declared_fields: Any, info: Any) -> list[str]:
        """The compared fields, the record and its partners."""
        return [*super().get_field_names(declared_fields, info), "record", "partners"]

    def get_fields(self) -> dict[str, Any]:
        """All of them optional."""
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        for name in ("start", "end"):
            fields[name].validators = [*fields[name].validators, validate_partial_date]
        return fields

    def validate(self, attrs: Any) -> Any:
        """Something has to be said that can be compared."""
        titles = [text for name, text in attrs.items() if name.startswith("title_") and text.strip()]
        if not titles and not attrs.get("record"):
            raise serializers.ValidationError({"title_en": [_("Give a title in at least one language.")]})
        return attrs


STRENGTHS = [(each.value, each.value) for each in Strength]
"""How sure the matching is."""


class ReasonSeenSerializer(serializers.Serializer[Any]):
    """One reason."""

    field = serializers.CharField(help_text=gettext_lazy("What it is about."))
    code = serializers.CharField(help_text=gettext_lazy("What it says, as a code that stays."))
    weight = serializers.FloatField(
        help_text=gettext_lazy("How much it says for (above zero) or against (below zero) the same work.")
    )
    words = serializers.CharField(help_text=gettext_lazy("The same as a sentence."))


class SimilarSerializer(serializers.Serializer[Any]):
    """A record that may be the same work, or overlap it."""

    id = serializers.UUIDField()
    url = serializers.URLField()
    name = serializers.CharField()
    lead = serializers.CharField(help_text=gettext_lazy("The code of the entity."))
    verdict = serializers.ChoiceField(choices=VerdictChoice.choices)
    verdict_words = serializers.CharField()
    strength = serializers.ChoiceField(choices=STRENGTHS)
    strength_words = serializers.CharField()
    evidence = ReasonSeenSerializer(many=True)


class SimilarListSerializer(serializers.Serializer[Any]):
    """What was found, the likeliest first; at most five."""

    results = SimilarSerializer(many=True)


class OverlapCheck(DoorHeaders, StrictParameters, APIView):
    """Compare before you enter a project."""

    @extend_schema(
        operation_id="overlaps_check", tags=["overlaps"], request=CheckSerializer, responses=SimilarListSerializer
    )
    def post(self, request: Request) -> Response:
        """What may be the same work as a project that is about to be entered, or overlap it; nothing is stored."""
        viewer = viewer_of(request)
        serializer = CheckSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        values = serializer.validated_data
        record, partners = values.pop("record", None), values.pop("partners", ())
        found = similar_found(viewer, project_typed(record, values, partners))
        names = code_names(viewer, (evidence for each in found for evidence in each.match.evidence))
        return Response(json_bytes({"results": [_told(request, each, names) for each in found]}))


def _told(request: Request, similar: Similar, names: Any) -> dict[str, Any]:
    row, match = similar.row, similar.match
    is_project = isinstance(row, Project)
    door = "api-projects-detail" if is_project else "api-planned-activities-detail"
    return {
        "id": row.uid,
        "url": request.build_absolute_uri(reverse(door, kwargs={"id": row.uid})),
        "name": work_name(row),
        "lead": row.lead.code if is_project else row.entity.code,
        "verdict": match.verdict,
        "verdict_words": verdict_words(match.verdict),
        "strength": match.strength,
        "strength_words": strength_words(match.strength),
        "evidence": [
            {
                "field": each.field,
                "code": each.code,
                "weight": round(each.weight, 3),
                "words": evidence_words(each, names, ENTERED),
            }
            for each in match.evidence
        ],
    }
