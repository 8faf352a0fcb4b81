"""Lists of projects keep what is asked for, each row once, and what is hidden does not exist for them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.projects.ground import BY_MAIL, entity_hide, hide, instrument_make, partner_make, places, project_make
from workinggroups.groups.models import Group
from workinggroups.needs.services import request_create, theme_create

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast
    from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db

OPEN = {"visibility": "all", "clearance": BY_MAIL}


@pytest.fixture
def make(cast: Cast) -> Callable[..., Project]:
    """Stores a project that is open to all, under its title."""

    def project(title: str, **values: Any) -> Project:
        return project_make(cast, title, **{**OPEN, **values})

    return project


@pytest.fixture
def found(api: Callable[[str], APIClient]) -> Callable[..., list[str]]:
    """The titles that a list holds, in alphabetical order."""

    def titles(persona: str = "reader", resource: str = "projects", **query: Any) -> list[str]:
        answer = api(persona).get(f"/api/v1/{resource}/", query)
        assert answer.status_code == 200, answer.json()
        return sorted(row.get("title", row.get("entity_code")) for row in answer.json()["results"])

    return titles


type Make = Callable[..., Project]
type Found = Callable[..., list[str]]


def _refused(api: Callable[[str], APIClient], **query: str) -> dict[str, str]:
    """What a reader is told, by parameter."""
    answer = api("reader").get("/api/v1/projects/", query)
    assert answer.status_code == 400
    return {each["parameter"]: each["detail"] for each in answer.json()["errors"]}


# --- The tree and what is on the row ----------------------------------------------------------------------------------


def test_by_reference_kind_and_parent(make: Make, found: Found) -> None:
    programme = make("A", kind="programme", code="P001")
    make("B", parent=programme, code="P002")
    make("C", kind="activity")
    assert found(code="P001") == ["A"]
    assert found(kind=["programme", "activity"]) == ["A", "C"]
    assert found(parent=str(programme.uid)) == ["B"]


def test_by_declared_status_and_phase(make: Make, found: Found) -> None:
    make("Over", start="2019", end="2020", status="ongoing")
    make("Begun", start="2019", status="ongoing")
    make("Future", start="2190", status="planned")
    assert found(status=["planned", "closed"]) == ["Future"]
    assert found(phase=["ended", "started"]) == ["Begun", "Over"]
    assert found(phase="not_started") == ["Future"]
    assert found(out_of_step="true") == ["Over"]
    assert found(out_of_step="false") == ["Begun", "Future"]


def test_by_the_days_on_which_a_project_can_be_under_way(make: Make, found: Found) -> None:
    make("A", start="2024-03", end="2024-05")
    make("B", start="2025")
    make("C", end="2023")
    make("D")
    assert found(running_on="2024-05-31") == ["A"]
    assert found(running_on="2024-06-01") == []
    assert found(running_on="2023-12-31") == ["C"]
    assert found(after="2024-05-01") == ["A", "B"]
    assert found(before="2024-12-31") == ["A", "C"]
    assert found(after="2024-01-01", before="2024-12-31") == ["A"]


def test_by_words_in_any_language(make: Make, found: Found) -> None:
    make("Border", title_fr="Frontière")
    make("Other", place_note="Sahel", institutions="Ministry of the Interior")
    assert (found(search="FRONT"), found(search="sahel"), found(search="interior")) == (
        ["Border"],
        ["Other"],
        ["Other"],
    )


# --- Entities and groups ----------------------------------------------------------------------------------------------


def test_by_an_entity_that_leads_or_is_a_partner(cast: Cast, make: Make, found: Found) -> None:
    make("Led", lead="WCO")
    partner_make(cast, make("Partnered"), "WCO")
    make("Neither")
    wco = cast.entities["WCO"]
    assert found(lead=str(wco.uid)) == found(lead_code="WCO") == ["Led"]
    assert found(entity=str(wco.uid)) == found(entity_code="WCO") == ["Led", "Partnered"]


def test_a_hidden_partner_finds_nothing(cast: Cast, make: Make, found: Found, api: Any) -> None:
    partner_make(cast, make("Partnered"), "WCO")
    wco = entity_hide(cast, "WCO")
    assert found(entity_code="WCO") == found(entity_code="NOBODY") == []
    hidden, none = (_refused(api, entity=uid) for uid in (str(wco.uid), str(cast.groups["border"].uid)))
    assert hidden == none == {"entity": "There is no such record."}
    assert found("secretariat", entity_code="WCO") == ["Partnered"]


def test_by_a_group_that_leads_or_contributes(cast: Cast, make: Make, found: Found) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    make("Led", group=border)
    make("Contributed", group=pcve, contributing_groups=[border])
    make("Neither", group=pcve)
    assert found(group=str(border.uid)) == found(group_code="border") == ["Contributed", "Led"]


def test_a_hidden_group_finds_nothing(cast: Cast, make: Make, found: Found, api: Any) -> None:
    border = cast.groups["border"]
    make("Led", group=border)
    Group.objects.filter(pk=border.pk).update(visibility="group")
    assert found(group_code="border") == []
    assert _refused(api, group=str(border.uid)) == {"group": "There is no such record."}
    assert found("chair", group_code="border") == found("chair", group=str(border.uid)) == ["Led"]


# --- Places -----------------------------------------------------------------------------------------------------------


def test_by_country_named_or_in_a_region_that_is(make: Make, found: Found) -> None:
    make("Named", countries=places("KAZ", "KGZ"))
    make("Region", regions=places("143"))
    make("Continent", regions=places("142"))
    make("Elsewhere", countries=places("KEN"))
    make("Worldwide", is_global=True)
    assert found(country="KAZ") == ["Continent", "Named", "Region"]
    assert found(country_named="KAZ") == ["Named"]


def test_by_region_with_the_regions_and_states_in_it(make: Make, found: Found) -> None:
    make("Named", countries=places("KAZ", "KGZ"))
    make("Region", regions=places("143"))
    make("Continent", regions=places("142"))
    assert found(region="143") == ["Named", "Region"]
    assert found(region="142") == ["Continent", "Named", "Region"]


@pytest.mark.parametrize(("name", "value"), [("country", "143"), ("country_named", "Kenya"), ("region", "KEN")])
def test_a_place_that_is_none_is_an_error(name: str, value: str, cast: Cast, api: Any) -> None:
    assert name in _refused(api, **{name: value})


# --- Sets -------------------------------------------------------------------------------------------------------------


def test_by_theme_pillar_and_instrument(make: Make, found: Found) -> None:
    theme = theme_create(actor=SYSTEM, values={"code": "borders", "name_en": "Borders"})
    pillar, resolution = instrument_make("II", "pillar"), instrument_make("S/RES/2396")
    make("A", themes=[theme], pillars=[pillar], instruments=[resolution])
    make("B")
    for query in (
        {"theme": str(theme.uid)},
        {"theme_code": "borders"},
        {"pillar_code": "II"},
        {"instrument_code": "S/RES/2396"},
    ):
        assert found(**query) == ["A"]
    assert found(pillar_code="S/RES/2396") == []


def test_a_hidden_member_of_a_set_finds_nothing(make: Make, found: Found) -> None:
    pillar = instrument_make("II", "pillar")
    make("A", pillars=[pillar])
    hide(pillar)
    assert found(pillar_code="II") == []
    assert found("secretariat", pillar_code="II") == ["A"]


def test_by_the_request_that_a_project_answers(make: Make, found: Found, api: Any) -> None:
    values = {"title": "Training", "country": "KEN"}
    request = request_create(actor=SYSTEM, values={**values, "visibility": "all"})
    make("A", requests=[request])
    make("B")
    assert found(request=str(request.uid)) == ["A"]
    hide(request)
    assert "request" in _refused(api, request=str(request.uid))


# --- Joint projects and partners --------------------------------------------------------------------------------------


def test_by_how_far_a_project_is_joint_as_the_viewer_sees_it(cast: Cast, make: Make, found: Found) -> None:
    shown = make("Shown")
    partner_make(cast, shown, "UNODC", "lead", contribution="The course")
    partner_make(cast, shown, "WCO", contribution="Two trainers")
    make("Declared", declared_joint=True)
    make("Single")
    assert [found(joint=each) for each in ("shown", "declared", "no")] == [["Shown"], ["Declared"], ["Single"]]
    entity_hide(cast, "WCO")
    assert (found(joint="shown"), found(joint="no")) == ([], ["Shown", "Single"])


def test_partners_by_project_entity_role_and_share(cast: Cast, make: Make, found: Found) -> None:
    project = make("A", code="P001")
    partner_make(cast, project, "WCO", "implementing")
    partner_make(cast, project, "UNDP", share=Decimal(5), currency="USD")
    partner_make(cast, make("B"), "CTED", "supporting")

    def partners(**query: Any) -> list[str]:
        return found(resource="project-partners", **query)

    assert partners(project=str(project.uid)) == partners(project_code="P001") == ["UNDP", "WCO"]
    assert partners(entity=str(cast.entities["WCO"].uid)) == partners(entity_code="WCO") == ["WCO"]
    assert partners(role=["implementing", "supporting"]) == ["CTED", "WCO"]
    assert partners(share_known="true") == ["UNDP"]


def test_projects_are_sorted_by_their_budgets_in_numbers(make: Make, api: Any) -> None:
    for title, amount, currency in (("A", "9", "USD"), ("B", "10", "USD"), ("C", "9.5", "KWD"), ("D", "100", "JPY")):
        make(title, budget=Decimal(amount), budget_currency=currency)
    make("E")
    for order, titles in (("budget", "ACBDE"), ("-budget", "DBCAE")):
        rows = api("reader").get("/api/v1/projects/", {"ordering": order}).json()["results"]
        assert [row["title"] for row in rows] == list(titles)
