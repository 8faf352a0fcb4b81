"""Works by theme, place and year, as the report on coverage divides them, so that its cells lead to their cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q

from workinggroups.projects.models import DeclaredStatus, PlannedActivity, PlannedState, Project
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    from django.db.models import QuerySet

_OVER = (DeclaredStatus.CLOSED, DeclaredStatus.CANCELLED)


class Cell(NamedTuple):
    """The key of a theme, the code of a country, a year; None where it does not matter."""

    theme: int | None = None
    country: str | None = None
    year: int | None = None


def works_of_cell(cell: Cell, today: int) -> tuple[QuerySet[Project], QuerySet[PlannedActivity]]:
    """The projects and the planned activities of one cell, whoever sees them; ``today`` is the year of the report.

    Work without an end lasts until ``today`` unless it is over; work without any date is of no year.
    """
    projects = Project.objects.live().exclude(status=DeclaredStatus.CANCELLED)
    planned = PlannedActivity.objects.live().exclude(state=PlannedState.CANCELLED)
    if cell.theme is not None:
        links: Any = Project.themes.through
        themes = links._base_manager.filter(theme_id=cell.theme)
        projects, planned = projects.filter(pk__in=themes.values("project_id")), planned.filter(theme=cell.theme)
    if cell.country is not None:
        projects, planned = projects.filter(in_countries([cell.country])), planned.filter(country=cell.country)
    if cell.year is not None:
        projects, planned = projects.filter(_in_year(cell.year, today)), planned.filter(month__startswith=cell.year)
    return projects, planned


def _in_year(year: int, today: int) -> Q:
    this, following = str(year), str(year + 1)
    begun = Q(start__gt="", start__lt=following) | Q(start="", end__gt="", end__lt=following)
    lasting = Q(end__gte=this) | Q(end="", start__gte=this)
    if year <= today:
        lasting |= Q(end="") & ~Q(status__in=_OVER)
    return begun & lasting


def side_in(path: str, projects: QuerySet[Project], planned: QuerySet[PlannedActivity]) -> Q:
    """The condition that the work of the subject that ``path`` names, or its survivor, is among these."""
    found = Q()
    for name, rows in (("project", projects), ("planned", planned)):
        keys = rows.order_by().values("pk")
        found |= Q(**{f"{path}__{name}__in": keys}) | Q(**{f"{path}__{name}__merged_into__in": keys})
    return found
