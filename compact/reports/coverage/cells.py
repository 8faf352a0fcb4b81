"""The cells: one theme in one country in one year (or all years), and who works there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.reports.coverage.work import NO_THEME, UNDATED, Ground, Work, Years, members, needs_of
from workinggroups.projects.models import PlannedActivity, PlannedState, Project

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

UNDATED_SLOT, ALL_SLOT, FIRST_SLOT = 0, 1, 2
"""Where a line has the cell of work without dates, that of all years together, and that of its first year."""


class State(models.TextChoices):
    """How a cell stands."""

    CROWDED = "crowded", pgettext_lazy("cell", "Several entities or programmes at once")
    SINGLE = "single", pgettext_lazy("cell", "One entity and programme at a time")
    EMPTY = "empty", gettext_lazy("No work here")


@dataclass(slots=True)
class Cell:
    """What stands in one cell; sets of entities and groups are bits."""

    named: int = 0
    by_region: int = 0
    sure: int = 0
    planned: int = 0
    leads: int = 0
    entities: int = 0
    groups: int = 0
    root: int = 0
    """The root of the tree that all of it is in, -1 where there are several, 0 where nothing is."""
    requests: int = 0
    recommendations: int = 0
    unanswered: int = 0

    def join(self, other: Cell) -> None:
        """Take in what works in a region that the country is in."""
        self.by_region += other.by_region
        self.sure += other.sure
        self.leads |= other.leads
        self.entities |= other.entities
        self.groups |= other.groups
        if other.root and self.root != other.root:
            self.root = -1 if self.root else other.root

    @property
    def crowded(self) -> bool:
        """Whether two entities lead work here, or two pieces of work belong to no common tree."""
        return self.root == -1 or self.leads.bit_count() > 1

    @property
    def works(self) -> bool:
        """Whether anybody does."""
        return bool(self.named or self.by_region or self.planned)

    @property
    def filled(self) -> bool:
        """Whether there is anything to tell."""
        return self.works or bool(self.requests or self.recommendations)


Line = list[Cell]
"""The cells of one theme in one country: undated, all years together, then the years of the window one by one."""


@dataclass(slots=True)
class Count:
    """The counting: lines by theme and place, of the years and countries that are asked for."""

    years: range
    wanted: frozenset[str]
    lines: dict[tuple[int, str], Line] = field(default_factory=dict)
    worldwide: dict[int, list[int]] = field(default_factory=dict)
    """By theme, how many projects open to all States there are in each place of a line."""

    def line(self, theme: int, place: str) -> Line:
        """The line of the theme and place."""
        key = (theme, place)
        found = self.lines.get(key)
        if found is None:
            found = self.lines[key] = [Cell() for _ in range(FIRST_SLOT + len(self.years))]
        return found

    def slots(self, years: Years) -> tuple[int, int]:
        """The places in a line from which and until before which ``years`` fall; the same twice outside the window."""
        if years.first == UNDATED:
            return UNDATED_SLOT, UNDATED_SLOT + 1
        start = max(years.first - self.years.start, 0) + FIRST_SLOT
        stop = min(years.last - self.years.start + 1, len(self.years)) + FIRST_SLOT
        return start, max(start, stop)

    def place(self, theme: int, place: str, work: Work, what: tuple[int, int, int]) -> None:
        """Count ``work`` in the cells of its years; ``what`` is 1 for named, by region, or planned."""
        years, lead, entities, groups, root = work
        start, stop = self.slots(years)
        if start >= stop:
            return
        named, by_region, planned = what
        sure = int(years.sure)
        line = self.line(theme, place)
        for cell in (line[ALL_SLOT], *line[start:stop]):
            cell.named += named
            cell.by_region += by_region
            cell.planned += planned
            cell.sure += sure
            cell.leads |= lead
            cell.entities |= entities
            cell.groups |= groups
            if cell.root != root:
                cell.root = -1 if cell.root else root


NAMED, BY_REGION, PLANNED = (1, 0, 0), (0, 1, 0), (0, 0, 1)


def projects_count(count: Count, ground: Ground) -> None:
    """Put every project where it belongs; then let each country take what its regions hold."""
    inside = members()
    for pk, work in ground.projects.items():
        named: Any = ground.countries_of.get(pk, ())
        regions: Any = ground.regions_of.get(pk, ())
        if named and regions:  # a country that is named as well counts once
            regions = frozenset().union(*(inside[each] for each in regions)) & count.wanted - frozenset(named)
        for theme in ground.themes_of.get(pk) or (NO_THEME,):
            for code in named:
                if code in count.wanted:
                    count.place(theme, code, work, NAMED)
            for code in regions:
                count.place(theme, code, work, BY_REGION)
    _worldwide_count(count, ground)
    _regions_spread(count, inside)


def _worldwide_count(count: Count, ground: Ground) -> None:
    for pk in ground.worldwide:
        start, stop = count.slots(ground.projects[pk].years)
        for theme in ground.themes_of.get(pk) or (NO_THEME,):
            numbers = count.worldwide.setdefault(theme, [0] * (FIRST_SLOT + len(count.years)))
            for slot in (ALL_SLOT, *range(start, stop)) if start < stop else ():
                numbers[slot] += 1


def _regions_spread(count: Count, inside: dict[str, frozenset[str]]) -> None:
    for theme, place in [key for key in count.lines if key[1] in inside]:
        line = count.lines.pop((theme, place))
        for code in inside[place] & count.wanted:
            for cell, other in zip(count.line(theme, code), line, strict=True):
                if other.by_region:
                    cell.join(other)


def planned_count(count: Count, ground: Ground, viewer: Viewer) -> None:
    """Count activities that are only planned: not those that became a project which the viewer sees."""
    seen = Project.objects.visible_to(viewer).live().values("pk")
    rows = PlannedActivity.objects.visible_to(viewer).live().exclude(state=PlannedState.CANCELLED)
    rows = rows.filter(Q(project__isnull=True) | ~Q(project__in=seen)).order_by()
    for pk, entity, country, theme, month in rows.values_list("pk", "entity_id", "country", "theme_id", "month"):
        if country in count.wanted:
            bit = ground.entities.bits.get(entity, 0)
            year = int(month[:4])
            work = Work(Years(year, year, sure=True), bit, bit, 0, -pk - 1)
            count.place(theme if theme in ground.themes else NO_THEME, country, work, PLANNED)


def needs_count(count: Count, ground: Ground, viewer: Viewer, today: int) -> None:
    """Count needs in each year from their own to that of the report, when they are still open."""
    for need in needs_of(viewer, ground.themes):
        start, stop = count.slots(Years(need.year, max(need.year, today), sure=True))
        if need.country not in count.wanted or start >= stop:
            continue
        line = count.line(need.theme, need.country)
        for cell in (line[ALL_SLOT], *line[start:stop]):
            cell.requests += need.request
            cell.recommendations += not need.request
            cell.unanswered += not need.answered


def state_of(theme: int, line: Line, slot: int) -> State:
    """The state of one cell of ``line``: undated work may fall together with any other of its line."""
    cell = line[slot]
    if not cell.works:
        return State.EMPTY
    if theme == NO_THEME:
        return State.SINGLE
    if slot == ALL_SLOT and not line[UNDATED_SLOT].leads:
        crowded = any(each.crowded for each in line[FIRST_SLOT:])
    else:
        crowded = (line[ALL_SLOT] if slot == UNDATED_SLOT else cell).crowded
    return State.CROWDED if crowded else State.SINGLE
