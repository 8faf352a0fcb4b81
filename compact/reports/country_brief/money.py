"""The money of the projects that name the State: each kind and currency by itself, nothing added across them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import ngettext

from compact.kernel.dates import on_or_before
from compact.kernel.survivors import leads_to, survivor_key
from compact.reports.country_brief.lines import Line, Section
from funding.funds.totals import Total, TotalKind, entries_of, totals_by
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.reports.country_brief.lines import Brief


def money_of(brief: Brief) -> Iterator[Line]:
    """What was pledged, signed for, deposited, announced and allocated for each project that names the State."""
    projects = brief.cleared(Project).filter(countries=brief.country).order_by("code", "pk").in_bulk()
    found: dict[int, dict[TotalKind, Total]] = {}
    for kind in TotalKind:
        entries: Any = entries_of(kind, brief.viewer)
        entries = entries.visible_to(brief.everybody).standing()
        chosen = entries.filter(on_or_before("value_date", brief.day), leads_to("project", list(projects)))
        for (key,), total in totals_by(chosen, survivor_key("project")).items():
            found.setdefault(key, {})[kind] = total
    for key, project in projects.items():
        for kind, total in found.get(key, {}).items():
            yield from _lines(project, kind, total)


def _lines(project: Any, kind: TotalKind, total: Total) -> Iterator[Line]:
    """One line for each currency, and one that counts what is not known."""
    known = {
        "who": project.code,
        "state": kind.value,
        "state_name": str(kind.label),
        "resource": "projects",
        "uid": str(project.uid),
    }
    for amount in total.amounts:
        yield Line(Section.MONEY, project.title, money=amount, **known)
    if total.unknown:
        text = ngettext("%(count)d of unknown amount", "%(count)d of unknown amount", total.unknown)
        yield Line(Section.MONEY, project.title, detail=text % {"count": total.unknown}, **known)
