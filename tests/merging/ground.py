"""Two projects with all that projects have, merges through the services, and the whole database to compare."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.apps import apps
from modeltranslation.manager import get_translatable_fields_for_model

from compact.kernel.history import DomainHistory, HistoryRow
from compact.kernel.moving import Mergeable
from compact.merging import services
from compact.merging.models import Change, KeptValue, Merge
from compact.merging.plans import plan_make, plan_sign
from tests.cast import SYSTEM
from tests.funding.ground import allocation_make, confirmed_make, deposit_make, fund_make
from tests.funding.ground import partner_make as funding_partner_make
from tests.meetings.making import decision_make
from tests.needs.ground import recommendation_make, request_make, theme_make
from tests.projects.ground import instrument_make, partner_make, places, project_make
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.projects.services.planned import planned_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer
    from compact.merging.plans import Plan, Side
    from tests.cast import Cast
    from workinggroups.projects.models import Project

REASON = "One is a copy of the other."
_LOGS = (Merge, Change, KeptValue)
"""What only grows."""

type Rows = dict[str, dict[Any, dict[str, Any]]]


def plan(survivor: Any, retired: Any, actor: Viewer = SYSTEM, clearance: str = "", **choices: Side) -> Plan:
    """The plan of a merge of two rows as they are now."""
    for row in (survivor, retired):
        row.refresh_from_db()
    return plan_make(actor=actor, survivor=survivor, retired=retired, choices=choices, clearance=clearance)


def merge(survivor: Any, retired: Any, actor: Viewer = SYSTEM, clearance: str = "", **choices: Side) -> Merge:
    """The merge of two rows, planned and confirmed; both are read anew."""
    made = plan(survivor, retired, actor, clearance, **choices)
    assert made.problems == ()
    stored = services.merge(actor=actor, token=plan_sign(made, actor), reason=REASON)
    for row in (survivor, retired):
        row.refresh_from_db()
    return stored


def undo(merged: Merge, actor: Viewer = SYSTEM) -> Merge:
    """The merge undone."""
    return services.merge_undo(actor=actor, merge=merged, version=merged.version, reason="They are two after all.")


def everything(*, versions: bool = False) -> Rows:
    """Every row of every table of the domain, sets included, by table and key; without ``version`` unless asked for.

    What only grows is left out: histories, operations and the log of merges.
    """
    found: Rows = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in ("compact", "workinggroups", "funding") or grows(model):
            continue
        if model._meta.auto_created:
            found[model._meta.label] = _links(model)
            continue
        left_out = {*(get_translatable_fields_for_model(model) or ()), *(() if versions else ("version",))}
        names = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
        found[model._meta.label] = {row["id"]: row for row in model._base_manager.values(*names) if "id" in row}
    return found


def _links(model: Any) -> dict[Any, dict[str, Any]]:
    """The pairs of a set; their own keys mean nothing."""
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    return {tuple(row.values()): row for row in model._base_manager.values(*names)}


def grows(model: Any) -> bool:
    """Whether rows of ``model`` are only ever added."""
    is_history = issubclass(model, HistoryRow) or model in DomainHistory.m2m_models.values()
    return is_history or model in _LOGS or model._meta.label in ("compact.Operation", "compact.OperationCounter")


def grown() -> dict[str, int]:
    """How many rows each table has that only grows."""
    models = [model for model in apps.get_models(include_auto_created=True) if grows(model)]
    return {model._meta.label: model._base_manager.count() for model in models}


@dataclass(frozen=True, slots=True)
class Two:
    """The two projects, and what stands around them by a short name."""

    survivor: Project
    retired: Project
    around: Mapping[str, Any]


def two_projects(cast: Cast) -> Two:
    """Two projects on the same work, one in English and one in French, with all that projects have."""
    themes = [theme_make("travel"), theme_make("borders")]
    requests = [request_make(), request_make(title="Scanners")]
    advice = [recommendation_make(), recommendation_make(title="Law on data")]
    decisions = [decision_make(cast, number=number) for number in ("1", "2")]
    items = [_item(cast, title) for title in ("Write to Kenya", "Find a room")]
    texts = [instrument_make("S/RES/2396"), instrument_make("S/RES/2178")]
    survivor = project_make(
        cast,
        "Passenger data in Kenya",
        code="P-1",
        visibility="all",
        group=cast.groups["border"],
        countries=places("KEN"),
        themes=themes[:1],
        requests=requests[:1],
        recommendations=advice[:1],
        instruments=texts[:1],
        decisions=decisions[:1],
        action_items=items[:1],
        documents=["https://example.org/a"],
        start="2025",
        **_budget("900"),
    )
    retired = project_make(
        cast,
        "",
        "WCO",
        title_en="PNR, Kenya",
        title_fr="Données des passagers au Kenya",
        code="P-2",
        visibility="all",
        group=cast.groups["pcve"],
        countries=places("KEN", "UGA"),
        themes=themes,
        requests=requests[1:],
        recommendations=advice[1:],
        instruments=texts,
        decisions=decisions[1:],
        action_items=items[1:],
        documents=["https://example.org/b", "https://example.org/a"],
        end="2027",
        summary_fr="Formation des agents",
        **_budget("700"),
    )
    around = {"themes": themes, "partners": _partners(cast, survivor, retired), **_money(survivor, retired)}
    around["planned"] = planned_create(actor=SYSTEM, values={**_planned(cast), "project": retired})
    around["part"] = project_make(cast, "Course in Nairobi", kind="activity", parent=retired, visibility="all")
    return Two(survivor, retired, around)


def _budget(amount: str) -> dict[str, Any]:
    return {"budget": Decimal(amount), "budget_currency": "USD"}


def _item(cast: Cast, title: str) -> Any:
    values = {"group": cast.groups["border"], "title": title, "entity": cast.entities["WCO"]}
    return action_item_create(actor=SYSTEM, values=values)


def _planned(cast: Cast) -> dict[str, Any]:
    values = {"entity": cast.entities["WCO"], "country": "KEN", "month": "2026-11", "contact": "A. Desk, ext. 1"}
    return {**values, "title": "Workshop"}


def _partners(cast: Cast, survivor: Project, retired: Project) -> list[Any]:
    """Each project has its lead's row; CTED stands in both, UNDP in the retired one, WCO in the survivor's already."""
    share = {"share": Decimal(100), "currency": "USD"}
    return [
        partner_make(cast, survivor, "UNODC", "lead", **share),
        partner_make(cast, survivor, "CTED", "not_known"),
        partner_make(cast, retired, "WCO", "lead", **share),
        partner_make(cast, retired, "CTED", "joint", contribution="Two trainers", **share),
        partner_make(cast, retired, "UNDP", "supporting"),
    ]


def _money(survivor: Project, retired: Project) -> dict[str, Any]:
    """An allocation for each, of which the retired project's is confirmed."""
    fund, giver = fund_make(), funding_partner_make()
    deposit = deposit_make(giver, fund, "5000")
    allocations = [allocation_make(survivor, "250"), confirmed_make(fund, retired, "400")]
    return {"fund": fund, "deposit": deposit, "allocations": allocations}


def mergeable_labels() -> list[str]:
    """The labels of the models that can be merged."""
    return [model._meta.label for model in apps.get_models() if issubclass(model, Mergeable)]
