"""The administration's page of the portfolio: bars by one axis and a map of countries, each with its table.

The figures are those of the report, through the same door and with the same filters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.agreements.models import Instrument
from compact.entities.models import Entity
from compact.kernel.api.problems import ParameterError
from compact.kernel.countries import country_choices
from compact.kernel.money import money_of
from compact.kernel.viewers import viewer_of
from compact.reports.maps import dots
from compact.reports.portfolio.axes import By, RowKind
from compact.reports.portfolio.filters import PortfolioFilters
from compact.reports.portfolio.report import Portfolio, portfolio_of, title_of
from workinggroups.groups.models import Group
from workinggroups.needs.models import Theme
from workinggroups.projects.models import DeclaredStatus, ProjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from compact.kernel.viewers import Viewer
    from compact.reports.portfolio.report import Line

BARS = 30
"""How many bars a drawing has at most; its table has all."""
_BAR, _LENGTH = 24, 320
"""Height of a bar with what is around it, and length of the longest, in units of the drawing."""


class PortfolioForm(forms.Form):
    """What to show; the names of the fields are the parameters of the report."""

    by = forms.ChoiceField(label=gettext_lazy("Show by"), choices=By, required=False)
    group = forms.ChoiceField(label=gettext_lazy("Group"), required=False)
    entity = forms.ChoiceField(label=gettext_lazy("Entity"), required=False)
    pillar = forms.ChoiceField(label=gettext_lazy("Pillar"), required=False)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    status = forms.ChoiceField(label=gettext_lazy("Declared status"), required=False)

    def __init__(self, viewer: Viewer, data: Any) -> None:
        super().__init__(data, auto_id="portfolio_%s")
        for name, model, title in (
            ("group", Group, "name"),
            ("entity", Entity, "code"),
            ("pillar", Instrument, "title"),
            ("theme", Theme, "name"),
        ):
            everything: Any = model._default_manager.all()
            seen = everything.visible_to(viewer).live()
            seen = seen.filter(kind="pillar") if name == "pillar" else seen
            self._choose(name, [(each.code, str(getattr(each, title))) for each in seen.order_by("code")])
        self._choose("country", country_choices())
        self._choose("kind", ProjectKind.choices)
        self._choose("status", DeclaredStatus.choices)

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", _("All")), *choices]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a drawing, in its units: the name above it, the bar below."""

    y: int
    width: float
    name: str
    number: int


def bars(lines: Sequence[Line]) -> list[Bar]:
    """The bars of the longest lines, the total left out."""
    shown = [line for line in lines if line.key.kind != RowKind.TOTAL]
    if len(shown) > BARS:
        shown = sorted(shown, key=lambda line: -line.cell.number)[:BARS]
    most = max((line.cell.number for line in shown), default=1)
    return [
        Bar(place * _BAR, round(_LENGTH * line.cell.number / most, 1), title_of(line.key), line.cell.number)
        for place, line in enumerate(shown)
    ]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: the line, its name, and its sums in words, one a currency."""

    line: Line
    name: str
    budgets: list[str]
    requested: list[str]


def table(lines: Sequence[Line]) -> list[Row]:
    """Every line with its sums; amounts of two currencies stand side by side, never added."""
    return [Row(line, title_of(line.key), _sums(line, "budget"), _sums(line, "requested")) for line in lines]


def _sums(line: Line, name: str) -> list[str]:
    number = {"budget": "added", "requested": "asked"}[name]
    return [str(money_of(each[name], code)) for code, each in sorted(line.cell.money.items()) if each[number]]


def page(request: HttpRequest) -> HttpResponse:
    """Bars, map and tables of what the parameters choose; a parameter that is wrong is named."""
    viewer = viewer_of(request)
    given = request.GET.copy()
    for name in [name for name, values in given.lists() if not any(each.strip() for each in values)]:
        del given[name]
    filters = PortfolioFilters(given, queryset=Portfolio().rows_readable(viewer), request=request)
    context = {**admin.site.each_context(request), "title": _("Portfolio"), "form": PortfolioForm(viewer, given)}
    try:
        problems = {} if filters.is_valid() else dict(filters.errors)
        chosen = None if problems else filters.qs
    except ParameterError as error:
        problems, chosen = {each["parameter"]: [each["detail"]] for each in error.errors}, None
    if chosen is None:
        return render(request, "admin/portfolio.html", {**context, "problems": problems}, status=400)
    by = given.get("by") or By.GROUP.value
    lines = portfolio_of(viewer, viewer.today, chosen, by)
    places = lines if by == By.COUNTRY else portfolio_of(viewer, viewer.today, chosen, By.COUNTRY)
    named = [(line.key.code, title_of(line.key), line.cell.number) for line in places if line.key.kind == RowKind.KEY]
    drawn = bars(lines)
    context |= {
        "by": By(by).label,
        "is_by_country": by == By.COUNTRY,
        "bars": drawn,
        "height": len(drawn) * _BAR,
        "rows": table(lines),
        "more": len(lines) - 1 - len(drawn),
        "dots": dots(named),
        "places": [line for line in table(places) if line.line.key.kind != RowKind.TOTAL],
        "files": _files(given),
        "day": viewer.today,
    }
    return render(request, "admin/portfolio.html", context)


def _files(given: Any) -> list[tuple[str, str]]:
    """The same report as a file: what it is called and its address."""
    found = []
    for form, label in (("csv", "CSV"), ("xlsx", "XLSX")):
        asked = given.copy()
        asked["format"] = form
        found.append((label, f"{reverse('report-portfolio')}?{asked.urlencode()}"))
    return found
