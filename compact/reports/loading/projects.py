"""projects.csv with its partners, and other_project_details.csv for our own reading of each project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from compact.kernel.countries import region, validate_country
from compact.kernel.places import Place, PlaceKind
from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from workinggroups.projects.models import (
    BudgetBasis,
    DeclaredStatus,
    PartnerRole,
    Project,
    ProjectKind,
    ProjectPartner,
)
from workinggroups.projects.services.partners import partner_create
from workinggroups.projects.services.projects import project_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock

DETAILS_COLUMNS = (
    "project_ref",
    "kind",
    "parent",
    "themes",
    "regions",
    "is_global",
    "joint",
    "audience",
    "instruments",
    "budget_basis",
    "origin",
    "note",
)
COLUMNS = (
    "project_ref",
    "title_en",
    "title_fr",
    "title_fr_origin",
    "lead_entity",
    "partner_entities",
    "group_code",
    "pillar",
    "beneficiary_countries",
    "region",
    "starts_on",
    "ends_on",
    "budget_usd",
    "budget_note",
    "status",
    "summary",
    "source_url",
    "evidence",
)
KEY = ("project_ref",)
CLEARANCE = "Public source"
"""Why what was read on a public page is open to all (data, in English like all notes)."""
_TO = {
    "code": "project_ref",
    "lead": "lead_entity",
    "group": "group_code",
    "pillars": "pillar",
    "place_note": "region",
    "start": "starts_on",
    "end": "ends_on",
    "budget": "budget_usd",
    "summary_en": "summary",
    "source": "source_url",
}
"""Which column a fault of a field is told at, where their names differ."""
_OWN_TITLE = "The French title is our own translation."
_OWN_READING = "Group, pillars, kind, place in the tree, themes and regions are our own reading."
_WORLDWIDE = "Global"


class Origin(TextChoices):
    """Who reads a project so."""

    OWN_READING = "own_reading"


class TitleOrigin(TextChoices):
    """Where a French title comes from."""

    OWN_TRANSLATION = "own_translation"
    FOUND = "found"


def load_details(sheet: Sheet, stock: Stock) -> None:
    """Remember our reading of each project; it is stored with the project."""
    for row in sheet.rows:
        row.choice("origin", Origin, required=False)
        stock.details[row.text("project_ref", required=True)] = row


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each project, open to all since it was read on a public page, with its partners, whose roles nobody told.

    What a project is part of stands on an earlier line.
    """
    if not sheet.readable:
        stock.unread.add(Project)
    places = {place.code: place for place in Place.objects.all()}
    for row in sheet.rows:
        project = _project(row, stock, places)
        stock.projects.setdefault(row.text("project_ref"), project)
        stock.titles.setdefault(row.text("title_en"), project)
    if sheet.readable:
        for reference, detail in stock.details.items():
            if reference not in stock.projects:
                detail.problem("project_ref", _("No project has the reference “%(code)s”.") % {"code": reference})


def _project(row: Row, stock: Stock, places: Mapping[str, Place]) -> Project | None:
    detail = stock.details.get(row.text("project_ref"))
    values = {**_values(row, stock, places), **_money(row)}
    partners = [stock.entity(row, "partner_entities", code) for code in row.texts("partner_entities")]
    if detail is not None:
        values |= _reading(detail, stock, places)
    values["note"] = _note(row, detail)
    if not row.sound or (detail is not None and not detail.sound) or values["lead"] is None:
        return None
    project = stock.keep(
        Project,
        lambda values: project_create(actor=stock.actor, values=values),
        row,
        key={"code": values["code"]},
        values=values,
        columns=_TO,
        rival=lambda: Project.objects.live().filter(title_en=values["title_en"], lead=values["lead"]).first(),
    )
    for partner in partners:
        if project is not None and partner is not None and partner.pk != project.lead_id:
            _partner(row, stock, {"project": project, "entity": partner})
    return project


def _values(row: Row, stock: Stock, places: Mapping[str, Place]) -> dict[str, Any]:
    start, end = row.period("starts_on", "ends_on")
    row.choice("title_fr_origin", TitleOrigin, required=False)
    pillars = [stock.instrument(row, "pillar", f"PILLAR-{number}") for number in row.texts("pillar")]
    return {
        "code": row.text("project_ref", required=True),
        "kind": ProjectKind.PROJECT,
        "title_en": row.text("title_en", required=True),
        "title_fr": row.text("title_fr"),
        "summary_en": row.text("summary"),
        "lead": stock.entity(row, "lead_entity"),
        "group": stock.group(row, "group_code", row.text("group_code")),
        "pillars": [pillar for pillar in pillars if pillar is not None],
        "countries": _countries(row, places),
        "is_global": row.text("region") == _WORLDWIDE,
        "place_note": _place_note(row.text("region"), places),
        "start": start,
        "end": end,
        "status": row.choice("status", DeclaredStatus, required=False),
        "visibility": Visibility.ALL,
        "clearance": CLEARANCE,
        "source": row.text("source_url"),
        "evidence": row.choice("evidence", Evidence, required=False),
    }


def _money(row: Row) -> dict[str, Any]:
    budget = row.amount("budget_usd")
    return {
        "budget": budget,
        "budget_currency": "" if budget is None else "USD",
        "budget_basis": BudgetBasis.BUDGET,
        "budget_note": row.text("budget_note"),
    }


def _reading(detail: Row, stock: Stock, places: Mapping[str, Place]) -> dict[str, Any]:
    themes = [stock.theme(detail, "themes", code) for code in detail.texts("themes")]
    instruments = [stock.instrument(detail, "instruments", code) for code in detail.texts("instruments")]
    return {
        "kind": detail.choice("kind", ProjectKind),
        "parent": stock.project(detail, "parent"),
        "themes": [theme for theme in themes if theme is not None],
        "instruments": [instrument for instrument in instruments if instrument is not None],
        "regions": _regions(detail, places),
        "is_global": detail.flag("is_global"),
        "declared_joint": detail.flag("joint"),
        "audience": detail.text("audience"),
        "budget_basis": detail.choice("budget_basis", BudgetBasis, required=False) or BudgetBasis.BUDGET,
    }


def _note(row: Row, detail: Row | None) -> str:
    """Our own remark, and what of the row is ours."""
    parts = [detail.text("note"), _OWN_READING if detail.text("origin") == Origin.OWN_READING else ""] if detail else []
    if row.text("title_fr_origin") == TitleOrigin.OWN_TRANSLATION:
        parts.append(_OWN_TITLE)
    return " ".join(part for part in parts if part)


# --- Places -----------------------------------------------------------------------------------------------------------


def _countries(row: Row, places: Mapping[str, Place]) -> list[Place]:
    found = []
    for code in row.texts("beneficiary_countries"):
        try:
            validate_country(code)
        except ValidationError as error:
            row.problem("beneficiary_countries", " ".join(error.messages))
        else:
            found.append(places[code])
    return found


def _regions(detail: Row, places: Mapping[str, Place]) -> list[Place]:
    found = []
    for code in detail.texts("regions"):
        place = places.get(code)
        if place is None or place.kind != PlaceKind.REGION:
            detail.problem("regions", _("“%(code)s” is not the code of a region of M49.") % {"code": code})
        else:
            found.append(place)
    return found


def _place_note(text: str, places: Mapping[str, Place]) -> str:
    """``text`` unless it says no more than that the project is worldwide, or the name of one region of M49."""
    names = {region(place.code).name("en") for place in places.values() if place.kind == PlaceKind.REGION}
    return "" if text == _WORLDWIDE or text in names else text


# --- Partners ---------------------------------------------------------------------------------------------------------


def _partner(row: Row, stock: Stock, part: Mapping[str, Any]) -> None:
    evidence = {"source": row.text("source_url"), "evidence": row.text("evidence")}
    stock.keep(
        ProjectPartner,
        lambda values: partner_create(actor=stock.actor, values=values),
        row,
        key={"project_id": part["project"].pk, "entity_id": part["entity"].pk},
        values={**part, "role": PartnerRole.NOT_KNOWN, **evidence},
        columns={"entity": "partner_entities", "role": "partner_entities", "source": "source_url"},
    )
