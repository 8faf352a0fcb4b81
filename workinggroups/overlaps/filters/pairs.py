"""What lists of pairs can be filtered by; what is hidden does not exist."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity, Person
from compact.kernel.api.filters import CountryFilter, ManyFilter, RecordFilterSet, ReferenceFilter, SearchFilter
from compact.kernel.viewers import viewer_of
from compact.matching.evidence import Strength
from compact.merging.found import found_by_code
from workinggroups.groups.models import Group
from workinggroups.overlaps.cell import side_in
from workinggroups.overlaps.models import NAMES, CandidateState, ComparedKind, VerdictChoice
from workinggroups.overlaps.words import strength_words
from workinggroups.projects.filters.around import of_entities, of_groups
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

WAITING = (CandidateState.OPEN, CandidateState.SAME)
"""The states of the pairs for which something is still to be done: what the queue shows unless asked otherwise."""


def on_sides(projects: QuerySet[Project], planned: QuerySet[PlannedActivity]) -> Q:
    """Pairs of which one side is among these."""
    return side_in("a", projects, planned) | side_in("b", projects, planned)


def of_entity(viewer: Viewer, entities: QuerySet[Any]) -> Q:
    """Pairs on work that one of ``entities`` leads or is a partner of, as far as seen; or on the entity itself."""
    keys = entities.order_by().values("pk")
    work = on_sides(
        Project.objects.live().filter(of_entities(viewer, entities)),
        PlannedActivity.objects.live().filter(entity__in=keys),
    )
    return work | Q(a__entity__in=keys) | Q(b__entity__in=keys)


def of_group(groups: QuerySet[Any]) -> Q:
    """Pairs on work that one of ``groups`` leads or contributes to."""
    return on_sides(Project.objects.live().filter(of_groups(groups)), PlannedActivity.objects.none())


def in_country(codes: list[str]) -> Q:
    """Pairs of which one is work in one of the countries, named or by a region."""
    return on_sides(
        Project.objects.live().filter(in_countries(codes)), PlannedActivity.objects.live().filter(country__in=codes)
    )


def searched(text: str) -> Q:
    """Pairs of which one is found by ``text``, as its own list finds it."""
    found = Q()
    for name, model in (("project", Project), ("planned", PlannedActivity), ("entity", Entity), ("person", Person)):
        everything: Any = model._default_manager.all()
        keys = everything.search(text).order_by().values("pk")
        found |= Q(**{f"a__{name}__in": keys}) | Q(**{f"b__{name}__in": keys})
    return found


class _OfEntityFilter(ReferenceFilter):
    """Pairs of an entity, by its ``id``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Entity, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The pairs of ``qs`` of the entity."""
        if not value:
            return qs
        entities = Entity.objects.filter(pk=self.row_of(value).pk)
        return qs.filter(of_entity(viewer_of(self.parent.request), entities))


class _OfGroupFilter(ReferenceFilter):
    """Pairs of a group, by its ``id``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Group, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The pairs of ``qs`` of the group."""
        return qs.filter(of_group(Group.objects.filter(pk=self.row_of(value).pk))) if value else qs


class PairFilters(RecordFilterSet):
    """Pairs by kind, what they look like, how far they have come, and of whom and where they are."""

    kind = ManyFilter(choices=ComparedKind, label=_("Kind; may be repeated"))
    verdict = ManyFilter(choices=VerdictChoice, label=_("What they look like; may be repeated"))
    strength = ManyFilter(
        choices=lambda: [(each.value, strength_words(each)) for each in Strength],
        label=_("How sure the matching is; may be repeated"),
    )
    state = ManyFilter(
        choices=CandidateState,
        label=_("State; may be repeated. Left out: the pairs for which something is still to be done"),
    )
    record = library.UUIDFilter(method="filter_record", label=_("One of the two records: its id"))
    group = _OfGroupFilter(label=_("A group that leads or contributes to one of the two: its id"))
    group_code = library.CharFilter(
        method="filter_group_code", label=_("The code of a group that leads or contributes to one of the two")
    )
    entity = _OfEntityFilter(label=_("An entity that leads one of the two, is a partner of it, or is one: its id"))
    entity_code = library.CharFilter(
        method="filter_entity_code", label=_("The code of an entity that leads one of the two, is a partner, or is one")
    )
    country = CountryFilter(
        in_country, label=_("A State by its ISO 3166 alpha-3 code, e.g. KEN: named, or in a region that is named")
    )
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_queryset(self, queryset: Any) -> Any:
        """The pairs that every filter keeps; those that are done with only where their state is asked for."""
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.filter(state__in=WAITING)

    def filter_record(self, queryset: Any, name: str, value: uuid.UUID) -> Any:
        """Pairs with the record on either side."""
        found = Q()
        for each in NAMES:
            found |= Q(**{f"a__{each}__uid": value}) | Q(**{f"b__{each}__uid": value})
        return queryset.filter(found)

    def filter_group_code(self, queryset: Any, name: str, value: str) -> Any:
        """Pairs of the group, if the viewer may see it."""
        return queryset.filter(of_group(Group.objects.visible_to(viewer_of(self.request)).filter(code=value)))

    def filter_entity_code(self, queryset: Any, name: str, value: str) -> Any:
        """Pairs of the entity, if the viewer may see it."""
        viewer = viewer_of(self.request)
        return queryset.filter(of_entity(viewer, found_by_code(Entity.objects.visible_to(viewer), value)))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Pairs of which one is found by the text."""
        return queryset.filter(searched(value))
