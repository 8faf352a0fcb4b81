"""What lists of silence procedures and objections can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TimeFilter,
    TruthFilter,
)
from workinggroups.groups.models import Group
from workinggroups.meetings.models import SilenceProcedure, SilenceState


class SilenceProcedureFilters(SourcedFilterSet):
    """Silence procedures by group, state, addressee, deadline and words."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    state = ManyFilter(choices=SilenceState, label=_("State; may be repeated"))
    running = TruthFilter(
        Q(state=SilenceState.RUNNING), label=_("Procedures that nobody has closed yet, or all others")
    )
    addressee = ReferenceFilter(Entity, field_name="addressees", label=_("addressee: the entity’s id"))
    deadline_after = TimeFilter("deadline", lookup_expr="gte", label=_("Deadline at this moment or later"))
    deadline_before = TimeFilter("deadline", lookup_expr="lte", label=_("Deadline at this moment or earlier"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Procedures whose subject or text contain the text."""
        return queryset.search(value)


class ObjectionFilters(SourcedFilterSet):
    """Objections by procedure, entity, and whether they stand."""

    procedure = ReferenceFilter(SilenceProcedure)
    entity = ReferenceFilter(Entity)
    standing = TruthFilter(Q(withdrawn_at__isnull=True), label=_("Objections that stand, or those that were withdrawn"))
