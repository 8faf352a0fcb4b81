"""The page of the country brief: which State, of when, for whom, and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.needs.ground import CLEARED, request_make
from tests.reports.brief_ground import project_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

PAGE = "/countries/KEN/"


def test_a_state_is_chosen_from_a_list_without_a_script(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("reader")
    page = client.get("/countries/").content.decode()
    assert '<option value="KEN">Kenya</option>' in page
    assert client.get("/countries/", {"country": "KEN"}).url == PAGE
    assert "There is no such State" in client.get("/countries/", {"country": "XXX"}).content.decode()
    assert client.get("/countries/XXX/").status_code == 404


def test_a_country_office_finds_its_own_country_chosen(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("country_office").get("/countries/").content.decode()
    assert '<option value="KEN" selected>Kenya</option>' in page
    assert "Your office reads" in signed_in("country_office").get("/countries/UGA/").content.decode()


def test_the_page_says_of_when_it_is_for_whom_and_what_is_in_it(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    page = signed_in("reader").get(PAGE).content.decode()
    assert "prepared for reader. It holds only what is cleared for all entities" in page
    assert page.count("Nothing on record that is cleared.") == 7


def test_the_page_numbers_sources_once_and_marks_what_is_unconfirmed(
    cast: Cast, signed_in: Callable[[str], Client]
) -> None:
    values = {"source": "https://un.example/1", "evidence": "general_knowledge"}
    project_make(cast, "First", **values)
    request_make(title="Second", **values, **CLEARED)
    page = signed_in("reader").get(PAGE).content.decode()
    assert page.count('<li id="source-') == 1
    assert page.count('href="#source-1"') == 2
    assert page.count("badge-unconfirmed") == 2


def test_the_page_shows_a_few_and_counts_the_others(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    for number in range(7):
        request_make(title=f"Request {number}", **CLEARED)
    page = signed_in("reader").get(PAGE).content.decode()
    assert page.count("Request ") == 4
    assert "4 shown, 3 more" in page


def test_the_page_holds_nothing_uncleared(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    request_make(title="Secret")
    project_make(cast, "Secret", visibility="secretariat", clearance="")
    page = signed_in("secretariat").get(PAGE).content.decode()
    assert "Secret" not in page
    assert "brief-more" not in page


def test_what_people_wrote_cannot_become_a_script(cast: Cast, signed_in: Callable[[str], Client]) -> None:
    request_make(title="<script>alert(1)</script>", source="javascript:alert(1)", **CLEARED)
    page = signed_in("reader").get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
