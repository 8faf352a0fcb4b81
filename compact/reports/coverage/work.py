"""What coverage is made from: the work and the needs that a viewer sees, each with its theme, places and years.

Entities and groups are numbered, and a set of them is the bits of one number: a hundred thousand projects fall into
cells a million times.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from compact.entities.models import Entity
from compact.kernel.countries import countries, regions
from compact.kernel.sql import SEPARATOR
from workinggroups.groups.models import Group
from workinggroups.needs.models import AssistanceRequest, Recommendation, RequestReply, Theme
from workinggroups.projects.models import DeclaredStatus, PlannedActivity, PlannedState, Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

UNDATED = 0
"""The year of work whose time is not known."""
NO_THEME = 0
"""The theme of work that has none, or none that the viewer sees."""
_FEW = 2000
"""So many projects are named one by one in a query; of more, all links are read and the others passed over."""
_OVER = (DeclaredStatus.CLOSED, DeclaredStatus.CANCELLED)


class Years(NamedTuple):
    """The first and last year of something, both :data:`UNDATED` where neither is known; ``sure``: both are."""

    first: int
    last: int
    sure: bool


class Work(NamedTuple):
    """A project or planned activity: when, who leads, who takes part, which groups, the root of its tree."""

    years: Years
    lead: int
    entities: int
    groups: int
    root: int


@dataclass(slots=True)
class Numbered:
    """Records by the number of their bit."""

    bits: dict[int, int]
    codes: list[str]

    def text(self, bits: int) -> str:
        """The codes of those whose bit is set, in their order, as a list is written."""
        return SEPARATOR.join(code for place, code in enumerate(self.codes) if bits >> place & 1)


def numbered(seen: QuerySet[Any]) -> Numbered:
    """The records ``seen``, by code."""
    pairs = list(seen.order_by("code", "pk").values_list("pk", "code"))
    return Numbered({pk: 1 << place for place, (pk, code) in enumerate(pairs)}, [code for pk, code in pairs])


@dataclass(slots=True)
class Ground:
    """All that there is to count, as far as the viewer sees it."""

    entities: Numbered
    groups: Numbered
    themes: dict[int, Theme]
    projects: dict[int, Work] = field(default_factory=dict)
    worldwide: frozenset[int] = frozenset()
    themes_of: dict[int, list[int]] = field(default_factory=dict)
    countries_of: dict[int, list[str]] = field(default_factory=dict)
    regions_of: dict[int, list[str]] = field(default_factory=dict)


def years_of(start: str, end: str, status: str, today: int) -> Years:
    """The years that partial dates name; without an end, work that is not over lasts until the year ``today``."""
    if not start and not end:
        return Years(UNDATED, UNDATED, sure=False)
    first = int((start or end)[:4])
    if end or status in _OVER:
        return Years(first, int(end[:4]) if end else first, sure=bool(start and end))
    return Years(first, max(first, today), sure=False)


def ground_of(viewer: Viewer, chosen: QuerySet[Any], today: int) -> Ground:
    """The projects ``chosen`` with what belongs to them, in ten queries."""
    themes = Theme.objects.visible_to(viewer).live()
    ground = Ground(
        numbered(Entity.objects.visible_to(viewer).live()),
        numbered(Group.objects.visible_to(viewer).live()),
        {each.pk: each for each in themes},
    )
    rows = list(
        chosen.order_by().values_list("pk", "parent_id", "lead_id", "group_id", "start", "end", "status", "is_global")
    )
    parents = {row[0]: row[1] for row in rows}
    with_partners = _bits(_joined(viewer, rows), ground.entities.bits)
    with_groups = _bits(_links("contributing_groups", "group_id", rows), ground.groups.bits)
    entities, groups = ground.entities.bits, ground.groups.bits
    known: dict[tuple[str, str, str], Years] = {}
    for pk, _parent, lead, group, start, end, status, _wide in rows:
        dates = (start, end, status)
        years = known.get(dates)
        if years is None:
            years = known[dates] = years_of(start, end, status, today)
        bit = entities.get(lead, 0)
        ground.projects[pk] = Work(
            years,
            bit,
            bit | with_partners.get(pk, 0),
            groups.get(group, 0) | with_groups.get(pk, 0),
            _root(pk, parents),
        )
    ground.worldwide = frozenset(row[0] for row in rows if row[7])
    ground.themes_of = _lists(_links("themes", "theme_id", rows), ground.projects, ground.themes)
    ground.countries_of = _lists(_links("countries", "place_id", rows), ground.projects)
    ground.regions_of = _lists(_links("regions", "place_id", rows), ground.projects)
    for pk, codes in ground.regions_of.items():
        if len(codes) > 1:
            ground.regions_of[pk] = widest(codes)
    return ground


def _root(pk: int, parents: dict[int, int | None]) -> int:
    """The topmost of those that hold the project and are chosen too."""
    above = parents.get(pk)
    while above in parents:
        pk, above = above, parents[above]
    return pk


def _links(name: str, key: str, rows: list[Any]) -> Iterable[tuple[int, Any]]:
    links: Any = getattr(Project, name).through._base_manager
    if len(rows) <= _FEW:
        links = links.filter(project_id__in=[row[0] for row in rows])
    found: Iterable[tuple[int, Any]] = links.values_list("project_id", key)
    return found


def _joined(viewer: Viewer, rows: list[Any]) -> Iterable[tuple[int, Any]]:
    partners = ProjectPartner.objects.live()  # of projects that are seen; entities that are not have no bit
    if len(rows) <= _FEW:
        partners = partners.filter(project_id__in=[row[0] for row in rows])
    found: Iterable[tuple[int, Any]] = partners.order_by().values_list("project_id", "entity_id")
    return found


def _bits(links: Iterable[tuple[int, int]], bits: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for project, key in links:
        bit = bits.get(key)
        if bit:
            found[project] = found.get(project, 0) | bit
    return found


def _lists(links: Iterable[tuple[int, Any]], projects: Any, seen: Any = None) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for project, key in links:
        if project in projects and (seen is None or key in seen):
            if project in found:
                found[project].append(key)
            else:
                found[project] = [key]
    return found


@lru_cache(maxsize=1)
def members() -> dict[str, frozenset[str]]:
    """The codes of the countries in each region."""
    inside: dict[str, set[str]] = {each.code: set() for each in regions()}
    for country in countries():
        for code in country.region_codes:
            inside[code].add(country.iso3)
    return {code: frozenset(found) for code, found in inside.items()}


def widest(codes: list[str]) -> list[str]:
    """Those of the regions that lie in none of the others, so that no country is counted twice."""
    inside = members()
    return [code for code in codes if not any(inside[code] < inside[other] for other in codes)]


class Need(NamedTuple):
    """A request or recommendation that is open: where, on what, from which year on, and whether any work cites it."""

    theme: int
    country: str
    year: int
    request: bool
    answered: bool


def needs_of(viewer: Viewer, themes: dict[int, Theme]) -> Iterator[Need]:
    """What the viewer sees of needs that were not declined; six queries.

    A need is answered by a project or planned activity that the viewer sees, that is in use and not cancelled.
    """
    requests = AssistanceRequest.objects.visible_to(viewer).live().exclude(reply=RequestReply.DECLINED)
    recommendations = Recommendation.objects.visible_to(viewer).live()
    for needs, name, key, day in (
        (requests, "requests", "assistancerequest_id", "requested_on"),
        (recommendations, "recommendations", "recommendation_id", "made_on"),
    ):
        cited = _cited(viewer, name, key)
        for pk, theme, country, on in needs.order_by().values_list("pk", "theme_id", "country", day):
            year = int(on[:4]) if on else UNDATED
            yield Need(theme if theme in themes else NO_THEME, country, year, name == "requests", pk in cited)


def _cited(viewer: Viewer, name: str, key: str) -> set[int]:
    found: set[int] = set()
    projects = Project.objects.visible_to(viewer).live().exclude(status=DeclaredStatus.CANCELLED)
    planned = PlannedActivity.objects.visible_to(viewer).live().exclude(state=PlannedState.CANCELLED)
    for owners, owner in ((projects, "project"), (planned, "plannedactivity")):
        links: Any = getattr(owners.model, name).through._base_manager
        rows = links.filter(**{f"{owner}__in": owners.order_by().values("pk")})
        found |= set(rows.values_list(key, flat=True))
    return found
