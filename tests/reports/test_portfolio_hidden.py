"""What the hidden changes in the portfolio: nothing; and what its rows cost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.needs.ground import theme_make
from tests.projects.ground import hide, instrument_make, partner_make, places
from tests.reports.portfolio_ground import ADDRESS, project, rows, sums, tree

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
AXES = ("group", "pillar", "entity", "country", "theme", "status", "kind")


@pytest.mark.parametrize("by", AXES)
def test_a_hidden_project_changes_no_number(api: Api, cast: Cast, by: str) -> None:
    theme, pillar = theme_make(), instrument_make("PILLAR-I", "pillar")
    shared = {"themes": [theme], "pillars": [pillar], "countries": places("KEN"), "status": "ongoing"}
    programme = project(cast, "P", 100, kind="programme", **shared)
    partner_make(cast, project(cast, "A", 40, **shared), "WCO")
    before = rows(api("reader"), by=by)
    hidden = project(cast, "H", 1000, parent=programme, lead="UNDP", **shared, visibility="secretariat")
    partner_make(cast, hidden, "INTERPOL")
    project(cast, "G", 1000, visibility="group", group=cast.groups["pcve"], regions=places("014"), start="2020")
    assert rows(api("reader"), by=by) == before
    assert rows(api("secretariat"), by=by) != before
    assert api("reader").get(ADDRESS, {"entity": "UNDP"}).json()["rows"] == []


def test_a_hidden_parent_is_not_there(api: Api, cast: Cast) -> None:
    top, middle, _bottom = tree(cast, 100, 30, 10)
    hide(top)
    assert sums(api("reader"))["", "USD"] == "30.00"
    hide(middle)
    assert sums(api("reader"))["", "USD"] == "10.00"
    assert sums(api("secretariat"))["", "USD"] == "100.00"


def test_what_lies_above_a_hidden_parent_is_not_told_to_contain_what_lies_below(api: Api, cast: Cast) -> None:
    _top, middle, _bottom = tree(cast, 100, 30, 10)
    hide(middle)
    assert sums(api("reader"))["", "USD"] == "110.00"
    assert sums(api("secretariat"))["", "USD"] == "100.00"


def test_hidden_keys_head_no_row(api: Api, cast: Cast) -> None:
    theme, pillar = theme_make(), instrument_make("PILLAR-I", "pillar")
    found = project(cast, "A", 40, themes=[theme], pillars=[pillar], kind="programme")
    project(cast, "B", 10, parent=found, group=cast.groups["pcve"])
    partner_make(cast, found, "WCO")
    for row in (theme, pillar, cast.groups["border"], cast.groups["pcve"], cast.entities["WCO"]):
        hide(row)
    for by in ("theme", "pillar", "group"):
        assert sums(api("reader"), by=by) == {("none", "USD"): "40.00", ("", "USD"): "40.00"}, by
    assert {row["key_code"] for row in rows(api("reader"), by="entity")} == {"UNODC", ""}
    assert api("reader").get(ADDRESS, {"theme": "travel"}).status_code == 400


def test_a_country_office_counts_what_is_cleared_in_its_country(api: Api, cast: Cast) -> None:
    project(cast, "A", countries=places("KEN", "UGA"))
    project(cast, "B", countries=places("UGA"))
    assert [row["projects"] for row in rows(api("country_office"))] == [1, 1]


@pytest.mark.parametrize("by", AXES)
def test_the_cost_does_not_grow_with_the_rows(
    api: Api, cast: Cast, by: str, django_assert_max_num_queries: Any
) -> None:
    client = api("reader")
    for number in range(4):
        theme, pillar = theme_make(f"t-{number}"), instrument_make(f"P-{number}", "pillar")
        programme = project(cast, f"P{number}", 9, kind="programme", themes=[theme], pillars=[pillar])
        project(cast, f"A{number}", 5, parent=programme, themes=[theme], countries=places("KEN"))
    client.get(ADDRESS)
    with django_assert_max_num_queries(16):
        client.get(ADDRESS, {"by": by})
