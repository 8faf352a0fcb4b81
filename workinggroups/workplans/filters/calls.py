"""What calls for inputs and inputs can be filtered by."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TimeFilter,
)
from compact.merging.found import OfCodeFilter
from workinggroups.groups.models import Group
from workinggroups.workplans.columns.calls import late
from workinggroups.workplans.models import CallForInputs, CallState, InputState

_TRUTH = [("true", _("Yes")), ("false", _("No"))]


class CallFilters(SourcedFilterSet):
    """Calls by group, state, addressee, deadline and words."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    state = ManyFilter(choices=CallState, label=_("State; may be repeated"))
    addressee = ReferenceFilter(Entity, field_name="addressees", label=_("An entity that the call is addressed to"))
    deadline_before = TimeFilter("deadline", lookup_expr="lte", label=_("Deadline at this moment or before"))
    deadline_after = TimeFilter("deadline", lookup_expr="gte", label=_("Deadline at this moment or after"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Calls whose title or text contain the words."""
        return queryset.search(value)


class InputFilters(SourcedFilterSet):
    """Inputs by call, entity, state, and whether they are late."""

    call = ReferenceFilter(CallForInputs)
    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    state = ManyFilter(choices=InputState, label=_("State; may be repeated"))
    late = library.ChoiceFilter(
        choices=_TRUTH,
        method="filter_late",
        label=_("Answered after the deadline, or missing after it"),
    )

    def filter_late(self, queryset: Any, name: str, value: str) -> Any:
        """Inputs that are, or are not, late now."""
        return queryset.filter(late()) if value == "true" else queryset.exclude(late())
