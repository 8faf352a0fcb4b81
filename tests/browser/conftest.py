"""Chromium for the tests that look at pages as a person does, and what every such test watches."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.cast import PASSWORD, Cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, ConsoleMessage, Page
    from pytest_django.live_server_helper import LiveServer

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@dataclass
class Screen:
    """One browser window on the site, and the complaints of its console."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to ``path`` and wait until it has settled."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, cast: Cast, persona: str, path: str = "/admin/") -> None:
        """Sign in through the sign-in page, by keyboard, and arrive at ``path``."""
        self.page.goto(f"{self.address}/accounts/login/?next={path}")
        self.page.focus("input[name=login]")
        self.page.keyboard.type(cast.users[persona].email)
        self.page.focus("input[name=password]")
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.address}{path}")

    def focus_by_tab(self, selector: str, limit: int = 150) -> None:
        """Press the tabulator until the element that ``selector`` names has the focus."""
        for _press in range(limit):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with the tabulator")

    def accessibility_problems(self) -> list[str]:
        """The rules of axe that the page breaks, with the first offender of each."""
        found: list[dict[str, Any]] = Axe().run(self.page).response["violations"]
        return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run; absent, it skips the test here and fails it where everything must run."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is not there, and every test must run here.")
        pytest.skip(f"{CHROMIUM} is not there.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def screen(chromium: Browser, live_server: LiveServer) -> Iterator[Screen]:
    """A window of 1280 by 900 that remembers errors and refusals by the content security policy."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    opened = Screen(context.new_page(), live_server.url)

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            opened.complaints.append(message.text)

    opened.page.on("console", listen)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
