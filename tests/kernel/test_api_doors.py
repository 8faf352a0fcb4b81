"""The edges of the API: its root, its dead ends, its tokens, its language."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from compact.accounts.services import token_create
from compact.api import REPORTS, RESOURCES
from compact.entities.services import entities

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _key(cast: Cast, persona: str, scope: str) -> dict[str, str]:
    until = timezone.now().date() + datetime.timedelta(days=2)
    actor, user = cast.viewer(persona), cast.users[persona]
    key = token_create(actor=actor, user=user, name="test", scope=scope, expires_on=until)[1]
    return {"authorization": f"Token {key}"}


def test_the_root_lists_every_resource_and_report(api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    body = client.get("/api/v1/").json()
    assert list(body["resources"]) == list(RESOURCES)
    assert list(body["reports"]) == list(REPORTS)
    for where in [*body["resources"].values(), *body["reports"].values(), body["schema"]]:
        assert client.get(where, {"country": "KEN"} if "country-brief" in where else None).status_code == 200


def test_the_root_needs_sign_in(client: Client, db: None) -> None:
    assert client.get("/api/v1/").status_code == 401


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing/", "/api/v2/", "/api/v1/terms/1/", "/api/v1/%0a/", "/api/x"]
)
def test_a_dead_end_is_a_problem_too(path: str, api: Callable[[str], APIClient], client: Client) -> None:
    for send in (api("reader").get, api("reader").post):
        answer = send(path)
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"].endswith(".")
    assert client.get(path).status_code == 401


def test_an_address_without_its_last_slash_keeps_method_and_body(api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    answer = client.get("/api/v1/groups?kind=committee")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/groups/?kind=committee")
    sent = {"code": "NEW", "name_en": "New", "kind": "non_un"}
    answer = client.post("/api/v1/entities", sent)
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/entities/")


def test_a_token_reads_and_a_read_only_token_writes_nothing(cast: Cast, client: Client) -> None:
    headers = _key(cast, "secretariat", "read")
    assert client.get("/api/v1/terms/", headers=headers).status_code == 200
    refused = client.post("/api/v1/terms/", {}, content_type="application/json", headers=headers)
    assert refused.status_code == 403
    assert "only read" in refused.json()["detail"]


def test_a_token_with_write_scope_writes_as_its_user(cast: Cast, client: Client) -> None:
    headers = _key(cast, "secretariat", "write")
    sent = {"code": "NEW", "name_en": "New", "kind": "non_un"}
    answer = client.post("/api/v1/entities/", sent, content_type="application/json", headers=headers)
    assert answer.status_code == 201
    row = entities.model.objects.get(code="NEW")
    assert row.history.get().operation.actor == cast.users["secretariat"]


@pytest.mark.parametrize("value", ["Token", "Token x", "Token a b", "Token \xe9", "Token " + "0" * 64])
def test_a_bad_token_is_told_to_sign_in(value: str, db: None, client: Client) -> None:
    answer = client.get("/api/v1/terms/", headers={"authorization": value})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert answer["Content-Type"] == "application/problem+json"


def test_a_session_needs_its_csrf_token_to_write(cast: Cast) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.users["secretariat"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post("/api/v1/entities/", {}, content_type="application/json")
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"accept": "image/png"}, 406),
        ({"content_type": "text/plain"}, 415),
        ({"content_type": "application/json"}, 400),
    ],
)
def test_what_is_not_json_is_refused(headers: dict[str, str], status: int, api: Callable[[str], APIClient]) -> None:
    client: Any = api("secretariat")
    kind = headers.pop("content_type", "application/json")
    answer = client.generic("POST", "/api/v1/entities/", b"no json", content_type=kind, headers=headers)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


def test_names_and_messages_are_in_the_language_asked_for(cast: Cast, api: Callable[[str], APIClient]) -> None:
    entity = cast.entities["WCO"]
    type(entity).objects.filter(pk=entity.pk).update(name_fr="Bureau OMD", name_ar="مكتب")
    client = api("reader")
    for language, name in (("fr", "Bureau OMD"), ("fr-CA", "Bureau OMD"), ("ar", "مكتب"), ("ru", "Office WCO")):
        answer = client.get("/api/v1/entities/", {"code": "WCO"}, headers={"accept_language": language})
        assert answer.json()["results"][0]["name"] == name
        assert answer["Content-Language"] == language.split("-")[0]
    english, french = (
        client.post("/api/v1/entities/", {}, headers={"accept_language": language}).json() for language in ("en", "fr")
    )
    assert english["detail"] != french["detail"]


def test_a_busy_database_is_told_as_such(monkeypatch: pytest.MonkeyPatch, api: Callable[[str], APIClient]) -> None:
    def locked(**kwargs: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(entities, "create", locked)
    sent = {"code": "NEW", "name_en": "New", "kind": "non_un"}
    answer = api("secretariat").post("/api/v1/entities/", sent)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_no_method_tells_more_than_the_description(api: Callable[[str], APIClient]) -> None:
    for path in ("/api/v1/terms/", "/api/v1/"):
        assert api("secretariat").options(path).status_code == 405


def test_a_head_request_answers_as_a_get_without_its_body(api: Callable[[str], APIClient]) -> None:
    answer = api("reader").head("/api/v1/terms/")
    assert answer.status_code == 200
    assert answer.content == b""
