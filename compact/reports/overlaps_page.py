"""The report on overlaps as a page: a table for each way of counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from compact.kernel.money import money_of
from compact.kernel.viewers import viewer_of
from compact.reports.overlaps import Overlaps, Part, overlaps_of, pairs_readable

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from compact.reports.overlaps import Cell, Key


@dataclass(frozen=True, slots=True)
class Line:
    """A key with its figures, and its sums in words, one a currency."""

    key: Key
    cell: Cell
    budgets: list[str]
    requested: list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one way of counting; ``of_cases``: there is money to tell."""

    part: Part
    lines: list[Line]
    of_cases: bool


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What there is today, as far as the viewer sees it, with the report as files."""
    viewer = viewer_of(request)
    cells = overlaps_of(viewer, viewer.today, Overlaps().rows_readable(viewer), pairs_readable(viewer))
    tables = [
        Table(part, [_line(key, cell) for key, cell in cells.items() if key.part == part], not part.startswith("pairs"))
        for part in Part
    ]
    address = reverse("report-overlaps")
    context = {
        "tables": [table for table in tables if table.lines],
        "day": viewer.today,
        "files": [("CSV", f"{address}?format=csv"), ("XLSX", f"{address}?format=xlsx")],
    }
    return render(request, "reports/overlaps.html", context)


def _line(key: Key, cell: Cell) -> Line:
    money = sorted(cell.money.items())
    budgets = [str(money_of(each.budget, currency)) for currency, each in money if each.added]
    return Line(key, cell, budgets, [str(money_of(each.requested, currency)) for currency, each in money if each.asked])
