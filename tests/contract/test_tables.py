"""One tuple of columns: the same names and values as JSON, CSV and XLSX, in a few queries whatever the length."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import openpyxl
import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.api import RESOURCES
from compact.kernel.columns import ColumnType
from tests.contract.chosen import REPRESENTATIVE, any_resource, every_resource, on_others_slow
from tests.contract.client import address
from tests.contract.samples import SAMPLES, able, made

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

MOST_QUERIES = 14


def _queries(client: APIClient, where: str, query: dict[str, str]) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(where, query)
        answer.getvalue()
    assert answer.status_code == 200
    return len(captured)


def _csv(client: APIClient, name: str, **query: str) -> list[list[str]]:
    text = client.get(address(name), {"format": "csv", **query}).getvalue().decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def _text(value: Any, kind: str = "") -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return orjson.dumps(value).decode() if kind == ColumnType.JSON else ";".join(value)
    return "" if value is None else str(value)


def _number(amount: str) -> str:
    """An amount as a workbook holds it: a number, without the noughts at its end."""
    return _text(int(amount.partition(".")[0]) if not float(amount) % 1 else float(amount)) if amount else ""


@every_resource()
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


@every_resource()
def test_a_file_holds_every_row_of_the_list_with_the_same_values(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client, text = api("secretariat"), 'first line\nsecond, with “quotes” and "more"'
    for number in range(3):
        made(name, cast, number, **dict.fromkeys(SAMPLES[name].texts[-1:], text))
    listed = client.get(address(name), {"page_size": "2"}).json()
    every = client.get(address(name), {"page_size": "200"}).json()["results"]
    heading, *lines = _csv(client, name)
    assert len(lines) == listed["count"] == len(every)
    types = {column.name: column.type for column in RESOURCES[name].columns}
    assert lines == [[_text(row[column], types[column]) for column in heading] for row in every]
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address(name), {"format": "xlsx"}).getvalue())).active
    assert sheet is not None
    amounts = [types[column] == ColumnType.AMOUNT for column in heading]
    numbers = [[_number(cell) if amounts[at] else cell for at, cell in enumerate(line)] for line in lines]
    assert [[_text(cell) for cell in line] for line in sheet.iter_rows(values_only=True)] == [heading, *numbers]
    objects = client.get(address(name), {"format": "jsonl"}).getvalue().splitlines()
    assert [orjson.loads(each) for each in objects] == every
    assert list(orjson.loads(objects[0])) == heading


@any_resource("archive")
def test_a_file_obeys_the_filters_of_the_list(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("secretariat")
    row = made(name, cast)
    assert len(_csv(client, name, archived="true")) == 1
    client.post(address(name, row, "archive"), {"reason": "Entered twice"}, headers={"if_match": "*"})
    heading, *lines = _csv(client, name, archived="true")
    assert [line[heading.index("id")] for line in lines] == [str(row.uid)]


@any_resource()
def test_a_file_is_named_after_its_resource(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    for form, kind in (("csv", "text/csv"), ("xlsx", "application/vnd.openxmlformats"), ("jsonl", "application/jsonl")):
        answer = api("reader").get(address(name), {"format": form})
        assert answer["Content-Type"].startswith(kind)
        assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}-20')
        assert answer["Content-Disposition"].endswith(f'.{form}"')
        assert answer["Cache-Control"] == "private, no-cache"
        assert answer.getvalue() or form == "jsonl", "which has no heading"


@any_resource()
def test_a_file_can_be_asked_for_by_accept(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    for kind in ("text/csv", "application/jsonl"):
        answer = api("secretariat").get(address(name), headers={"accept": kind})
        assert answer["Content-Type"].startswith(kind)
        assert answer.getvalue() or kind == "application/jsonl", "which has no heading"


@every_resource()
@pytest.mark.usefixtures("plain_viewers")
def test_more_rows_cost_no_more_queries(name: str, cast: Cast, api: Callable[[str], APIClient]) -> None:
    rows = [made(name, cast, number, **SAMPLES[name].visible) for number in range(2)]
    questions = [
        (api("secretariat"), address(name), {"page_size": "200"}),
        (api("secretariat"), address(name), {"format": "csv"}),
        (api("secretariat"), address(name), {"format": "jsonl"}),
        (api("secretariat"), address(name, rows[0]), {}),
        (api("chair"), address(name), {"page_size": "200"}),
        (api("chair"), address(name), {"format": "xlsx"}),
    ]
    few = [_queries(*question) for question in questions]
    for number in range(2, 4):
        made(name, cast, number, **SAMPLES[name].visible)
    assert [_queries(*question) for question in questions] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.parametrize("name", on_others_slow(tuple(name for name in able() if SAMPLES[name].texts), REPRESENTATIVE))
def test_cells_that_a_spreadsheet_would_run_are_neutralised(
    name: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client, texts = api("secretariat"), SAMPLES[name].texts
    row = made(name, cast, **dict(zip(texts, ("=HYPERLINK(1)", " @SUM(A1)"), strict=False)))
    heading, *lines = _csv(client, name)
    (line,) = (line for line in lines if line[heading.index("id")] == str(row.uid))
    cells = [line[heading.index(text)].replace("' ", "'") for text in texts]
    assert cells == ["'=HYPERLINK(1)", "'@SUM(A1)"][: len(texts)]
    assert client.get(address(name, row)).json()[texts[0]] == "=HYPERLINK(1)"
