"""Data quality: what each record lacks, told to whom sees the record."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from tests.projects.ground import BY_MAIL, hide, partner_make, places
from tests.projects.ground import project_make as make
from tests.projects.planned_ground import plan

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
ADDRESS = "/api/v1/reports/data-quality/"


def rows(client: APIClient, **parameters: Any) -> list[dict[str, Any]]:
    answer = client.get(ADDRESS, {"as_of": "2026-11-22", **parameters})
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def gaps(client: APIClient, **parameters: Any) -> set[str]:
    return {row["gap"] for row in rows(client, **parameters)}


def whole(cast: Cast, title: str = "Whole", **values: Any) -> Any:
    """A project that lacks nothing, seen by all."""
    given = {
        "start": "2024",
        "end": "2027",
        "status": "ongoing",
        "source": "https://un.example/1",
        "evidence": "page",
        "countries": places("KEN"),
        "group": cast.groups["border"],
        "budget": Decimal(100),
        "budget_currency": "USD",
        "visibility": "all",
        "clearance": BY_MAIL,
    }
    if "themes" not in values:
        given["themes"] = [theme_make(f"theme-{title.lower()}")]
    return make(cast, title, **{**given, **values})


def test_a_project_that_lacks_nothing_is_not_told(api: Api, cast: Cast) -> None:
    whole(cast)
    assert rows(api("reader")) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start": "", "end": ""}, {"no_dates"}),
        ({"start": ""}, {"no_start"}),
        ({"end": ""}, {"no_end"}),
        ({"status": "closed"}, {"out_of_step"}),
        ({"status": ""}, {"no_status"}),
        ({"source": ""}, {"no_source"}),
        ({"evidence": "general_knowledge"}, {"unconfirmed"}),
        ({"themes": []}, {"no_theme"}),
        ({"countries": []}, {"no_place"}),
        ({"countries": [], "is_global": True}, set()),
        ({"group": None}, {"no_group"}),
        ({"budget": None, "budget_currency": ""}, {"no_budget"}),
        ({"declared_joint": True}, {"joint_without_shares"}),
    ],
)
def test_each_gap_of_a_project_is_told(api: Api, cast: Cast, values: dict[str, Any], expected: set[str]) -> None:
    whole(cast, **values)
    assert gaps(api("reader")) == expected


def test_a_row_leads_to_its_record(api: Api, cast: Cast) -> None:
    project = whole(cast, "Training", source="", code="X1")
    client = api("reader")
    (row,) = rows(client)
    assert row == {
        "record": "projects",
        "id": str(project.uid),
        "url": f"http://testserver/api/v1/projects/{project.uid}/",
        "reference": "X1",
        "title": "Training",
        "entity_code": "UNODC",
        "gap": "no_source",
        "gap_name": "No source",
    }
    assert client.get(row["url"]).json()["title"] == "Training"


def test_needs_and_plans_are_told_too(api: Api, cast: Cast) -> None:
    request_make(requested_on="", **CLEARED)
    recommendation_make(made_on="", source="https://un.example/2", **CLEARED)
    plan(cast, month="2026-10", source="https://un.example/3")
    plan(cast, month="2026-11", source="https://un.example/3", theme=theme_make())
    found = {(row["record"], row["gap"]) for row in rows(api("reader"))}
    assert found == {
        *(("assistance-requests", gap) for gap in ("no_dates", "no_theme", "no_handler", "no_source")),
        *(("recommendations", gap) for gap in ("no_dates", "no_theme")),
        *(("planned-activities", gap) for gap in ("no_theme", "month_over")),
    }


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"gap": "no_source"}, 2),
        ({"gap": ["no_source", "no_group"]}, 3),
        ({"record": "projects", "gap": "no_source"}, 2),
        ({"record": "recommendations"}, 0),
        ({"group": "border"}, 1),
        ({"entity": "WCO"}, 1),
        ({"entity": "CTED"}, 2),
    ],
)
def test_the_report_can_be_narrowed(api: Api, cast: Cast, parameters: dict[str, Any], number: int) -> None:
    partner_make(cast, whole(cast, "One", source=""), "WCO")
    whole(cast, "Two", lead="CTED", source="", group=None)
    assert len(rows(api("reader"), **parameters)) == number


def test_only_records_that_are_seen_are_told(api: Api, cast: Cast) -> None:
    whole(cast, source="", visibility="secretariat", lead="CTED")
    request_make(requested_on="")
    assert rows(api("reader")) == []
    assert gaps(api("secretariat")) >= {"no_source", "no_dates"}


def test_what_is_hidden_is_wanting(api: Api, cast: Cast) -> None:
    theme = theme_make()
    whole(cast, themes=[theme])
    hide(theme)
    hide(cast.groups["border"])
    assert gaps(api("reader")) == {"no_theme", "no_group"}
    assert gaps(api("secretariat")) == set()
    answer = api("reader").get(ADDRESS, {"group": "border"})
    assert answer.status_code == 400


def test_the_cost_does_not_grow_with_the_rows(api: Api, cast: Cast, django_assert_max_num_queries: Any) -> None:
    client = api("reader")
    for number in range(4):
        whole(cast, f"P{number}", source="", themes=[])
        request_make(requested_on="", **CLEARED)
    client.get(ADDRESS)
    with django_assert_max_num_queries(10):
        assert len(rows(client)) > 12
