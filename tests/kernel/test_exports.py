"""Files for spreadsheets: exact, streamed, and harmless to whoever opens them."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compact.kernel.columns import Column, ColumnType
from compact.kernel.exports import csv_pieces, export_response, harmless, jsonl_pieces, neutralised, xlsx_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

COLUMNS = (
    Column("code", "code", type=ColumnType.CODE),
    Column("note", "note"),
    Column("count", "count", type=ColumnType.NUMBER),
    Column("sure", "sure", type=ColumnType.BOOLEAN),
)


def _csv(rows: Sequence[Sequence[Any]], columns: Sequence[Column] = COLUMNS) -> list[list[str]]:
    text = b"".join(csv_pieces(columns, rows)).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def _sheet(rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    with xlsx_file(COLUMNS, rows) as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n",
        "  =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert neutralised(text) == f"'{text}"
    assert _csv([("A", text, 1, True)])[1][1] == f"'{text}"
    assert neutralised(f"'{text}") == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "a=1", "2019-05-08", "0", "“=”", "é", " a", "(-1)", "https://un.org/-", "الأمانة"]
)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text
    assert _csv([("A", text, 1, True)])[1][1] == text


def test_codes_and_numbers_of_ours_are_never_touched() -> None:
    assert _csv([("-code", "text", -5, False)])[1] == ["-code", "text", "-5", "false"]
    assert _sheet([("-code", "text", -5, False)])[1] == ("-code", "text", -5, "false")


def test_nothing_is_an_empty_cell() -> None:
    assert _csv([("A", None, None, None)])[1] == ["A", "", "", ""]
    assert _sheet([("A", None, 0, None)])[1] == ("A", None, 0, None)


def test_commas_quotes_and_lines_survive() -> None:
    text = 'a, "b"\r\nc\nd'
    assert _csv([("A", text, 1, True)])[1][1] == text


@given(st.lists(st.tuples(st.text(), st.one_of(st.none(), st.text(st.characters(codec="utf-8"), min_size=1)))))
def test_every_cell_is_read_back_or_differs_by_the_apostrophe(values: list[tuple[str, str | None]]) -> None:
    rows = [("A", text, 1, "true") for _, text in values]
    for (_, text, _, _), line in zip(rows, _csv(rows)[1:], strict=True):
        assert line[1] in ((text or ""), f"'{text}")
        assert not line[1].lstrip().startswith(("=", "+", "-", "@"))


def test_a_row_is_sent_before_the_last_is_read() -> None:
    read = []

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(5000):
            read.append(number)
            yield ("A", "text", number, "true")

    pieces = csv_pieces(COLUMNS, rows())
    assert len(b"".join(islice(pieces, 2)).splitlines()) == 1001
    assert len(read) == 1000
    assert sum(piece.count(b"\r\n") for piece in pieces) == 4000


def test_a_list_whose_first_member_would_run_is_neutralised() -> None:
    column = Column("codes", "codes", type=ColumnType.LIST)
    assert _csv([("=1+1;B",), ("A;B",), ("",)], [column]) == [["codes"], ["'=1+1;B"], ["A;B"], [""]]


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1000])
def test_a_file_has_a_heading_and_every_row_whatever_their_number(count: int) -> None:
    rows = [("A", str(number), number, "true") for number in range(count)]
    assert _csv(rows)[0] == ["code", "note", "count", "sure"]
    assert len(_csv(rows)) == count + 1
    assert len(_sheet(rows)) == count + 1


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 1000])
def test_json_lines_have_every_row_whatever_their_number(count: int) -> None:
    rows = [("=A", None, number, "true") for number in range(count)]
    pieces = list(jsonl_pieces(COLUMNS, rows))
    assert len(pieces) == -(-count // 500)
    lines = b"".join(pieces).splitlines(keepends=True)
    assert lines == [b'{"code":"=A","note":null,"count":%d,"sure":true}\n' % number for number in range(count)]


def test_a_workbook_cuts_what_no_cell_holds_and_shows_that_it_did() -> None:
    cell = _sheet([("A", "x" * 40_000, 1, True)])[1][1]
    assert len(cell) == 32_767
    assert cell.endswith("x…")


def test_a_workbook_runs_nothing_and_links_nothing() -> None:
    cells = _sheet([("A", "=1+1", 1, True), ("B", "https://example.org", 1, True)])
    assert [cells[1][1], cells[2][1]] == ["'=1+1", "https://example.org"]
    with xlsx_file(COLUMNS, [("A", "https://example.org", 1, True)]) as file:
        sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert sheet["B2"].hyperlink is None


def test_rows_that_need_nothing_pass_as_they_are() -> None:
    row = ("A", "text", 1, "true")
    assert next(harmless(COLUMNS, [row])) is row


def test_a_file_to_download_has_type_and_name() -> None:
    answer = export_response("csv", name="terms", columns=COLUMNS, rows=[])
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert answer["Content-Disposition"].startswith('attachment; filename="terms-2')
    lines = export_response("jsonl", name="terms", columns=COLUMNS, rows=[])
    assert lines["Content-Type"] == "application/jsonl; charset=utf-8"
    assert lines["Content-Disposition"].endswith('.jsonl"')
    workbook = export_response("xlsx", name="terms", columns=COLUMNS, rows=[])
    assert workbook["Content-Disposition"].endswith('.xlsx"')
    workbook.file_to_stream.close()  # type: ignore[attr-defined]  # a file response
