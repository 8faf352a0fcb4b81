"""The report itself: its parameters, columns and rows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.kernel.api.filters import CountryFilter, ManyFilter, TruthFilter
from compact.kernel.api.problems import ParameterError
from compact.kernel.columns import Column, ColumnType
from compact.kernel.countries import countries
from compact.kernel.places import place_name, region_members
from compact.reports.base import Report
from compact.reports.coverage.cells import (
    ALL_SLOT,
    FIRST_SLOT,
    UNDATED_SLOT,
    Count,
    Line,
    State,
    needs_count,
    planned_count,
    projects_count,
    state_of,
)
from compact.reports.coverage.overlaps import Overlapping, address_of_cell
from compact.reports.coverage.work import NO_THEME, Ground, ground_of
from compact.reports.filters import CodesFilter, PeriodFilters
from workinggroups.needs.models import Theme
from workinggroups.projects.filters.around import RegionFilter
from workinggroups.projects.models import DeclaredStatus, Project
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

BEFORE, AFTER = 10, 2
"""How many years before and after that of the report are looked at unless a period is named."""


class PeriodKind(models.TextChoices):
    """How time is divided."""

    YEAR = "year", pgettext_lazy("period", "Each year by itself")
    ALL = "all", pgettext_lazy("period", "All years together")


def _around(codes: list[str]) -> Q:
    """Projects that reach one of the countries: by name, by a region around it, or because they are open to all."""
    return in_countries(codes) | Q(is_global=True)


class AroundFilter(RegionFilter):
    """Projects that reach a country of the region, those of a wider region too."""

    def filter(self, qs: Any, value: str) -> Any:
        """The projects of ``qs`` that reach a country of the region ``value``."""
        return qs.filter(_around(region_members(value))) if value else qs


class CoverageFilters(PeriodFilters):
    """Coverage of themes, in a region or country, of a period."""

    theme = CodesFilter(Theme, "themes", label=_("The theme’s code; may be repeated"))
    region = AroundFilter(label=_("Region: its code in M49, e.g. 143 for Central Asia"))
    country = CountryFilter(among=_around)
    period = library.ChoiceFilter(method="keep", choices=PeriodKind, label=_("Each year by itself, or all together"))
    state = ManyFilter(method="keep", choices=State, label=_("State of the cell; may be repeated"))
    empty = TruthFilter(
        condition=None,  # type: ignore[arg-type]  # it adds rows, and chooses among none
        method="keep",
        label=_("Also themes on which nobody works or asks in the region or country that is named"),
    )


class Coverage(Report):
    """Who works on which theme in which country and when; where it is crowded, and where needs are not answered.

    A cell is crowded where, in the same year, two or more entities lead work or two or more pieces of work belong to
    no common programme or project; planned activities count like projects. Work that a region is named for counts in
    each of its countries; work that is open to all States is counted apart and makes no cell. Dates that are not
    known leave it possible, not certain, that work falls together.

    A crowded cell says how many open overlap cases, and pairs that look alike and wait for a decision, are on its work,
    and where they are.
    """

    name = "coverage"
    columns = (
        Column("theme_code", _("theme (code)"), type=ColumnType.CODE),
        Column("theme_name", _("theme")),
        Column("country_code", _("country (code)"), type=ColumnType.CODE),
        Column("country_name", _("country")),
        Column("period", _("year, or first and last year of the work; “unknown” without dates"), type=ColumnType.CODE),
        Column("state", _("state of the cell"), type=ColumnType.CODE),
        Column("projects_named", _("projects that name the country"), type=ColumnType.NUMBER),
        Column("projects_by_region", _("projects that name a region it is in"), type=ColumnType.NUMBER),
        Column("projects_certain", _("of these and those planned, those with both dates"), type=ColumnType.NUMBER),
        Column("planned_activities", _("planned activities"), type=ColumnType.NUMBER),
        Column("projects_worldwide", _("projects on the theme that are open to all States"), type=ColumnType.NUMBER),
        Column("leads", _("entities in the lead"), type=ColumnType.LIST),
        Column("entities", _("entities involved"), type=ColumnType.LIST),
        Column("groups", _("groups that lead or contribute"), type=ColumnType.LIST),
        Column("one_programme", _("all of it is part of one programme or project"), type=ColumnType.BOOLEAN),
        Column("requests", _("assistance requests, not declined"), type=ColumnType.NUMBER),
        Column("recommendations", _("recommendations on the country"), type=ColumnType.NUMBER),
        Column("needs_unanswered", _("of both, those that no work answers"), type=ColumnType.NUMBER),
        Column("overlap_cases", _("where it is crowded: open overlap cases"), type=ColumnType.NUMBER),
        Column("overlap_pairs", _("where it is crowded: pairs that look alike, to be decided"), type=ColumnType.NUMBER),
        Column("overlaps_address", _("where these are"), type=ColumnType.CODE),
    )
    filterset_class = CoverageFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Projects in use that were not cancelled."""
        projects = Project.objects.visible_to(viewer).live()
        readable: QuerySet[Any] = projects.exclude(status=DeclaredStatus.CANCELLED)
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a cell, by theme, country and period."""
        given = self.request.query_params
        count = Count(_years(given, day), _wanted(given))
        ground = ground_of(viewer, chosen, day.year)
        projects_count(count, ground)
        planned_count(count, ground, viewer)
        needs_count(count, ground, viewer, day.year)
        overlapping = Overlapping(viewer, ground, count)
        for row in _written(ground, count, given, overlapping):
            *rest, address = row
            yield (*rest, self.request.build_absolute_uri(address) if address else "")


def _years(given: Mapping[str, str], day: datetime.date) -> range:
    first = int(given["from"][:4]) if given.get("from") else day.year - BEFORE
    last = int(given["until"][:4]) if given.get("until") else day.year + AFTER
    return range(first, max(first, last) + 1)


def _wanted(given: Mapping[str, str]) -> frozenset[str]:
    """The countries asked for; ParameterError where empty cells of the whole world are."""
    region, country = given.get("region"), given.get("country", "").strip()
    if given.get("empty") == "true" and not (region or country):
        raise ParameterError({"empty": [gettext("Name the region or country in which to look for empty cells.")]})
    found = {each.iso3 for each in countries()}
    if region:
        found &= set(region_members(region))
    return frozenset(found & {country} if country else found)


def _lines(ground: Ground, count: Count, given: Any) -> Iterator[tuple[tuple[str, str, int], str, Line]]:
    """The lines of the themes asked for, by the theme's code and the country's; empty ones only when asked for."""
    themes = [(theme.code, theme.name, pk) for pk, theme in ground.themes.items()]
    asked = set(given.getlist("theme"))
    empty = given.get("empty") == "true"
    for theme in sorted([("", gettext("No theme named"), NO_THEME), *themes]):
        if asked and theme[0] not in asked:
            continue
        for code in sorted(count.wanted):
            line = count.lines.get((theme[2], code))
            if line is None and empty and theme[2] != NO_THEME:
                line = count.line(theme[2], code)
            if line is not None:
                yield theme, code, line


def _written(ground: Ground, count: Count, given: Any, overlapping: Overlapping) -> Iterator[Sequence[Any]]:
    names = {code: place_name(code) for code in count.wanted}
    entities, groups = lru_cache(maxsize=None)(ground.entities.text), lru_cache(maxsize=None)(ground.groups.text)
    states, empty = set(given.getlist("state")), given.get("empty") == "true"
    slots = _slots(count, given.get("period") == PeriodKind.ALL)
    for (theme_code, theme_name, theme), code, line in _lines(ground, count, given):
        worldwide = count.worldwide.get(theme)
        head = (theme_code, theme_name, code, names[code])
        for slot in slots:
            cell = line[slot]
            if not (cell.filled or (empty and slot != UNDATED_SLOT)):
                continue
            state = state_of(theme, line, slot)
            if states and state.value not in states:
                continue
            yield (
                *head,
                _period(count, line, slot),
                state.value,
                cell.named,
                cell.by_region,
                cell.sure,
                cell.planned,
                worldwide[slot] if worldwide else 0,
                entities(cell.leads),
                entities(cell.entities),
                groups(cell.groups),
                "true" if cell.root > 0 else "false",
                cell.requests,
                cell.recommendations,
                cell.unanswered,
                *_overlaps(overlapping, count, (theme, theme_code), code, slot if state == State.CROWDED else None),
            )


def _overlaps(
    overlapping: Overlapping, count: Count, theme: tuple[int, str], country: str, slot: int | None
) -> tuple[int, int, str]:
    """The cases and pairs of a crowded cell, and where they are; nothing for another one, whose ``slot`` is None."""
    if slot is None:
        return 0, 0, ""
    cases, pairs = overlapping.of(theme[0], country, slot)
    return cases, pairs, address_of_cell(theme[1], country, count, slot) if cases or pairs else ""


def _slots(count: Count, whole: bool) -> Sequence[int]:
    return (ALL_SLOT,) if whole else (*range(FIRST_SLOT, FIRST_SLOT + len(count.years)), UNDATED_SLOT)


def _period(count: Count, line: Line, slot: int) -> str:
    """The year; of all years together the first and last in which there is work, as ISO 8601 writes an interval."""
    if slot >= FIRST_SLOT:
        return str(count.years[slot - FIRST_SLOT])
    years = [year for year, cell in zip(count.years, line[FIRST_SLOT:], strict=True) if cell.works]
    if slot == ALL_SLOT and years:
        return f"{years[0]}/{years[-1]}"
    return "unknown" if line[slot].works or slot == UNDATED_SLOT else ""
