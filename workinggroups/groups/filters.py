"""What lists of the groups room can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity, Person
from compact.kernel.api.filters import (
    AsOfFilter,
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
)
from compact.kernel.dates import on_or_after, surely_on_or_before
from compact.kernel.periods import EndState
from compact.kernel.records import Evidence
from compact.merging.found import OfCodeFilter
from workinggroups.groups.models import Capacity, Group, GroupKind, NominationStatus, Role, Term

if TYPE_CHECKING:
    import datetime

_PILLARS = [(pillar, pillar) for pillar in ("I", "II", "III", "IV")]


class GroupFilters(SourcedFilterSet):
    """Groups by kind, code, place in the house, pillar, words and day."""

    code = library.CharFilter(label=_("The group’s code"))
    kind = ManyFilter(choices=GroupKind, label=_("Kind; may be repeated"))
    parent = ReferenceFilter(Group, field_name="parent")
    predecessor = ReferenceFilter(Group, field_name="predecessor")
    pillar = library.ChoiceFilter(
        choices=_PILLARS, method="filter_pillar", label=_("A pillar of the Strategy that the group works under")
    )
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))
    as_of = AsOfFilter()

    def filter_pillar(self, queryset: Any, name: str, value: str) -> Any:
        """Groups under the pillar; the field holds numerals between semicolons."""
        return queryset.filter(pillars__regex=rf"(^|;){value}(;|$)")

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Groups whose code or names contain the text."""
        return queryset.search(value)


class TermFilters(SourcedFilterSet):
    """Terms by group, entity, role, source, end and day."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    group_kind = ManyFilter(field_name="group__kind", choices=GroupKind, label=_("Kind of group; may be repeated"))
    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    role = ManyFilter(choices=Role, label=_("Role; may be repeated"))
    evidence = ManyFilter(choices=Evidence, label=_("What the fact rests on; may be repeated"))
    end_state = ManyFilter(choices=EndState, label=_("What is known of the end; may be repeated"))
    ending_after = DayFilter(method="filter_ending_after", label=_("End on or after this day, as far as is known"))
    ending_before = DayFilter(method="filter_ending_before", label=_("End on or before this day beyond doubt"))
    as_of = AsOfFilter()

    def filter_ending_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Terms with an end that can be on or after the day."""
        return queryset.filter(on_or_after("end", value), end_state=EndState.DATED)

    def filter_ending_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Terms with an end that cannot be after the day."""
        return queryset.filter(surely_on_or_before("end", value), end_state=EndState.DATED)


class NominationFilters(SourcedFilterSet):
    """Nominations by term, group, entity, person, capacity, status and day."""

    term = ReferenceFilter(Term)
    group_code = library.CharFilter("term__group__code", label=_("The group’s code"))
    entity_code = OfCodeFilter(Entity, "term__entity", label=_("The entity’s code"))
    person = ReferenceFilter(Person)
    role = ManyFilter(field_name="term__role", choices=Role, label=_("Role; may be repeated"))
    capacity = library.ChoiceFilter(choices=Capacity, label=_("Capacity"))
    status = library.ChoiceFilter(choices=NominationStatus, label=_("Status"))
    as_of = AsOfFilter()
