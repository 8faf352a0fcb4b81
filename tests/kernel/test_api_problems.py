"""Whatever goes wrong is told as problem details, with a pointer to the place."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.test import APIRequestFactory

from compact.kernel.api.problems import (
    PROBLEM_TYPE,
    TITLES,
    ParameterError,
    PreconditionRequired,
    TooLarge,
    problem,
    problem_handler,
)
from compact.kernel.errors import Conflict, Refused, StaleVersion
from compact.kernel.writes import ManyErrors


def _answer(error: Exception, view: Any = None) -> Any:
    return problem_handler(error, {"request": APIRequestFactory().get("/api/v1/terms/"), "view": view})


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (Refused("Ask the secretariat."), 403, "refused"),
        (PermissionDenied("Ask."), 403, "refused"),
        (Conflict(), 409, "conflict"),
        (ValidationError("Wrong."), 400, "invalid"),
        (ParameterError({"kind": ["Wrong."]}), 400, "invalid-parameter"),
        (PreconditionRequired(), 428, "precondition-required"),
        (TooLarge(), 413, "too-large"),
        (Http404(), 404, "not-found"),
        (exceptions.NotAuthenticated(), 401, "not-signed-in"),
        (exceptions.MethodNotAllowed("DELETE"), 405, "method-not-allowed"),
        (exceptions.NotAcceptable(), 406, "not-acceptable"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "unsupported-media-type"),
        (exceptions.ParseError("Not JSON."), 400, "invalid"),
        (OperationalError("database is locked"), 503, "busy"),
    ],
)
def test_each_error_has_its_status_kind_and_sentence(error: Exception, status: int, kind: str) -> None:
    answer = _answer(error)
    assert answer.status_code == status
    assert answer.content_type == PROBLEM_TYPE
    assert answer.data["type"] == f"urn:compact:problem:{kind}"
    assert answer.data["title"] == str(TITLES[kind])
    assert answer.data["status"] == status
    assert answer.data["detail"]
    assert answer.data["instance"] == "/api/v1/terms/"


def test_a_fault_of_ours_is_no_problem_of_the_client() -> None:
    assert _answer(RuntimeError()) is None
    assert _answer(OperationalError("no such table")) is None


def test_a_refusal_carries_the_reason_of_the_policy() -> None:
    assert _answer(Refused("Ask the secretariat.")).data["detail"] == "Ask the secretariat."


def test_who_is_told_to_wait_is_told_how_long() -> None:
    assert _answer(OperationalError("database is locked"))["Retry-After"] == "5"


def test_errors_of_fields_have_json_pointers() -> None:
    error = ValidationError({"name_en": ["Too long.", "Too odd."], NON_FIELD_ERRORS: ["Not both."]})
    assert _answer(error).data["errors"] == [
        {"pointer": "/name_en", "detail": "Too long."},
        {"pointer": "/name_en", "detail": "Too odd."},
        {"pointer": "", "detail": "Not both."},
    ]


def test_errors_of_many_rows_point_to_row_and_field() -> None:
    error = ManyErrors({"0": [ValidationError("Taken.")], "7": [ValidationError({"start": "No date."})]})
    pointers = [(each["pointer"], each["detail"]) for each in _answer(error).data["errors"]]
    assert pointers == [("/0", "Taken."), ("/7/start", "No date.")]


def test_nested_errors_of_a_serializer_are_flattened() -> None:
    error = exceptions.ValidationError([{}, {"a/b": [["x"]], "c~d": ["y"]}, {"non_field_errors": ["z"]}])
    pointers = [(each["pointer"], each["detail"]) for each in _answer(error).data["errors"]]
    assert pointers == [("/1/a~1b/0", "x"), ("/1/c~0d", "y"), ("/2", "z")]


def test_one_error_is_its_own_summary_and_several_are_listed() -> None:
    assert _answer(ValidationError({"start": "No date."})).data["detail"] == "No date."
    several = _answer(ValidationError({"start": "No date.", "end": "No end."})).data["detail"]
    assert "errors" in several


def test_a_stale_version_shows_what_the_view_says_there_is_now() -> None:
    class View:
        def current_of(self, record: Any) -> dict[str, Any]:
            return {"version": 4, "current": {"id": record}}

    answer = _answer(StaleVersion("the row", {}), View())  # type: ignore[arg-type]  # any object will do
    assert (answer.status_code, answer.data["version"], answer.data["current"]) == (412, 4, {"id": "the row"})
    assert "version" not in _answer(StaleVersion("the row", {}), None).data  # type: ignore[arg-type]  # the same


def test_a_problem_can_be_made_by_hand() -> None:
    made = problem(404, instance="/api/")
    assert made["type"].endswith(":not-found")
    assert problem(418)["type"].endswith(":error")
