"""What the reports on projects can be narrowed to."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.api.filters import CountryFilter, ManyFilter, SearchFilter
from compact.kernel.viewers import viewer_of
from compact.reports.filters import CodesFilter, PeriodFilters
from compact.reports.portfolio.axes import By
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.projects.filters.around import RegionFilter, of_entities, of_groups
from workinggroups.projects.models import DeclaredStatus, ProjectKind
from workinggroups.projects.queries import in_countries


class GroupsFilter(CodesFilter):
    """Projects of one of several groups by their codes; the parameter may be repeated."""

    def filter(self, qs: Any, value: Any) -> Any:
        """The projects of ``qs`` that one of the groups leads or contributes to."""
        return qs.filter(of_groups(Group.objects.filter(pk__in=_keys(self, value)))) if value else qs


class EntitiesFilter(CodesFilter):
    """Projects of one of several entities by their codes; the parameter may be repeated."""

    def filter(self, qs: Any, value: Any) -> Any:
        """The projects of ``qs`` that one of the entities leads, or of which it is a partner."""
        if not value:
            return qs
        entities = Entity.objects.filter(pk__in=_keys(self, value))
        return qs.filter(of_entities(viewer_of(self.parent.request), entities))


def _keys(among: CodesFilter, codes: list[str]) -> list[int]:
    return [among.key_of(code) for code in codes]


class ProjectsFilters(PeriodFilters):
    """The projects of some groups, entities, pillars and themes, in a country, of a period, with some words."""

    group = GroupsFilter(Group, "group", label=_("Code of a group that leads or contributes; may be repeated"))
    entity = EntitiesFilter(Entity, "lead", label=_("Code of an entity, leading or partner; may be repeated"))
    pillar = CodesFilter(Instrument, "pillars", label=_("The pillar’s code; may be repeated"))
    theme = CodesFilter(Theme, "themes", label=_("The theme’s code; may be repeated"))
    country = CountryFilter(among=in_countries)
    region = RegionFilter(label=_("Region: its code in M49, e.g. 143 for Central Asia"))
    kind = ManyFilter(choices=ProjectKind, label=_("Kind; may be repeated"))
    status = ManyFilter(choices=DeclaredStatus, label=_("Declared status; may be repeated"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Projects whose reference, title, summary or institutions contain the text."""
        return queryset.search(value)


class PortfolioFilters(ProjectsFilters):
    """And by what the portfolio is told apart."""

    by = library.ChoiceFilter(
        method="keep", choices=By, label=_("What the rows are: each project counts under each of its keys")
    )
