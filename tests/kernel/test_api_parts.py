"""The small parts of the API: tags, headers, parameters, pages, parsers, renderers."""

from __future__ import annotations

import datetime
import decimal
import io
import uuid
from typing import Any

import pytest
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ParseError
from rest_framework.test import APIRequestFactory

from compact.kernel.api.etags import etag, unchanged, version_read
from compact.kernel.api.filters import DayFilter
from compact.kernel.api.pagination import NumberedPages
from compact.kernel.api.parameters import parameters_check
from compact.kernel.api.parsers import LONGEST_BODY, OrjsonParser
from compact.kernel.api.problems import ParameterError, PreconditionRequired, TooLarge
from compact.kernel.api.renderers import OrjsonRenderer
from compact.kernel.api.resources import header_text
from compact.kernel.objects import json_bytes


def test_a_tag_holds_the_version_and_a_digest_of_the_representation() -> None:
    first, second = etag(3, b"{}"), etag(3, b"{ }")
    assert first.startswith('"3-')
    assert first != second
    assert version_read(first, 9) == 3


@pytest.mark.parametrize(
    ("if_match", "read"),
    [('"3-ab"', 3), ('W/"3-ab"', 3), ("*", 7), ('"3-ab", "7-cd"', 7), ('"3-ab","4-cd"', 3), ('"x"', 0), ("3", 0)],
)
def test_the_version_that_was_read_is_told_from_if_match(if_match: str, read: int) -> None:
    assert version_read(if_match, 7) == read


@pytest.mark.parametrize("if_match", [None, "", "  "])
def test_without_if_match_there_is_no_version(if_match: str | None) -> None:
    with pytest.raises(PreconditionRequired):
        version_read(if_match, 7)


def test_if_none_match_compares_whole_tags() -> None:
    assert unchanged('"3-ab"', '"3-ab"')
    assert unchanged('"1-x", W/"3-ab"', '"3-ab"')
    assert unchanged("*", '"3-ab"')
    assert not unchanged('"3-a"', '"3-ab"')
    assert not unchanged("", '"3-ab"')


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Letter", "Letter"),
        ("UTF-8''D%C3%A9cision%20du%203", "Décision du 3"),
        ("utf-8''%e2%82%ac", "€"),
        ("Décision".encode().decode("latin-1"), "Décision"),
        ("D\xe9cision", "Décision"),
        ("قرار", "قرار"),
        ("UTF-8''a%00b%0Ac", "a b c"),
        ("It''s", "It''s"),
        ("  ", ""),
    ],
)
def test_the_text_of_a_header_is_read_whatever_its_form(sent: str, read: str) -> None:
    assert header_text(sent) == read


def test_parameters_are_known_filled_and_given_once() -> None:
    known = {"kind": True, "code": False}
    parameters_check(APIRequestFactory().get("/?kind=a&kind=b&code=c"), known)
    for query, name in (("knd=a", "knd"), ("code=a&code=b", "code"), ("kind=a&kind=", "kind"), ("code=%20", "code")):
        with pytest.raises(ParameterError) as caught:
            parameters_check(APIRequestFactory().get(f"/?{query}"), known)
        assert [error["parameter"] for error in caught.value.errors] == [name]


def test_every_wrong_parameter_is_named_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        parameters_check(APIRequestFactory().get("/?a=1&b=2&code="), {"code": False})
    assert [error["parameter"] for error in caught.value.errors] == ["a", "b", "code"]


@pytest.mark.parametrize(
    "text", ["2019", "2019-02-30", "20190201", "1799-12-31", "2200-01-01", "2019-2-1", "٢٠١٩-٠٢-٠١"]
)
def test_a_day_is_whole_and_within_the_years_of_partial_dates(text: str) -> None:
    field: Any = DayFilter().field
    with pytest.raises(Exception, match="YYYY-MM-DD"):
        field.clean(text)
    assert field.clean("2019-02-01") == datetime.date(2019, 2, 1)
    assert field.clean("") is None or field.required


def test_a_page_describes_its_limits() -> None:
    page, size = NumberedPages().get_schema_operation_parameters(None)
    assert page["schema"]["minimum"] == size["schema"]["minimum"] == 1
    assert size["schema"]["maximum"] == 200


def _parse(body: bytes) -> Any:
    return OrjsonParser().parse(io.BytesIO(body))


def test_json_is_parsed_strictly() -> None:
    assert _parse('{"name": "Décision"}'.encode()) == {"name": "Décision"}
    for wrong in (b"", b"{", b"NaN", b'"\\ud800"', b"\xff", b"{} {}", b"[" * 5000):
        with pytest.raises(ParseError):
            _parse(wrong)


def test_a_body_has_a_longest() -> None:
    with pytest.raises(TooLarge):
        _parse(b"[" + b" " * LONGEST_BODY + b"]")


def test_json_is_written_with_texts_dates_and_money_as_text() -> None:
    uid = uuid.uuid4()
    data = {"id": uid, "on": datetime.date(2026, 3, 1), "label": gettext_lazy("kind"), "sum": decimal.Decimal("1.10")}
    assert json_bytes(data) == f'{{"id":"{uid}","on":"2026-03-01","label":"kind","sum":"1.10"}}'.encode()
    with pytest.raises(TypeError):
        json_bytes(object())


def test_a_renderer_passes_what_is_json_already() -> None:
    assert OrjsonRenderer().render(b"{}") == b"{}"
    assert OrjsonRenderer().render(None) == b""
