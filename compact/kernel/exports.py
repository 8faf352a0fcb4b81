"""Tables as files: CSV and XLSX for spreadsheets, with cells that would run made harmless; JSON Lines for programs."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
import xlsxwriter
from django.db import models
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from compact.kernel.columns import Column, ColumnType
from compact.kernel.objects import json_bytes, objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

    from django.http.response import HttpResponseBase

_ROWS_AT_A_TIME = 500
_LONGEST_CELL = 32_767
_WIDTHS = {ColumnType.TEXT: 32, ColumnType.IDENTIFIER: 38, ColumnType.ADDRESS: 30}
#: How amounts are shown, by the number of their decimals.
_MONEY = {0: "#,##0", 2: "#,##0.00", 3: "#,##0.000"}
_EXACT = 16
"""An amount of at most so many signs is a number in a workbook, which keeps 15 digits; a longer one stays text."""
#: A cell that begins so may be run by a spreadsheet, white space and invisible signs before it or not.
_RUNS = re.compile(
    r"[\t\r\n]|[\s\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffe]*[=+\-@＝＋－＠]"
)


class Format(models.TextChoices):
    """In what form a table is handed out, beside JSON."""

    CSV = "csv", "text/csv"
    XLSX = "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    JSONL = "jsonl", "application/jsonl"


def neutralised(text: str) -> str:
    """``text`` with an apostrophe before it if a spreadsheet would run it as a formula (OWASP, CSV injection)."""
    return f"'{text}" if _RUNS.match(text) else text


def export_response(
    form: str, *, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> HttpResponseBase:
    """``rows`` as a file to download, named after ``name`` and today (UTC); ``form`` is a :class:`Format`.

    Values stand in the order of ``columns``: text, numbers, None, or what ``str`` writes well (a date).
    A ``TEXT`` column holds text or None. CSV and JSON Lines are streamed; ``rows`` is read once and never held whole.
    """
    filename = f"{name}-{timezone.now().date().isoformat()}.{form}"
    if form == Format.XLSX:
        return FileResponse(
            xlsx_file(columns, rows), as_attachment=True, filename=filename, content_type=Format.XLSX.label
        )
    pieces, kind = _STREAMED[form]
    response = StreamingHttpResponse(pieces(columns, rows), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def csv_pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A CSV file (RFC 4180, UTF-8 without byte order mark) piece by piece; the first line names the columns."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in columns])
    safe = harmless(columns, rows)
    while True:
        piece = list(islice(safe, _ROWS_AT_A_TIME))
        writer.writerows(piece)
        yield buffer.getvalue().encode()
        if len(piece) < _ROWS_AT_A_TIME:
            return
        buffer.seek(0)
        buffer.truncate()


def jsonl_pieces(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """JSON Lines (UTF-8) piece by piece: one object a row, as a page of the API has it; nothing when there is none."""
    found = objects(columns, rows)
    while piece := list(islice(found, _ROWS_AT_A_TIME)):
        yield b"".join([json_bytes(each, orjson.OPT_APPEND_NEWLINE) for each in piece])


#: What streams a file of each form, and its type.
_STREAMED: dict[str, tuple[Callable[..., Iterator[bytes]], str]] = {
    Format.CSV: (csv_pieces, "text/csv; charset=utf-8; header=present"),
    Format.JSONL: (jsonl_pieces, "application/jsonl; charset=utf-8"),
}


def xlsx_file(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """A workbook with one sheet in a temporary file, open at its beginning; a row is forgotten once written."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response that sends it closes it
    options = {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(target, options) as workbook:
        sheet = workbook.add_worksheet()
        heading = workbook.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            sheet.set_column(position, position, _WIDTHS.get(column.type, 14))
            sheet.write_string(0, position, column.name, heading)
        amounts = {position for position, column in enumerate(columns) if column.type == ColumnType.AMOUNT}
        money = {places: workbook.add_format({"num_format": pattern}) for places, pattern in _MONEY.items()}
        for line, row in enumerate(harmless(columns, rows), start=1):
            for position, value in enumerate(row):
                if isinstance(value, int | float):
                    sheet.write_number(line, position, value)
                elif position in amounts and value and len(value) <= _EXACT:
                    sheet.write_number(line, position, float(value), money[len(value.partition(".")[2])])
                elif value is not None and value != "":
                    sheet.write_string(line, position, _fitting(str(value)))
    target.seek(0)
    return target


def _fitting(text: str) -> str:
    """``text``, cut visibly where it is longer than a cell can be; the library would leave the cell out."""
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def harmless(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """``rows`` with the cells of ``TEXT`` columns neutralised, truth as "true" and "false", lists as one text."""
    texts = [position for position, column in enumerate(columns) if column.type in (ColumnType.TEXT, ColumnType.LIST)]
    truths = [position for position, column in enumerate(columns) if column.type == ColumnType.BOOLEAN]
    lists = [position for position, column in enumerate(columns) if column.type in (ColumnType.LIST, ColumnType.JSON)]
    for row in _joined(rows, lists) if lists else rows:
        for position in texts:
            value = row[position]
            if value and not value[0].isalnum():
                row = _neutralised(row, texts)  # noqa: PLW2901  # the row goes out changed
                break
        for position in truths:
            if isinstance(row[position], bool):
                row = _spelled(row, truths)  # noqa: PLW2901  # the same
                break
        yield row


def _neutralised(row: Sequence[Any], positions: Sequence[int]) -> Sequence[Any]:
    changed = list(row)
    for position in positions:
        if changed[position]:
            changed[position] = neutralised(changed[position])
    return changed


def _spelled(row: Sequence[Any], positions: Sequence[int]) -> Sequence[Any]:
    changed = list(row)
    for position in positions:
        if isinstance(changed[position], bool):
            changed[position] = "true" if changed[position] else "false"
    return changed


def _joined(rows: Iterable[Sequence[Any]], positions: Sequence[int]) -> Iterator[Sequence[Any]]:
    """``rows`` with lists as JSON, whose bracket no spreadsheet runs; what was selected as text stays."""
    for row in rows:
        changed = list(row)
        for position in positions:
            if isinstance(changed[position], list):
                changed[position] = orjson.dumps(changed[position]).decode()
        yield changed
