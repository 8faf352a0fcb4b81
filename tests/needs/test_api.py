"""What is particular to the resources of the needs room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import SYSTEM
from tests.needs.ground import CLEARED, project_make, recommendation_make, request_make, theme_make
from workinggroups.needs.services import theme_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _titles(client: APIClient, name: str = "assistance-requests", **query: Any) -> list[str]:
    answer = client.get(f"/api/v1/{name}/", query)
    assert answer.status_code == 200, answer.json()
    return sorted(row["title"] for row in answer.json()["results"])


@pytest.fixture
def two(cast: Cast) -> tuple[Any, Any]:
    """Two cleared requests that differ in all that they can be filtered by."""
    theme = theme_make()
    kenya = request_make(
        title="Kenya", theme=theme, handled_by=cast.entities["WCO"], channel="letter", requested_on="2025-05", **CLEARED
    )
    other = request_make(title="Uganda", country="UGA", requested_on="2024", reply="declined", **CLEARED)
    return kenya, other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"country": "UGA"}, ["Uganda"]),
        ({"theme_code": "travel"}, ["Kenya"]),
        ({"theme_code": "none"}, []),
        ({"channel": "letter"}, ["Kenya"]),
        ({"reply": ["pending", "accepted"]}, ["Kenya"]),
        ({"handled_by_code": "WCO"}, ["Kenya"]),
        ({"requested_after": "2025-05-31"}, ["Kenya"]),
        ({"requested_before": "2024-01-01"}, ["Uganda"]),
        ({"search": "ugan"}, ["Uganda"]),
    ],
)
def test_requests_are_filtered(
    two: tuple[Any, Any], api: Callable[[str], APIClient], query: dict[str, Any], found: list[str]
) -> None:
    assert _titles(api("reader"), **query) == found


def test_a_country_that_there_is_not_is_an_error(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get("/api/v1/recommendations/", {"country": "XXX"})
    assert answer.status_code == 400
    assert [each["parameter"] for each in answer.json()["errors"]] == ["country"]


@pytest.mark.parametrize(("query", "found"), [({"priority": "high"}, ["First"]), ({"made_before": "2024-12-31"}, [])])
def test_recommendations_are_filtered(
    cast: Cast, api: Callable[[str], APIClient], query: dict[str, Any], found: list[str]
) -> None:
    recommendation_make(title="First", priority="high", **CLEARED)
    recommendation_make(title="Second", origin="other", **CLEARED)
    assert _titles(api("reader"), "recommendations", **query) == found


def test_work_that_a_reader_may_not_see_answers_nothing_in_column_and_filter(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    need = request_make(title="Asked", **CLEARED)
    project_make(cast.entities["UNODC"], requests=[need])
    for persona, truth in (("reader", False), ("focal_point", True), ("secretariat", True)):
        (row,) = api(persona).get("/api/v1/assistance-requests/").json()["results"]
        assert row["answered"] is truth
        assert _titles(api(persona), answered=str(truth).lower()) == ["Asked"]
        assert _titles(api(persona), answered=str(not truth).lower()) == []


def test_a_theme_that_a_reader_may_not_see_is_blank_and_finds_nothing(
    two: tuple[Any, Any], cast: Cast, api: Callable[[str], APIClient]
) -> None:
    theme = two[0].theme
    theme_update(actor=SYSTEM, record=theme, version=1, values={"visibility": "secretariat"})
    rows = api("reader").get("/api/v1/assistance-requests/").json()["results"]
    assert {(row["theme"], row["theme_code"], row["theme_name"]) for row in rows} == {(None, None, None)}
    assert _titles(api("reader"), theme_code="travel") == []
    assert _titles(api("secretariat"), theme_code="travel") == ["Kenya"]
    hidden = api("reader").get("/api/v1/assistance-requests/", {"theme": str(theme.uid)})
    assert hidden.status_code == 400


def test_a_handling_entity_sends_back_what_it_read_with_the_reply(cast: Cast, api: Callable[[str], APIClient]) -> None:
    made = request_make(handled_by=cast.entities["WCO"], theme=theme_make())
    client, address = api("alternate"), f"/api/v1/assistance-requests/{made.uid}/"
    read = client.get(address)
    sent = client.put(address, {**read.json(), "reply": "accepted"}, headers={"If-Match": read["ETag"]})
    assert sent.status_code == 200, sent.json()
    assert sent.json()["reply"] == "accepted"


def test_a_request_through_the_api_names_the_field_that_is_not_the_handlers(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    made = request_make(handled_by=cast.entities["WCO"])
    client, address = api("chair"), f"/api/v1/assistance-requests/{made.uid}/"
    etag = client.get(address)["ETag"]
    answer = client.patch(address, {"country": "UGA"}, headers={"If-Match": etag})
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/country"]
