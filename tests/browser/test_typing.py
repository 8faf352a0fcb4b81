"""Somebody enters what is on record already: it is shown while they type, and before anything is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.languages import EACH_LANGUAGE
from tests.cast import PASSWORD
from tests.overlaps.typing_ground import FINDER, same_title
from tests.projects.planned_ground import plan
from tests.projects.screens import NEW, places, project_made
from workinggroups.overlaps.typing import work
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

TITLE = "Training of border guards"
PORTAL = "/planned-activities/new/"


@pytest.fixture(autouse=True)
def _finding(settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.SIMILAR_WORK = FINDER
    monkeypatch.setattr(work, "similar", same_title)


def _speak(screen: Screen, language: str) -> None:
    screen.page.context.add_cookies([{"name": "django_language", "value": language, "url": screen.address}])


@EACH_LANGUAGE
def test_a_project_that_is_on_record_is_shown_while_it_is_typed_and_again_before_it_is_stored(
    screen: Screen, cast: Cast, language: str
) -> None:
    first = project_made(cast, TITLE, "INTERPOL", countries=places("UGA"), summary_en="For officers.")
    _speak(screen, language)
    screen.sign_in(cast, "secretariat", "/")
    screen.open(NEW)
    screen.page.focus("#id_title_en")
    screen.page.keyboard.type(TITLE)
    screen.page.wait_for_selector(".similar-place summary")
    screen.page.click(".similar-place summary")
    assert TITLE in screen.page.inner_text(".similar-place")
    assert screen.accessibility_problems() == []

    screen.page.select_option("#id_lead", str(cast.entities["UNODC"].pk))
    screen.focus_by_tab(".submit-row input[name=_save]", limit=400)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert list(Project.objects.all()) == [first], "nothing is stored yet"
    assert "INTERPOL" in screen.page.inner_text("#similar-first")
    assert screen.page.input_value("#id_title_en") == TITLE
    assert screen.accessibility_problems() == []

    screen.focus_by_tab("#similar-first input[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert Project.objects.exclude(pk=first.pk).get().lead == cast.entities["UNODC"]
    assert screen.complaints == []


@pytest.mark.slow
@EACH_LANGUAGE
def test_on_a_telephone_it_fits_and_opens_in_a_window_of_its_own(screen: Screen, cast: Cast, language: str) -> None:
    other = plan(cast, "INTERPOL", title=TITLE, country="UGA", month="2091-05")
    _speak(screen, language)
    screen.page.set_viewport_size({"width": 360, "height": 800})
    screen.sign_in(cast, "focal_point", "/")
    screen.open(PORTAL)
    screen.page.select_option("#id_country", "KEN")
    screen.page.fill("#id_month", "2090-11")
    screen.page.fill("#id_contact", "Second officer")
    screen.page.click("#planned-form details summary")
    screen.page.fill("#id_title", TITLE)
    screen.page.wait_for_selector(".similar-place summary")
    screen.page.click(".similar-place summary")
    assert screen.accessibility_problems() == []
    with screen.page.expect_navigation():
        screen.page.press("#id_title", "Enter")
    assert list(PlannedActivity.objects.all()) == [other]
    assert screen.page.evaluate("document.documentElement.scrollWidth") == 360
    assert screen.accessibility_problems() == []
    with screen.page.context.expect_page() as opened:
        screen.page.click("#others-first .similar a")
    assert str(other.uid) in opened.value.url
    assert screen.page.input_value("#id_contact") == "Second officer"
    assert screen.complaints == []


def test_it_needs_no_script(chromium: Browser, live_server: LiveServer, cast: Cast) -> None:
    first = project_made(cast, TITLE, "INTERPOL")
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/accounts/login/?next={NEW}")
    page.fill("input[name=login]", cast.users["secretariat"].email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.fill("#id_title_en", TITLE)
    page.select_option("#id_lead", str(cast.entities["UNODC"].pk))
    page.press("#id_title_en", "Enter")
    assert "INTERPOL" in page.inner_text("#similar-first")
    assert list(Project.objects.all()) == [first]
    page.press("#id_title_en", "Enter")
    assert Project.objects.count() == 2
    context.close()
