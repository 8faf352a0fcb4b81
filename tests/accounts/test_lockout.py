"""Failed sign-ins are counted by the address that was tried and the place it was tried from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, RequestFactory

from compact.accounts.lockout import attempted_address
from tests.cast import PASSWORD

if TYPE_CHECKING:
    from tests.cast import Cast

READER, CHAIR = "reader@example.org", "chair@example.org"


@pytest.fixture
def limit(settings: Any, cast: Cast) -> int:
    """Three failed sign-ins lock out."""
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3
    cache.clear()  # where a limit of another kind counts the sign-ins of all tests
    return 3


def _sign_in(address: str, password: str = "wrong", place: str = "192.0.2.1") -> int:  # noqa: S107  # a wrong one
    data = {"login": address, "password": password}
    return int(Client().post("/accounts/login/", data, REMOTE_ADDR=place).status_code)


@pytest.mark.parametrize("name", ["email", "username", "login"])
def test_the_address_is_among_the_credentials_by_any_of_its_names(name: str) -> None:
    assert attempted_address(RequestFactory().post("/"), {name: "Reader@Example.org"}) == READER


@pytest.mark.parametrize("credentials", [None, {}, {"email": ""}, {"password": "x"}])
def test_without_it_there_the_form_is_read(credentials: dict[str, str] | None) -> None:
    request = RequestFactory().post("/", {"login": "Reader@Example.org"})
    assert attempted_address(request, credentials) == READER


def test_where_no_address_was_tried_there_is_none() -> None:
    assert attempted_address(RequestFactory().get("/")) == ""


def test_what_was_tried_is_counted_by_the_address_in_small_letters(limit: int) -> None:
    _sign_in("READER@example.org")
    attempt = AccessAttempt.objects.get()
    assert (attempt.username, attempt.failures_since_start) == (READER, 1)


def test_no_password_is_kept_with_the_count(limit: int) -> None:
    _sign_in(READER, "my other password")
    attempt = AccessAttempt.objects.get()
    assert "my other password" not in f"{attempt.get_data}{attempt.post_data}"


def test_below_the_limit_the_right_password_still_opens(limit: int) -> None:
    assert [_sign_in(READER) for _ in range(limit - 1)] == [200] * (limit - 1)
    assert _sign_in(READER, PASSWORD) == 302


def test_at_the_limit_the_right_password_opens_no_more(limit: int) -> None:
    assert [_sign_in(READER) for _ in range(limit)][-1] == 429
    assert _sign_in(READER, PASSWORD) == 429


def test_another_case_of_the_address_is_no_way_round(limit: int) -> None:
    answers = [_sign_in(address) for address in (READER, "Reader@example.org", "READER@EXAMPLE.ORG")]
    assert answers[-1] == 429


def test_others_at_the_same_place_are_not_locked_out(limit: int) -> None:
    for _ in range(limit):
        _sign_in(READER)
    assert _sign_in(CHAIR, PASSWORD) == 302


def test_the_same_person_at_another_place_is_not_locked_out(limit: int) -> None:
    for _ in range(limit):
        _sign_in(READER)
    assert _sign_in(READER, PASSWORD, "198.51.100.7") == 302


def test_a_success_forgets_the_failures_before_it(limit: int) -> None:
    for _ in range(limit - 1):
        _sign_in(READER)
    _sign_in(READER, PASSWORD)
    assert not AccessAttempt.objects.exists()
    assert _sign_in(READER) == 200


def test_an_address_that_nobody_has_is_locked_out_alike(limit: int) -> None:
    assert [_sign_in("nobody@example.org") for _ in range(limit)][-1] == 429


def test_the_page_says_what_happened_without_saying_whether_the_account_exists(limit: int) -> None:
    pages = []
    for address in (READER, "nobody@example.org"):
        for _ in range(limit):
            _sign_in(address)
        data = {"login": address, "password": "wrong"}
        page = Client().post("/accounts/login/", data, REMOTE_ADDR="192.0.2.1").content.decode()
        pages.append(re.sub(r'(value|nonce)="[^"]{16,}"', "", page))
    assert pages[0].replace(READER, "") == pages[1].replace("nobody@example.org", "")
    assert "<h1" in pages[0]
