"""The API's documentation works in a browser under the strict Content-Security-Policy, from our own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.browser.conftest import Screen
    from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

DOCUMENTATION = "/api/v1/docs/"


def open_tag(screen: Screen, tag: str) -> None:
    """Unfold the operations of one resource."""
    screen.page.click(f"#operations-tag-{tag}")


def test_every_operation_is_shown_and_the_console_stays_silent(screen: Screen, cast: Cast) -> None:
    asked = []
    screen.page.on("request", lambda request: asked.append(request.url))
    screen.sign_in(cast, "reader", DOCUMENTATION)
    open_tag(screen, "terms")
    shown = screen.page.locator(".opblock").evaluate_all("blocks => blocks.map(block => block.id)")
    actions = ("list", "create", "retrieve", "update", "partial_update", "archive", "restore", "bulk")
    assert set(shown) == {f"operations-terms-terms_{action}" for action in actions}
    screen.page.click("#operations-terms-terms_list .opblock-summary-control")
    screen.page.wait_for_selector("#operations-terms-terms_list .parameters")
    assert screen.complaints == []
    assert all(url.startswith((screen.address, "data:", "blob:")) for url in asked)


def test_a_request_can_be_tried_and_a_write_carries_its_csrf_token(screen: Screen, cast: Cast) -> None:
    screen.sign_in(cast, "reader", DOCUMENTATION)
    open_tag(screen, "aliases")
    block = screen.page.locator("#operations-aliases-aliases_create")
    block.wait_for()
    block.locator(".opblock-summary-control").click()
    block.locator(".try-out__btn").click()
    block.locator("button.execute").click()
    status = block.locator(".live-responses-table tbody .response-col_status").first
    status.wait_for()
    body = block.locator(".live-responses-table .highlight-code").first.inner_text()
    assert status.inner_text().startswith("403")
    assert "secretariat" in body
    assert "CSRF" not in body
