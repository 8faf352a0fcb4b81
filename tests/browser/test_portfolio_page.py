"""The page of the portfolio: accessible, within the policy, on a telephone, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.projects.ground import places
from tests.projects.ground import project_make as make

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_page_is_accessible_obeys_the_policy_and_fits_a_telephone(screen: Screen, cast: Cast) -> None:
    make(cast, "A", countries=places("KEN"), group=cast.groups["border"])
    make(cast, "B", countries=places("KEN", "UGA"), regions=places("143"), group=cast.groups["pcve"])
    screen.sign_in(cast, "secretariat", "/admin/portfolio/")
    screen.focus_by_tab("select[name=by]")
    screen.page.keyboard.type("Country")
    screen.focus_by_tab(".portfolio-show button")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url("**/admin/portfolio/?by=country*")
    assert screen.accessibility_problems() == []
    screen.page.set_viewport_size({"width": 360, "height": 800})
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.page.locator("svg circle").count() == 2
    assert screen.complaints == []
