"""Minutes in a browser: pages obey the security policy and axe, and what is typed survives a reload."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.meetings.outcomes import action_make, held, minutes_make
from workinggroups.meetings.models import Minutes

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

ADD = "/admin/workinggroups/minutes/add/"


def _type(screen: Screen, text: str) -> None:
    screen.page.fill("#id_text", text)
    screen.page.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('compact-draft:'))")


def _drafts(screen: Screen) -> int:
    counted: int = screen.page.evaluate(
        "() => Object.keys(localStorage).filter((key) => key.startsWith('compact-draft:')).length"
    )
    return counted


def test_what_was_typed_is_offered_after_a_reload_and_gone_after_a_save(screen: Screen, cast: Cast) -> None:
    meeting = held(cast)
    path = f"{ADD}?meeting={meeting.pk}"
    screen.sign_in(cast, "secretariat")
    screen.open(path)
    _type(screen, "Half of what was said")
    screen.open(path)
    assert screen.page.input_value("#id_text") == ""
    screen.focus_by_tab(".draft-offer button")
    screen.page.keyboard.press("Enter")
    assert screen.page.input_value("#id_text") == "Half of what was said"
    assert screen.accessibility_problems() == []
    screen.page.click("input[name=_save]")
    screen.page.wait_for_url("**/change/")
    assert Minutes.objects.get().text == "Half of what was said"
    assert _drafts(screen) == 0
    assert screen.complaints == []


def test_a_text_that_was_refused_stays_kept_until_it_is_saved(screen: Screen, cast: Cast) -> None:
    meeting = held(cast)
    screen.sign_in(cast, "secretariat")
    screen.open(f"{ADD}?meeting={meeting.pk}")
    _type(screen, "Mine")
    minutes_make(meeting, "Theirs")
    screen.page.click("input[name=_save]")
    screen.page.wait_for_selector("#overtaken-heading")
    assert screen.page.input_value("#id_text") == "Mine"
    assert screen.page.locator(".draft-offer").count() == 0
    assert screen.accessibility_problems() == []
    screen.open(f"{ADD}?meeting={meeting.pk}")
    assert screen.page.input_value("#id_text") == "Theirs"
    screen.page.click(".draft-offer button:last-of-type")
    assert _drafts(screen) == 0
    assert screen.complaints == []


@pytest.mark.slow
def test_pages_of_minutes_and_action_items_are_accessible_and_fit_a_telephone(screen: Screen, cast: Cast) -> None:
    meeting = held(cast)
    first = minutes_make(meeting, "# Opening\n\n| who | what |\n|---|---|\n| WCO | data |\n")
    second = minutes_make(meeting, "# Opening\n\nNothing")
    item = action_make(cast, due="2020")
    minutes, action = "/admin/workinggroups/minutes/", "/admin/workinggroups/actionitem/"
    screen.sign_in(cast, "secretariat")
    problems = {}
    for path in (
        minutes,
        f"{minutes}{second.pk}/change/",
        f"{minutes}{second.pk}/compare/",
        f"{minutes}{first.pk}/take-up/",
        action,
        f"{action}{item.pk}/change/",
        f"{action}add/",
    ):
        screen.open(path)
        problems[path] = screen.accessibility_problems()
        screen.page.set_viewport_size({"width": 360, "height": 800})
        if screen.page.evaluate("document.documentElement.scrollWidth") > 360:
            problems[path].append("too wide for a telephone")
        screen.page.set_viewport_size({"width": 1280, "height": 900})
    assert {path: found for path, found in problems.items() if found} == {}
    assert screen.complaints == []
