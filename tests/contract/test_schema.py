"""The OpenAPI description: committed, complete, and true to what the API answers."""

from __future__ import annotations

import contextlib
import copy
import datetime
import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import schemathesis
import yaml
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from compact.accounts.models import ApiToken
from compact.accounts.services import token_create
from compact.api import RESOURCES
from tests.contract.samples import SAMPLES, made, payload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rest_framework.test import APIClient

    from tests.cast import Cast

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"
SEED = 20260922
EXAMPLES = 5


def loaded(text: str) -> dict[str, Any]:
    """A document in YAML, read in C where there is such a reader."""
    read: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  # both are safe
    return read


@functools.lru_cache
def committed() -> dict[str, Any]:
    """The description of the API in the repository; the first test proves it to be what the code describes."""
    return loaded(COMMITTED.read_text("utf-8"))


def test_the_committed_description_is_what_the_code_describes(tmp_path: Path) -> None:
    """When this fails: run make schema, read what changed for clients, and commit the file."""
    target = tmp_path / "openapi.yaml"
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(target))
    assert target.read_text("utf-8") == COMMITTED.read_text("utf-8")


def test_every_operation_declares_its_errors_once() -> None:
    for path, operations in committed()["paths"].items():
        for method, operation in operations.items():
            problems = {code: answer for code, answer in operation["responses"].items() if int(code) >= 400}
            assert {"400", "401", "406"} <= set(problems), (path, method)
            assert all(answer == {"$ref": "#/components/responses/Problem"} for answer in problems.values())


def test_enums_have_names_that_stay() -> None:
    names = set(committed()["components"]["schemas"])
    assert {"EntityKind", "GroupKind", "Role", "EndState", "Evidence", "Visibility", "Capacity"} <= names
    assert not {name for name in names if name.endswith("Enum") and name != "BlankEnum"}


def test_every_resource_has_every_operation() -> None:
    named = {
        operation["operationId"] for operations in committed()["paths"].values() for operation in operations.values()
    }
    actions = ("list", "create", "retrieve", "update", "partial_update", "archive", "restore", "bulk")
    assert {f"{name.replace('-', '_')}_{action}" for name in RESOURCES for action in actions} <= named


def test_the_description_and_its_documentation_need_sign_in(
    cast: Cast, api: Callable[[str], APIClient], client: Any
) -> None:
    assert client.get("/api/v1/schema/").status_code == 401
    assert client.get("/api/v1/docs/").status_code == 302
    reader = api("reader")
    assert reader.get("/api/v1/schema/").json()["openapi"] == "3.1.0"
    as_yaml = reader.get("/api/v1/schema/", {"format": "yaml"})
    assert loaded(as_yaml.content)["openapi"] == "3.1.0"
    page = reader.get("/api/v1/docs/").content.decode()
    assert "swagger-ui-bundle" in page
    assert "<script>" not in page
    assert "style=" not in page
    assert "//" not in page.replace("<!DOCTYPE html>", "")


def closing(app: Any) -> Any:
    """``app`` whose answers are read to their end and closed, as a server does: a workbook is a temporary file."""

    def answer(environ: Any, start_response: Any) -> list[bytes]:
        with contextlib.closing(app(environ, start_response)) as pieces:
            return [b"".join(pieces)]

    return answer


schema = schemathesis.openapi.from_dict(copy.deepcopy(committed()))
schema.app = closing(get_wsgi_application())
schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.mark.slow
@schema.parametrize()
@hypothesis.seed(SEED)
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=False,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.generate],
)
def test_no_request_brings_a_server_error_or_an_undeclared_answer(case: Any, cast: Cast) -> None:
    user = cast.users["superuser"]
    ApiToken.objects.filter(user=user).delete()
    in_two_days = timezone.now().date() + datetime.timedelta(days=2)
    key = token_create(actor=cast.viewer("superuser"), user=user, name="suite", scope="write", expires_on=in_two_days)[
        1
    ]
    make_it_meet(case, cast)
    with open_connection():
        case.call_and_validate(
            headers={"Authorization": f"Token {key}"},
            checks=[not_a_server_error, status_code_conformance, content_type_conformance],
        )


@contextlib.contextmanager
def open_connection() -> Iterator[None]:
    """Keep the connection, and with it the test's transaction, when a request starts or ends."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


def make_it_meet(case: Any, cast: Cast) -> None:
    """Let a made-up request name a record, a version and references that exist, so that it reaches the services."""
    name = case.path.split("/")[3] if case.path.count("/") > 3 else ""
    if name not in SAMPLES or not case.meta.generation.mode.is_positive:
        return
    valid = payload(name, cast, 90)
    if "{id}" in case.path:
        model: Any = RESOURCES[name].model
        row = model._default_manager.order_by("pk").first() or made(name, cast, 91)
        case.path_parameters["id"] = str(row.uid)
    if "If-Match" in (case.headers or {}):
        case.headers["If-Match"] = "*"
    for body in case.body if isinstance(case.body, list) else [case.body]:
        if isinstance(body, dict):
            body.update({field: valid[field] for field in SAMPLES[name].parents if field in body and field in valid})
