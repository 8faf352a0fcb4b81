"""How every page is wrapped: headers, policy, language, headings; and that every template can be used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib import admin
from django.template import Template
from django.template.loader import get_template, render_to_string

from tests.addresses import PATTERNS, Rows
from tests.cast import BACKEND, Cast

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("remembered_viewers")]

PORTAL_PAGES = ("/", "/accounts/profile/", "/accounts/tokens/", "/accounts/password/change/", "/accounts/2fa/")
ADMIN_PAGES = ("/admin/", "/admin/compact/entity/", "/admin/compact/entity/add/")
#: The lists and forms of all other models, which are made alike.
MORE_ADMIN_PAGES = [
    pytest.param(f"/admin/{model._meta.app_label}/{model._meta.model_name}/{page}", marks=pytest.mark.slow)
    for model in admin.site._registry
    for page in ("", "add/")
    if model._meta.label not in ("compact.Entity", "compact.Operation", "workinggroups.GroupEvent")
]
#: The pages of rooms, as their addresses are written there.
ROOM_PAGES = [
    pytest.param(pattern, marks=pytest.mark.slow)
    for pattern in PATTERNS
    if not pattern.startswith(("admin/", "accounts/", "api/", "i18n/")) and pattern not in ("", "healthz")
]
API_PAGES = ("/api/v1/", "/api/v1/docs/", "/api/v1/terms/", "/api/v1/reports/roster/")
SLOW_PAGES = [*ROOM_PAGES, *MORE_ADMIN_PAGES]
EVERY_KIND = ["/accounts/login/", *PORTAL_PAGES, *ADMIN_PAGES, *API_PAGES, "/nowhere/", "/healthz", *SLOW_PAGES]


def _enter(client: Client, cast: Cast, persona: str = "superuser") -> Client:
    client.force_login(cast.users[persona], backend=BACKEND)
    return client


def _get(client: Client, cast: Cast, path: str) -> Any:
    """The page at ``path``, which may be an address's pattern, for a superuser."""
    if path != "/accounts/login/":
        _enter(client, cast)
    return client.get(path if path.startswith("/") else Rows(cast).address(path))


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_headers_that_protect_it(cast: Cast, client: Client, path: str) -> None:
    response = _get(client, cast, path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", EVERY_KIND)
def test_every_answer_carries_the_strict_content_security_policy(cast: Cast, client: Client, path: str) -> None:
    policy = _get(client, cast, path)["Content-Security-Policy"]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["form-action"] == ["'self'"]
    for name in ("script-src", "style-src"):
        assert all(value == "'self'" or value.startswith("'nonce-") for value in rules[name]), rules[name]


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES, *SLOW_PAGES])
def test_every_script_and_style_on_a_page_is_a_file_of_ours_or_carries_the_nonce(
    cast: Cast, client: Client, path: str
) -> None:
    page = _get(client, cast, path).content.decode()
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", page):
        assert 'src="/static/' in tag or "nonce=" in tag or 'type="application/json"' in tag, tag
    assert not re.findall(r"\s(?:on[a-z]+|style)=\"", page)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//(?!testserver)", page.replace("http://www.w3.org", ""))


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES, *API_PAGES, *SLOW_PAGES])
def test_no_shared_cache_keeps_the_page_of_a_user(cast: Cast, client: Client, path: str) -> None:
    response = _get(client, cast, path)
    kept = response.headers.get("Cache-Control", "")
    assert "private" in kept or "no-store" in kept, f"{path}: {kept!r}"
    assert "public" not in kept


@pytest.mark.parametrize("path", [*PORTAL_PAGES, "/admin/"])
def test_every_page_names_its_language_and_has_one_first_heading(cast: Cast, client: Client, path: str) -> None:
    page = _get(client, cast, path).content.decode()
    assert re.search(r'<html[^>]*\blang="en"', page)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(r"<title>\s*\S", page)


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES, *SLOW_PAGES])
def test_no_two_elements_of_a_page_have_one_id(cast: Cast, client: Client, path: str) -> None:
    page = _get(client, cast, path).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_a_page_that_is_not_there_says_so_in_words_and_in_both_languages(cast: Cast, client: Client) -> None:
    texts = []
    for language in ("en", "fr"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        response = _enter(client, cast, "reader").get("/nowhere/")
        assert response.status_code == 404
        texts.append(re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.content.decode(), re.DOTALL)[1])
    assert texts[0] != texts[1]


def _own_templates() -> set[str]:
    folder = Path(settings.BASE_DIR) / "templates"
    return {str(path.relative_to(folder)) for path in folder.rglob("*.html")}


def test_the_page_of_a_failure_needs_no_database_and_no_context() -> None:
    page = render_to_string("500.html")
    assert "<h1" in page
    assert "{%" not in page


def test_every_template_of_the_project_can_be_read_by_the_engine() -> None:
    for name in sorted(_own_templates()):
        assert isinstance(get_template(name).template, Template), name
