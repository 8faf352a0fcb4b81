"""Problem details as a client of the API meets them, in the reader's language (RFC 9457)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Entity
from compact.entities.services import entity_update
from tests.cast import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

LIST = "/api/v1/entities/"
NEW = {"code": "NEW", "name_en": "New", "kind": "non_un"}
API = Path(__file__).parents[2] / "compact" / "kernel" / "api"


def _pass(*_args: Any, **_kwargs: Any) -> None:
    """Validation that saw nothing, as when somebody else was faster."""


@pytest.fixture
def keeper(api: Callable[[str], APIClient]) -> APIClient:
    """A client of the secretariat."""
    return api("secretariat")


@pytest.fixture
def where(cast: Cast) -> str:
    """The address of one entity."""
    return f"{LIST}{cast.entities['WCO'].uid}/"


def test_a_row_that_somebody_else_stored_first_is_a_conflict(
    keeper: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Entity, "full_clean", _pass)
    answer = keeper.post(LIST, {**NEW, "code": "WCO"})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:compact:problem:conflict",
        "title": "Somebody else was faster",
        "status": 409,
        "detail": "Somebody else stored a record at the same moment that this one contradicts. "
        "Look at what is there now, then try again.",
        "instance": LIST,
    }


def test_a_row_that_was_there_before_is_invalid_and_no_conflict(keeper: APIClient) -> None:
    answer = keeper.post(LIST, {**NEW, "code": "WCO"})
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:compact:problem:invalid")
    assert "Another entity has this code." in answer.json()["detail"]


def test_whoever_is_late_is_shown_the_version_and_record_there_are_now(
    where: str, keeper: APIClient, cast: Cast
) -> None:
    tag = keeper.get(where)["ETag"]
    entity_update(actor=SYSTEM, record=cast.entities["WCO"], version=1, values={"note": "Theirs"})
    answer = keeper.patch(where, {"note": "Mine"}, headers={"if-match": tag})
    body = answer.json()
    assert (answer.status_code, body["type"], body["version"]) == (412, "urn:compact:problem:stale-version", 2)
    assert body["current"] == keeper.get(where).json()
    assert body["current"]["note"] == "Theirs"


@pytest.mark.parametrize("action", ["archive/", "restore/"])
def test_whoever_is_late_to_the_archive_is_told_alike(action: str, where: str, keeper: APIClient, cast: Cast) -> None:
    tag = keeper.get(where)["ETag"]
    entity_update(actor=SYSTEM, record=cast.entities["WCO"], version=1, values={"note": "Theirs"})
    answer = keeper.post(where + action, {"reason": "Twice"}, headers={"if-match": tag})
    assert (answer.status_code, answer.json()["version"], answer.json()["current"]["note"]) == (412, 2, "Theirs")


def test_without_a_version_nothing_is_changed(where: str, keeper: APIClient) -> None:
    answer = keeper.patch(where, {"note": "Mine"})
    assert (answer.status_code, answer.json()["type"]) == (428, "urn:compact:problem:precondition-required")
    assert keeper.get(where).json()["note"] == ""


def test_each_wrong_field_is_pointed_to(keeper: APIClient) -> None:
    body = keeper.post(LIST, {"code": "not a code", "name_en": "x" * 301, "kind": "club", "colour": "red"}).json()
    assert body["errors"] == [{"pointer": "/colour", "detail": "There is no such field."}]
    body = keeper.post(LIST, {"code": "x", "name_en": "x" * 301, "kind": "club"}).json()
    assert [error["pointer"] for error in body["errors"]] == ["/name_en", "/kind"]
    assert body["detail"] == "Correct what is listed under “errors”."


def test_a_wrong_row_of_many_is_pointed_to(keeper: APIClient) -> None:
    body = keeper.post(f"{LIST}bulk/", [NEW, {**NEW, "code": "not a code"}, {**NEW, "kind": "club"}]).json()
    assert [error["pointer"] for error in body["errors"]] == ["/2/kind"]
    body = keeper.post(f"{LIST}bulk/", [NEW, {**NEW, "code": "not a code"}]).json()
    assert body["errors"] == [{"pointer": "/1/code", "detail": "Capital letters, digits and hyphens only."}]
    assert not Entity.objects.filter(code="NEW").exists()


@pytest.mark.parametrize("path", [f"{LIST}00000000-0000-4000-8000-000000000000/", "/api/v1/nothing/", "/api/v9/"])
def test_an_unknown_path_tells_where_it_was_looked_for(path: str, keeper: APIClient) -> None:
    answer = keeper.get(path)
    assert answer.status_code == 404
    assert answer.json() == {
        "type": "urn:compact:problem:not-found",
        "title": "Not found",
        "status": 404,
        "detail": "There is nothing at this address, or nothing that you may see.",
        "instance": path,
    }


def test_a_method_that_there_is_not_is_told(where: str, keeper: APIClient) -> None:
    answer = keeper.delete(where)
    assert (answer.status_code, answer.json()["type"]) == (405, "urn:compact:problem:method-not-allowed")
    assert Entity.objects.filter(code="WCO").exists()


@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("get", "/api/v1/nothing/", 404, "Introuvable"),
        ("post", LIST, 400, "Les données envoyées ne sont pas valides"),
        ("patch", "", 428, "Indiquez la version que vous avez lue"),
    ],
)
def test_the_kind_is_told_in_the_readers_language(
    method: str, path: str, status: int, title: str, where: str, keeper: APIClient
) -> None:
    send = getattr(keeper, method)
    answer = send(path or where, {}, headers={"accept-language": "fr"})
    assert (answer.status_code, answer.json()["title"]) == (status, title)
    assert answer["Content-Language"] == "fr"


def test_a_refusal_is_told_in_the_readers_language(api: Callable[[str], APIClient]) -> None:
    answer = api("reader").post(LIST, NEW, headers={"accept-language": "fr"})
    assert answer.json()["title"] == "Vous n’y êtes pas autorisé(e)"
    assert answer.json()["detail"].startswith("Seul le secrétariat")


@pytest.mark.slow
@pytest.mark.parametrize("module", sorted(path.stem for path in API.glob("[a-z]*.py")))
def test_each_module_of_the_api_can_be_the_first_to_be_imported(module: str) -> None:
    """The framework's views import our parsers as they are defined, which once came back to half a module."""
    code = f"import django; django.setup(); import compact.kernel.api.{module}"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=API.parents[2])
