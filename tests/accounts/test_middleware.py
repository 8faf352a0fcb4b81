"""Pages in the user's language and zone; the API in neither."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation

from compact.accounts.middleware import PreferencesMiddleware
from compact.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

NOON = datetime.datetime(2026, 6, 1, 12, 0, tzinfo=datetime.UTC)


def _answered(user: Any, path: str = "/", **cookies: str) -> tuple[str | None, str, str | None]:
    """The language and the hour at noon UTC in which ``user`` is answered, and the request's own language."""
    seen: list[tuple[str | None, str]] = []

    def answer(_request: Any) -> HttpResponse:
        seen.append((translation.get_language(), timezone.localtime(NOON).strftime("%H:%M")))
        return HttpResponse()

    request = RequestFactory().get(path)
    request.user = user
    request.COOKIES.update(cookies)
    with translation.override("en"):
        PreferencesMiddleware(answer)(request)
    return (*seen[0], getattr(request, "LANGUAGE_CODE", None))


def _user(language: str = "fr", time_zone: str = "Africa/Nairobi") -> User:
    return User(email="a@example.org", full_name="A", language=language, time_zone=time_zone)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_is_in_the_users_language(language: str) -> None:
    assert _answered(_user(language))[::2] == (language, language)


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("UTC", "12:00"), ("Africa/Nairobi", "15:00"), ("America/New_York", "08:00"), ("Asia/Kathmandu", "17:45")],
)
def test_times_are_in_the_users_zone(zone: str, hour: str) -> None:
    assert _answered(_user(time_zone=zone))[1] == hour


def test_the_cookie_of_the_switch_goes_before_the_users_language() -> None:
    assert _answered(_user("fr"), **{settings.LANGUAGE_COOKIE_NAME: "en"})[::2] == ("en", None)


def test_the_cookie_leaves_the_zone_to_the_user() -> None:
    assert _answered(_user(), **{settings.LANGUAGE_COOKIE_NAME: "en"})[1] == "15:00"


def test_the_api_follows_neither() -> None:
    assert _answered(_user(), "/api/v1/") == ("en", "12:00", None)


def test_before_sign_in_nothing_is_preferred() -> None:
    assert _answered(AnonymousUser()) == ("en", "12:00", None)


def test_the_zone_ends_with_the_answer() -> None:
    _answered(_user())
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_zone_ends_where_a_page_fails() -> None:
    def fail(_request: Any) -> HttpResponse:
        raise RuntimeError

    request = RequestFactory().get("/")
    request.user = _user()  # type: ignore[assignment]  # signed in
    with pytest.raises(RuntimeError):
        PreferencesMiddleware(fail)(request)
    assert timezone.get_current_timezone_name() == "UTC"


def test_the_language_of_one_user_does_not_stay_for_the_next(signed_in: Callable[[str], Client], db: None) -> None:
    first = signed_in("reader")
    User.objects.filter(email="reader@example.org").update(language="fr")
    assert first.get("/").wsgi_request.LANGUAGE_CODE == "fr"
    assert signed_in("chair").get("/").wsgi_request.LANGUAGE_CODE == "en"
