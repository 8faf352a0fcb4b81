"""In which language a request is answered: six at the API, the complete ones on pages."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from compact.kernel.middleware import InterfaceLocaleMiddleware

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def _language(path: str, accept: str = "", cookie: str = "") -> tuple[str | None, str]:
    request = RequestFactory().get(path, headers={"accept-language": accept} if accept else {})
    if cookie:
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = cookie
    with translation.override("en"):
        InterfaceLocaleMiddleware(lambda _request: HttpResponse()).process_request(request)
        return translation.get_language(), request.LANGUAGE_CODE


def test_there_are_six_languages_of_which_two_have_pages() -> None:
    assert sorted(LANGUAGES) == ["ar", "en", "es", "fr", "ru", "zh-hans"]
    assert set(settings.INTERFACE_LANGUAGES) == {"en", "fr"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_api_answers_in_each_of_the_six(language: str) -> None:
    assert _language("/api/v1/", language) == (language, language)


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("fr-CA", "fr"),
        ("es-419,es;q=0.9", "es"),
        ("zh-CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("de", "en"),
        ("de, ru;q=0.5", "ru"),
        ("ru;q=0.1, ar;q=0.9", "ar"),
        ("*", "en"),
        ("nonsense;;;", "en"),
        ("", "en"),
    ],
)
def test_the_api_chooses_the_nearest_that_it_has(accept: str, language: str) -> None:
    assert _language("/api/v1/", accept) == (language, language)


@pytest.mark.parametrize(
    ("accept", "language"), [("en", "en"), ("fr", "fr"), ("ar", "en"), ("ru", "en"), ("es", "en"), ("zh-hans", "en")]
)
@pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/login/", "/api"])
def test_a_page_is_in_a_complete_language_or_in_english(path: str, accept: str, language: str) -> None:
    assert _language(path, accept) == (language, language)


def test_the_cookie_of_the_switch_goes_before_the_browser() -> None:
    assert _language("/", "en", "fr") == ("fr", "fr")


def test_a_cookie_of_a_language_without_pages_is_english_on_them() -> None:
    assert _language("/", "fr", "ar") == ("en", "en")
