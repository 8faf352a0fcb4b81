"""The administration's page of the portfolio: the report's figures as bars, dots and tables."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from compact.kernel.countries import countries
from compact.reports.maps import dots, points
from tests.cast import Cast
from tests.projects.ground import BY_MAIL, places
from tests.projects.ground import project_make as make

pytestmark = pytest.mark.django_db

SignedIn = Callable[[str], Client]
ADDRESS = "/admin/portfolio/"


def _page(client: Client, **parameters: Any) -> str:
    answer = client.get(ADDRESS, parameters)
    assert answer.status_code == 200
    return answer.content.decode()


def _projects(cast: Cast) -> None:
    values = {"visibility": "all", "clearance": BY_MAIL, "group": cast.groups["border"]}
    make(cast, "A", countries=places("KEN"), budget=Decimal(250), budget_currency="USD", **values)
    make(cast, "B", countries=places("KEN", "UGA"), budget=Decimal(90), budget_currency="EUR", **values)
    make(cast, "C", regions=places("143"), **{**values, "group": cast.groups["pcve"]})


def test_the_page_shows_bars_dots_and_their_tables(signed_in: SignedIn, cast: Cast) -> None:
    _projects(cast)
    text = _page(signed_in("secretariat"))
    assert text.count("<rect x=") == 2
    assert text.count("<circle") == 2
    assert "<title>Kenya: 2</title>" in text
    assert "Central Asia" in text, "a region has no dot and stands in the table"
    assert text.count("<table") == text.count('<svg class="portfolio') == text.count("<figcaption>") == 2
    assert "USD 250<" in text
    assert "EUR 90<" in text
    assert "340" not in text, "amounts of two currencies are never added"


def test_the_page_takes_the_parameters_of_the_report_and_hands_them_on(signed_in: SignedIn, cast: Cast) -> None:
    _projects(cast)
    text = _page(signed_in("secretariat"), by="country", group="border", theme="")
    assert "/api/v1/reports/portfolio/?by=country&amp;group=border&amp;format=csv" in text
    assert "Central Asia" not in text


@pytest.mark.parametrize("parameters", [{"by": "nothing"}, {"group": "nothing"}, {"country": "XXX"}])
def test_a_wrong_parameter_is_named(signed_in: SignedIn, cast: Cast, parameters: dict[str, str]) -> None:
    answer = signed_in("secretariat").get(ADDRESS, parameters)
    assert answer.status_code == 400
    assert f"<li>{next(iter(parameters))}:" in answer.content.decode()


def test_without_projects_the_page_says_so(signed_in: SignedIn, cast: Cast) -> None:
    assert "No project is on record" in _page(signed_in("secretariat"))


def test_the_page_is_for_the_staff_and_linked_from_the_work_list(signed_in: SignedIn, cast: Cast) -> None:
    assert ADDRESS in signed_in("secretariat").get("/admin/").content.decode()
    assert signed_in("reader").get(ADDRESS).status_code == 403


def test_the_page_needs_a_sign_in(client: Client, db: None) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_every_country_has_a_point_on_the_map() -> None:
    assert points().keys() == {each.iso3 for each in countries()}
    assert all(-90 <= latitude <= 90 and -180 <= longitude <= 180 for latitude, longitude in points().values())


def test_the_area_of_a_dot_follows_its_number_and_the_largest_is_drawn_first() -> None:
    small, large = ("UGA", "Uganda", 1), ("KEN", "Kenya", 4)
    first, second = dots([small, large, ("TZA", "Tanzania", 0)])
    assert (first.name, first.radius, second.radius) == ("Kenya", 11.0, 5.5)
