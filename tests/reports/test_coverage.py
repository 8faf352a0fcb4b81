"""Coverage: which cells are crowded, which are empty, and that nothing hidden changes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from tests.projects.ground import BY_MAIL, entity_hide, hide, partner_make, places
from tests.projects.ground import project_make as make
from tests.projects.planned_ground import plan
from workinggroups.needs.models import Theme

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
ADDRESS = "/api/v1/reports/coverage/"
DAY = "2026-11-22"
OPEN = {"visibility": "all", "clearance": BY_MAIL}


@pytest.fixture
def theme(cast: Cast) -> Theme:
    return theme_make("small-arms")


def rows(client: APIClient, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(ADDRESS, {"as_of": DAY, **parameters})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def states(client: APIClient, **parameters: Any) -> dict[tuple[str, str, str], str]:
    return {(row["theme_code"], row["country_code"], row["period"]): row["state"] for row in rows(client, **parameters)}


def project(cast: Cast, theme: Theme | None, lead: str = "UNODC", *codes: str, **values: Any) -> Any:
    """A project of 2021 that all see, in Kazakhstan unless others are named."""
    given = {"start": "2021", "end": "2021", **OPEN, "countries": places(*(codes or ("KAZ",))), **values}
    return make(cast, f"Project of {lead}", lead, themes=[theme] if theme else [], **given)


def test_two_entities_that_lead_work_in_the_same_year_crowd_a_cell(api: Api, cast: Cast, theme: Theme) -> None:
    first = project(cast, theme, group=cast.groups["border"], contributing_groups=[cast.groups["pcve"]])
    partner_make(cast, first, "WCO")
    project(cast, theme, "CTED", end="2022")
    one, two = rows(api("reader"))
    assert one == {
        "theme_code": "small-arms",
        "theme_name": "Theme small-arms",
        "country_code": "KAZ",
        "country_name": "Kazakhstan",
        "period": "2021",
        "state": "crowded",
        "projects_named": 2,
        "projects_by_region": 0,
        "projects_certain": 2,
        "planned_activities": 0,
        "projects_worldwide": 0,
        "leads": ["CTED", "UNODC"],
        "entities": ["CTED", "UNODC", "WCO"],
        "groups": ["border", "pcve"],
        "one_programme": False,
        "requests": 0,
        "recommendations": 0,
        "needs_unanswered": 0,
        "overlap_cases": 0,
        "overlap_pairs": 0,
        "overlaps_address": "",
    }
    assert (two["period"], two["state"], two["leads"], two["one_programme"]) == ("2022", "single", ["CTED"], True)


def test_several_parts_of_one_entity_do_not_crowd_and_several_entities_in_one_programme_do(
    api: Api, cast: Cast, theme: Theme
) -> None:
    programme = project(cast, theme, kind="programme")
    project(cast, theme, parent=programme)
    (row,) = rows(api("reader"))
    assert (row["state"], row["projects_named"], row["one_programme"]) == ("single", 2, True)
    project(cast, theme, "CTED", parent=programme)
    (row,) = rows(api("reader"))
    assert (row["state"], row["leads"], row["one_programme"]) == ("crowded", ["CTED", "UNODC"], True)


def test_two_programmes_of_one_entity_crowd_a_cell_too(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme)
    project(cast, theme, start="2021-06", end="2022")
    assert states(api("reader")) == {("small-arms", "KAZ", "2021"): "crowded", ("small-arms", "KAZ", "2022"): "single"}


def test_a_region_holds_the_work_of_the_wider_one_and_tells_of_what_is_open_to_all(
    api: Api, cast: Cast, theme: Theme
) -> None:
    project(cast, theme, countries=[], regions=places("142"))
    project(cast, theme, "CTED", countries=[], is_global=True)
    found = {row["country_code"]: row for row in rows(api("reader"), region="143")}
    assert sorted(found) == ["KAZ", "KGZ", "TJK", "TKM", "UZB"]
    assert rows(api("reader"), country="KAZ") == [found["KAZ"]]
    assert (found["KAZ"]["projects_by_region"], found["KAZ"]["projects_worldwide"]) == (1, 1)


def test_one_after_the_other_is_not_crowded_even_when_all_years_are_one(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme)
    project(cast, theme, "CTED", start="2022", end="2023")
    assert states(api("reader"), period="all") == {("small-arms", "KAZ", "2021/2023"): "single"}
    project(cast, theme, "WCO", start="2023", end="2024")
    (row,) = rows(api("reader"), period="all")
    assert (row["state"], row["period"], row["projects_named"]) == ("crowded", "2021/2024", 3)


def test_work_in_a_region_counts_in_each_of_its_countries_and_once(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme, countries=places("KAZ"), regions=places("142", "143"))
    found = {
        row["country_code"]: (row["projects_named"], row["projects_by_region"], row["projects_certain"])
        for row in rows(api("reader"), region="143")
    }
    assert found == {"KAZ": (1, 0, 1)} | dict.fromkeys(("KGZ", "TJK", "TKM", "UZB"), (0, 1, 1))
    project(cast, theme, "CTED", countries=[], regions=places("143"))
    assert set(states(api("reader"), region="143").values()) == {"crowded"}
    assert ("small-arms", "JPN", "2021") in states(api("reader"))


def test_work_that_is_open_to_all_states_makes_no_cell_and_is_told_beside(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme, "CTED", countries=[], is_global=True)
    assert rows(api("reader")) == []
    project(cast, theme)
    (row,) = rows(api("reader"))
    assert (row["projects_worldwide"], row["state"]) == (1, "single")


def test_work_without_dates_may_fall_together_with_any_other(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme)
    assert states(api("reader"), period="all") == {("small-arms", "KAZ", "2021/2021"): "single"}
    project(cast, theme, "CTED", start="", end="")
    assert states(api("reader")) == {
        ("small-arms", "KAZ", "2021"): "single",
        ("small-arms", "KAZ", "unknown"): "crowded",
    }
    (row,) = rows(api("reader"), period="all")
    assert (row["state"], row["projects_named"], row["projects_certain"]) == ("crowded", 2, 1)


@pytest.mark.parametrize(
    ("start", "end", "status", "years"),
    [
        ("2024", "", "ongoing", ["2024", "2025", "2026"]),
        ("2024", "", "closed", ["2024"]),
        ("", "2024-05", "", ["2024"]),
        ("2010", "2017", "", ["2016", "2017"]),
        ("2027", "2035", "", ["2027", "2028"]),
        ("2001", "2003", "", []),
        ("2024", "2025", "cancelled", []),
    ],
)
def test_the_years_of_work_are_what_its_dates_allow_in_the_window(
    api: Api, cast: Cast, theme: Theme, start: str, end: str, status: str, years: list[str]
) -> None:
    project(cast, theme, start=start, end=end, status=status)
    assert [row["period"] for row in rows(api("reader"))] == years


def test_planned_activities_crowd_like_projects_unless_cancelled_or_begun(api: Api, cast: Cast, theme: Theme) -> None:
    begun = project(cast, theme, "UNODC", "KEN", start="2026", end="2026")
    plan(cast, "WCO", theme=theme, state="cancelled")
    became = plan(cast, "INTERPOL", theme=theme)
    type(became)._base_manager.filter(pk=became.pk).update(project=begun)
    (row,) = rows(api("reader"))
    assert (row["planned_activities"], row["state"]) == (0, "single")
    plan(cast, "CTED", theme=theme)
    (row,) = rows(api("reader"))
    assert (row["planned_activities"], row["state"], row["leads"]) == (1, "crowded", ["CTED", "UNODC"])


# --- Needs ------------------------------------------------------------------------------------------------------------


def test_a_need_without_work_is_an_empty_cell_from_its_year_on(api: Api, cast: Cast, theme: Theme) -> None:
    request_make(theme=theme, requested_on="2025-05", **CLEARED)
    recommendation_make(theme=theme, made_on="2026", **CLEARED)
    request_make(theme=theme, reply="declined", **CLEARED)
    told = [
        (row["period"], row["state"], row["requests"], row["recommendations"], row["needs_unanswered"])
        for row in rows(api("reader"), country="KEN")
    ]
    assert told == [("2025", "empty", 1, 0, 1), ("2026", "empty", 1, 1, 2)]


def test_a_need_that_seen_work_cites_is_answered(api: Api, cast: Cast, theme: Theme) -> None:
    asked = request_make(theme=theme, requested_on="2026", **CLEARED)
    answer = project(cast, theme, "UNODC", "KEN", start="2026", end="2026", requests=[asked])
    (row,) = rows(api("reader"))
    assert (row["state"], row["requests"], row["needs_unanswered"]) == ("single", 1, 0)
    hide(answer)
    (row,) = rows(api("reader"))
    assert (row["state"], row["requests"], row["needs_unanswered"]) == ("empty", 1, 1)


def test_work_and_needs_without_a_theme_are_never_crowded(api: Api, cast: Cast) -> None:
    project(cast, None)
    project(cast, None, "CTED")
    assert states(api("reader")) == {("", "KAZ", "2021"): "single"}


# --- Parameters -------------------------------------------------------------------------------------------------------


def test_empty_cells_of_a_region_are_told_when_asked_for(api: Api, cast: Cast, theme: Theme) -> None:
    project(cast, theme)
    told = states(api("reader"), region="143", empty="true", period="all")
    assert {code: state for (_theme, code, _period), state in told.items()} == {
        "KAZ": "single",
        **dict.fromkeys(("KGZ", "TJK", "TKM", "UZB"), "empty"),
    }
    answer = api("reader").get(ADDRESS, {"empty": "true"})
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["empty"]


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"theme": "small-arms"}, 1),
        ({"theme": ["small-arms", "other"]}, 2),
        ({"country": "KGZ"}, 1),
        ({"state": "crowded"}, 0),
        ({"state": ["single", "empty"]}, 2),
        ({"from": "2022-01-01"}, 1),
        ({"until": "2021-12-31"}, 1),
        ({"region": "002"}, 0),
    ],
)
def test_coverage_can_be_narrowed(api: Api, cast: Cast, theme: Theme, parameters: dict[str, Any], number: int) -> None:
    project(cast, theme)
    project(cast, theme_make("other"), "CTED", "KGZ", start="2022", end="2022")
    assert len(rows(api("reader"), **parameters)) == number


# --- What may not be seen ---------------------------------------------------------------------------------------------


def test_what_is_hidden_changes_no_cell(api: Api, cast: Cast, theme: Theme) -> None:
    seen = project(cast, theme)
    before = rows(api("reader"))
    project(cast, theme, "CTED", visibility="secretariat", contributing_groups=[cast.groups["border"]])
    project(
        cast, theme, "UNDP", countries=[], regions=places("143"), visibility="secretariat", parent=seen, kind="activity"
    )
    project(cast, theme, "WCO", countries=[], is_global=True, visibility="secretariat")
    plan(cast, "WCO", country="KAZ", month="2021-05", theme=theme, visibility="secretariat")
    request_make(theme=theme, country="KAZ", requested_on="2021")
    assert rows(api("reader")) == before
    assert rows(api("secretariat")) != before


def test_hidden_entities_groups_and_themes_are_not_named(api: Api, cast: Cast, theme: Theme) -> None:
    partner_make(cast, project(cast, theme, group=cast.groups["border"]), "WCO")
    entity_hide(cast, "WCO")
    hide(cast.groups["border"])
    (row,) = rows(api("reader"))
    assert (row["entities"], row["groups"]) == (["UNODC"], [])
    hide(theme)
    (row,) = rows(api("reader"))
    assert (row["theme_code"], row["theme_name"]) == ("", "No theme named")
    assert api("reader").get(ADDRESS, {"theme": "small-arms"}).status_code == 400


def test_the_cost_does_not_grow_with_the_rows(
    api: Api, cast: Cast, theme: Theme, django_assert_max_num_queries: Any
) -> None:
    client = api("reader")
    for number in range(4):
        project(cast, theme_make(f"t-{number}"), "WCO", "KEN", regions=places("143"))
    client.get(ADDRESS)
    with django_assert_max_num_queries(22):
        client.get(ADDRESS)
