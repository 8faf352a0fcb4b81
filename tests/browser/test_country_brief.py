"""The country brief in a browser: on a printed sheet of A4, by keyboard, on a telephone, in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from compact.reports.country_brief.page import MOST
from tests.browser.languages import EACH_LANGUAGE
from tests.funding.ground import contribution_make
from tests.funding.ground import partner_make as funding_partner_make
from tests.needs.ground import CLEARED, recommendation_make, request_make, theme_make
from tests.projects.ground import partner_make, places, project_make
from tests.projects.planned_ground import plan
from tests.reports.ground import day

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

PAGE = "/countries/KEN/"


def _fill(cast: Cast, count: int) -> None:
    """``count`` lines in every section, with titles, sources and names of the usual length."""
    theme = theme_make(name_en="Passenger data (API and PNR)")
    told = {"theme": theme, "institution": "Directorate of Immigration Services", "evidence": "page", **CLEARED}
    for number in range(count):
        source = {
            "source": f"https://www.un.org/counterterrorism/events/workshop-on-passenger-data-in-nairobi-{number}"
        }
        request_make(title=f"Training of analysts {number}", handled_by=cast.entities["WCO"], **told, **source)
        recommendation_make(title=f"Collect advance passenger information {number}", **told, **source)
        values = {"countries": places("KEN"), "start": "2024-05", "end": "2098", "status": "ongoing", **CLEARED}
        title = f"Passenger data at the airports and sea ports of Eastern Africa {number}"
        project = project_make(cast, title, code=f"P-{number}", **values, **source)
        partner_make(cast, project, "WCO")
        contribution_make(
            funding_partner_make(("QAT", "FRA", "ESP", "DEU", "JPN", "ITA", "CHE", "CAN", "AUS")[number]),
            project=project,
        )
        project_make(cast, f"Ended lately {number}", **{**values, "end": day(-30), "status": "closed"})
        plan(
            cast,
            title=f"Workshop {number}",
            month=day(30),
            theme=theme,
            contact=f"Desk {number}, +41 22 555 0100",
            contact_email="desk@example.org",
        )


def _sheets(page: Page) -> int:
    """How many sheets the page prints on."""
    printed = page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.slow
@EACH_LANGUAGE
def test_the_brief_is_accessible_fits_a_telephone_and_prints_on_one_sheet(
    screen: Screen, cast: Cast, language: str
) -> None:
    _fill(cast, 3)
    type(cast.users["reader"]).objects.filter(pk=cast.users["reader"].pk).update(language=language)
    screen.sign_in(cast, "reader", PAGE)
    assert screen.page.get_attribute("html", "lang") == language
    assert screen.accessibility_problems() == []
    assert _sheets(screen.page) == 1
    screen.page.set_viewport_size({"width": 360, "height": 800})
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.complaints == []


def test_however_much_there_is_a_brief_prints_on_two_sheets(screen: Screen, cast: Cast) -> None:
    _fill(cast, max(MOST.values()) + 1)
    screen.sign_in(cast, "reader", "/")
    screen.open(PAGE)
    assert "more" in screen.page.inner_text("#current")
    assert _sheets(screen.page) == 2


def test_a_state_is_chosen_by_keyboard(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "reader", "/countries/")
    assert screen.accessibility_problems() == []
    screen.focus_by_tab("select[name=country]")
    screen.page.keyboard.type("Kenya")
    screen.focus_by_tab(".choose-country button[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert screen.page.url == f"{screen.address}{PAGE}"
    assert screen.complaints == []
