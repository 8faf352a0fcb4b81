"""A site with what is seen by all, what is hidden and touches it, and everything that can be asked of it."""

from __future__ import annotations

import re
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django_filters import rest_framework as library
from rest_framework.test import APIClient

from compact.api import REPORTS, RESOURCES
from compact.entities.models import Entity
from compact.kernel.api.filters import CountryFilter, DayFilter, ReferenceFilter, TimeFilter
from compact.kernel.columns import ColumnType
from compact.kernel.exports import Format
from compact.reports.base import CodeFilter
from funding.funds.models import Fund, FundingPartner
from tests.cast import entity_make
from tests.contract.client import address, body
from tests.funding.ground import (
    allocation_make,
    confirmed_make,
    contribution_make,
    deposit_make,
    fund_make,
    pledge_make,
)
from tests.funding.ground import partner_make as donor_make
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from tests.projects.ground import BY_MAIL, hide, partner_make, places, project_make
from tests.projects.planned_ground import plan
from workinggroups.needs.models import Theme
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast

MARK = "zanzibarite"
"""A word that stands in every text of what is hidden, and in nothing else."""
OPEN = {"visibility": "all", "clearance": BY_MAIL}
NEW = (
    *("themes", "assistance-requests", "recommendations", "projects", "project-partners", "planned-activities"),
    *("funds", "funding-partners", "pledges", "contributions", "deposits", "allocations"),
)
"""The resources of needs, projects and funds."""
NEW_REPORTS = ("portfolio", "coverage", "data-quality", "funding", "country-brief")
TELLING = frozenset(
    {"page_size", "by", "answered", "became_project", "confirmed", "reversed", "joint", "all", "country"}
)
"""The parameters of the quick test: derived answers, where what is hidden is closest to what is seen."""
VOLATILE = re.compile(
    rb'"generated_at":"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|nonce="?[^" ]*"?|value="[\w:-]+:[\w-]+:[\w-]+"'
)


def uid_of(name: str) -> uuid.UUID:
    """The identifier that the hidden record of the kind ``name`` has, or is going to have."""
    return uuid.uuid5(uuid.NAMESPACE_URL, name)


def marked(name: str, *texts: str, **values: Any) -> dict[str, Any]:
    """Values of a hidden record: its identifier, and the word in each of ``texts``."""
    return {"uid": uid_of(name), **dict.fromkeys((*texts, "source", "note"), MARK), **values}


class Site:
    """What is seen by all, and in :meth:`add` what is hidden."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        kenya = {"countries": places("KEN"), "start": "2026-01", "end": "2026-12", "status": "ongoing"}
        self.theme = theme_make()
        self.programme = project_make(cast, "Programme", kind="programme", group=cast.groups["border"], **kenya, **OPEN)
        self.project = project_make(
            cast, "Seen", parent=self.programme, group=cast.groups["border"], themes=[self.theme], **kenya, **OPEN
        )
        self.part = project_make(cast, "Part", kind="activity", countries=places("KEN"), start="2026-11", **OPEN)
        partner_make(cast, self.project, "UNODC", "lead", contribution="A room")
        self.request = request_make(theme=self.theme, **CLEARED)
        self.recommendation = recommendation_make(theme=self.theme, **CLEARED)
        self.planned = plan(cast, "INTERPOL", institution="Ministry of the Interior", month="2026-11")
        self.over = plan(cast, "INTERPOL", month="2026-02")
        self.fund, self.donor = fund_make(), donor_make()
        self.pledge = pledge_make(self.donor, fund=self.fund)
        self.announced = allocation_make(self.project, "400", fund=self.fund, recipient=self.project.lead)
        deposit_make(self.donor, self.fund, "900")

    def add(self) -> None:
        """Add what is hidden, and tie it to what is seen without a trace in the versions of that."""
        hidden = self._projects()
        self._needs(hidden)
        self._money(hidden)

    def _projects(self) -> Project:
        cast = self.cast
        texts = ("title_en", "title_fr", "summary_en", "institutions", "audience", "place_note", "budget_note")
        work = {
            "parent": self.programme,
            "group": cast.groups["border"],
            "countries": places("KEN"),
            "themes": [self.theme],
            "requests": [self.request],
            "recommendations": [self.recommendation],
            "start": "2026-02",
            "budget": Decimal(77777),
            "budget_currency": "USD",
        }
        hidden = project_make(
            cast, MARK, "CTED", code=MARK, **marked("project", *texts, "results", "clearance", **work)
        )
        partner_make(cast, hidden, "UNDP", **marked("partner", "contribution"))
        project_make(cast, MARK, "CTED", **marked("group", *texts, visibility="group", group=cast.groups["pcve"]))
        Project._base_manager.filter(pk=self.part.pk).update(parent=hidden)
        PlannedActivity._base_manager.filter(pk__in=[self.planned.pk]).update(project=hidden)
        again = project_make(cast, MARK, "CTED", kind="activity", **marked("again", countries=places("KEN")))
        PlannedActivity._base_manager.filter(pk=self.over.pk).update(project=again)
        activity = marked("planned", "title", "institution", "contact", visibility="secretariat", theme=self.theme)
        plan(cast, "CTED", month="2026-11", contact_email=f"{MARK}@example.org", requests=[self.request], **activity)
        entity_make(MARK.upper(), name_en=MARK, uid=uid_of("entity"))
        entity = Entity.objects.get(code=MARK.upper())
        cast.entities[MARK] = entity
        partner_make(cast, self.project, MARK, **marked("unseen", "contribution"))
        hide(entity)
        return hidden

    def _needs(self, hidden: Project) -> None:
        theme = theme_make(MARK, **marked("theme", "name_en", visibility="secretariat"))
        request = request_make(**marked("request", "title", "institution", "detail", "reply_text", code=MARK))
        recommendation = recommendation_make(**marked("recommendation", "title", "institution", "detail", code=MARK))
        for project in (self.project, hidden):
            project.themes.through._base_manager.create(project=project, theme=theme)
            project.requests.through._base_manager.create(project=project, assistancerequest=request)
            project.recommendations.through._base_manager.create(project=project, recommendation=recommendation)
        PlannedActivity._base_manager.filter(pk=self.over.pk).update(theme=theme)

    def _money(self, hidden: Project) -> None:
        narrow = {"visibility": "secretariat"}
        fund = fund_make(MARK, **marked("fund", "name_en", "purpose", **narrow))
        donor = donor_make("FRA", **marked("donor", **narrow))
        deposit_make(self.donor, self.fund, "50", **marked("deposit", "earmark", **narrow))
        deposit_make(donor, self.fund, "60", **marked("deposit of another", "earmark"))
        deposit_make(self.donor, fund, "70", **marked("deposit elsewhere", "earmark"))
        contribution_make(self.donor, "80", **marked("contribution", "earmark", pledge=self.pledge, **narrow))
        pledge_make(donor, "90", **marked("pledge", "earmark", nature="pledge"))
        pledge_make(self.donor, "91", **marked("pledge too", "earmark", project=hidden, **narrow))
        elsewhere = marked("confirmed", follows=self.announced, recipient=self.cast.entities["CTED"], **narrow)
        confirmed_make(self.fund, self.project, "40", **elsewhere)
        group = marked("of the group", visibility="group", fund=fund)
        allocation_make(Project.objects.get(uid=uid_of("group")), "30", **group)


_UIDS = {Project: "project", PlannedActivity: "planned", Entity: "entity", Theme: "theme", Fund: "fund"}
_UIDS |= {FundingPartner: "donor"}


def values_of(name: str, each: Any, site: Site) -> list[str]:
    """What to ask the filter ``name`` for: every choice, the hidden record, the word."""
    if isinstance(each, CodeFilter):
        return [MARK.upper() if each.referred is Entity else MARK]
    if isinstance(each, ReferenceFilter):
        hidden = str(uid_of(_UIDS.get(each.referred, each.referred._meta.model_name)))
        return [hidden, str(site.planned.uid)] if name == "near" else [hidden]
    if isinstance(each, CountryFilter) or name == "country":
        return ["KEN"]
    if isinstance(each, DayFilter | TimeFilter):
        return []
    choices = each.extra.get("choices")
    if choices is not None:
        found = [str(value) for value, _label in getattr(choices, "choices", choices)]
        return ["202"] if name == "region" else found
    special = {"near_month": ["2026-11"], "currency": ["USD"]}
    return special.get(name, [MARK, MARK.upper()]) if isinstance(each, library.CharFilter) else []


def questions(site: Site, names: tuple[str, ...], reports: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every list with every filter, in every form; every report likewise; the pages."""
    for name in names:
        yield address(name), {"page_size": "200"}
        for form in (Format.CSV, Format.JSONL):
            yield address(name), {"format": form}
        for parameter, each in RESOURCES[name].filterset_class.base_filters.items():
            for value in values_of(parameter, each, site):
                yield address(name), {parameter: value}
    for name in reports:
        needed = {"country": "KEN"} if name == "country-brief" else {}
        yield f"/api/v1/reports/{name}/", needed
        yield f"/api/v1/reports/{name}/", {**needed, "format": Format.CSV}
        for parameter, each in REPORTS[name].filterset_class.base_filters.items():
            for value in values_of(parameter, each, site):
                yield f"/api/v1/reports/{name}/", {**needed, parameter: value}
    yield from pages(site)


def pages(site: Site) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages of the portal on which projects, needs or money could show."""
    yield "/", {}
    for query in ({}, {"all": "1"}, {"all": "1", "country": "KEN"}):
        yield "/planned-activities/", query
    yield f"/planned-activities/{site.planned.uid}/", {}
    yield f"/planned-activities/{uid_of('planned')}/", {}
    yield "/planned-activities/contacts/", {"activity": str(uid_of("planned"))}
    yield "/countries/KEN/", {}


def orders(names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every list in the order of each of its columns."""
    for name in names:
        for column in RESOURCES[name].columns:
            if column.type != ColumnType.JSON:
                for sign in ("", "-"):
                    yield address(name), {"ordering": f"{sign}{column.name}", "page_size": "200"}


def answers(client: APIClient, asked: list[tuple[str, dict[str, str]]]) -> dict[str, tuple[int, bytes]]:
    """The status and the text of each answer, without what differs from one second to the next."""
    found = {}
    for where, query in asked:
        answer = client.get(where, query)
        found[f"{where} {query}"] = (answer.status_code, VOLATILE.sub(b"", body(answer)))
    return found


def told(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> list[str]:
    """The questions whose answer changed, or in which the word stands that nobody had asked for."""
    changed = [question for question in before if before[question] != after[question]]
    return changed + [each for each in after if MARK not in each.lower() and MARK.encode() in after[each][1].lower()]


def all_answers(client: APIClient) -> dict[str, tuple[int, bytes]]:
    """Every list as a workbook, every other resource and report, and the description of the API."""
    asked: list[tuple[str, dict[str, str]]]
    asked = [(address(name), {"format": form}) for name in RESOURCES for form in (Format.XLSX, Format.JSONL)]
    for name in REPORTS:
        needed = {"country": "KEN"} if name == "country-brief" else {}
        asked += [(f"/api/v1/reports/{name}/", {**needed, "format": form}) for form in Format.values]
    return answers(client, [*asked, ("/api/v1/schema/", {})])
