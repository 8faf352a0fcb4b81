"""The description of the API: names, headers and error answers of its operations."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from compact.kernel.api.schema import declare_problems


@lru_cache
def _description() -> dict[str, Any]:
    generator: Any = SchemaGenerator
    described: dict[str, Any] = generator().get_schema(request=None, public=True)
    return described


def _operation(path: str, method: str) -> dict[str, Any]:
    operation: dict[str, Any] = _description()["paths"][f"/api/v1/{path}"][method]
    return operation


def _headers(path: str, method: str) -> set[str]:
    return {each["name"] for each in _operation(path, method)["parameters"] if each["in"] == "header"}


@pytest.mark.parametrize(
    ("path", "method", "name"),
    [
        ("terms/", "get", "terms_list"),
        ("terms/", "post", "terms_create"),
        ("terms/bulk/", "post", "terms_bulk"),
        ("terms/{id}/", "get", "terms_retrieve"),
        ("terms/{id}/", "put", "terms_update"),
        ("terms/{id}/", "patch", "terms_partial_update"),
        ("terms/{id}/archive/", "post", "terms_archive"),
        ("terms/{id}/restore/", "post", "terms_restore"),
        ("", "get", "root"),
    ],
)
def test_an_operation_is_named_after_resource_and_action(path: str, method: str, name: str) -> None:
    assert _operation(path, method)["operationId"] == name


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("terms/", "post", {"Change-Reason"}),
        ("terms/{id}/", "put", {"If-Match", "Change-Reason"}),
        ("terms/{id}/", "patch", {"If-Match", "Change-Reason"}),
        ("terms/{id}/archive/", "post", {"If-Match", "Change-Reason"}),
        ("terms/{id}/", "get", {"If-None-Match"}),
        ("terms/", "get", set()),
        ("terms/bulk/", "post", {"Change-Reason"}),
    ],
)
def test_an_operation_declares_the_headers_that_it_reads(path: str, method: str, headers: set[str]) -> None:
    assert _headers(path, method) == {"Accept-Language", *headers}


@pytest.mark.parametrize(
    ("path", "method", "codes"),
    [
        ("terms/", "get", "200 400 401 404 406"),
        ("terms/{id}/", "get", "200 304 400 401 404 406"),
        ("terms/", "post", "201 400 401 403 406 409 413 415 503"),
        ("terms/{id}/", "put", "200 400 401 403 404 406 409 412 413 415 428 503"),
        ("terms/{id}/restore/", "post", "200 400 401 403 404 406 409 412 413 415 428 503"),
        ("terms/bulk/", "post", "201 400 401 403 406 409 413 415 503"),
    ],
)
def test_an_operation_declares_each_status_that_it_can_answer_with(path: str, method: str, codes: str) -> None:
    assert sorted(_operation(path, method)["responses"]) == codes.split()


def test_a_list_comes_in_four_forms() -> None:
    kinds = list(_operation("terms/", "get")["responses"]["200"]["content"])
    assert kinds == [
        "application/json",
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/jsonl",
    ]


def test_a_list_declares_its_links_and_a_record_its_tag() -> None:
    assert "Link" in _operation("terms/", "get")["responses"]["200"]["headers"]
    assert "ETag" in _operation("terms/{id}/", "get")["responses"]["200"]["headers"]
    assert "ETag" in _operation("terms/", "post")["responses"]["201"]["headers"]


def test_the_size_of_a_page_is_described_with_its_cap() -> None:
    (size,) = (each for each in _operation("terms/", "get")["parameters"] if each["name"] == "page_size")
    assert (size["schema"]["minimum"], size["schema"]["maximum"], size["schema"]["default"]) == (1, 200, 50)


def test_tokens_are_the_first_way_to_sign_in() -> None:
    assert _description()["components"]["securitySchemes"]["token"]["name"] == "Authorization"
    assert _operation("terms/", "get")["security"][0] == {"token": []}


def test_a_request_takes_no_other_names() -> None:
    assert _description()["components"]["schemas"]["TermRequest"]["additionalProperties"] is False


def test_a_record_has_all_its_names() -> None:
    term = _description()["components"]["schemas"]["Term"]
    assert term["required"] == sorted(term["properties"])


def test_an_empty_description_still_gets_the_shape_of_a_problem() -> None:
    components = declare_problems({})["components"]
    assert list(components["responses"]["Problem"]["content"]) == ["application/problem+json"]
    assert {"Problem", "ProblemError"} <= set(components["schemas"])
