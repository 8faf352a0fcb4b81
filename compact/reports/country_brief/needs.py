"""What the State asks for and what is recommended to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.entities.models import Entity
from compact.kernel.dates import on_or_before
from compact.reports.country_brief.lines import Line, Section, joined
from workinggroups.needs.models import AssistanceRequest, Need, Recommendation, Theme
from workinggroups.needs.queries import answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.reports.country_brief.lines import Brief


def requests_of(brief: Brief) -> Iterator[Line]:
    """The requests that can have been made by the day, the latest first."""
    rows = _needs(brief, AssistanceRequest, "requested_on")
    handlers = brief.named(Entity, {row.handled_by_id for row in rows})
    for row, detail in _detailed(brief, AssistanceRequest, rows):
        yield Line(
            Section.REQUESTS,
            row.title,
            who=str(handlers.get(row.handled_by_id, "")),
            start=row.requested_on,
            end=row.replied_on,
            state=row.reply,
            state_name=row.get_reply_display(),
            detail=detail,
            resource="assistance-requests",
            **_origin(row),
        )


def recommendations_of(brief: Brief) -> Iterator[Line]:
    """The recommendations that can have been made by the day, the latest first."""
    rows = _needs(brief, Recommendation, "made_on")
    originators = brief.named(Entity, {row.originator_id for row in rows})
    for row, detail in _detailed(brief, Recommendation, rows):
        yield Line(
            Section.RECOMMENDATIONS,
            row.title,
            who=str(originators.get(row.originator_id, "")),
            start=row.made_on,
            state=row.priority,
            state_name=row.get_priority_display(),
            detail=detail,
            resource="recommendations",
            **_origin(row),
        )


def _needs(brief: Brief, model: type[Need], day: str) -> list[Any]:
    rows = brief.cleared(model).filter(on_or_before(day, brief.day), country=brief.country)
    return list(rows.order_by(f"-{day}", "pk"))


def _detailed(brief: Brief, model: type[Need], rows: list[Any]) -> Iterator[tuple[Any, str]]:
    """Each row with its institution and theme, and whether cleared work cites it; two queries."""
    themes = brief.named(Theme, {row.theme_id for row in rows})
    cited = model._default_manager.filter(answered(model, brief.everybody), pk__in=[row.pk for row in rows])
    found = set(cited.values_list("pk", flat=True))
    for row in rows:
        open_ = "" if row.pk in found else _("no cleared work cites it")
        yield row, joined(row.institution, themes.get(row.theme_id), open_)


def _origin(row: Any) -> dict[str, Any]:
    return {"uid": str(row.uid), "source": row.source, "evidence": row.evidence}
