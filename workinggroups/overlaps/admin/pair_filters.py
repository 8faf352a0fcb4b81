"""What staff narrow the queue of pairs by; the same conditions say which pair comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext

from compact.entities.models import Entity
from compact.kernel.countries import country_choices
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.overlaps.filters.pairs import WAITING, in_country, of_entity, of_group, searched
from workinggroups.overlaps.models import CandidateState, ComparedKind, VerdictChoice
from workinggroups.projects.admin.choices import group_choices, named_choices
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from django.contrib.admin.views.main import ChangeList
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from compact.kernel.viewers import Viewer

_ALL = "all"


def _key(value: str) -> int:
    """A primary key as it stands in an address; 0, which no row has, for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < len(str(2**63)) else 0


def _of_state(viewer: Viewer, value: str) -> Q:
    return Q() if value == _ALL else Q(state=value)


def _of_entity(viewer: Viewer, value: str) -> Q:
    return of_entity(viewer, Entity.objects.filter(pk=_key(value)))


def _of_group(viewer: Viewer, value: str) -> Q:
    return of_group(Group.objects.filter(pk=_key(value)))


CONDITIONS: Mapping[str, Callable[[Viewer, str], Q]] = {
    "state": _of_state,
    "verdict": lambda viewer, value: Q(verdict=value),
    "kind": lambda viewer, value: Q(kind=value),
    "group": _of_group,
    "entity": _of_entity,
    "country": lambda viewer, value: in_country([value[:3]]),
    "q": lambda viewer, value: searched(value[:200]),
}
"""The condition that each parameter of the list sets."""


def narrowed(queryset: QuerySet[Any], viewer: Viewer, parameters: Mapping[str, Any]) -> QuerySet[Any]:
    """``queryset`` as the list shows it with ``parameters`` in its address: what waits, unless a state is named."""
    given = {name: str(parameters[name]) for name in CONDITIONS if parameters.get(name)}
    if "state" not in given:
        queryset = queryset.filter(state__in=WAITING)
    for name, value in given.items():
        queryset = queryset.filter(CONDITIONS[name](viewer, value))
    return queryset


class _Condition(SimpleListFilter):
    """One of the parameters; a choice that is not offered finds nothing."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The pairs that fulfil it."""
        value = self.value()
        if not value:
            return queryset
        if value not in {str(key) for key, _label in self.lookup_choices}:
            return queryset.none()
        return queryset.filter(CONDITIONS[self.parameter_name](viewer_of(request), value))  # type: ignore[index]  # set below


class StateFilter(_Condition):
    """How far the pairs have come; those for which something is still to be done unless asked otherwise."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Every state, and all."""
        return [*CandidateState.choices, (_ALL, pgettext("pairs", "All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The first choice is what waits."""
        found = super().choices(changelist)
        yield {**next(found), "display": pgettext("pairs", "To be decided or merged")}
        yield from found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those that wait by default."""
        return super().queryset(request, queryset) if self.value() else queryset.filter(state__in=WAITING)


class VerdictFilter(_Condition):
    """What the pairs look like."""

    title = gettext_lazy("looks like")
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The verdicts of the matching."""
        return list(VerdictChoice.choices)


class KindFilter(_Condition):
    """What is compared."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Work, entities, people."""
        return list(ComparedKind.choices)


class GroupFilter(_Condition):
    """Led by a group, or contributed to."""

    title = gettext_lazy("group")
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The groups that lead work or contribute to some."""
        links: Any = Project.contributing_groups.through
        keys = Q(pk__in=Project.objects.live().filter(group__isnull=False).values("group"))
        keys |= Q(pk__in=links._base_manager.values("group"))
        return group_choices(Group.objects.visible_to(viewer_of(request)).filter(keys))


class EntityFilter(_Condition):
    """Work of an entity, or the entity itself."""

    title = gettext_lazy("entity")
    parameter_name = "entity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The entities that lead work."""
        keys = Q(pk__in=Project.objects.live().values("lead"))
        keys |= Q(pk__in=PlannedActivity.objects.live().values("entity"))
        return named_choices(Entity.objects.visible_to(viewer_of(request)).live().filter(keys))


class CountryFilter(_Condition):
    """Work in a country."""

    title = gettext_lazy("country")
    parameter_name = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """The countries that work names."""
        links: Any = Project.countries.through
        codes = set(links._base_manager.values_list("place_id", flat=True).distinct())
        codes |= set(PlannedActivity.objects.live().order_by().values_list("country", flat=True).distinct())
        return [(code, str(name)) for code, name in country_choices() if code in codes]


FILTERS = (StateFilter, VerdictFilter, KindFilter, GroupFilter, EntityFilter, CountryFilter)
