"""The reports' door: forms, parameters and headers, alike for every report."""

from __future__ import annotations

import csv
import datetime
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import orjson
import pytest
from rest_framework.test import APIClient

from compact.accounts.models import User
from compact.api import REPORTS
from compact.kernel.columns import ColumnType
from tests.cast import BACKEND, PASSWORD, Cast
from tests.overlaps.case_ground import case_make
from tests.reports.asking import rows, text
from tests.reports.ground import work_make

pytestmark = pytest.mark.django_db

Api = Callable[[str], APIClient]
NEEDED: dict[str, dict[str, Any]] = {"country-brief": {"country": "KEN"}}
"""What a report cannot do without."""


def today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def in_a_file(value: Any) -> str:
    """``value`` of the JSON as a cell of a file."""
    if isinstance(value, list):
        return ";".join(value)
    return (
        {True: "true", False: "false", None: ""}[value]
        if value is None or value is True or value is False
        else str(value)
    )


def _number(key: str, value: Any, amounts: set[str]) -> Any:
    """``value`` as a spreadsheet holds it: an amount is a number there."""
    return f"{float(value):g}" if key in amounts and value else value


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_says_its_name_its_day_and_when_it_was_made(api: Api, cast: Cast, name: str) -> None:
    work_make(cast)
    case_make(cast)
    body = api("secretariat").get(f"/api/v1/reports/{name}/", {"as_of": today()} | NEEDED.get(name, {})).json()
    assert (body["name"], body["as_of"]) == (name, today())
    made = datetime.datetime.fromisoformat(body["generated_at"])
    assert abs(datetime.datetime.now(datetime.UTC) - made) < datetime.timedelta(minutes=1)
    assert body["rows"]
    assert list(body["rows"][0]) == [column.name for column in REPORTS[name].columns]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_without_a_day_a_report_is_of_today(api: Api, name: str) -> None:
    assert api("reader").get(f"/api/v1/reports/{name}/", NEEDED.get(name)).json()["as_of"] == today()


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_of_another_day_says_so(api: Api, name: str) -> None:
    asked = {"as_of": "2021-07-01"} | NEEDED.get(name, {})
    assert api("reader").get(f"/api/v1/reports/{name}/", asked).json()["as_of"] == "2021-07-01"


@pytest.mark.parametrize("persona", ["superuser", "reader"])
@pytest.mark.parametrize("name", sorted(REPORTS))
def test_with_nothing_on_record_a_report_is_a_table_without_rows(
    client: APIClient, db: None, name: str, persona: str
) -> None:
    user = User.objects.create_user(
        "alone@example.org", PASSWORD, full_name="Alone", is_superuser=persona == "superuser"
    )
    client.force_login(user, backend=BACKEND)
    needed = NEEDED.get(name, {})
    body = client.get(f"/api/v1/reports/{name}/", needed).json()
    assert [row for row in body["rows"] if row.get("holder") != "not_known"] == []
    answer = client.get(f"/api/v1/reports/{name}/", {"format": "csv"} | needed)
    (heading,) = csv.reader(io.StringIO(text(answer).decode()))
    assert heading == [column.name for column in REPORTS[name].columns]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_files_have_the_rows_and_columns_of_the_json(api: Api, cast: Cast, name: str) -> None:
    work_make(cast)
    case_make(cast)
    client, address = api("secretariat"), f"/api/v1/reports/{name}/"
    asked = {"as_of": today()} | NEEDED.get(name, {})
    expected = rows(client, address, **asked)
    answer = client.get(address, asked | {"format": "csv"})
    assert f'filename="{name}-as-of-{today()}' in answer["Content-Disposition"]
    lines = list(csv.reader(io.StringIO(text(answer).decode(), newline="")))
    assert lines[0] == list(expected[0])
    as_text = [[in_a_file(value) for value in row.values()] for row in expected]
    assert lines[1:] == as_text
    xlsx = text(client.get(address, asked | {"format": "xlsx"}))
    book = openpyxl.load_workbook(io.BytesIO(xlsx), read_only=True)
    sheet = [[in_a_file(cell) for cell in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    amounts = {column.name for column in REPORTS[name].columns if column.type == ColumnType.AMOUNT}
    as_cells = [[in_a_file(_number(key, value, amounts)) for key, value in row.items()] for row in expected]
    assert sheet == [list(expected[0]), *as_cells]
    objects = text(client.get(address, asked | {"format": "jsonl"})).splitlines()
    assert [orjson.loads(line) for line in objects] == expected


def _fits(kind: Any, value: Any) -> bool:
    if isinstance(kind, list):
        return any(_fits(each, value) for each in kind)
    types = {"string": str, "integer": int, "boolean": bool, "array": list, "null": type(None)}
    return type(value) is types[kind]


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_value_is_of_the_type_that_the_description_gives(api: Api, cast: Cast, name: str) -> None:
    work_make(cast)
    described = api("reader").get("/api/v1/schema/").json()["paths"][f"/api/v1/reports/{name}/"]["get"]["responses"]
    schema = described["200"]["content"]["application/json"]["schema"]["properties"]["rows"]["items"]["properties"]
    for persona in ("secretariat", "focal_point"):
        for row in rows(api(persona), f"/api/v1/reports/{name}/", **NEEDED.get(name, {})):
            assert [key for key, value in row.items() if not _fits(schema[key]["type"], value)] == []


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_nobody_reads_without_signing_in(client: APIClient, cast: Cast, name: str) -> None:
    answer = client.get(f"/api/v1/reports/{name}/")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"asof": "2021-07-01"}, "asof"),
        ({"as_of": "2021-13-01"}, "as_of"),
        ({"as_of": "2021"}, "as_of"),
        ({"as_of": ""}, "as_of"),
        ({"as_of": ["2021-07-01", "2022-07-01"]}, "as_of"),
        ({"format": "pdf"}, "format"),
    ],
)
def test_a_wrong_parameter_is_an_error_that_names_it(
    api: Api, name: str, parameters: dict[str, Any], named: str
) -> None:
    answer = api("reader").get(f"/api/v1/reports/{name}/", parameters | NEEDED.get(name, {}))
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [each["parameter"] for each in json.loads(answer.content)["errors"]] == [named]


@pytest.mark.parametrize("name", sorted(REPORTS))
@pytest.mark.parametrize("form", ["json", "csv"])
def test_a_report_is_one_users_own_and_of_one_language(api: Api, name: str, form: str) -> None:
    answer = api("reader").get(f"/api/v1/reports/{name}/", {"format": form} | NEEDED.get(name, {}))
    assert "private" in answer["Cache-Control"]
    assert {each.strip() for each in answer["Vary"].split(",")} >= {
        "Accept",
        "Accept-Language",
        "Authorization",
        "Cookie",
    }


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_a_report_can_only_be_read(api: Api, name: str) -> None:
    assert api("superuser").post(f"/api/v1/reports/{name}/", {}).status_code == 405
