"""Two workshops for the same ministry in the same month: the second officer sees the first before saving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.languages import EACH_LANGUAGE
from tests.cast import PASSWORD
from tests.projects.planned_ground import plan
from workinggroups.projects.models import PlannedActivity

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

#: Who plans at each door, and the page where they do.
DOORS = {
    "portal": ("focal_point", "/planned-activities/new/"),
    "admin": ("secretariat", "/admin/workinggroups/plannedactivity/add/"),
}
MINISTRIES = {"en": "Interior Ministry", "fr": "Ministère de l’Intérieur"}


def _first(cast: Cast) -> PlannedActivity:
    """What the first officer has planned."""
    return plan(
        cast,
        month="2090-11",
        institution="Ministry of the Interior",
        title="Workshop on passenger data",
        contact="Jane Doe, +254 20 762 1234",
        contact_email="jane@example.org",
    )


def _speak(page: Page, address: str, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": address}])


def _fill(page: Page, ministry: str) -> None:
    page.select_option("#id_country", label="Kenya")
    page.fill("#id_institution", ministry)
    page.fill("#id_month", "2090-11")
    page.fill("#id_contact", "Second officer")


def _path(cast: Cast, door: str) -> str:
    path = DOORS[door][1]
    return f"{path}?entity={cast.entities['UNODC'].pk}" if door == "admin" else path


@EACH_LANGUAGE
@pytest.mark.parametrize("door", DOORS)
def test_the_second_officer_sees_the_first_before_saving(screen: Screen, cast: Cast, door: str, language: str) -> None:
    first = _first(cast)
    _speak(screen.page, screen.address, language)
    screen.sign_in(cast, DOORS[door][0], "/")
    screen.open(_path(cast, door))
    assert screen.page.get_attribute("html", "lang") == language
    _fill(screen.page, MINISTRIES[language])
    screen.focus_by_tab("#planned-form button[type=submit], .submit-row input[name=_save]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")

    assert list(PlannedActivity.objects.all()) == [first], "nothing is stored yet"
    shown = screen.page.inner_text("#others-first")
    for words in ("INTERPOL", "Workshop on passenger data", "Jane Doe, +254 20 762 1234", "jane@example.org", "2090"):
        assert words in shown
    assert screen.page.input_value("#id_institution") == MINISTRIES[language]
    assert screen.page.input_value("#id_contact") == "Second officer"
    assert screen.accessibility_problems() == []

    screen.focus_by_tab("#others-first button[type=submit], #others-first input[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    second = PlannedActivity.objects.exclude(pk=first.pk).get()
    assert (second.entity.code, second.institution, second.month) == ("UNODC", MINISTRIES[language], "2090-11")
    assert screen.complaints == []


@pytest.mark.parametrize("door", DOORS)
def test_it_needs_no_script_and_another_month_shows_the_first_again(
    chromium: Browser, live_server: LiveServer, cast: Cast, door: str
) -> None:
    first, (persona, path) = _first(cast), DOORS[door]
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/accounts/login/?next={path}")
    page.fill("input[name=login]", cast.users[persona].email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.goto(_path(cast, door))
    _fill(page, "Interior Ministry")
    page.press("#id_month", "Enter")
    assert "INTERPOL" in page.inner_text("#others-first")
    page.fill("#id_month", "2090-12")
    page.press("#id_month", "Enter")
    assert "INTERPOL" in page.inner_text("#others-first"), "for another month they are shown again"
    assert list(PlannedActivity.objects.all()) == [first]
    page.press("#id_month", "Enter")
    assert PlannedActivity.objects.exclude(pk=first.pk).get().month == "2090-12"
    context.close()


@pytest.mark.slow
@EACH_LANGUAGE
def test_the_pages_are_accessible_obey_the_security_policy_and_fit_a_telephone(
    screen: Screen, cast: Cast, language: str
) -> None:
    first, own = _first(cast), plan(cast, "UNODC", month="2090-11", institution="Interior Ministry")
    paths = [
        "/planned-activities/",
        "/planned-activities/new/",
        f"/planned-activities/{own.uid}/",
        f"/planned-activities/{own.uid}/edit/",
        f"/planned-activities/contacts/?activity={first.uid}",
        "/admin/workinggroups/plannedactivity/",
        f"/admin/workinggroups/plannedactivity/{own.pk}/change/",
        f"/admin/workinggroups/plannedactivity/{own.pk}/become/",
    ]
    _speak(screen.page, screen.address, language)
    screen.sign_in(cast, "secretariat", "/")
    problems, wide = {}, []
    for path in paths:
        screen.page.set_viewport_size({"width": 1280, "height": 900})
        screen.open(path)
        problems[path] = screen.accessibility_problems()
        screen.page.set_viewport_size({"width": 360, "height": 800})
        if screen.page.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(path)
    assert {path: found for path, found in problems.items() if found} == {}
    assert wide == []
    assert screen.complaints == []
