"""Pages by number: sizes, caps, and links to first, last, previous and next (RFC 8288)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import entity_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

LIST = "/api/v1/entities/"


@pytest.fixture
def client_of_seven(cast: Cast, api: Callable[[str], APIClient]) -> APIClient:
    """A reader of the cast's seven entities."""
    return api("reader")


def _links(answer: Any) -> dict[str, str]:
    return {name: where for where, name in re.findall(r'<([^>]*)>; rel="(\w+)"', answer["Link"])}


def _page(address: str | None) -> str:
    found = re.search(r"[?&]page=(\d+)", address or "")
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("number", "links"),
    [
        (1, {"first": "1", "last": "3", "next": "2"}),
        (2, {"first": "1", "last": "3", "prev": "1", "next": "3"}),
        (3, {"first": "1", "last": "3", "prev": "2"}),
    ],
)
def test_a_page_links_to_those_around_it(number: int, links: dict[str, str], client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"page": number, "page_size": 3})
    assert {name: _page(where) for name, where in _links(answer).items()} == links


def test_the_header_is_written_as_the_standard_has_it(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST + "?page_size=4")
    start = "http://testserver/api/v1/entities/?page"
    assert answer["Link"] == (
        f'<{start}=1&page_size=4>; rel="first", <{start}=2&page_size=4>; rel="last", '
        f'<{start}=2&page_size=4>; rel="next"'
    )


def test_body_and_header_link_to_the_same_rows(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"page": 2, "page_size": 3})
    links, body = _links(answer), answer.json()
    codes = [
        [row["code"] for row in client_of_seven.get(where).json()["results"]]
        for where in (links["next"], body["next"], links["prev"], body["previous"])
    ]
    assert codes == [["WCO"], ["WCO"], ["CTED", "DCO", "INTERPOL"], ["CTED", "DCO", "INTERPOL"]]


def test_links_keep_filters_order_and_signs(client_of_seven: APIClient) -> None:
    query = {"page_size": 1, "kind": "un_secretariat", "ordering": "-code", "search": "Office & <é>"}
    answer = client_of_seven.get(LIST, query)
    first = _links(answer)["first"]
    for part in ("kind=un_secretariat", "ordering=-code", "search=Office+%26+%3C%C3%A9%3E", "page_size=1"):
        assert part in first


def test_links_keep_every_value_of_a_repeated_parameter(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST + "?kind=un_secretariat&kind=non_un&page_size=3")
    assert _links(answer)["next"].count("kind=") == 2


def test_one_page_links_to_itself_alone(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST)
    assert {name: _page(where) for name, where in _links(answer).items()} == {"first": "1", "last": "1"}
    assert (answer.json()["next"], answer.json()["previous"]) == (None, None)


def test_nothing_is_one_empty_page(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"code": "NOTHING"})
    assert answer.json() == {"count": 0, "next": None, "previous": None, "results": []}
    assert set(_links(answer)) == {"first", "last"}


@pytest.mark.parametrize(("size", "shown"), [(1, 1), (3, 3), (7, 7), (8, 7), (200, 7)])
def test_a_page_has_the_rows_asked_for(size: int, shown: int, client_of_seven: APIClient) -> None:
    body = client_of_seven.get(LIST, {"page_size": size}).json()
    assert (body["count"], len(body["results"])) == (7, shown)


def test_a_page_has_fifty_rows_unless_others_are_asked_for(client_of_seven: APIClient) -> None:
    for number in range(50):
        entity_make(f"E{number}")
    body = client_of_seven.get(LIST).json()
    assert (body["count"], len(body["results"])) == (57, 50)


@pytest.mark.parametrize("size", ["201", "1000", "9999999999"])
def test_a_page_beyond_the_cap_is_refused_not_cut(size: str, client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"page_size": size})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": "page_size", "detail": "A page has at most 200 rows. Ask for less."}
    ]


@pytest.mark.parametrize("name", ["page", "page_size"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "1e2", "x", "+1", "٣", "²", "0x10", "last", "1" * 11, "1 "])
def test_what_is_no_whole_number_from_one_is_refused(name: str, value: str, client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {name: value})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [{"parameter": name, "detail": "Write a whole number from 1."}]


@pytest.mark.parametrize("number", ["2", "999", "9999999999"])
def test_a_page_after_the_last_is_not_found(number: str, client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"page": number})
    assert answer.status_code == 404
    assert answer.json()["type"] == "urn:compact:problem:not-found"


def test_the_cap_is_told_in_the_readers_language(client_of_seven: APIClient) -> None:
    answer = client_of_seven.get(LIST, {"page": "0"}, headers={"accept-language": "fr"})
    assert answer.json()["detail"] == "Écrivez un nombre entier égal ou supérieur à 1."
