"""What lists of overlap cases and positions can be filtered by; what is hidden does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    CountryFilter,
    ManyFilter,
    RecordFilterSet,
    ReferenceFilter,
    SearchFilter,
    TruthFilter,
)
from compact.kernel.survivors import keys_of
from compact.kernel.viewers import viewer_of
from compact.merging.found import found_by_code
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.overlaps.cell import Cell, side_in, works_of_cell
from workinggroups.overlaps.models import Candidate, Case, CaseState, Outcome, PositionRole
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Iterable

SIDES = ("candidate__a", "candidate__b")


def led_by(entities: Iterable[int]) -> Q:
    """Cases on work that one of ``entities`` leads."""
    keys = list(entities)
    projects = Project.objects.live().filter(lead__in=keys)
    planned = PlannedActivity.objects.live().filter(entity__in=keys)
    return side_in(SIDES[0], projects, planned) | side_in(SIDES[1], projects, planned)


class LeadFilter(ReferenceFilter):
    """Cases that concern an entity, by the entity's ``id``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Entity, **kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The cases of ``qs`` on work that the entity leads."""
        return qs.filter(led_by(keys_of(self.row_of(value)))) if value else qs


class CaseFilters(RecordFilterSet):
    """Cases by pair, group, entity, how they stand, and where, when and on what the work is.

    Theme, country and year belong together: one of the two works has them all.
    """

    candidate = ReferenceFilter(Candidate)
    group = ReferenceFilter(Group, field_name="groups")
    group_code = library.CharFilter(method="filter_group_code", label=_("The group’s code"))
    entity = LeadFilter(label=_("An entity that leads one of the two: its id"))
    entity_code = library.CharFilter(
        method="filter_entity_code", label=_("The code of an entity that leads one of the two")
    )
    state = ManyFilter(choices=CaseState, label=_("State; may be repeated"))
    open = TruthFilter(~Q(state=CaseState.SETTLED), label=_("Cases that are not settled, or those that are"))
    outcome = ManyFilter(choices=Outcome, label=_("Outcome; may be repeated"))
    theme_code = library.CharFilter(method="keep", label=_("The theme’s code"))
    country = CountryFilter(
        lambda codes: Q(),
        label=_("A State by its ISO 3166 alpha-3 code, e.g. KEN: named, or in a region that is named"),
    )
    year = library.NumberFilter(
        method="keep",
        label=_("A year in which the work is under way, as far as is known"),
        validators=[MinValueValidator(1800), MaxValueValidator(2199)],
        decimal_places=0,
    )
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_queryset(self, queryset: Any) -> Any:
        """The cases that every filter keeps, with one of the works in the cell that is asked for."""
        found = super().filter_queryset(queryset)
        return found.filter(self.of_cell(*SIDES)) if self.has_cell else found

    @property
    def has_cell(self) -> bool:
        """Whether a theme, a country or a year is asked for."""
        return any(self.form.cleaned_data.get(name) for name in ("theme_code", "country", "year"))

    def of_cell(self, one: str, other: str) -> Q:
        """The condition that one of the works whose subjects the two paths name is in the cell that is asked for."""
        given, viewer = self.form.cleaned_data, viewer_of(self.request)
        code, country, year = given.get("theme_code"), given.get("country"), given.get("year")
        theme = None
        if code:
            seen = Theme.objects.visible_to(viewer).live().filter(code=code)
            theme = seen.values_list("pk", flat=True).first() or 0
        cell = Cell(theme, country or None, int(year) if year else None)
        projects, planned = works_of_cell(cell, viewer.today.year)
        return side_in(one, projects, planned) | side_in(other, projects, planned)

    def keep(self, queryset: Any, name: str, value: Any) -> Any:
        """All rows: the cell is looked for as a whole."""
        return queryset

    def filter_group_code(self, queryset: Any, name: str, value: str) -> Any:
        """Cases that the group facilitates, if the viewer may see it."""
        groups = Group.objects.visible_to(viewer_of(self.request)).filter(code=value)
        links: Any = Case.groups.through
        return queryset.filter(pk__in=links._base_manager.filter(group__in=groups.values("pk")).values("case_id"))

    def filter_entity_code(self, queryset: Any, name: str, value: str) -> Any:
        """Cases on work of the entity, if the viewer may see it."""
        entities = found_by_code(Entity.objects.visible_to(viewer_of(self.request)), value)
        return queryset.filter(led_by(entities.values_list("pk", flat=True)))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Cases whose works or outcome hold the text."""
        return queryset.search(value)


class PositionFilters(RecordFilterSet):
    """Positions by case, who took them, and the outcome."""

    case = ReferenceFilter(Case)
    entity = ReferenceFilter(Entity)
    group = ReferenceFilter(Group)
    role = ManyFilter(choices=PositionRole, label=_("As what; may be repeated"))
    outcome = ManyFilter(choices=Outcome, label=_("Outcome; may be repeated"))
