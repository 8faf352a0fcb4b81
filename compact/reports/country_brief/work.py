"""What is under way, planned and lately over in the State."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact.entities.models import Entity
from compact.kernel.countries import country, region
from compact.kernel.dates import latest
from compact.reports.country_brief.lines import Line, Section, joined
from workinggroups.needs.models import Theme
from workinggroups.projects.models import (
    BudgetBasis,
    DeclaredStatus,
    Phase,
    PlannedActivity,
    PlannedState,
    Project,
    ProjectPartner,
)
from workinggroups.projects.phases import is_out_of_step, phase_on
from workinggroups.projects.queries import in_countries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from compact.reports.country_brief.lines import Brief

RECENT = datetime.timedelta(days=730)
"""What ended within two years is still asked about."""
_BY_NAME, _BY_REGION = "country", "region"


def stage_on(start: str, end: str, status: str, day: datetime.date) -> Section | None:
    """Where work stands on ``day``: by its dates and, where these do not tell, by its declared status.

    None for what was cancelled, what is long over, and what is over nobody knows when.
    """
    phase = phase_on(start, end, day)
    if status == DeclaredStatus.CANCELLED:
        return None
    if phase == Phase.ENDED or status == DeclaredStatus.CLOSED:
        return Section.ENDED if end and day - RECENT <= latest(end) <= day else None
    if phase == Phase.NOT_STARTED or (phase == Phase.UNKNOWN and status == DeclaredStatus.PLANNED):
        return Section.PLANNED
    return Section.CURRENT


def projects_of(brief: Brief) -> list[Line]:
    """The projects in the State: those that name it first, then those for a region around it; four queries."""
    links: Any = Project.countries.through
    here = links._base_manager.filter(project_id=OuterRef("pk"), place_id=brief.country)
    rows = brief.cleared(Project).filter(in_countries([brief.country])).annotate(is_named=Exists(here))
    rows = rows.select_related("lead").prefetch_related("regions").order_by("-is_named", "-start", "code", "pk")
    staged = [(row, stage_on(row.start, row.end, row.status, brief.day)) for row in rows]
    kept = [(row, stage) for row, stage in staged if stage is not None]
    partners = _partners(brief, [row.pk for row, _stage in kept])
    around = set(country(brief.country).region_codes)
    return [_project_line(row, stage, brief.day, partners.get(row.pk, ()), around) for row, stage in kept]


def _partners(brief: Brief, keys: Sequence[int]) -> Mapping[int, list[Any]]:
    """The partners of the projects with ``keys`` that may be named, by project."""
    rows = brief.cleared(ProjectPartner).filter(project__in=keys).select_related("entity")
    found: dict[int, list[Any]] = {}
    for row in rows.order_by("entity__code", "pk"):
        found.setdefault(row.project_id, []).append(row.entity)
    return found


def _project_line(row: Any, stage: Section, day: datetime.date, partners: Sequence[Any], around: set[str]) -> Line:
    others = [str(each) for each in partners if each.pk != row.lead_id]
    phase = row.phase(day)
    state = row.get_status_display() if row.status else phase.label
    mismatch = is_out_of_step(row.status, phase) and _("by its dates: %(phase)s") % {"phase": phase.label}
    regions = [region(each.code).name() for each in row.regions.all() if each.code in around]
    for_region = _("for %(regions)s") % {"regions": ", ".join(sorted(regions))} if not row.is_named else ""
    asked = row.budget is not None and row.budget_basis == BudgetBasis.REQUESTED
    basis = row.get_budget_basis_display() if asked else ""
    return Line(
        stage,
        row.title,
        who=", ".join([str(row.lead), *others]),
        start=row.start,
        end=row.end,
        state=row.status,
        state_name=joined(state, mismatch),
        detail=joined(row.institutions, for_region, basis),
        money=row.budget_money,
        place=_BY_NAME if row.is_named else _BY_REGION,
        resource="projects",
        uid=str(row.uid),
        source=row.source,
        evidence=row.evidence,
    )


def worldwide_of(brief: Brief) -> Iterator[Line]:
    """How many pieces of worldwide work are under way, in one line; none where there are none."""
    rows = brief.cleared(Project).filter(is_global=True).exclude(in_countries([brief.country]))
    told = rows.values_list("start", "end", "status")
    count = sum(stage_on(start, end, status, brief.day) == Section.CURRENT for start, end, status in told)
    if count:
        text = ngettext(
            "%(count)d worldwide programme or project is open to all Member States, this one among them.",
            "%(count)d worldwide programmes and projects are open to all Member States, this one among them.",
            count,
        )
        yield Line(Section.WORLDWIDE, text % {"count": count}, resource="projects")


def planned_of(brief: Brief) -> list[Any]:
    """The planned activities whose month is not over and that are no project yet which the brief shows, by month."""
    became = brief.cleared(Project).order_by().values("pk")
    rows = brief.cleared(PlannedActivity).filter(country=brief.country).exclude(project__in=became)
    rows = rows.exclude(state=PlannedState.CANCELLED).select_related("entity").order_by("month", "pk")
    return [row for row in rows if latest(row.month) >= brief.day]


def planned_lines(brief: Brief, rows: Sequence[Any]) -> Iterator[Line]:
    """The planned activities ``rows`` as lines; one query."""
    themes = brief.named(Theme, {row.theme_id for row in rows})
    for row in rows:
        theme = str(themes.get(row.theme_id, ""))
        yield Line(
            Section.PLANNED,
            row.title or theme or row.institution or _("Planned activity"),
            who=str(row.entity),
            start=row.month,
            state=row.state,
            state_name=row.get_state_display(),
            detail=joined(row.institution, theme if row.title else ""),
            place=_BY_NAME,
            resource="planned-activities",
            uid=str(row.uid),
            source=row.source,
            evidence=row.evidence,
        )


def leads_of(brief: Brief, lines: Sequence[Line]) -> list[Any]:
    """The lead entities of the projects among ``lines`` that are under way or planned, by their codes."""
    uids = [line.uid for line in lines if line.uid and line.section != Section.ENDED]
    led = Project.objects.filter(uid__in=uids).values("lead")
    return list(brief.cleared(Entity).filter(pk__in=led).order_by("code"))
