"""The page of a silence procedure: by keyboard, on a telephone, in both languages, and without JavaScript."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from tests.browser.languages import EACH_LANGUAGE
from tests.cast import PASSWORD
from tests.meetings.silences import objection_make, silence_make
from workinggroups.meetings.models import Objection

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.conftest import Screen
    from tests.cast import Cast
    from workinggroups.meetings.models import SilenceProcedure

pytestmark = pytest.mark.browser

TEXT = "# Paper\n\n| State | Port |\n|---|---|\n| Kenya | Mombasa |\n\nAs it **is**."


@pytest.fixture
def procedure(cast: Cast) -> SilenceProcedure:
    now = timezone.now()
    times = {"opened_at": now - datetime.timedelta(days=1), "deadline": now + datetime.timedelta(days=1)}
    procedure = silence_make(cast, text=TEXT, **times)
    objection_make(procedure, cast.entities["UNODC"])
    return procedure


def test_a_representative_objects_by_keyboard(screen: Screen, cast: Cast, procedure: SilenceProcedure) -> None:
    screen.sign_in(cast, "chair", f"/silence/{procedure.uid}/")
    screen.focus_by_tab("textarea")
    screen.page.keyboard.type("Only with a budget")
    screen.focus_by_tab(".form-actions button[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert "The objection of WCO is recorded." in screen.page.inner_text("main")
    assert screen.complaints == []


@pytest.mark.slow
@EACH_LANGUAGE
@pytest.mark.parametrize("persona", ["chair", "focal_point", "secretariat"])
def test_the_page_is_accessible_and_fits_a_telephone(
    screen: Screen, cast: Cast, procedure: SilenceProcedure, persona: str, language: str
) -> None:
    type(cast.users[persona]).objects.filter(pk=cast.users[persona].pk).update(language=language)
    screen.sign_in(cast, persona, f"/silence/{procedure.uid}/")
    assert screen.accessibility_problems() == []
    screen.page.set_viewport_size({"width": 360, "height": 800})
    assert screen.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert screen.complaints == []


def test_an_error_is_announced_and_the_page_stays_accessible(
    screen: Screen, cast: Cast, procedure: SilenceProcedure
) -> None:
    screen.sign_in(cast, "chair", f"/silence/{procedure.uid}/")
    screen.focus_by_tab(".form-actions button[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert screen.page.title().startswith("Error:")
    assert screen.accessibility_problems() == []


def test_objecting_works_without_javascript(
    chromium: Browser, live_server: LiveServer, cast: Cast, procedure: SilenceProcedure
) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(f"/accounts/login/?next=/silence/{procedure.uid}/")
    page.fill("input[name=login]", cast.users["chair"].email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.fill("textarea", "Only with a budget")
    page.click(".form-actions button[type=submit]")
    assert "The objection of WCO is recorded." in page.inner_text("main")
    context.close()
    assert Objection.objects.filter(entity=cast.entities["WCO"]).count() == 1


def test_staff_choose_addressees_by_keyboard(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "secretariat", "/admin/workinggroups/silenceprocedure/add/")
    screen.focus_by_tab(".field-addressees .select2-search__field")
    screen.page.keyboard.type("WCO")
    screen.page.wait_for_selector(".select2-results__option--highlighted")
    assert screen.accessibility_problems() == []
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_selector(".field-addressees .select2-selection__choice")
    assert screen.page.inner_text(".field-addressees .select2-selection__choice").endswith("WCO")
    assert screen.accessibility_problems() == []
    assert screen.complaints == []
