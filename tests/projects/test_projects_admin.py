"""The staff's lists of projects and of partners: columns, filters, history, archive."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.agreements import services as agreement_services
from tests.cast import SYSTEM
from tests.projects.screens import LIST, partner_made, places, project_made, where
from workinggroups.needs.services import theme_create
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.partners import partners
from workinggroups.projects.services.projects import projects

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

PARTNERS = "/admin/workinggroups/projectpartner/"


def _listed(client: Client, **asked: Any) -> set[str]:
    """The titles on the list."""
    answer = client.get(LIST, asked)
    assert answer.status_code == 200, answer
    return {project.title for project in answer.context["cl"].result_list}


@pytest.fixture
def three(cast: Cast) -> dict[str, Project]:
    """Three projects that differ in everything that the list is narrowed by."""
    pillar = agreement_services.instrument_create(
        actor=SYSTEM, values={"code": "PILLAR-I", "kind": "pillar", "title_en": "Measures"}
    )
    theme = theme_create(actor=SYSTEM, values={"code": "aviation", "name_en": "Aviation security"})
    made = {
        "One": project_made(
            cast,
            "One",
            code="P1",
            group=cast.groups["border"],
            countries=places("KEN"),
            pillars=[pillar],
            themes=[theme],
            start="2019",
            end="2020",
            status="ongoing",
            budget=Decimal(2100000),
            budget_currency="USD",
            budget_basis="requested",
        ),
        "Two": project_made(
            cast,
            "Two",
            lead="WCO",
            kind="programme",
            contributing_groups=[cast.groups["border"]],
            regions=places("014"),
            status="closed",
            visibility="all",
        ),
        "Three": project_made(cast, "Three", is_global=True, start="2020", place_note="Sahel", evidence="predecessor"),
    }
    partner_made(made["Three"], cast, "WCO")
    return made


def _key(name: str, cast: Cast) -> Any:
    keys: dict[str, Callable[[], Any]] = {
        "border": lambda: cast.groups["border"].pk,
        "WCO": lambda: cast.entities["WCO"].pk,
        "pillar": lambda: Project.pillars.through.objects.values_list("instrument_id", flat=True)[0],
        "theme": lambda: Project.themes.through.objects.values_list("theme_id", flat=True)[0],
    }
    return keys[name]() if name in keys else name


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"One", "Two", "Three"}),
        ({"group": "border"}, {"One", "Two"}),
        ({"group": "none"}, {"Two", "Three"}),
        ({"entity": "WCO"}, {"Two", "Three"}),
        ({"country": "KEN"}, {"One", "Two"}),
        ({"country": "UGA"}, {"Two"}),
        ({"pillar": "pillar"}, {"One"}),
        ({"theme": "theme"}, {"One"}),
        ({"kind__exact": "programme"}, {"Two"}),
        ({"status__exact": "ongoing"}, {"One"}),
        ({"phase": "out_of_step"}, {"One"}),
        ({"phase": "started"}, {"Three"}),
        ({"visibility__exact": "all"}, {"Two"}),
        ({"evidence__exact": "predecessor"}, {"Three"}),
        ({"basis": "unsourced"}, {"One", "Two", "Three"}),
        ({"q": "Sahel"}, {"Three"}),
        ({"q": "P1"}, {"One"}),
        ({"group": "999"}, set()),
        ({"entity": "x"}, set()),
        ({"country": "' OR 1"}, set()),
        ({"archive": "archived"}, set()),
    ],
)
@pytest.mark.usefixtures("three")
def test_the_list_is_narrowed(cast: Cast, staff: Client, asked: dict[str, str], found: set[str]) -> None:
    assert _listed(staff, **{name: _key(value, cast) for name, value in asked.items()}) == found


@pytest.mark.usefixtures("three")
def test_the_list_tells_money_places_and_what_is_out_of_step(staff: Client) -> None:
    page = staff.get(LIST).content.decode()
    for text in ("USD 2,100,000", "asked for", "Kenya", "Eastern Africa", "worldwide", "by date: Over", "Programme"):
        assert text in page


def test_a_long_row_of_places_is_cut_short(cast: Cast, staff: Client) -> None:
    project_made(cast, countries=places("KEN", "UGA", "TZA", "RWA", "BDI", "ETH"))
    assert "Burundi, Ethiopia, Kenya, 3 more" in staff.get(LIST).content.decode()


def test_ten_projects_cost_what_two_cost(cast: Cast, staff: Client) -> None:
    counts = []
    for start, stop in ((0, 2), (2, 10)):
        for number in range(start, stop):
            project = project_made(
                cast,
                f"Project {number}",
                group=cast.groups["border"],
                countries=places("KEN", "UGA"),
                regions=places("014"),
            )
            partner_made(project, cast, "WCO", contribution="Two trainers")
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(LIST).status_code == 200
        with CaptureQueriesContext(connection) as of_partners:
            assert staff.get(PARTNERS).status_code == 200
        counts.append((len(captured), len(of_partners)))
    assert counts[1] == counts[0]


def test_the_history_tells_sets_and_money_in_words_and_an_earlier_state_comes_back(cast: Cast, staff: Client) -> None:
    money = {"budget": Decimal("100.50"), "budget_currency": "USD"}
    project = project_made(cast, countries=places("KEN", "UGA"), **money)
    values = {"countries": places("TZA"), "budget": Decimal(7), "budget_currency": "EUR"}
    projects.update(actor=SYSTEM, record=project, version=1, values=values)
    page = staff.get(where(project, "history")).content.decode()
    for text in ("Kenya, Uganda", "United Republic of Tanzania", "USD 100.50", "EUR 7"):
        assert text in page
    first = project.history.earliest("history_id").history_id
    address = where(project, f"history/{first}")
    shown = {each.label: (each.then, each.now) for each in staff.get(address).context["fields"] if each.differs}
    assert shown["budget"] == ("USD 100.50", "EUR 7")
    assert shown["beneficiary States"] == ("Kenya, Uganda", "United Republic of Tanzania")
    assert staff.post(address, {"version": 2, "reason": "It was right"}).status_code == 302
    project.refresh_from_db()
    assert str(project.budget_money) == "USD 100.50"
    assert {place.code for place in project.countries.all()} == {"KEN", "UGA"}


def test_a_project_and_a_partner_are_archived_and_restored(cast: Cast, staff: Client) -> None:
    project = project_made(cast, countries=places("KEN"))
    row = partner_made(project, cast, "WCO", share=Decimal(5), currency="USD")
    for record, start in ((project, LIST), (row, PARTNERS)):
        for version, page in ((1, "archive"), (2, "restore")):
            answer = staff.post(f"{start}{record.pk}/{page}/", {"version": version, "reason": "A try"})
            assert answer.status_code == 302, answer.content.decode()
            record.refresh_from_db()
            assert record.is_archived == (page == "archive")
    assert [place.code for place in project.countries.all()] == ["KEN"]


def test_a_partner_has_a_page_of_its_own_with_source_and_history(cast: Cast, staff: Client) -> None:
    project = project_made(cast, budget=Decimal(100), budget_currency="USD")
    row = partner_made(project, cast, "WCO", share=Decimal(40), currency="USD")
    sent = {
        "project": project.pk,
        "entity": row.entity_id,
        "role": "joint",
        "share": "60",
        "currency": "USD",
        "version": 1,
    }
    assert staff.post(f"{PARTNERS}{row.pk}/change/", {**sent, "source": "Letter"}).status_code == 302
    row.refresh_from_db()
    assert (str(row.share_money), row.source) == ("USD 60", "Letter")
    too_much = staff.post(f"{PARTNERS}{row.pk}/change/", {**sent, "share": "101", "version": 2})
    assert set(too_much.context["adminform"].form.errors) == {"share"}
    history = staff.get(f"{PARTNERS}{row.pk}/history/").content.decode()
    assert ("USD 40" in history, "USD 60" in history) == (True, True)


def test_an_archived_partner_is_shown_with_its_share_in_words(cast: Cast, staff: Client) -> None:
    row = partner_made(project_made(cast), cast, "WCO", share=Decimal(40), currency="USD")
    partners.archive(actor=SYSTEM, record=row, version=1, reason="It withdrew")
    assert "USD 40" in staff.get(f"{PARTNERS}{row.pk}/change/").content.decode()
    assert ProjectPartner.objects.live().count() == 0
