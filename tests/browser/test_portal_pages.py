"""The pages of everybody who is not staff: by keyboard, on a telephone, in both languages, and without JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.accounts.models import ApiToken, User
from tests.browser.languages import EACH_LANGUAGE
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from pytest_django.live_server_helper import LiveServer

    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = pytest.mark.browser

PAGES = ("/", "/accounts/profile/", "/accounts/tokens/", "/accounts/password/change/", "/accounts/2fa/")
NEW_PASSWORD = "an entirely other password"


def speak(screen: Screen, language: str) -> None:
    """Change the language by the switch, from the keyboard."""
    if screen.page.get_attribute("html", "lang") != language:
        screen.focus_by_tab(f".language-switch button[value={language}]")
        with screen.page.expect_navigation():
            screen.page.keyboard.press("Enter")
    assert screen.page.get_attribute("html", "lang") == language


def send(screen: Screen, form: str) -> None:
    """Send the form by its button, from the keyboard."""
    screen.focus_by_tab(f"{form} button[type=submit]")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")


@pytest.fixture
def plain_page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A window in which no script runs."""
    context = chromium.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("persona", "sentence"),
    [("chair", "Representative of WCO as Co-chair of Group border"), ("reader", "Reader: no term of office")],
)
def test_somebody_signs_in_by_keyboard_alone_and_is_told_who_they_are(
    screen: Screen, cast: Cast, persona: str, sentence: str
) -> None:
    screen.open("/")
    screen.focus_by_tab("input[name=login]")
    screen.page.keyboard.type(cast.users[persona].email)
    screen.focus_by_tab("input[name=password]")
    screen.page.keyboard.type(PASSWORD)
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert screen.page.url == f"{screen.address}/"
    assert sentence in screen.page.inner_text("main")
    assert screen.page.locator("a[href='/admin/']").count() == 0
    assert screen.complaints == []


def test_a_wrong_password_is_told_and_the_address_is_kept(screen: Screen, cast: Cast) -> None:
    screen.open("/accounts/login/")
    screen.page.fill("input[name=login]", "reader@example.org")
    screen.page.fill("input[name=password]", "wrong")
    with screen.page.expect_navigation():
        screen.page.keyboard.press("Enter")
    assert "The email address and/or password you specified are not correct." in screen.page.inner_text("main")
    assert screen.page.input_value("input[name=login]") == "reader@example.org"
    assert screen.page.input_value("input[name=password]") == ""
    assert screen.page.title().startswith("Error:")
    assert screen.accessibility_problems() == []


def test_a_token_is_made_by_keyboard_shown_once_and_works(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "reader", "/accounts/tokens/")
    screen.focus_by_tab("input[name=name]")
    screen.page.keyboard.type("monthly report")
    send(screen, "form[action='/accounts/tokens/']")
    key = screen.page.inner_text(".token-key")
    answer = screen.page.request.get(f"{screen.address}/api/v1/terms/", headers={"Authorization": f"Token {key}"})
    assert answer.status == 200
    assert screen.accessibility_problems() == []
    screen.open("/accounts/tokens/")
    assert key not in screen.page.content()
    assert ApiToken.objects.get().name == "monthly report"
    assert screen.complaints == []


def test_the_profile_changes_the_language_of_the_pages(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "chair", "/accounts/profile/")
    screen.page.select_option("select[name=language]", "fr")
    send(screen, "form[action='/accounts/profile/']")
    assert screen.page.get_attribute("html", "lang") == "fr"
    assert User.objects.get(pk=cast.users["chair"].pk).language == "fr"
    screen.open("/")
    assert screen.page.get_attribute("html", "lang") == "fr"
    assert screen.complaints == []


def test_a_password_is_changed_by_keyboard_and_the_old_one_ends(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "reader", "/accounts/password/change/")
    for name, text in (("oldpassword", PASSWORD), ("password1", NEW_PASSWORD), ("password2", NEW_PASSWORD)):
        screen.focus_by_tab(f"input[name={name}]")
        screen.page.keyboard.type(text)
    send(screen, "form[action='/accounts/password/change/']")
    user = User.objects.get(pk=cast.users["reader"].pk)
    assert user.check_password(NEW_PASSWORD)
    assert not user.check_password(PASSWORD)
    assert screen.complaints == []


@EACH_LANGUAGE
def test_every_portal_page_is_accessible_and_obeys_the_security_policy(
    screen: Screen, cast: Cast, language: str
) -> None:
    screen.sign_in(cast, "chair", "/")
    speak(screen, language)
    problems = {}
    for path in PAGES:
        screen.open(path)
        problems[path] = screen.accessibility_problems()
    assert {path: found for path, found in problems.items() if found} == {}
    assert screen.complaints == []


@pytest.mark.slow
@EACH_LANGUAGE
def test_every_portal_page_fits_a_telephone(screen: Screen, cast: Cast, language: str) -> None:
    screen.sign_in(cast, "chair", "/")
    speak(screen, language)
    screen.page.set_viewport_size({"width": 360, "height": 800})
    widths = {}
    for path in PAGES:
        screen.open(path)
        widths[path] = screen.page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in widths.items() if width > 360} == {}


def test_the_way_past_the_header_is_the_first_stop_of_the_keyboard(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "reader", "/")
    screen.page.keyboard.press("Tab")
    assert screen.page.evaluate("document.activeElement.className") == "skip-link"
    screen.page.keyboard.press("Enter")
    assert screen.page.evaluate("location.hash") == "#main"


def test_sign_in_token_and_profile_work_without_javascript(plain_page: Page, cast: Cast) -> None:
    plain_page.goto("/accounts/login/?next=/accounts/tokens/")
    plain_page.fill("input[name=login]", "reader@example.org")
    plain_page.fill("input[name=password]", PASSWORD)
    plain_page.press("input[name=password]", "Enter")
    plain_page.fill("input[name=name]", "without script")
    plain_page.press("input[name=name]", "Enter")
    assert plain_page.locator(".token-key").count() == 1
    plain_page.goto("/accounts/profile/")
    plain_page.select_option("select[name=time_zone]", "Africa/Nairobi")
    plain_page.click("form[action='/accounts/profile/'] button[type=submit]")
    plain_page.wait_for_url("**/accounts/profile/")
    assert "Your profile is saved." in plain_page.inner_text("main")
    assert User.objects.get(pk=cast.users["reader"].pk).time_zone == "Africa/Nairobi"
