"""The brief on one printable page, and the page on which a State is chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from compact.kernel.countries import country_choices, country_name
from compact.kernel.dates import partial_date_display
from compact.kernel.viewers import viewer_of
from compact.reports.country_brief.lines import Brief, Line, Section
from compact.reports.country_brief.report import brief_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

MOST: Mapping[str, int] = {
    Section.REQUESTS: 4,
    Section.RECOMMENDATIONS: 4,
    Section.CURRENT: 7,
    Section.PLANNED: 5,
    Section.ENDED: 2,
    Section.MONEY: 4,
    Section.CONTACTS: 6,
}
"""How many lines of each section the page prints; the rest is counted. With all of them full it is two sheets of A4."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed; ``note`` is the number of its source at the foot of the page, 0 for none."""

    line: Line
    when: str
    note: int


@dataclass(frozen=True, slots=True)
class Block:
    """A section as it is printed: what its columns are called, its lines, and how many more there are."""

    slug: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page: its blocks, the line on worldwide work, and the sources by number."""

    blocks: tuple[Block, ...]
    worldwide: str
    sources: tuple[str, ...]
    has_unconfirmed: bool


def sheet_of(lines: Sequence[Line]) -> Sheet:
    """``lines`` arranged for printing."""
    sources: dict[str, int] = {}
    blocks = tuple(_block(section, lines, sources) for section in Section if section in MOST)
    worldwide = " ".join(line.title for line in lines if line.section == Section.WORLDWIDE)
    unconfirmed = any(each.line.is_unconfirmed for block in blocks for each in block.lines)
    return Sheet(blocks, worldwide, tuple(sources), unconfirmed)


def _block(section: Section, lines: Sequence[Line], sources: dict[str, int]) -> Block:
    found = [line for line in lines if line.section == section]
    kept = found[: MOST[section]]
    printed = tuple(PrintedLine(line, _when(line), _note(line, sources)) for line in kept)
    heads = _heads(section)
    if section != Section.CONTACTS and not any(line.money for line in kept):
        heads = (*heads[:-1], "")
    return Block(section.value, str(section.label), heads, printed, len(found) - len(kept))


def _note(line: Line, sources: dict[str, int]) -> int:
    return sources.setdefault(line.source, len(sources) + 1) if line.source else 0


def _when(line: Line) -> str:
    """“May 2025 – ?”, or one day where the line has one."""
    start, end = partial_date_display(line.start), partial_date_display(line.end)
    if line.resource != "projects" or line.section == Section.MONEY:
        return start
    return f"{start or '?'} – {end or '?'}" if start or end else ""


def _heads(section: Section) -> tuple[str, ...]:
    """What the columns of a section are called: subject, who, when, state, amount; "" where it has no such column."""
    who, when = pgettext("country brief", "Who"), pgettext("country brief", "When")
    work = (_("Project or activity"), who, when, _("State of the work"), _("Budget"))
    heads: Mapping[str, tuple[str, ...]] = {
        Section.REQUESTS: (_("Subject"), _("Handled by"), _("Requested"), _("Reply"), ""),
        Section.RECOMMENDATIONS: (_("Subject"), _("Comes from"), _("Made"), _("Priority"), ""),
        Section.MONEY: (_("Project"), _("Reference"), "", pgettext("money", "Kind"), _("Amount")),
        Section.CONTACTS: (_("Name"), _("Entity"), "", pgettext("contact", "For"), _("How to reach")),
    }
    return heads.get(section, work)


@login_required
@require_safe
def countries(request: HttpRequest) -> HttpResponse:
    """Choose a State; a Resident Coordinator's office finds its own chosen."""
    codes = dict(country_choices())
    chosen = request.GET.get("country", "")
    if chosen in codes:
        return HttpResponseRedirect(reverse("country-brief", args=[chosen]))
    own = sorted(viewer_of(request).countries)
    context = {"choices": codes.items(), "chosen": own[0] if own else "", "is_wrong": bool(chosen)}
    return render(request, "reports/countries.html", context)


@login_required
@require_safe
def country(request: HttpRequest, iso3: str) -> HttpResponse:
    """The brief on the State ``iso3`` as of today, to read and to print."""
    try:
        name = country_name(iso3)
    except KeyError:
        raise Http404 from None
    viewer = viewer_of(request)
    sheet = sheet_of(brief_lines(Brief(viewer, iso3, viewer.today)))
    elsewhere = viewer.is_country_office and iso3 not in viewer.countries
    context = {"iso3": iso3, "name": name, "day": viewer.today, "sheet": sheet, "elsewhere": elsewhere}
    return render(request, "reports/country_brief.html", context)
