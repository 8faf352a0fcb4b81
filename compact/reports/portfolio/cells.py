"""What a budget counts for: a parent's budget contains its children's, so within a cell no sum adds both.

A cell is what stands under one key: the projects of a group, of a country. A budget is added there unless an ancestor
of the project stands in the same cell with a known amount of the same kind. An ancestor that the viewer may not see
is not there for them, nor is what lies above it: no total tells that something is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import BigIntegerField, Case, Count, F, Q, Sum, When

from workinggroups.projects.models import BudgetBasis, Phase, ProjectKind
from workinggroups.projects.phases import out_of_step, phase_is
from workinggroups.projects.queries import ProjectQuerySet

if TYPE_CHECKING:
    import datetime

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

COUNTED = ("programmes", "projects", "activities", "under_way", "started", "out_of_step", "without_dates", "unknown")
"""The figures that count projects."""
AMOUNTS = ("budget", "added", "contained", "requested", "asked")
"""The figures of a currency: the sum of the budgets, how many are in it, how many of those known are in a parent's
and therefore not; the sum of what was asked for and how many amounts are in it."""


def _counts(day: datetime.date) -> dict[str, Q]:
    """What each figure of :data:`COUNTED` counts on ``day``."""
    return {
        "programmes": Q(kind=ProjectKind.PROGRAMME),
        "projects": Q(kind=ProjectKind.PROJECT),
        "activities": Q(kind=ProjectKind.ACTIVITY),
        "under_way": phase_is(Phase.RUNNING, day),
        "started": phase_is(Phase.STARTED, day),
        "out_of_step": ~Q(status="") & out_of_step(day),
        "without_dates": Q(start="", end=""),
        "unknown": Q(budget__isnull=True),
    }


@dataclass(slots=True)
class Cell:
    """The figures under one key: ``counts`` by the names of :data:`COUNTED`, ``money`` by currency."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTED, 0))
    money: dict[str, dict[str, int]] = field(default_factory=dict)
    led: int = 0
    partner: int = 0

    @property
    def number(self) -> int:
        """How many programmes, projects and activities stand here."""
        return sum(self.counts[name] for name in COUNTED[:3])

    def add(self, row: dict[str, Any]) -> None:
        """Take in what a row of :class:`Part` tells of one currency and kind of amount."""
        for name in COUNTED:
            self.counts[name] += row[f"figure_{name}"]
        if row["budget_currency"]:
            self._amount(row, row["figure_sum"], row["figure_known"])

    def contain(self, held: Held) -> None:
        """Take out again an amount that a parent's contains."""
        row = {"budget_currency": held.currency, "budget_basis": held.basis}
        self._amount(row, -held.amount, -1)
        if held.basis == BudgetBasis.BUDGET:
            self.money[held.currency]["contained"] += 1

    def _amount(self, row: dict[str, Any], total: int, number: int) -> None:
        money = self.money.setdefault(row["budget_currency"], dict.fromkeys(AMOUNTS, 0))
        names = ("budget", "added") if row["budget_basis"] == BudgetBasis.BUDGET else ("requested", "asked")
        for name, value in zip(names, (total, number), strict=True):
            money[name] += int(value)


@dataclass(frozen=True, slots=True)
class Part:
    """Some memberships of projects in cells: ``rows`` are projects, joined to what they belong to; ``key`` says where.

    The part that is ``whole`` has each chosen project once, and tells the totals.
    """

    rows: QuerySet[Any]
    key: Any
    whole: bool = False

    def counted(self, day: datetime.date) -> QuerySet[Any]:
        """The figures of each key, currency and kind of amount, whatever contains what."""
        figures = {f"figure_{name}": Count("pk", filter=each) for name, each in _counts(day).items()}
        cells = self.rows.order_by().annotate(cell=self.key).values("cell", "budget_currency", "budget_basis")
        found: QuerySet[Any] = cells.annotate(**figures, figure_sum=Sum("budget"), figure_known=Count("budget"))
        return found


class Held(NamedTuple):
    """A known amount of a project that is part of another: ``holder`` and ``upper`` are the keys of the projects above.

    ``upper`` is None where there is none, or where what is between may not be seen. ``cell`` is what the axis tells
    of the project's own row.
    """

    pk: int
    holder: int
    upper: int | None
    amount: int
    currency: str
    basis: str
    cell: Any

    def above(self) -> tuple[int | None, int | None]:
        """The keys of the projects that hold this one; the tree has three levels."""
        return (self.holder, self.upper)


def held_amounts(viewer: Viewer, chosen: QuerySet[Any], key: Any) -> tuple[list[Held], dict[int, tuple[str, Any]]]:
    """The known amounts among ``chosen`` that one above may contain; and of those above the kind of amount and cell.

    Two queries.
    """
    known = chosen.order_by().filter(budget__isnull=False).annotate(cell=key)
    upper: Any = F("parent__parent_id")
    if not viewer.is_secretariat:
        seen = ProjectQuerySet.visibility_rule(viewer, "parent__") & Q(parent__archived_at__isnull=True)
        upper = Case(When(seen, then=upper), default=None, output_field=BigIntegerField())
    below = known.filter(parent__isnull=False)
    rows = below.annotate(upper=upper).values_list(
        "pk", "parent_id", "upper", "budget", "budget_currency", "budget_basis", "cell"
    )
    held = [Held(*row) for row in rows]
    if not held:
        return [], {}
    parents = chosen.model._base_manager.filter(parent__isnull=False).values("parent_id")
    above = known.filter(pk__in=parents).values_list("pk", "budget_basis", "cell")
    return held, {pk: (basis, cell) for pk, basis, cell in above}
