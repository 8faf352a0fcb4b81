"""Whatever is merged and undone in whatever order: once all is undone, all is as it was, and nothing is forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, Phase, example, given, seed, settings
from hypothesis import strategies as st

from compact.entities.models import Entity
from compact.merging import services
from compact.merging.deeds import Deed
from compact.merging.models import Merge
from compact.merging.plans import Plan, plan_sign
from funding.funds.models import Allocation
from tests.cast import SYSTEM
from tests.funding.ground import allocation_make
from tests.merging.ground import everything, grows, undo
from tests.needs.ground import theme_make
from tests.projects.ground import partner_make, places, project_make
from workinggroups.projects.models import Project
from workinggroups.projects.services.planned import planned_create

if TYPE_CHECKING:
    from compact.merging.plans import Side
    from tests.cast import Cast
    from tests.merging.ground import Rows

SIDES = st.sampled_from(["survivor", "retired"])
STEP = st.tuples(
    st.sampled_from(["project", "project", "entity", "undo"]),
    st.integers(0, 9),
    st.integers(0, 9),
    st.fixed_dictionaries({"title_en": SIDES, "budget": SIDES, "lead": SIDES, "group": SIDES, "code": SIDES}),
)
DIGEST = "unseen"
STEPS = st.lists(STEP, min_size=2, max_size=6)
FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
MANY = settings(FEW, max_examples=100, phases=[Phase.generate])
OURS = dict.fromkeys(("title_en", "budget", "lead", "group", "code"), "survivor")
PLACE_TAKEN = [
    ("entity", 6, 1, OURS),
    ("project", 0, 3, OURS | dict.fromkeys(("lead", "group", "budget", "code"), "retired")),
    ("project", 6, 8, OURS | {"lead": "retired"}),
    ("project", 4, 5, OURS | {"lead": "retired", "group": "retired"}),
    ("undo", 5, 4, OURS),
]
"""A later merge puts a partner where an earlier one took that partner away: the earlier cannot be undone first."""


@dataclass(frozen=True, slots=True)
class World:
    """What was there before, which every sequence starts from: it is taken back when it has been compared."""

    rows: Rows
    logged: dict[str, dict[Any, Any]]
    money: int


@pytest.fixture
def world(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> World:
    """Five projects of three entities, alike enough to clash, with partners, parts, plans and money.

    Merges are confirmed unseen, so that they need no digest of what was seen.
    """
    themes = [theme_make("travel"), theme_make("borders")]
    made = []
    for place, (lead, other) in enumerate([("UNODC", "WCO"), ("WCO", "CTED"), ("CTED", "UNODC")] * 2):
        values = {"code": f"P-{place}", "visibility": "all", "themes": themes[place % 2 :], "start": f"202{place}"}
        values |= {"group": cast.groups["border" if place % 2 else "pcve"], "budget": Decimal(900), "note": str(place)}
        kind = "programme" if place == 5 else "project"
        values |= {"budget_currency": "USD", "kind": kind, "documents": [f"https://example.org/{place // 2}"]}
        made.append(project_make(cast, f"Project {place}", lead, countries=places("KEN"), **values))
        share = {"share": Decimal(10 * place + 10), "currency": "USD"}
        partner_make(cast, made[-1], lead, "lead", **share)
        partner_make(cast, made[-1], other, "joint" if place % 2 else "not_known", contribution=f"Trainer {place}")
        allocation_make(made[-1], f"{place + 1}")
    for place, project in enumerate(made[:3]):
        project_make(cast, f"Part {place}", "WCO", kind="activity", parent=project, visibility="all")
        values = {"entity": cast.entities["WCO"], "country": "KEN", "month": "2026-11", "contact": "Desk"}
        planned_create(actor=SYSTEM, values={**values, "project": project})
    monkeypatch.setattr(Deed, "digest", DIGEST)
    return World(everything(), _logged(), sum(_money().values()))


def _merge(survivor: Any, retired: Any, choices: dict[str, Side]) -> None:
    """Merge without looking first, which would carry the merge out twice."""
    plan = Plan(survivor._meta.label_lower, survivor, retired, choices, "", (), (), (), (), (), (), (), (), DIGEST)
    services.merge(actor=SYSTEM, token=plan_sign(plan, SYSTEM), reason="The same")


def _money() -> dict[str, int]:
    rows = Allocation.objects.annotate(stands=Coalesce(F("project__merged_into"), F("project")))
    return dict(rows.order_by("stands").values_list("stands").annotate(total=Sum("amount")))


def _take(step: tuple[Any, ...]) -> None:
    """One step; what cannot be merged, or cannot be undone yet, is refused."""
    what, one, other, choices = step
    if what == "undo":
        standing = list(Merge.objects.filter(undone_by__isnull=True))
        if standing:
            _undo(standing[one % len(standing)])
        return
    model: Any = Project if what == "project" else Entity
    rows = model.objects.live().order_by("pk")
    rows = list(rows.filter(kind="project") if what == "project" else rows.filter(code__in=("UNODC", "WCO", "CTED")))
    survivor, retired = rows[one % len(rows)], rows[(one + other + 1) % len(rows)]
    chosen = choices if what == "project" else {}
    try:
        _merge(survivor, retired, chosen)
    except ValidationError:
        return


def _undo(merged: Merge) -> None:
    """Undo a merge, unless a later one rests on it."""
    look = services.undo_look(actor=SYSTEM, merge=merged)
    assert look.conflicts == ()
    if look.is_possible:
        undo(merged)
    else:
        assert all("done later" in text for text in look.problems), look.problems


def _run(world: World, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        for step in steps:
            _take(step)
            assert sum(_money().values()) == world.money
        for merged in Merge.objects.filter(undone_by__isnull=True).order_by("-pk"):
            undo(merged)
        after, logged = everything(), _logged()
        transaction.set_rollback(True)
    for table, rows in world.rows.items():
        assert {key: after[table].get(key) for key in rows} == rows, table
        new = [row for key, row in after[table].items() if key not in rows]
        assert all(table == "workinggroups.ProjectPartner" and row["archived_at"] for row in new), (table, new)
    for table, rows in world.logged.items():
        assert {key: logged[table].get(key) for key in rows} == rows, table


def _logged() -> dict[str, dict[Any, Any]]:
    """The rows of all that only grows and never changes."""
    models = [model for model in apps.get_models() if grows(model) and not model._meta.label.endswith("Counter")]
    return {
        model._meta.label: {row[model._meta.pk.name]: row for row in model._base_manager.values()} for model in models
    }


@FEW
@given(steps=STEPS)
@example(steps=PLACE_TAKEN)
def test_random_sequences_leave_all_as_it_was(world: World, steps: list[tuple[Any, ...]]) -> None:
    _run(world, steps)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(10 if "sqlite" in site.DATABASES["default"]["ENGINE"] else 1))
def test_a_thousand_random_sequences_leave_all_as_it_was(world: World, part: int) -> None:
    @seed(part)
    @MANY
    @given(steps=STEPS)
    def run(steps: list[tuple[Any, ...]]) -> None:
        _run(world, steps)

    run()
