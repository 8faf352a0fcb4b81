"""Planned activities through the API: what a client asks before it enters one, and what it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.contract.client import change, move
from tests.projects.planned_ground import plan, theme
from workinggroups.needs.services import recommendation_create, request_create
from workinggroups.projects.models import Project
from workinggroups.projects.services.planned import planned_become_project

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

    Api = Callable[[str], APIClient]

ADDRESS = "/api/v1/planned-activities/"


def _titles(client: APIClient, **query: str) -> list[str]:
    answer = client.get(ADDRESS, query)
    assert answer.status_code == 200, answer.json()
    return [row["title"] for row in answer.json()["results"]]


def test_a_client_asks_who_plans_for_a_state_at_the_time_before_it_posts(cast: Cast, api: Api) -> None:
    plan(cast, title="Near", month="2027-02")
    plan(cast, title="Later", month="2027-03")
    plan(cast, title="Elsewhere", country="SOM")
    plan(cast, title="Given up", state="cancelled")
    plan(cast, title="Hidden", visibility="secretariat")
    assert _titles(api("reader"), country="KEN", near_month="2026-11") == ["Near"]
    assert _titles(api("reader"), country="KEN", near_month="2026-12-01") == ["Near", "Later"]


@pytest.mark.parametrize("value", ["2026", "2026-13", "November", "2026-11-31", "2026-1"])
def test_what_is_no_month_is_no_filter(cast: Cast, api: Api, value: str) -> None:
    answer = api("reader").get(ADDRESS, {"near_month": value})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "near_month"


def test_those_near_one_that_is_on_record(cast: Cast, api: Api) -> None:
    row = plan(cast, title="Itself")
    plan(cast, title="Near", month="2026-12")
    plan(cast, title="Elsewhere", country="SOM")
    plan(cast, title="Given up", state="cancelled")
    assert _titles(api("reader"), near=str(row.uid)) == ["Near"]


def test_nobody_asks_what_is_near_a_hidden_one(cast: Cast, api: Api) -> None:
    hidden = plan(cast, visibility="secretariat")
    plan(cast, title="Near")
    answer = api("reader").get(ADDRESS, {"near": str(hidden.uid)})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "near")
    assert _titles(api("secretariat"), near=str(hidden.uid)) == ["Near"]


def test_a_list_is_narrowed_by_time_entity_theme_and_needs(cast: Cast, api: Api) -> None:
    border = theme()
    asked: dict[str, Any] = {"country": "KEN", "title": "Help", "visibility": "all"}
    request = request_create(actor=SYSTEM, values=asked)
    advice = recommendation_create(actor=SYSTEM, values={**asked, "origin": "technical"})
    plan(cast, title="Early", month="2026-01-15", requests=[request])
    plan(cast, "WCO", title="Late", month="2026-12", theme=border, recommendations=[advice], state="confirmed")
    client = api("reader")
    for query, found in (
        ({"month_from": "2026-01-16"}, ["Late"]),
        ({"month_until": "2026-12-01"}, ["Early", "Late"]),
        ({"month_until": "2026-11-30"}, ["Early"]),
        ({"entity_code": "WCO"}, ["Late"]),
        ({"entity": str(cast.entities["INTERPOL"].uid)}, ["Early"]),
        ({"theme_code": "border"}, ["Late"]),
        ({"theme": str(border.uid)}, ["Late"]),
        ({"state": "confirmed"}, ["Late"]),
        ({"request": str(request.uid)}, ["Early"]),
        ({"recommendation": str(advice.uid)}, ["Late"]),
        ({"became_project": "true"}, []),
        ({"search": "earl"}, ["Early"]),
    ):
        assert _titles(client, **query) == found, query


def test_nested_rows_that_are_hidden_are_not_read(cast: Cast, api: Api) -> None:
    request = request_create(actor=SYSTEM, values={"country": "KEN", "title": "Secret", "code": "R-1"})
    row = plan(cast, theme=theme(visibility="secretariat"), requests=[request])
    project = planned_become_project(actor=SYSTEM, planned=row, version=1)
    Project.objects.filter(pk=project.pk).update(visibility="secretariat")
    read = api("reader").get(f"{ADDRESS}{row.uid}/").json()
    assert (read["theme"], read["theme_code"], read["project"], read["requests"]) == (None, None, None, [])
    full = api("secretariat").get(f"{ADDRESS}{row.uid}/").json()
    assert (full["theme_code"], full["project"], full["requests_codes"]) == ("border", str(project.uid), ["R-1"])


def test_posting_stores_at_once_since_there_is_no_before(cast: Cast, api: Api) -> None:
    plan(cast)
    sent = {"entity": str(cast.entities["UNODC"].uid), "country": "KEN", "month": "2026-11", "contact": "Desk"}
    assert api("focal_point").post(ADDRESS, sent).status_code == 201


def test_an_activity_becomes_a_project_by_one_post(cast: Cast, api: Api) -> None:
    row = plan(cast, "UNODC", title="Course")
    client = api("focal_point")
    answer = move(client, "planned-activities", row, "become-project", if_match="*")
    assert answer.status_code == 200, answer.json()
    project = Project.objects.get()
    assert (answer.json()["project"], answer.json()["project_name"]) == (
        str(project.uid),
        "Course",
    )
    assert client.get(f"/api/v1/projects/{project.uid}/").status_code == 200
    again = move(client, "planned-activities", row, "become-project", if_match="*")
    assert again.status_code == 400


def test_only_who_keeps_it_makes_a_project_of_it(cast: Cast, api: Api) -> None:
    row = plan(cast)
    for persona in ("focal_point", "chair", "reader"):
        answer = move(api(persona), "planned-activities", row, "become-project", if_match="*")
        assert answer.status_code == 403
    assert not Project.objects.exists()


def test_the_project_itself_is_not_written_by_hand(cast: Cast, api: Api) -> None:
    row = plan(cast)
    answer = change(api("secretariat"), "planned-activities", row, {"project": str(row.uid)}, if_match="*")
    assert answer.status_code == 400
