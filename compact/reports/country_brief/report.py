"""The country brief as a report: what is known of the need, the work, the money and the contacts in one State."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.kernel.columns import Column, ColumnType
from compact.kernel.countries import validate_country
from compact.reports.base import Report, ReportFilters
from compact.reports.country_brief.contacts import focal_points, planned_contacts
from compact.reports.country_brief.lines import Brief, Line, Section
from compact.reports.country_brief.money import money_of
from compact.reports.country_brief.needs import recommendations_of, requests_of
from compact.reports.country_brief.work import leads_of, planned_lines, planned_of, projects_of, worldwide_of
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer


def brief_lines(brief: Brief) -> list[Line]:
    """All lines of ``brief``, heading by heading; the same number of queries however many there are."""
    projects, planned = projects_of(brief), planned_of(brief)
    return [
        *requests_of(brief),
        *recommendations_of(brief),
        *(line for line in projects if line.section == Section.CURRENT),
        *worldwide_of(brief),
        *planned_lines(brief, planned),
        *(line for line in projects if line.section == Section.PLANNED),
        *(line for line in projects if line.section == Section.ENDED),
        *money_of(brief),
        *planned_contacts(planned),
        *focal_points(brief, leads_of(brief, projects)),
    ]


class CountryBriefFilters(ReportFilters):
    """The State that the brief is on."""

    country = library.CharFilter(
        method="keep",
        required=True,
        validators=[validate_country],
        label=_("The State: its ISO 3166 alpha-3 code, e.g. KEN; required"),
    )


class CountryBrief(Report):
    """Requests, cleared recommendations, current and planned work, money and contacts in one State.

    It is a paper: nothing enters that is not cleared for all entities, whoever asks.
    """

    name = "country-brief"
    columns = (
        Column("section", _("section"), type=ColumnType.CODE),
        Column("title", _("subject, project or person")),
        Column("who", _("who")),
        Column("from", _("from"), type=ColumnType.DATE),
        Column("until", _("to"), type=ColumnType.DATE),
        Column("state", _("state (code)"), type=ColumnType.CODE),
        Column("state_name", _("state")),
        Column("detail", _("detail")),
        Column("amount", _("amount"), type=ColumnType.AMOUNT),
        Column("currency", _("currency"), type=ColumnType.CODE),
        Column("place", _("for the country by name, or by its region"), type=ColumnType.CODE),
        Column("resource", _("resource of the API"), type=ColumnType.CODE),
        Column("id", _("identifier"), type=ColumnType.IDENTIFIER),
        Column("source", _("source")),
        Column("evidence", _("evidence"), type=ColumnType.CODE),
        Column("unconfirmed", _("unconfirmed"), type=ColumnType.BOOLEAN),
    )
    may_lack = frozenset({"amount", "id"})
    filterset_class = CountryBriefFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """None to choose among: the brief asks for each kind of record itself."""
        return Project.objects.none()

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a line."""
        for line in brief_lines(Brief(viewer, self.request.query_params["country"].strip(), day)):
            yield _row(line)


def _row(line: Line) -> Sequence[Any]:
    return (
        *(line.section.value, line.title, line.who, line.start, line.end, line.state, line.state_name, line.detail),
        *((f"{line.money.amount:f}", line.money.currency) if line.money else (None, "")),
        *(line.place, line.resource, line.uid, line.source, line.evidence),
        "true" if line.is_unconfirmed else "false",
    )
