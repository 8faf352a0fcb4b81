"""The report, and the figures behind it, which the administration's page shows too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.kernel.money import money_of
from compact.reports.base import Report
from compact.reports.portfolio.axes import NONE, TOTAL, Axis, By, Key, RowKind, axis_of
from compact.reports.portfolio.cells import COUNTED, Cell, Held, held_amounts
from compact.reports.portfolio.filters import PortfolioFilters
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

_FIGURES = (
    ("programmes", _("programmes")),
    ("projects", _("projects")),
    ("activities", _("activities")),
    ("under_way", _("under way by date")),
    ("started", _("started, end not on record")),
    ("out_of_step", _("declared status out of step with the dates")),
    ("without_dates", _("without dates")),
    ("unknown", _("budgets not known")),
)
_ORDER = tuple(RowKind)


@dataclass(frozen=True, slots=True)
class Line:
    """What the portfolio says of one key."""

    key: Key
    cell: Cell


def portfolio_of(viewer: Viewer, day: datetime.date, chosen: QuerySet[Any], by: str) -> list[Line]:
    """The figures of ``chosen`` on ``day`` under each key that has any, and of all: by code, the total last.

    A query for the names, one for each part of the axis, and where amounts lie in one another four more at most.
    """
    axis = axis_of(by, viewer, chosen)
    cells: dict[Key, Cell] = {}
    total = Cell()
    for part in axis.parts:
        for row in part.counted(day):
            if part.whole:
                total.add(row)
            key = axis.names.get(row["cell"])
            if key is not None:
                cell = cells.setdefault(key, Cell())
                cell.add(row)
                number = sum(row[f"figure_{name}"] for name in COUNTED[:3])
                cell.led += number * part.whole
                cell.partner += number * (not part.whole)
    _contained_take(axis, cells, total, *held_amounts(viewer, chosen, axis.own))
    lines = sorted(cells.items(), key=lambda pair: (_ORDER.index(pair[0].kind), pair[0].code))
    return [Line(key, cell) for key, cell in [*lines, (TOTAL, total)] if cell.number]


def _contained_take(
    axis: Axis, cells: dict[Key, Cell], total: Cell, held: list[Held], above: dict[int, tuple[str, Any]]
) -> None:
    """Take out of each cell, and of the total, the amounts that another one there contains."""
    held = [each for each in held if any(pk in above and above[pk][0] == each.basis for pk in each.above())]
    linked = _linked(axis, {pk for each in held for pk in (each.pk, *each.above())}) if held else {}

    def keys(pk: int, own: Any) -> set[Any]:
        found = linked.get(pk)
        if not found:
            return {own}
        return found | {own} if axis.both and own != NONE else found

    for each in held:
        total.contain(each)
        holding = [keys(pk, above[pk][1]) for pk in each.above() if pk in above and above[pk][0] == each.basis]
        for key in keys(each.pk, each.cell).intersection(set().union(*holding)):
            if key in axis.names:
                cells[axis.names[key]].contain(each)


def _linked(axis: Axis, wanted: set[int | None]) -> dict[int, set[Any]]:
    """The keys that the tables of the axis tell of each project."""
    found: dict[int, set[Any]] = {}
    for links in axis.links:
        for project, key in links:
            if project in wanted:
                found.setdefault(project, set()).add(key)
    return found


class Portfolio(Report):
    """How many programmes, projects and activities there are by one axis, how they stand, and their budgets.

    A row is one key in one currency, without a currency where no amount is known; the numbers of projects are of
    the key and stand in each of its rows. A project that has several keys stands under each: rows are not to be
    added up. The rows of kind *total* have every chosen project once.
    """

    name = "portfolio"
    columns = (
        Column("by", _("by"), type=ColumnType.CODE),
        Column("row_kind", _("what the row tells of"), type=ColumnType.CODE),
        Column("key_code", _("code of the key; rows are not to be added up"), type=ColumnType.CODE),
        Column("key_name", _("name of the key")),
        *(Column(name, label, type=ColumnType.NUMBER) for name, label in _FIGURES),
        Column("led", _("of which the entity leads"), type=ColumnType.NUMBER),
        Column("partner", _("of which it is a partner"), type=ColumnType.NUMBER),
        Column("currency", _("currency"), type=ColumnType.CODE),
        Column("budget", _("sum of the budgets; what a parent’s contains is not added"), type=ColumnType.AMOUNT),
        Column("budgets_added", _("budgets in this sum"), type=ColumnType.NUMBER),
        Column("budgets_contained", _("budgets that a parent’s contains"), type=ColumnType.NUMBER),
        Column("requested", _("sum of the amounts asked for, not received"), type=ColumnType.AMOUNT),
    )
    may_lack = frozenset({"led", "partner", "budget", "requested"})
    filterset_class = PortfolioFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Projects in use."""
        readable: QuerySet[Any] = Project.objects.visible_to(viewer).live()
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a key and currency."""
        by = self.request.query_params.get("by", By.GROUP.value)
        for line in portfolio_of(viewer, day, chosen, by):
            yield from _rows(by, line)


def _rows(by: str, line: Line) -> Iterator[Sequence[Any]]:
    key, cell = line.key, line.cell
    roles = (cell.led, cell.partner) if by == By.ENTITY and key.kind == RowKind.KEY else (None, None)
    head = (by, key.kind.value, key.code, title_of(key), *(cell.counts[name] for name in COUNTED), *roles)
    if not cell.money:
        yield (*head, "", None, 0, 0, None)
    for currency, money in sorted(cell.money.items()):
        budget = amount_text(money["budget"], currency) if money["added"] else None
        requested = amount_text(money["requested"], currency) if money["asked"] else None
        yield (*head, currency, budget, money["added"], money["contained"], requested)


def title_of(key: Key) -> str:
    """The name of the key, in words where it is no record."""
    return key.name or str(key.kind.label)


def amount_text(minor: int, currency: str) -> str:
    """Minor units as a decimal in major units."""
    money = money_of(minor, currency)
    return str(money.amount) if money else ""
