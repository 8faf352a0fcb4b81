"""Every address of the project answers every persona as it should, never with a server error, always well wrapped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.template import Template
from django.template.loader import get_template, render_to_string
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from compact.api import RESOURCES
from compact.entities import services as entity_services
from compact.kernel.operations import Operation
from tests.cast import PASSWORD, PERSONAS, SYSTEM, Cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

pytestmark = pytest.mark.django_db

STAFF = ("superuser", "secretariat")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOBODY = "00000000-0000-4000-8000-000000000000"
API_ROWS = {
    "entities": lambda cast: cast.entities["CTED"],
    "aliases": lambda cast: _alias(cast),  # noqa: PLW0108  # defined below
    "participations": lambda cast: cast.entities["CTED"].participations.get(),
    "people": lambda cast: cast.people["reader"],
    "affiliations": lambda cast: cast.people["reader"].affiliations.get(),
    "groups": lambda cast: cast.groups["border"],
    "terms": lambda cast: cast.terms["chair"],
    "nominations": lambda cast: cast.people["chair"].nominations.get(),
}

#: Pages that a signed-in user of any persona opens, with what each answers.
OWN_PAGES = {
    "/": 200,
    "/accounts/profile/": 200,
    "/accounts/tokens/": 200,
    "/accounts/password/change/": 200,
    "/accounts/logout/": 200,
    "/accounts/2fa/": 200,
    "/accounts/email/": 302,
    "/accounts/confirm-email/": 302,
    "/accounts/login/": 302,
    "/accounts/signup/": 302,
    "/accounts/password/set/": 302,
    "/accounts/reauthenticate/": 200,
    "/accounts/login/code/confirm/": 302,
    "/accounts/2fa/authenticate/": 302,
    "/accounts/2fa/reauthenticate/": 302,
    "/accounts/2fa/totp/activate/": 302,
    "/accounts/2fa/totp/deactivate/": 404,
    "/accounts/2fa/webauthn/": 200,
    "/accounts/2fa/webauthn/add/": 302,
    "/accounts/2fa/webauthn/keys/1/remove/": 302,
    "/accounts/2fa/recovery-codes/": 404,
    "/accounts/3rdparty/": 200,
    "/api/v1/": 200,
    "/api/v1/docs/": 200,
    "/api/v1/schema/": 200,
    "/api/v1/reports/roster/": 200,
    "/api/v1/reports/committee/": 200,
    "/api/nowhere/": 404,
    "/nowhere/": 404,
    "/healthz": 200,
    f"/accounts/tokens/{NOBODY}/revoke/": 405,
    "/i18n/setlang/": 302,
}

#: Pages that anybody opens, signed in or not.
OPEN_PAGES = {
    "/accounts/login/": 200,
    "/accounts/password/reset/": 200,
    "/accounts/password/reset/done/": 200,
    "/accounts/password/reset/key/done/": 200,
    "/accounts/password/reset/key/1-nonsense/": 200,
    "/accounts/inactive/": 200,
    "/accounts/signup/": 200,
    "/accounts/2fa/webauthn/login/": 302,
    "/accounts/3rdparty/login/cancelled/": 200,
    "/accounts/3rdparty/login/error/": 401,
    "/healthz": 200,
    "/nowhere/": 404,
}


def _alias(cast: Cast) -> Any:
    entity = cast.entities["CTED"]
    stored = entity.aliases.first()
    return stored or entity_services.alias_create(actor=SYSTEM, values={"entity": entity, "text": "Another"})


def _patterns(resolver: URLResolver, start: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        text = f"{start}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from _patterns(each, text)
        elif isinstance(each, URLPattern):
            yield text


PATTERNS = sorted(set(_patterns(get_resolver())))


def _address(pattern: str, cast: Cast) -> str:
    """An address that ``pattern`` answers, with a row of the cast where it names one."""
    text = pattern.replace("^", "").replace("$", "")
    text = re.sub(r"<int:history_id>", lambda _: str(_history_of(text, cast)), text)
    text = re.sub(r"<path:object_id>", lambda _: str(_admin_row(text, cast).pk), text)
    text = re.sub(r"<uuid:id>", lambda _: str(API_ROWS[text.split("/")[2]](cast).uid), text)
    text = text.replace("<uuid:uid>", NOBODY).replace("<int:pk>", "1").replace("<path:content_type_id>", "1")
    text = text.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-nonsense")
    text = text.replace("(?P<provider_id>[^/]+)", "nobody").replace("(?P<app_label>compact|workinggroups)", "compact")
    return "/" + text.replace("(?P<url>.*)", "nowhere").replace(r"[\s\S]*", "nowhere")


def _admin_row(text: str, cast: Cast) -> Any:
    model = text.split("/")[2] if text.startswith(("admin/compact", "admin/workinggroups")) else "entity"
    rows: dict[str, Callable[[], Any]] = {
        "user": lambda: cast.users["reader"],
        "entity": lambda: cast.entities["CTED"],
        "alias": lambda: _alias(cast),
        "participation": cast.entities["CTED"].participations.get,
        "person": lambda: cast.people["reader"],
        "affiliation": cast.people["reader"].affiliations.get,
        "operation": lambda: Operation.objects.order_by("pk").first(),
        "group": lambda: cast.groups["border"],
        "groupevent": cast.groups["border"].events.get,
        "nomination": cast.people["chair"].nominations.get,
        "term": lambda: cast.terms["chair"],
    }
    return rows[model]()


def _history_of(text: str, cast: Cast) -> int:
    row = _admin_row(text, cast)
    return int(row.history.first().history_id)


def _enter(client: Client, cast: Cast, persona: str) -> Client:
    client.force_login(cast.users[persona], backend=BACKEND)
    return client


def _is_admin(pattern: str) -> bool:
    return pattern.startswith("admin/") and pattern not in ("admin/login/", "admin/logout/")


def _read(response: Any) -> bytes:
    """The whole body, so that nothing stays open."""
    return response.getvalue() if response.streaming else response.content


@pytest.mark.slow
@pytest.mark.parametrize("persona", PERSONAS)
def test_no_address_answers_anybody_with_a_server_error(cast: Cast, client: Client, persona: str) -> None:
    wrong = {}
    for pattern in PATTERNS:
        address = _address(pattern, cast)
        response = _enter(client, cast, persona).get(address)
        _read(response)
        if response.status_code not in (200, 301, 302, 308, 401, 403, 404, 405):
            wrong[address] = response.status_code
    assert wrong == {}


@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona not in STAFF])
def test_no_page_of_the_administration_opens_for_those_who_are_not_staff(
    cast: Cast, client: Client, persona: str
) -> None:
    opened = []
    for pattern in filter(_is_admin, PATTERNS):
        address = _address(pattern, cast)
        response = _enter(client, cast, persona).get(address)
        if response.status_code == 200:
            opened.append(address)
    assert opened == []


def test_no_page_but_those_listed_opens_for_somebody_who_is_not_signed_in(cast: Cast, client: Client) -> None:
    opened = set()
    for pattern in PATTERNS:
        client.logout()
        address = _address(pattern, cast)
        if client.get(address).status_code == 200:
            opened.add(address)
    assert opened <= {path for path, status in OPEN_PAGES.items() if status == 200} | {"/admin/login/"}


@pytest.mark.parametrize(("path", "status"), OPEN_PAGES.items())
@pytest.mark.usefixtures("db")
def test_a_page_for_everybody_answers_without_sign_in(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_persona_opens_their_own_pages(cast: Cast, client: Client, persona: str) -> None:
    answers = {}
    for path in OWN_PAGES:
        response = _enter(client, cast, persona).get(path)
        _read(response)
        answers[path] = response.status_code
    assert answers == OWN_PAGES


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize("name", RESOURCES)
def test_every_persona_reads_every_resource_and_a_row_of_it(
    cast: Cast, api: Callable[[str], APIClient], name: str, persona: str
) -> None:
    row = API_ROWS[name](cast)
    client = api(persona)
    assert client.get(f"/api/v1/{name}/").status_code == 200
    assert client.get(f"/api/v1/{name}/{row.uid}/").status_code == 200
    assert client.get(f"/api/v1/{name}/{NOBODY}/").status_code == 404


MODELS = [
    *(f"compact/{name}" for name in ("entity", "alias", "participation", "person", "affiliation")),
    *(f"workinggroups/{name}" for name in ("group", "term", "nomination")),
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("persona", STAFF)
def test_staff_open_list_form_history_and_archive_of_every_record(
    cast: Cast, client: Client, persona: str, model: str
) -> None:
    client = _enter(client, cast, persona)
    key = _admin_row(f"admin/{model}/", cast).pk
    answers = {
        page: client.get(f"/admin/{model}/{page}").status_code
        for page in ("", "add/", f"{key}/change/", f"{key}/history/", f"{key}/archive/")
    }
    assert answers == dict.fromkeys(answers, 200)
    assert client.get(f"/admin/{model}/{key}/delete/").status_code in (403, 404), "nothing is deleted"


@pytest.mark.parametrize(("persona", "status"), [("superuser", 200), ("secretariat", 403)])
def test_accounts_are_for_superusers_alone(cast: Cast, client: Client, persona: str, status: int) -> None:
    assert _enter(client, cast, persona).get("/admin/compact/user/").status_code == status


# --- How each answer is wrapped ---------------------------------------------------------------------------------------

PORTAL_PAGES = ("/", "/accounts/profile/", "/accounts/tokens/", "/accounts/password/change/", "/accounts/2fa/")
ADMIN_PAGES = ("/admin/", *(f"/admin/{model}/" for model in MODELS), "/admin/compact/entity/add/")
API_PAGES = ("/api/v1/", "/api/v1/docs/", "/api/v1/terms/", "/api/v1/reports/roster/")


@pytest.mark.parametrize("path", ["/accounts/login/", *PORTAL_PAGES, *ADMIN_PAGES, *API_PAGES, "/nowhere/", "/healthz"])
def test_every_answer_carries_the_headers_that_protect_it(cast: Cast, client: Client, path: str) -> None:
    if path != "/accounts/login/":
        _enter(client, cast, "superuser")
    response = client.get(path)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/accounts/login/", *PORTAL_PAGES, *ADMIN_PAGES, *API_PAGES, "/nowhere/", "/healthz"])
def test_every_answer_carries_the_strict_content_security_policy(cast: Cast, client: Client, path: str) -> None:
    if path != "/accounts/login/":
        _enter(client, cast, "superuser")
    policy = client.get(path)["Content-Security-Policy"]
    rules = {name: values for name, *values in (rule.split() for rule in policy.split(";"))}
    assert rules["default-src"] == ["'self'"]
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == ["'none'"]
    assert rules["form-action"] == ["'self'"]
    for name in ("script-src", "style-src"):
        assert all(value == "'self'" or value.startswith("'nonce-") for value in rules[name]), rules[name]


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES])
def test_every_script_and_style_on_a_page_is_a_file_of_ours_or_carries_the_nonce(
    cast: Cast, client: Client, path: str
) -> None:
    page = _enter(client, cast, "superuser").get(path).content.decode()
    for tag in re.findall(r"<(?:script|style)\b[^>]*>", page):
        assert 'src="/static/' in tag or "nonce=" in tag or 'type="application/json"' in tag, tag
    assert not re.findall(r"\s(?:on[a-z]+|style)=\"", page)
    assert not re.findall(r"(?:src|href)=\"(?:https?:)?//(?!testserver)", page.replace("http://www.w3.org", ""))


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES, *API_PAGES])
def test_no_shared_cache_keeps_the_page_of_a_user(cast: Cast, client: Client, path: str) -> None:
    response = _enter(client, cast, "superuser").get(path)
    kept = response.headers.get("Cache-Control", "")
    assert "private" in kept or "no-store" in kept, f"{path}: {kept!r}"
    assert "public" not in kept


@pytest.mark.parametrize("path", [*PORTAL_PAGES, "/admin/"])
def test_every_page_names_its_language_and_has_one_first_heading(cast: Cast, client: Client, path: str) -> None:
    page = _enter(client, cast, "superuser").get(path).content.decode()
    assert re.search(r'<html[^>]*\blang="en"', page)
    assert len(re.findall(r"<h1\b", page)) == 1
    assert re.search(r"<title>\s*\S", page)


@pytest.mark.parametrize("path", [*PORTAL_PAGES, *ADMIN_PAGES])
def test_no_two_elements_of_a_page_have_one_id(cast: Cast, client: Client, path: str) -> None:
    page = _enter(client, cast, "superuser").get(path).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("path", ["/", "/accounts/tokens/", "/admin/", "/admin/compact/entity/"])
def test_a_page_asked_for_without_sign_in_leads_to_the_sign_in_and_back(client: Client, cast: Cast, path: str) -> None:
    response = client.get(path, follow=True)
    assert response.redirect_chain[-1][0].split("?")[0].startswith("/accounts/login")
    answer = client.post(
        response.redirect_chain[-1][0], {"login": "secretariat@example.org", "password": PASSWORD, "next": path}
    )
    assert (answer.status_code, answer.url) == (302, path)


def test_a_sign_in_does_not_lead_to_another_site(cast: Cast, client: Client) -> None:
    data = {"login": "reader@example.org", "password": PASSWORD, "next": "https://elsewhere.example.org/"}
    assert client.post("/accounts/login/", data).url == "/"


def test_a_page_that_is_not_there_says_so_in_words_and_in_both_languages(cast: Cast, client: Client) -> None:
    texts = []
    for language in ("en", "fr"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        response = _enter(client, cast, "reader").get("/nowhere/")
        assert response.status_code == 404
        texts.append(re.search(r"<h1[^>]*>\s*(.*?)\s*</h1>", response.content.decode(), re.DOTALL)[1])
    assert texts[0] != texts[1]


# --- Every template is used -------------------------------------------------------------------------------------------


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
