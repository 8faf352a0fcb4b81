"""Every kind of staff page obeys the content security policy and breaks no rule of accessibility."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.languages import EACH_LANGUAGE

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser


def _pages(cast: Cast) -> list[str]:
    term, entity = cast.terms["chair_pcve"].pk, cast.entities["CTED"].pk
    return [
        "/admin/",
        "/admin/workinggroups/term/",
        f"/admin/workinggroups/term/{term}/change/",
        "/admin/workinggroups/term/add/",
        f"/admin/workinggroups/term/{term}/hand-over/",
        f"/admin/workinggroups/term/{term}/archive/",
        f"/admin/workinggroups/group/{cast.groups['pcve'].pk}/change/",
        f"/admin/workinggroups/group/{cast.groups['pcve'].pk}/event/",
        f"/admin/compact/entity/{entity}/change/",
        f"/admin/compact/entity/{entity}/history/",
        "/admin/compact/person/",
        "/admin/compact/operation/",
    ]


@pytest.mark.slow
@EACH_LANGUAGE
def test_staff_pages_are_accessible_and_obey_the_security_policy(screen: Screen, cast: Cast, language: str) -> None:
    screen.sign_in(cast, "secretariat")
    if language != "en":
        screen.page.click(f".language-switch button[value={language}]")
        screen.page.wait_for_load_state("networkidle")
        assert screen.page.get_attribute("html", "lang") == language
    problems = {}
    for path in _pages(cast):
        screen.open(path)
        problems[path] = screen.accessibility_problems()
    assert {path: found for path, found in problems.items() if found} == {}
    assert screen.complaints == []


def test_an_open_list_of_suggestions_is_named_and_obeys_the_security_policy(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat", "/admin/workinggroups/term/add/")
    screen.page.wait_for_selector("[aria-labelledby*='id_entity']")
    screen.page.focus("[aria-labelledby*='id_entity']")
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector("li.select2-results__option:has-text('CTED')")
    assert screen.accessibility_problems() == []
    assert screen.complaints == []


@pytest.mark.slow
def test_a_staff_page_fits_a_telephone(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat")
    screen.page.set_viewport_size({"width": 360, "height": 800})
    for path in ("/admin/", f"/admin/compact/entity/{cast.entities['CTED'].pk}/history/"):
        screen.open(path)
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360, path
