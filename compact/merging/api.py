"""The resource of merges: planned first, then carried out by the signed plan, and undone."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.response import Response

from compact.kernel.api.resources import ResourceViewSet
from compact.kernel.api.serializers import ReasonSerializer
from compact.kernel.objects import json_bytes
from compact.merging import services as merge_services
from compact.merging.columns import MERGES
from compact.merging.filters import MergeFilters
from compact.merging.log import log
from compact.merging.models import Merge
from compact.merging.plans import plan_make, plan_sign
from compact.merging.policies import merge_write
from compact.merging.registry import mergeable_by_label
from compact.merging.serializers import (
    MergeAskSerializer,
    MergeConfirmSerializer,
    MergePlanSerializer,
    MergeSerializer,
    MergeUndoSerializer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rest_framework.request import Request

    from compact.kernel.records import Record
    from compact.merging.plans import Plan
    from compact.merging.services import Undo


class MergeViewSet(ResourceViewSet):
    """The log of merges, which the secretariat alone reads; a merge is made by a plan and its confirmation."""

    model = Merge
    services = log
    columns = MERGES
    serializer_class = MergeSerializer
    filterset_class = MergeFilters

    @extend_schema(request=MergeAskSerializer, responses=MergePlanSerializer)
    @action(detail=False, methods=["post"], serializer_class=MergeAskSerializer)
    def plan(self, request: Request) -> Response:
        """Tell what merging two records would change; nothing is stored."""
        merge_write(self.viewer).require()
        sent = self.checked(request.data)
        survivor, retired = (self._row(sent["model"], name, sent[name]) for name in ("survivor", "retired"))
        plan = plan_make(
            actor=self.viewer,
            survivor=survivor,
            retired=retired,
            choices=sent.get("choices", {}),
            clearance=sent.get("clearance", ""),
        )
        return Response(json_bytes(plan_told(plan, plan_sign(plan, self.viewer) if plan.is_possible else None)))

    def _row(self, label: str, name: str, uid: UUID) -> Any:
        model: Any = mergeable_by_label(label)
        row = model.objects.visible_to(self.viewer).filter(uid=uid).first()
        if row is None:
            raise serializers.ValidationError({name: [_("There is no such record.")]})
        return row

    @extend_schema(request=MergeConfirmSerializer, responses={201: MergeSerializer})
    def create(self, request: Request) -> Response:
        """Carry out a plan."""
        merge_write(self.viewer).require()
        serializer = MergeConfirmSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        sent = serializer.validated_data
        stored = merge_services.merge(
            actor=self.viewer, token=sent["token"], reason=self.reason(sent.get("reason", ""))
        )
        return self.answer(self.representation(stored), status.HTTP_201_CREATED)

    @extend_schema(responses=MergeUndoSerializer)
    @action(detail=True, methods=["get"])
    def undo(self, request: Request, id: UUID) -> Response:  # noqa: A002  # the name in the address
        """Tell what undoing the merge would restore; nothing is stored."""
        merge = self.get_object()
        return Response(json_bytes(undo_told(merge_services.undo_look(actor=self.viewer, merge=merge))))

    @extend_schema(request=ReasonSerializer, responses=MergeSerializer)
    @extend_schema(request=ReasonSerializer, responses=MergeSerializer)
    @undo.mapping.post
    def undo_confirm(self, request: Request, id: UUID) -> Response:  # noqa: A002  # as above
        """Undo the merge: restore all that nobody has changed since."""
        merge = self.get_object()
        version = self.version_read(merge)
        serializer = ReasonSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        reason = self.reason(serializer.validated_data.get("reason", ""))
        stored = merge_services.merge_undo(actor=self.viewer, merge=merge, version=version, reason=reason)
        return self.answer(self.representation(stored))

    def current_of(self, record: Record) -> dict[str, Any]:
        """A plan can be too late for one of the two records, whose own resource tells how it stands."""
        return super().current_of(record) if isinstance(record, Merge) else {}


def _side(row: Any) -> dict[str, Any]:
    return {"id": str(row.uid), "name": str(row), "version": row.version}


def plan_told(plan: Plan, token: str | None) -> Mapping[str, Any]:
    """A plan as the API tells it."""
    fields = [{**asdict(each), "differs": each.differs} for each in plan.fields]
    parts = {
        name: [asdict(each) for each in getattr(plan, name)] for name in ("sets", "relations", "staying", "changes")
    }
    return {
        "model": plan.model,
        "survivor": _side(plan.survivor),
        "retired": _side(plan.retired),
        "choices": dict(plan.choices),
        "clearance": plan.clearance,
        "fields_to_choose": fields,
        **parts,
        **{name: list(getattr(plan, name)) for name in ("kept", "notes", "problems")},
        "token": token,
    }


def undo_told(look: Undo) -> Mapping[str, Any]:
    """What undoing would do, as the API tells it."""
    return {
        "version": look.merge.version,
        "restored": [asdict(each) for each in look.restored],
        "conflicts": [asdict(each) for each in look.conflicts],
        "added": list(look.added),
        "problems": list(look.problems),
    }
