"""One tuple of columns: the same names and values as JSON, CSV and XLSX, in a few queries whatever the length."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.api import RESOURCES
from tests.contract.client import address
from tests.contract.resources import NAMES, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.parametrize("name", NAMES)

MOST_QUERIES = 12


def _queries(client: APIClient, where: str, query: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(where, query)
        answer.getvalue()
    assert answer.status_code == 200
    return len(captured)


def _csv(client: APIClient, name: str, **query: str) -> list[list[str]]:
    text = client.get(address(name), {"format": "csv", **query}).getvalue().decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_columns_fields_and_headings_have_the_same_names(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    row = made(name, cast)
    names = [column.name for column in RESOURCES[name].columns]
    assert len(names) == len(set(names))
    assert list(RESOURCES[name].serializer_class().fields) == names  # type: ignore[misc, operator, union-attr]  # set on every resource
    assert list(client.get(address(name, row)).json()) == names
    assert list(client.get(address(name)).json()["results"][0]) == names
    assert _csv(client, name)[0] == names
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address(name), {"format": "xlsx"}).getvalue())).active
    assert sheet is not None
    assert [cell.value for cell in next(sheet.iter_rows())] == names


def test_a_file_holds_every_row_of_the_list_with_the_same_values(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    for number in range(3):
        made(name, cast, number, note='first line\nsecond, with “quotes” and "more"')
    listed = client.get(address(name), {"page_size": "2"}).json()
    every = client.get(address(name), {"page_size": "200"}).json()["results"]
    heading, *lines = _csv(client, name)
    assert len(lines) == listed["count"] == len(every)
    assert lines == [[_text(row[column]) for column in heading] for row in every]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address(name), {"format": "xlsx"}).getvalue())).active
    assert sheet is not None
    cells = [[_text(cell) for cell in line] for line in sheet.iter_rows(min_row=2, values_only=True)]
    assert cells == lines


def test_a_file_obeys_the_filters_of_the_list(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    assert len(_csv(client, name, archived="true")) == 1
    client.post(address(name, row, "archive"), {"reason": "Entered twice"}, headers={"if_match": "*"})
    heading, *lines = _csv(client, name, archived="true")
    assert [line[heading.index("id")] for line in lines] == [str(row.uid)]


def test_a_file_is_named_after_its_resource(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    for form, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats")):
        answer = api("reader").get(address(name), {"format": form})
        assert answer["Content-Type"].startswith(kind)
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}-20')
        assert answer["Content-Disposition"].endswith(f'.{form}"')
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer.getvalue()


def test_a_file_can_be_asked_for_by_accept(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("reader").get(address(name), headers={"accept": "text/csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.getvalue()


def test_ten_rows_cost_what_two_cost(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    for persona in ("secretariat", "chair"):
        client = api(persona)
        rows = [made(name, cast, number) for number in range(2)] if persona == "secretariat" else []
        questions = [
            (address(name), {"page_size": "200"}),
            (address(name), {"format": "csv"}),
            (address(name), {"format": "xlsx"}),
        ]
        if rows:
            questions.append((address(name, rows[0]), {}))
        few = [_queries(client, *question) for question in questions]
        start = 2 if persona == "secretariat" else 10
        for number in range(start, start + 8):
            made(name, cast, number)
        many = [_queries(client, *question) for question in questions]
        assert many == few
        assert max(many) <= MOST_QUERIES


def test_cells_that_a_spreadsheet_would_run_are_neutralised(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    made(name, cast, note="=HYPERLINK(1)", source=" @SUM(A1)")
    heading, *lines = _csv(client, name)
    found = {(line[heading.index("note")], line[heading.index("source")]) for line in lines}
    assert ("'=HYPERLINK(1)", "'@SUM(A1)") in found
    assert "=HYPERLINK(1)" in {row["note"] for row in client.get(address(name)).json()["results"]}
