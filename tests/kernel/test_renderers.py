"""Bodies: JSON as exact bytes; CSV in a stream and workbooks as a list of the API hands them out."""

from __future__ import annotations

import csv
import datetime
import decimal
import io
import uuid
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity
from compact.kernel.api.renderers import CsvRenderer, JsonLinesRenderer, OrjsonRenderer, XlsxRenderer
from compact.kernel.objects import json_bytes
from tests.cast import entity_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

LIST = "/api/v1/entities/"
RUN = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1"]


def _csv(client: APIClient, **query: str) -> list[dict[str, str]]:
    answer = client.get(LIST, {"format": "csv", **query})
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode(), newline="")))


def _sheet(client: APIClient, **query: str) -> list[dict[str, Any]]:
    answer = client.get(LIST, {"format": "xlsx", **query})
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    heading, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, line, strict=True)) for line in lines]


@pytest.mark.parametrize(
    ("data", "written"),
    [
        (None, b"null"),
        ({"a": "é", "b": None, "c": True}, '{"a":"é","b":null,"c":true}'.encode()),
        (datetime.date(2026, 3, 1), b'"2026-03-01"'),
        (datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC), b'"2026-03-01T12:00:00+00:00"'),
        (decimal.Decimal("1.10"), b'"1.10"'),
        (uuid.UUID(int=1), b'"00000000-0000-0000-0000-000000000001"'),
        ({1: "x"}, b'{"1":"x"}'),
        ((1, [2]), b"[1,[2]]"),
    ],
)
def test_json_is_written_in_these_bytes(data: Any, written: bytes) -> None:
    assert json_bytes(data) == written


def test_lazy_text_is_written_in_the_readers_language() -> None:
    label = gettext_lazy("Not found")
    with translation.override("fr"):
        assert json_bytes(label) == b'"Introuvable"'


@pytest.mark.parametrize("data", [object(), {1, 2}, b"bytes"])
def test_what_json_has_no_form_for_is_an_error(data: Any) -> None:
    with pytest.raises(TypeError):
        json_bytes(data)


@pytest.mark.parametrize("renderer", [OrjsonRenderer, CsvRenderer, XlsxRenderer, JsonLinesRenderer])
def test_a_problem_is_json_whatever_was_asked_for(renderer: type[OrjsonRenderer]) -> None:
    assert renderer().render({"status": 400}) == b'{"status":400}'


@pytest.mark.parametrize("text", RUN)
def test_a_cell_that_would_run_is_made_harmless_in_both_files(
    text: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    Entity._base_manager.filter(code="WCO").update(note=text, name_fr=text)
    client = api("reader")
    for rows in (_csv(client, code="WCO"), _sheet(client, code="WCO")):
        assert (rows[0]["note"], rows[0]["name_fr"]) == (f"'{text}", f"'{text}")
    assert client.get(LIST, {"code": "WCO"}).json()["results"][0]["note"] == text


def test_no_cell_of_a_workbook_is_a_formula(cast: Cast, api: Callable[[str], APIClient]) -> None:
    Entity._base_manager.update(note="=1+1", website="https://wco.example")
    answer = api("reader").get(LIST, {"format": "xlsx"})
    sheet: Any = openpyxl.load_workbook(io.BytesIO(answer.getvalue())).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line} == {"s", "n"}
    assert not [cell for line in sheet.iter_rows() for cell in line if cell.hyperlink]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_file_is_streamed(form: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(LIST, {"format": form})
    assert answer.streaming
    assert "Content-Length" not in answer
    answer.close()


def test_lines_of_json_are_the_objects_of_the_pages(cast: Cast, api: Callable[[str], APIClient]) -> None:
    Entity._base_manager.filter(code="WCO").update(note="=1\n+2 “é”\u2028", name_fr="=1")
    client = api("reader")
    lines = client.get(LIST, {"format": "jsonl", "ordering": "-code"}).getvalue().split(b"\n")
    listed = client.get(LIST, {"ordering": "-code", "page_size": "200"}).json()["results"]
    assert lines[:-1] == [json_bytes(row) for row in listed]
    assert lines[-1] == b""


def test_no_rows_are_no_lines(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(LIST, {"format": "jsonl", "code": "NONE"})
    assert (answer.getvalue(), answer["Content-Type"]) == (b"", "application/jsonl; charset=utf-8")


def test_a_file_has_all_pages(cast: Cast, api: Callable[[str], APIClient]) -> None:
    for number in range(60):
        entity_make(f"E{number}")
    assert len(_csv(api("reader"))) == len(_sheet(api("reader"))) == 67


def test_a_file_keeps_order_and_filters(cast: Cast, api: Callable[[str], APIClient]) -> None:
    rows = _csv(api("reader"), ordering="-code", search="Office U")
    assert [row["code"] for row in rows] == ["UNODC", "UNOCT", "UNDP"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "zh-hans"])
def test_a_file_is_in_the_language_asked_for_or_in_english(
    language: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    Entity._base_manager.filter(code="WCO").update(name_ar="مكتب", name_ru="Бюро")
    answer = api("reader").get(LIST, {"format": "csv", "code": "WCO"}, headers={"accept-language": language})
    (row,) = csv.DictReader(io.StringIO(answer.getvalue().decode(), newline=""))
    assert row["name"] == {"ar": "مكتب", "ru": "Бюро"}.get(language, "Office WCO")
    assert answer["Content-Language"] == language


def test_types_are_kept_in_a_workbook(cast: Cast, api: Callable[[str], APIClient]) -> None:
    (row,) = _sheet(api("reader"), code="WCO")
    assert (row["version"], row["unconfirmed"], row["archived_at"]) == (1, "false", None)
    assert row["id"] == str(cast.entities["WCO"].uid)


def test_a_hidden_originator_is_blank_in_every_form(cast: Cast, api: Callable[[str], APIClient]) -> None:
    hidden = entity_make("HIDDEN", visibility="secretariat")
    Entity._base_manager.filter(code="WCO").update(originator=hidden)
    for persona, code in (("reader", ""), ("secretariat", "HIDDEN")):
        client = api(persona)
        (listed,) = client.get(LIST, {"code": "WCO"}).json()["results"]
        for row in (listed, _csv(client, code="WCO")[0], _sheet(client, code="WCO")[0]):
            assert (row["originator_code"] or "", bool(row["originator"])) == (code, bool(code))


def test_a_problem_with_a_file_is_a_problem_not_a_file(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(LIST, {"format": "xlsx", "nonsense": "1"})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
