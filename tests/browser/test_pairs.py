"""The pages of pairs: by keyboard through a decision, on a telephone, accessible in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from tests.browser.languages import EACH_LANGUAGE
from tests.overlaps.pair_ground import decided, one_lead, open_pair, two_leads

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

LIST = "/admin/workinggroups/candidate/"


def test_the_secretariat_decides_by_keyboard_alone(screen: Screen, cast: Cast) -> None:
    pair = one_lead(cast)
    screen.sign_in(cast, "secretariat", LIST)
    screen.focus_by_tab(f"a[href*='{LIST}{pair.pk}/change/']")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    screen.focus_by_tab("textarea[name=reason]")
    screen.page.keyboard.type("Two ministries")
    screen.focus_by_tab("button[value=different]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    pair.refresh_from_db()
    assert pair.state == "different"
    assert screen.complaints == []


@pytest.mark.slow
@EACH_LANGUAGE
def test_the_pages_are_accessible_and_fit_a_telephone(screen: Screen, cast: Cast, language: str) -> None:
    same, pair = decided(two_leads(cast), "same_work"), two_leads(cast)
    screen.sign_in(cast, "focal_point", reverse("overlaps"))
    if language != "en":
        screen.page.click(f".language-switch button[value={language}]")
        screen.page.wait_for_load_state("networkidle")
    screen.page.set_viewport_size({"width": 360, "height": 740})
    problems = {}
    for path in (reverse("overlaps"), *(reverse("overlap", args=[each.uid]) for each in (same, pair))):
        screen.open(path)
        problems[path] = screen.accessibility_problems()
        assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360, path
    assert {path: found for path, found in problems.items() if found} == {}
    assert screen.complaints == []


@pytest.mark.slow
def test_the_secretariats_pages_are_accessible(screen: Screen, cast: Cast) -> None:
    same, pair = decided(two_leads(cast), "same_work"), open_pair(cast.entities["WCO"], cast.entities["CTED"])
    screen.sign_in(cast, "secretariat", LIST)
    problems = {}
    for path in (LIST, f"{LIST}add/", *(f"{LIST}{each.pk}/change/" for each in (same, pair))):
        screen.open(path)
        problems[path] = screen.accessibility_problems()
    assert {path: found for path, found in problems.items() if found} == {}
    assert screen.complaints == []
