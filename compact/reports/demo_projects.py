"""Needs, planned activities and a joint project to see in a demonstration; all of it fictional, and no money moves."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from compact.agreements.models import Instrument
from compact.kernel.places import Place
from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.needs.services import recommendation_create, request_create
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.services.partners import partner_create
from workinggroups.projects.services.planned import planned_create
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group

FICTIONAL = {"evidence": Evidence.DEMONSTRATION, "source": "Fictional", "note": "Made up for demonstrations."}
OPEN = {"visibility": Visibility.ALL, "clearance": "Fictional"}
MINISTRY = "Directorate of Immigration Services"
REQUESTS: tuple[dict[str, Any], ...] = (
    {
        "country": "KEN",
        "institution": MINISTRY,
        "title": "Fictional: training of analysts of passenger data",
        "theme": "travel-data",
        "handled_by": "UNODC",
        "channel": "note_verbale",
        "reply": "accepted",
        "months": -5,
        **OPEN,
    },
    {
        "country": "KAZ",
        "institution": "Ministry of Internal Affairs",
        "title": "Fictional: advice on the marking of small arms",
        "theme": "small-arms",
        "handled_by": "UNODC",
        "channel": "country_office",
        "months": -2,
        **OPEN,
    },
    {
        "country": "UZB",
        "institution": "",
        "title": "Fictional: expert on electronic evidence for the prosecution service",
        "theme": "electronic-evidence",
        "handled_by": "",
        "channel": "letter",
        "months": -1,
    },
)
RECOMMENDATIONS: tuple[dict[str, Any], ...] = (
    {
        "country": "KEN",
        "institution": MINISTRY,
        "title": "Fictional: collect advance passenger information at all airports",
        "theme": "travel-data",
        "priority": "high",
        **OPEN,
    },
    {
        "country": "KAZ",
        "institution": "Ministry of Internal Affairs",
        "title": "Fictional: share data on lost and stolen weapons with neighbours",
        "theme": "small-arms",
        "priority": "medium",
    },
    {
        "country": "UZB",
        "institution": "",
        "title": "Fictional: write a plan for the reintegration of returning families",
        "theme": "prosecution-reintegration",
        "priority": "high",
    },
)
PLANNED: tuple[tuple[str, str, str, str, int, str], ...] = (
    ("UNODC", "KEN", MINISTRY, "travel-data", 2, "Fictional: workshop on passenger data"),
    ("INTERPOL", "KEN", MINISTRY, "travel-data", 2, "Fictional: course on watch lists and passenger data"),
    ("WCO", "KEN", "Kenya Revenue Authority", "border-management", 4, "Fictional: exercise on cargo selection"),
    ("UNODC", "KAZ", "Ministry of Internal Affairs", "small-arms", 3, "Fictional: course on tracing of small arms"),
    ("UNDP", "UZB", "", "pcve", 1, "Fictional: dialogue with community leaders"),
)
"""Entity, State, institution, theme, in how many months, what; the first two collide."""
PROJECT = "Fictional: passenger data at the airports of Kenya"
PARTS: tuple[tuple[str, str, int | None, str], ...] = (
    ("UNODC", "lead", 350_000, ""),
    ("IOM", "joint", 150_000, ""),
    ("INTERPOL", "joint", None, "Two trainers for six weeks"),
    ("WCO", "implementing", None, ""),
)
"""Entity, role, share in US dollars, named contribution."""


def demo_projects(actor: Viewer, group: Group, entities: Mapping[str, Entity]) -> None:
    """Make what is not there yet; ``entities`` by their codes are those that can take part, ``group`` leads."""
    themes = {theme.code: theme for theme in Theme.objects.live()}
    for line in REQUESTS:
        if _is_new(AssistanceRequest, title=line["title"]):
            request_create(actor=actor, values=_need(line, themes, entities))
    for line in RECOMMENDATIONS:
        if _is_new(Recommendation, title=line["title"]):
            values = {**_need(line, themes, entities), "origin": "cted_visit", "made_on": _month(-8)[:4]}
            recommendation_create(actor=actor, values=values)
    _planned(actor, themes, entities)
    _project(actor, group, themes, entities)


def _is_new(model: Any, **values: Any) -> bool:
    return not model.objects.filter(**values).exists()


def _month(months: int) -> str:
    """The month that is so many months from this one, e.g. 2026-11."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return f"{year}-{month + 1:02}"


def _need(line: Mapping[str, Any], themes: Mapping[str, Theme], entities: Mapping[str, Entity]) -> dict[str, Any]:
    values = {**line, "theme": themes.get(line["theme"]), **FICTIONAL}
    if "months" in values:
        values["requested_on"] = _month(values.pop("months"))
        values["handled_by"] = entities.get(line["handled_by"])
    return values


def _planned(actor: Viewer, themes: Mapping[str, Theme], entities: Mapping[str, Entity]) -> None:
    for code, country, institution, theme, months, title in PLANNED:
        if code not in entities or not _is_new(PlannedActivity, title=title):
            continue
        values = {
            "entity": entities[code],
            "country": country,
            "institution": institution,
            "theme": themes.get(theme),
            "month": _month(months),
            "title": title,
            "contact": f"Example (fictional), {code}, +1 555 0100",
            "contact_email": "focal-point@example.org" if code == "UNODC" else "",
            **FICTIONAL,
        }
        planned_create(actor=actor, values=values)


def _project(actor: Viewer, group: Group, themes: Mapping[str, Theme], entities: Mapping[str, Entity]) -> None:
    if not _is_new(Project, title_en=PROJECT) or PARTS[0][0] not in entities:
        return
    values = {"lead": entities[PARTS[0][0]], "group": group, **_project_values(themes)}
    project = project_create(actor=actor, values=values)
    for code, role, share, contribution in PARTS:
        if code in entities:
            part = {"project": project, "entity": entities[code], "role": role, "contribution": contribution}
            money = {} if share is None else {"share": Decimal(share), "currency": "USD"}
            partner_create(actor=actor, values={**part, **money, **FICTIONAL})


def _project_values(themes: Mapping[str, Theme]) -> dict[str, Any]:
    needs = {"country": "KEN", "evidence": Evidence.DEMONSTRATION}
    return {
        "kind": "project",
        "title_en": PROJECT,
        "title_fr": "Fictif : données passagers dans les aéroports du Kenya",
        "summary_en": "Analysts, a shared watch list and a legal review for three airports. *All of it is fictional.*",
        "declared_joint": True,
        "countries": Place.objects.filter(pk="KEN"),
        "pillars": Instrument.objects.live().filter(code__in=("PILLAR-II", "PILLAR-III")),
        "themes": [themes[code] for code in ("travel-data",) if code in themes],
        "requests": AssistanceRequest.objects.live().filter(**needs),
        "recommendations": Recommendation.objects.live().filter(**needs),
        "institutions": MINISTRY,
        "start": _month(-4),
        "end": _month(20),
        "status": "ongoing",
        "budget": Decimal(600_000),
        "budget_currency": "USD",
        **OPEN,
        **FICTIONAL,
    }
