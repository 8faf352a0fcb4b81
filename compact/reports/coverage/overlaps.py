"""Cases and pairs on the work of a cell, so that a crowded cell leads to what is being done about it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from compact.reports.coverage.cells import ALL_SLOT, FIRST_SLOT, UNDATED_SLOT, Count
from compact.reports.coverage.work import Ground, Years, members
from workinggroups.overlaps.models import OPEN_CASES, Candidate, CandidateState, Case, ComparedKind
from workinggroups.projects.models import PlannedActivity, PlannedState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

Place = tuple[int, str, int]
"""A theme, a country, and the place of a year in a line."""
_SIDES = ("project_id", "project__merged_into_id", "planned_id", "planned__merged_into_id")


class Overlapping:
    """How many open cases, and pairs that nobody decided, are on work of each cell, as far as the viewer sees them."""

    def __init__(self, viewer: Viewer, ground: Ground, count: Count) -> None:
        self.ground, self.count = ground, count
        cases = Case.objects.visible_to(viewer).live().filter(state__in=OPEN_CASES)
        pairs = Candidate.objects.visible_to(viewer).live()
        pairs = pairs.filter(state=CandidateState.OPEN, kind=ComparedKind.WORK)
        found = [_works(cases, "candidate__"), _works(pairs, "")]
        activities = {-pk for both in found for works in both for pk in works if pk < 0}
        self._planned = {row[0]: row[1:] for row in _activities(viewer, activities)}
        self.cases, self.pairs = (self._counted(both) for both in found)

    def of(self, theme: int, country: str, slot: int) -> tuple[int, int]:
        """How many cases and pairs stand in one cell."""
        place = (theme, country, slot)
        return self.cases[place], self.pairs[place]

    def _counted(self, both: Iterable[tuple[int, ...]]) -> Counter[Place]:
        found: Counter[Place] = Counter()
        for works in both:
            found.update({place for work in works for place in self._places(work)})
        return found

    def _places(self, work: int) -> Iterator[Place]:
        """The cells of a project, or of a planned activity by its key turned negative."""
        if work < 0:
            theme, country, month = self._planned.get(-work, (None, "", "0000"))
            themes, places = [theme], {country}
            years = Years(int(month[:4]), int(month[:4]), sure=True)
        elif work in self.ground.projects:
            themes, places = self.ground.themes_of.get(work, []), self._countries(work)
            years = self.ground.projects[work].years
        else:
            return
        start, stop = self.count.slots(years)
        if start >= stop:
            return
        for theme in themes:
            for country in places & self.count.wanted:
                yield from ((theme, country, slot) for slot in (ALL_SLOT, *range(start, stop)))

    def _countries(self, work: int) -> set[str]:
        inside = members()
        regions = self.ground.regions_of.get(work, ())
        return set(self.ground.countries_of.get(work, ())).union(*(inside[each] for each in regions))


def _works(rows: QuerySet[Any], path: str) -> list[tuple[int, ...]]:
    """The works of each case or pair: projects by their keys, planned activities by theirs turned negative."""
    names = [f"{path}{side}__{name}" for side in ("a", "b") for name in _SIDES]
    return [(*_one(row[:4]), *_one(row[4:])) for row in rows.order_by().values_list(*names)]


def _one(keys: tuple[Any, ...]) -> tuple[int, ...]:
    project, project_survivor, planned, planned_survivor = keys
    if project:
        return (project_survivor or project,)
    return (-(planned_survivor or planned),) if planned else ()


def _activities(viewer: Viewer, keys: set[int]) -> Iterable[tuple[Any, ...]]:
    if not keys:
        return ()
    rows = PlannedActivity.objects.visible_to(viewer).live().filter(pk__in=keys).exclude(state=PlannedState.CANCELLED)
    found: Iterable[tuple[Any, ...]] = rows.values_list("pk", "theme_id", "country", "month")
    return found


def address_of_cell(theme: str, country: str, count: Count, slot: int) -> str:
    """The list of the cases on work of a cell; of work without dates that of the theme and country."""
    given = {"theme_code": theme, "country": country}
    if slot not in (ALL_SLOT, UNDATED_SLOT):
        given["year"] = str(count.years[slot - FIRST_SLOT])
    return f"{reverse('overlap-cases')}?{urlencode(given)}"
