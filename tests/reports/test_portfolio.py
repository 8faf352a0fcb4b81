"""The portfolio: what stands under each key, and what a programme contains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.needs.ground import theme_make
from tests.projects.ground import instrument_make, partner_make, places
from tests.reports.portfolio_ground import ADDRESS, project, rows, sums, tree

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]


def test_a_row_says_how_much_work_a_group_leads_and_how_it_stands(api: Api, cast: Cast) -> None:
    programme = project(cast, "P", kind="programme", start="2024", end="2027", status="ongoing")
    project(cast, "A", 250, start="2020", end="2021", status="ongoing", parent=programme)
    project(cast, "B", kind="activity", start="2026")
    project(cast, "C", 100, "EUR")
    project(cast, "D", 900, budget_basis="requested")
    eur, usd, *_total = rows(api("reader"))
    assert usd == {
        "by": "group",
        "row_kind": "key",
        "key_code": "border",
        "key_name": "Group border",
        "programmes": 1,
        "projects": 3,
        "activities": 1,
        "under_way": 1,
        "started": 0,
        "out_of_step": 1,
        "without_dates": 2,
        "unknown": 2,
        "led": None,
        "partner": None,
        "currency": "USD",
        "budget": "250.00",
        "budgets_added": 1,
        "budgets_contained": 0,
        "requested": "900.00",
    }
    assert eur == {**usd, "currency": "EUR", "budget": "100.00", "requested": None}
    assert [(row["row_kind"], row["key_name"]) for row in _total] == [("total", "All, each once")] * 2


def test_without_any_known_amount_there_is_one_row_without_a_currency(api: Api, cast: Cast) -> None:
    project(cast)
    assert [(row["currency"], row["budget"], row["unknown"]) for row in rows(api("reader"))] == [("", None, 1)] * 2


# --- A programme is never counted twice -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((100, 30, 10), ("100.00", 1, 2)),
        ((None, 30, 10), ("30.00", 1, 1)),
        ((100, None, 10), ("100.00", 1, 1)),
        ((None, None, 10), ("10.00", 1, 0)),
    ],
)
def test_what_a_parent_contains_is_not_added(api: Api, cast: Cast, amounts: Any, expected: Any) -> None:
    tree(cast, *amounts)
    told = [(row["budget"], row["budgets_added"], row["budgets_contained"]) for row in rows(api("reader"))]
    assert told == [expected, expected]


def test_a_part_counts_in_a_cell_that_its_programme_is_not_in(api: Api, cast: Cast) -> None:
    programme = project(cast, "P", 100, kind="programme")
    project(cast, "A", 40, parent=programme, group=cast.groups["pcve"])
    assert sums(api("reader")) == {("border", "USD"): "100.00", ("pcve", "USD"): "40.00", ("", "USD"): "100.00"}


def test_a_part_in_another_currency_is_contained_all_the_same(api: Api, cast: Cast) -> None:
    programme = project(cast, "P", 100, kind="programme")
    project(cast, "A", 40, "EUR", parent=programme)
    assert sums(api("reader"))["border", "EUR"] is None


def test_what_is_asked_for_contains_no_budget(api: Api, cast: Cast) -> None:
    appeal = project(cast, "Appeal", 100, kind="programme", budget_basis="requested")
    project(cast, "A", 40, parent=appeal)
    project(cast, "B", 30, parent=appeal, budget_basis="requested")
    row = rows(api("reader"))[0]
    assert (row["budget"], row["requested"]) == ("40.00", "100.00")


def test_a_programme_that_the_filters_leave_out_contains_nothing(api: Api, cast: Cast) -> None:
    tree(cast, 100, 30, 10)
    assert sums(api("reader"), kind=["project", "activity"])["", "USD"] == "30.00"
    assert sums(api("reader"), kind=["programme", "activity"])["", "USD"] == "100.00"


def test_cells_of_several_keys_hold_each_programme_once(api: Api, cast: Cast) -> None:
    one, two = (instrument_make(f"PILLAR-{n}", "pillar") for n in ("I", "II"))
    programme = project(cast, "P", 100, kind="programme", pillars=[one])
    project(cast, "A", 40, parent=programme, pillars=[one, two])
    project(cast, "B", 7)
    assert sums(api("reader"), by="pillar") == {
        ("PILLAR-I", "USD"): "100.00",
        ("PILLAR-II", "USD"): "40.00",
        ("none", "USD"): "7.00",
        ("", "USD"): "107.00",
    }


def test_an_entity_that_leads_the_programme_and_joins_its_part_counts_it_once(api: Api, cast: Cast) -> None:
    programme = project(cast, "P", 100, kind="programme", lead="UNDP")
    part = project(cast, "A", 40, parent=programme, lead="WCO")
    partner_make(cast, part, "UNDP", "implementing")
    partner_make(cast, part, "WCO", "lead")
    found = {row["key_code"]: row for row in rows(api("reader"), by="entity")}
    assert {code: (row["budget"], row["led"], row["partner"]) for code, row in found.items()} == {
        "UNDP": ("100.00", 1, 1),
        "WCO": ("40.00", 1, 0),
        "": ("100.00", None, None),
    }


# --- Axes and filters -------------------------------------------------------------------------------------------------


def test_by_country_regions_and_the_world_are_not_spread(api: Api, cast: Cast) -> None:
    project(cast, "A", countries=places("KEN", "UGA"))
    project(cast, "B", countries=places("KEN"), regions=places("014"))
    project(cast, "C", is_global=True)
    project(cast, "D")
    told = [(row["row_kind"], row["key_code"], row["projects"]) for row in rows(api("reader"), by="country")]
    assert told == [
        ("key", "KEN", 2),
        ("key", "UGA", 1),
        ("region", "014", 1),
        ("worldwide", "global", 1),
        ("none", "none", 1),
        ("total", "", 4),
    ]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("group", ["border", "none", ""]),
        ("theme", ["travel", "none", ""]),
        ("status", ["ongoing", "none", ""]),
        ("kind", ["activity", "project", ""]),
    ],
)
def test_every_axis_has_a_row_for_those_without_a_key(api: Api, cast: Cast, by: str, keys: list[str]) -> None:
    project(cast, "A", themes=[theme_make()], status="ongoing")
    project(cast, "B", group=None, kind="activity")
    assert [row["key_code"] for row in rows(api("reader"), by=by)] == keys


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"group": "pcve"}, 1),
        ({"entity": "WCO"}, 1),
        ({"entity": "UNODC"}, 2),
        ({"entity": ["UNODC", "WCO"]}, 2),
        ({"pillar": "PILLAR-I"}, 1),
        ({"theme": "travel"}, 1),
        ({"country": "UGA"}, 1),
        ({"region": "014"}, 1),
        ({"kind": "activity"}, 1),
        ({"status": "closed"}, 1),
        ({"from": "2022-01-01", "until": "2022-12-31"}, 1),
        ({"search": "Alpha"}, 1),
        ({}, 2),
    ],
)
def test_the_portfolio_can_be_narrowed(api: Api, cast: Cast, parameters: dict[str, Any], number: int) -> None:
    pillar = instrument_make("PILLAR-I", "pillar")
    found = project(
        cast,
        "Alpha",
        kind="activity",
        status="closed",
        start="2022",
        end="2022",
        pillars=[pillar],
        themes=[theme_make()],
        countries=places("UGA"),
        contributing_groups=[cast.groups["pcve"]],
    )
    partner_make(cast, found, "WCO")
    project(cast, "Beta", start="2024", end="2024")
    *_rest, total = rows(api("reader"), **parameters)
    assert total["projects"] + total["activities"] == number


@pytest.mark.parametrize("name", ["group", "entity", "pillar", "theme", "by", "country", "region"])
def test_a_code_that_there_is_not_is_an_error_that_names_its_parameter(api: Api, cast: Cast, name: str) -> None:
    answer = api("reader").get(ADDRESS, {name: "NOTHING"})
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == [name]
