"""Parameters of an address: known, given once, not empty; the form of the answer is one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.utils import translation
from rest_framework.test import APIRequestFactory

from compact.kernel.api.filters import ManyFilter, TruthFilter
from compact.kernel.api.parameters import FormatNegotiation, StrictParameters, is_multiple, parameters_check
from compact.kernel.api.problems import ParameterError
from compact.kernel.api.renderers import TABLE_RENDERERS, OrjsonRenderer
from compact.kernel.exports import Format

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

KNOWN = {"kind": True, "code": False, "format": False}
LIST = "/api/v1/entities/"


def _errors(query: str) -> list[dict[str, Any]]:
    try:
        parameters_check(APIRequestFactory().get(f"/?{query}"), KNOWN)
    except ParameterError as error:
        return error.errors
    return []


@pytest.mark.parametrize("query", ["", "code=A", "kind=a&kind=b", "code=0", "kind=a&code=b&format=csv", "code=%3D"])
def test_known_ones_pass(query: str) -> None:
    assert _errors(query) == []


@pytest.mark.parametrize("name", ["knd", "Kind", "kind[]", "kind__in", "_", "code "])
def test_one_that_is_not_known_is_named_with_those_that_are(name: str) -> None:
    request = APIRequestFactory().get("/", {name: "x"})
    with pytest.raises(ParameterError) as caught:
        parameters_check(request, KNOWN)
    assert caught.value.errors == [
        {"parameter": name, "detail": f"There is no parameter “{name}” here. There are: code, format, kind."}
    ]


@pytest.mark.parametrize("query", ["code=a&code=b", "code=a&code=a", "code=a&kind=x&code="])
def test_one_of_a_single_value_is_given_once(query: str) -> None:
    assert _errors(query) == [{"parameter": "code", "detail": "“code” is given more than once. Give it once."}]


@pytest.mark.parametrize("query", ["code=", "code", "code=%20", "code=%09%0A"])
def test_an_empty_one_is_not_left_out(query: str) -> None:
    assert _errors(query) == [{"parameter": "code", "detail": "“code” is empty. Give it a value, or leave it out."}]


def test_one_empty_value_among_several_is_empty() -> None:
    assert [error["parameter"] for error in _errors("kind=a&kind=&kind=b")] == ["kind"]


def test_all_that_is_wrong_is_told_at_once() -> None:
    assert [error["parameter"] for error in _errors("x=1&code=&kind=a&y=2")] == ["x", "code", "y"]


def test_it_is_told_in_the_readers_language() -> None:
    with translation.override("fr"):
        assert "code" in _errors("code=a&code=b")[0]["detail"]
        assert "given more than once" not in _errors("code=a&code=b")[0]["detail"]


def test_a_view_without_filters_takes_the_form_alone() -> None:
    assert StrictParameters().parameters() == {"format": False}


def test_a_view_with_filters_takes_each_once_or_often() -> None:
    class View(StrictParameters):
        filterset_class = type("Filters", (), {"base_filters": {"kind": ManyFilter(), "open": TruthFilter(None)}})

    assert View().parameters() == {"format": False, "kind": True, "open": False}


def test_only_what_says_so_takes_several_values() -> None:
    assert is_multiple(ManyFilter())
    assert not is_multiple(object())


def test_the_form_is_chosen_by_name() -> None:
    offered = [each() for each in TABLE_RENDERERS]
    for form in ("json", *Format.values):
        assert [each.format for each in FormatNegotiation().filter_renderers(offered, form)] == [form]


@pytest.mark.parametrize("form", ["pdf", "CSV", "api", "json "])
def test_a_form_that_is_not_offered_is_told_with_those_that_are(form: str) -> None:
    with pytest.raises(ParameterError) as caught:
        FormatNegotiation().filter_renderers([each() for each in TABLE_RENDERERS], form)
    assert caught.value.errors == [{"parameter": "format", "detail": "The form is one of: json, csv, xlsx, jsonl."}]


def test_one_record_comes_as_json_alone() -> None:
    with pytest.raises(ParameterError, match="The form is one of: json"):
        FormatNegotiation().filter_renderers([OrjsonRenderer()], "csv")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?format=csv&format=json", "format"),
        ("?page=1&page=2", "page"),
        ("?page_size=", "page_size"),
        ("?ordering=code&ordering=id", "ordering"),
        ("?search=", "search"),
        ("?code=WCO&code=CTED", "code"),
        ("?limit=5", "limit"),
        ("?offset=5", "offset"),
        ("?fields=id", "fields"),
    ],
)
def test_a_list_tells_which_one_is_wrong(query: str, parameter: str, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(LIST + query)
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:compact:problem:invalid-parameter"
    assert [error["parameter"] for error in answer.json()["errors"]] == [parameter]


def test_a_choice_may_be_given_several_times(api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(LIST + "?kind=un_secretariat&kind=non_un")
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/schema/", "/api/v1/reports/roster/"])
def test_what_is_no_list_is_as_strict(path: str, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(path, {"nonsense": "1"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "nonsense"
