"""A misspelt, wrong, empty or repeated parameter is an error that names it, never passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from compact.api import RESOURCES
from compact.kernel.exports import Format
from tests.contract.chosen import any_resource, every_resource
from tests.contract.client import address
from tests.contract.samples import NOBODY, SAMPLES, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


@any_resource()
@pytest.mark.parametrize("form", ["json", *(pytest.param(form, marks=pytest.mark.slow) for form in Format.values)])
def test_an_unknown_parameter_is_named_with_the_known_ones(
    name: str, form: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answer = api("secretariat").get(address(name), {"knid": "x", "format": form})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["parameter"] == "knid"
    for known in ("page_size", "ordering", "archived", *RESOURCES[name].filterset_class.base_filters):
        assert known in error["detail"]


@any_resource()
def test_only_a_list_takes_filters(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    for answer in (
        client.get(address(name, row), {"archived": "any"}),
        client.post(address(name) + "?archived=any", {}),
        client.post(address(name, row, "archive") + "?page=1", {}),
    ):
        assert answer.status_code == 400
        assert answer.json()["type"] == "urn:compact:problem:invalid-parameter"


@every_resource()
def test_a_bad_filter_value_names_its_parameter(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    parameter, value = SAMPLES[name].bad_filter
    for form in ("json", *Format.values):
        answer = api("secretariat").get(address(name), {parameter: value, "format": form})
        assert answer.status_code == 400
        assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]


@any_resource()
def test_an_empty_parameter_is_not_no_filter(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    for parameter in RESOURCES[name].filterset_class.base_filters:
        answer = client.get(address(name), {parameter: " "})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == parameter


@any_resource()
def test_a_parameter_with_one_value_is_given_once(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").get(address(name) + "?archived=true&archived=false")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "archived"


@every_resource()
@pytest.mark.parametrize("sign", ["", pytest.param("-", marks=pytest.mark.slow)])
def test_every_declared_column_orders_the_list(
    name: str, sign: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    for number in range(2):
        made(name, cast, number)
    total = client.get(address(name)).json()["count"]
    columns = RESOURCES[name].ordering_names()
    for start in range(0, len(columns), 8):
        ordering = ",".join(sign + column for column in columns[start : start + 8])
        rows = client.get(address(name), {"ordering": ordering}).json()["results"]
        assert len({row["id"] for row in rows}) == total
        if columns[start] == "id":
            assert rows == sorted(rows, key=lambda row: str(row["id"]), reverse=sign == "-")


@any_resource()
def test_a_list_is_not_ordered_by_what_is_no_column(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    for wrong in ("user__password", "url", "pk", "?", "-nonsense"):
        answer = api("secretariat").get(address(name), {"ordering": f"id,{wrong}"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "ordering"


@any_resource()
def test_pages_cover_every_row_once(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    for number in range(3):
        made(name, cast, number)
    found, where, count = [], address(name) + "?page_size=2&ordering=version", -1
    while where:
        page = client.get(where)
        found += [row["id"] for row in page.json()["results"]]
        assert ('rel="next"' in page["Link"]) == bool(page.json()["next"])
        where, count = page.json()["next"], page.json()["count"]
    assert len(found) == len(set(found)) == count


@pytest.mark.parametrize(
    ("parameter", "value", "status"),
    [
        ("page_size", "201", 400),
        ("page_size", "0", 400),
        ("page_size", "many", 400),
        ("page", "0", 400),
        ("page", "-1", 400),
        ("page", "²", 400),
        ("page", "9" * 40, 400),
        ("page", "999", 404),
        ("format", "pdf", 400),
    ],
)
@any_resource()
def test_a_page_that_cannot_be_is_refused(
    name: str, parameter: str, value: str, status: int, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    answer = api("secretariat").get(address(name), {parameter: value})
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"


@any_resource()
def test_filtering_by_a_row_that_does_not_exist_is_told(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    for parent in SAMPLES[name].parents:
        if parent in RESOURCES[name].filterset_class.base_filters:
            answer = client.get(address(name), {parent: NOBODY})
            assert answer.status_code == 400
            assert answer.json()["errors"][0]["parameter"] == parent
