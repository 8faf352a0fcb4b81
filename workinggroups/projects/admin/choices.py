"""What a project's sets are chosen from on its screen: boxes to tick, in groups that people know."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from compact.agreements.models import InstrumentKind
from compact.kernel.countries import countries, country_display, name_key, regions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Q, QuerySet

    Choices = list[tuple[str, list[tuple[Any, str]]]]
    Flat = list[tuple[Any, str]]

_MOST_SHOWN = 300


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes in groups that are opened to tick one; what is ticked stands above them. It needs no script."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes from a template of the site."""
        widget = self.get_context(name, value, attrs)["widget"]
        groups = [_group(label, options) for label, options, _place in widget["optgroups"]]
        chosen = [str(option["label"]) for group in groups for option in group["options"] if option["selected"]]
        return render_to_string("admin/_ticks.html", {"widget": widget, "groups": groups, "chosen": chosen})


class PlainTicks(forms.CheckboxSelectMultiple):
    """A few boxes, all in sight."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes from a template of the site."""
        return render_to_string("admin/_ticks_plain.html", self.get_context(name, value, attrs))


class LongSelect(forms.Select):
    """A plain list; written at once, since a template for each of 150 currencies in each row takes a second."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The list with the choice made."""
        chosen = str(value if value is not None else "")
        marks = {True: SafeString(" selected"), False: ""}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, marks[str(key) == chosen], text) for key, text in self.choices),
        )
        said = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", said, options)


class SearchedSelect(AutocompleteSelect):
    """A list that scripts search on the server; without them it offers the rows that it was given."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """All choices, as in a plain list."""
        return forms.Select.optgroups(self, name, value, attr)


def _group(label: str | None, options: list[dict[str, Any]]) -> dict[str, Any]:
    return {"name": label or "", "options": options, "chosen": sum(bool(option["selected"]) for option in options)}


def country_choices_by_region() -> Choices:
    """All countries and areas by their narrowest region, those of a continent together."""
    named = {each.code: each for each in regions()}

    def place(each: Any) -> tuple[str, str]:
        codes = each.region_codes
        return (named[codes[0]].name(), named[codes[-1]].name()) if codes else ("\uffff", pgettext("regions", "Other"))

    rows = sorted(countries(), key=place)  # stable: by name within a region
    return [(label, [(each.iso3, each.name()) for each in group]) for (_, label), group in groupby(rows, key=place)]


def region_choices() -> Choices:
    """The regions of M49 by continent, the continent itself first."""
    named = {each.code: each for each in regions()}

    def top(code: str) -> str:
        parent = named[code].parent_code
        return top(parent) if parent in named else code

    found: dict[str, list[tuple[Any, str]]] = {each.code: [] for each in regions() if top(each.code) == each.code}
    for each in sorted(regions(), key=lambda each: each.code not in found):  # stable: by name below the continents
        found[top(each.code)].append((each.code, each.name()))
    return [(named[code].name(), group) for code, group in found.items()]


def group_choices(rows: QuerySet[Any]) -> Flat:
    """Groups by kind and code."""
    return [(group.pk, str(group)) for group in rows.order_by("kind", "code")]


def pillar_choices(rows: QuerySet[Any]) -> Flat:
    """The pillars of the Strategy with their titles."""
    return [(each.pk, _instrument(each)) for each in rows.order_by("code")]


def instrument_choices(rows: QuerySet[Any]) -> Choices:
    """Resolutions, conventions and other texts by kind."""
    found, kinds = rows.order_by("kind", "code"), dict(InstrumentKind.choices)
    return [
        (str(kinds[kind]), [(each.pk, _instrument(each)) for each in group])
        for kind, group in groupby(found, key=lambda each: each.kind)
    ]


def need_choices(rows: QuerySet[Any], countries_first: Iterable[str], kept: Iterable[Any]) -> Choices:
    """Requests or recommendations by State.

    Where there are too many for one page, those of the States ``countries_first`` and those that are ``kept``.
    """
    found = list(rows.order_by("country", "code", "pk")[: _MOST_SHOWN + 1])
    if len(found) > _MOST_SHOWN:
        near = rows.filter(country__in=list(countries_first)) | rows.filter(pk__in=list(kept))
        found = list(near.order_by("country", "code", "pk")[:_MOST_SHOWN])
    return [
        (country_display(code), [(each.pk, str(each)) for each in group])
        for code, group in groupby(found, key=lambda each: each.country)
    ]


def follow_up_choices(rows: QuerySet[Any], kept: Iterable[Any], wanted: Q) -> Choices:
    """Decisions or action items by group: those that are ``wanted`` as far as a page holds them, and those ``kept``."""
    found = {row.pk: row for row in rows.filter(wanted).select_related("group").order_by("-pk")[:_MOST_SHOWN]}
    found |= {row.pk: row for row in rows.filter(pk__in=list(kept)).select_related("group")}
    ordered = sorted(found.values(), key=lambda row: (row.group.code, -row.pk))
    return [
        (group, [(each.pk, str(each)) for each in members])
        for group, members in groupby(ordered, key=lambda row: str(row.group))
    ]


def _instrument(instrument: Any) -> str:
    return f"{instrument.code} – {instrument.title}" if instrument.title else instrument.code


def named_choices(rows: QuerySet[Any]) -> Flat:
    """Entities or themes by the names that they go by, accents apart."""
    return sorted(((each.pk, str(each)) for each in rows), key=lambda pair: name_key(pair[1]))
