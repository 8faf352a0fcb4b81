"""The country brief: one State's needs, work, money and contacts, and nothing in it that is not cleared for all."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from compact.reports.country_brief.lines import Section
from compact.reports.country_brief.work import stage_on
from tests.cast import SYSTEM, nominate, person_make
from tests.funding.ground import allocation_make, contribution_make, fund_make, pledge_make
from tests.funding.ground import partner_make as funding_partner_make
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from tests.projects.ground import entity_hide, hide, partner_make, places
from tests.projects.planned_ground import plan
from tests.reports.brief_ground import project_make
from tests.reports.ground import day
from workinggroups.projects.services.planned import planned_become_project, planned_cancel

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

ADDRESS = "/api/v1/reports/country-brief/"
TODAY = datetime.date(2026, 11, 22)


def _lines(client: APIClient, section: str, country: str = "KEN", **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(ADDRESS, {"country": country, **parameters})
    assert answer.status_code == 200, answer.content
    return [row for row in answer.json()["rows"] if row["section"] == section]


def _titles(client: APIClient, section: str, country: str = "KEN") -> list[str]:
    return [row["title"] for row in _lines(client, section, country)]


# --- What stands in it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("parameters", [{}, {"country": "XXX"}, {"country": "kenya"}])
def test_a_brief_is_on_one_state(api: Api, cast: Cast, parameters: dict[str, str]) -> None:
    answer = api("reader").get(ADDRESS, parameters)
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["country"]


def test_requests_tell_who_handles_them_and_what_was_answered(api: Api, cast: Cast) -> None:
    values = {"handled_by": cast.entities["WCO"], "theme": theme_make(), "institution": "Police", "reply": "accepted"}
    made = request_make(source="Note of 3 May", evidence="record", replied_on="2025-06", **values, **CLEARED)
    request_make(title="Elsewhere", country="UGA", **CLEARED)
    (row,) = _lines(api("reader"), "requests")
    assert (row["title"], row["who"], row["from"], row["until"]) == (made.title, "WCO", "2025-05", "2025-06")
    assert (row["state"], row["state_name"]) == ("accepted", "Accepted")
    assert row["detail"] == "Police; Theme travel; no cleared work cites it"
    assert (row["source"], row["unconfirmed"], row["id"]) == ("Note of 3 May", False, str(made.uid))


def test_a_need_that_cleared_work_cites_is_not_told_as_open(api: Api, cast: Cast) -> None:
    made = recommendation_make(priority="high", **CLEARED)
    project = project_make(cast, recommendations=[made])
    assert _lines(api("reader"), "recommendations")[0]["detail"] == ""
    hide(project)
    for persona in ("reader", "secretariat"):
        assert _lines(api(persona), "recommendations")[0]["detail"] == "no cleared work cites it"


@pytest.mark.parametrize(
    ("start", "end", "status", "stage"),
    [
        ("2026-01", "2027-01", "ongoing", Section.CURRENT),
        ("2026-01", "", "", Section.CURRENT),
        ("", "", "ongoing", Section.CURRENT),
        ("2026-12", "2027", "", Section.PLANNED),
        ("", "", "planned", Section.PLANNED),
        ("2024", "2026-10", "closed", Section.ENDED),
        ("2024", "2026-10", "ongoing", Section.ENDED),
        ("2024", "", "closed", None),
        ("2019", "2021", "closed", None),
        ("2026-01", "2027-01", "cancelled", None),
    ],
)
def test_work_stands_where_its_dates_and_then_its_status_say(
    start: str, end: str, status: str, stage: Section | None
) -> None:
    assert stage_on(start, end, status, TODAY) is stage


def test_work_tells_its_partners_dates_and_budget(api: Api, cast: Cast) -> None:
    money = {"budget": Decimal(500), "budget_currency": "EUR", "budget_basis": "requested"}
    made = project_make(cast, "Passenger data", institutions="Police", evidence="general_knowledge", **money)
    partner_make(cast, made, "WCO")
    (row,) = _lines(api("reader"), "current")
    assert (row["title"], row["who"], row["from"], row["until"]) == ("Passenger data", "UNODC, WCO", "2020", "")
    assert (row["amount"], row["currency"]) == ("500.00", "EUR")
    assert row["detail"] == "Police; Amount asked for, not received"
    assert (row["place"], row["unconfirmed"]) == ("country", True)


def test_a_status_that_the_dates_contradict_is_shown_with_them(api: Api, cast: Cast) -> None:
    project_make(cast, status="planned")
    (row,) = _lines(api("reader"), "current")
    assert row["state_name"] == "Planned; by its dates: Started, end not on record"


def test_work_for_a_region_around_the_state_comes_after_its_own(api: Api, cast: Cast) -> None:
    project_make(cast, "By region", countries=[], regions=places("014", "145"), start="2025")
    project_make(cast, "By name", start="2020")
    project_make(cast, "Elsewhere", countries=places("UGA"))
    rows = _lines(api("reader"), "current")
    assert [(row["title"], row["place"]) for row in rows] == [("By name", "country"), ("By region", "region")]
    assert rows[1]["detail"] == "for Eastern Africa"


def test_worldwide_work_is_only_counted(api: Api, cast: Cast) -> None:
    for number in range(2):
        project_make(cast, f"World {number}", countries=[], is_global=True)
    project_make(cast, "Over", countries=[], is_global=True, end="2021", status="closed")
    hide(project_make(cast, "Hidden", countries=[], is_global=True))
    assert _titles(api("reader"), "current") == []
    (title,) = _titles(api("secretariat"), "worldwide")
    assert title.startswith("2 worldwide programmes and projects are open")


def test_planned_activities_stand_until_their_month_is_over_or_they_are_projects(api: Api, cast: Cast) -> None:
    plan(cast, title="Next month", month=day(30))
    plan(cast, title="This month", month=day(0)[:7])
    plan(cast, title="Long ago", month="2020-01")
    cancelled, became = plan(cast, title="Cancelled", month=day(30)), plan(cast, title="Became one", month=day(30))
    planned_cancel(actor=SYSTEM, planned=cancelled, version=1, reason="No money")
    planned_become_project(actor=SYSTEM, planned=became, version=1)
    found = _titles(api("reader"), "planned")
    assert found[:2] == ["This month", "Next month"]
    assert set(found[2:]) <= {"Became one"}
    resources = {row["title"]: row["resource"] for row in _lines(api("reader"), "planned")}
    assert resources.get("Became one", "projects") == "projects"


def test_money_is_told_by_project_kind_and_currency_and_never_added_up(api: Api, cast: Cast) -> None:
    project, partner = project_make(cast, "Passenger data", code="P-1"), funding_partner_make()
    contribution_make(partner, "900", project=project)
    contribution_make(partner, "100", project=project)
    contribution_make(partner, "5", currency="EUR", project=project)
    contribution_make(partner, None, project=project)
    allocation_make(project, "700", fund=fund_make())
    pledge_make(None, "33200000", nature="total", project=project)
    told = [(row["state"], row["amount"], row["currency"], row["detail"]) for row in _lines(api("reader"), "money")]
    assert told == [
        ("signed", "5.00", "EUR", ""),
        ("signed", "1000.00", "USD", ""),
        ("signed", None, "", "1 of unknown amount"),
        ("announced", "700.00", "USD", ""),
    ]


def test_money_of_work_that_does_not_name_the_state_is_not_told_as_its_own(api: Api, cast: Cast) -> None:
    project = project_make(cast, countries=[], regions=places("014"))
    contribution_make(funding_partner_make(), "900", project=project)
    assert _lines(api("reader"), "money") == []


def test_contacts_are_those_of_planned_activities_and_the_leads_focal_points(api: Api, cast: Cast) -> None:
    project_make(cast, lead="UNODC")
    plan(cast, "WCO", month=day(30), contact="A. Example, +41 22", contact_email="a@example.org")
    nominate(cast.terms["focal_point"], person_make("stand-in", cast.entities["UNODC"]), "alternate")
    rows = _lines(api("reader"), "contacts")
    assert [(row["who"], row["title"]) for row in rows] == [
        ("WCO", "A. Example, +41 22"),
        ("UNODC", "Focal_Point Example"),
        ("UNODC", "Stand-In Example"),
    ]
    assert rows[0]["detail"] == "a@example.org"
    assert rows[1]["state_name"] == "Focal point; Representative"


# --- What does not ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("visibility", ["secretariat", "group"])
@pytest.mark.parametrize("persona", ["secretariat", "superuser", "chair", "focal_point", "country_office", "reader"])
def test_nothing_uncleared_enters_a_brief_whoever_asks(api: Api, cast: Cast, persona: str, visibility: str) -> None:
    """The people of the originator, the handling and the lead entity read these records; a paper leaves the house."""
    own = {"originator": cast.entities["UNODC"], "visibility": visibility, "clearance": "E-mail"}
    request_make(title="Secret", handled_by=cast.entities["WCO"], **own)
    recommendation_make(title="Secret", **own)
    project = project_make(cast, "Secret", group=cast.groups["border"], **own)
    project_make(cast, "Secret", countries=[], is_global=True, **own)
    contribution_make(funding_partner_make(), "900", project=project)
    open_project = project_make(cast, "Open")
    hide(contribution_make(funding_partner_make("FRA"), "77", project=open_project))
    plan(cast, title="Secret", contact="Secret", month=day(30), **own)
    answer = api(persona).get(ADDRESS, {"country": "KEN"})
    assert "Open" in answer.content.decode()
    assert "Secret" not in answer.content.decode()
    assert {row["section"] for row in answer.json()["rows"]} == {"current", "contacts"}


@pytest.mark.parametrize("persona", ["secretariat", "reader"])
def test_a_hidden_entity_theme_partner_or_person_is_not_named(api: Api, cast: Cast, persona: str) -> None:
    theme = theme_make("hidden-theme")
    request_make(handled_by=cast.entities["INTERPOL"], theme=theme, **CLEARED)
    recommendation_make(originator=cast.entities["INTERPOL"], **CLEARED)
    partner_make(cast, project_make(cast, "Open"), "INTERPOL")
    project_make(cast, "Led by the hidden one", lead="INTERPOL")
    plan(cast, "INTERPOL", month=day(30))
    entity_hide(cast, "INTERPOL")
    hide(theme)
    hide(cast.people["focal_point"])
    text = api(persona).get(ADDRESS, {"country": "KEN"}).content.decode()
    assert "Open" in text
    for hidden in ("INTERPOL", "hidden-theme", "Led by", "Focal_Point"):
        assert hidden not in text


def test_a_country_office_has_a_brief_on_its_own_country_alone(api: Api, cast: Cast) -> None:
    project_make(cast, "Here")
    project_make(cast, "There", countries=places("UGA"))
    request_make(title="There", country="UGA", **CLEARED)
    assert _titles(api("country_office"), "current") == ["Here"]
    assert api("country_office").get(ADDRESS, {"country": "UGA"}).json()["rows"] == []
    assert _titles(api("reader"), "current", "UGA") == ["There"]


def test_a_brief_costs_the_same_queries_for_more_lines(
    api: Api, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    theme = theme_make()
    for number in range(4):
        request_make(handled_by=cast.entities["WCO"], theme=theme, **CLEARED)
        partner_make(cast, project_make(cast, f"Project {number}"), "WCO")
        plan(cast, month=day(30), theme=theme)
    client = api("reader")
    client.get(ADDRESS, {"country": "KEN"})
    with django_assert_max_num_queries(32):
        client.get(ADDRESS, {"country": "KEN"})
