"""The rows of a file of projects, whatever its form: CSV, XLSX or JSON Lines."""

from __future__ import annotations

import csv
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST_CELL = 16 * 1024 * 1024
"""Characters in one cell of a CSV file."""
WIDEST = 200
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; ``row`` is its number as a spreadsheet or an editor shows it, 0 for the whole file."""

    row: int
    text: str

    def __str__(self) -> str:
        return _("Row %(row)d: %(text)s") % {"row": self.row, "text": self.text} if self.row else self.text


class Unreadable(Exception):
    """The file cannot be compared; ``problems`` names everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def cut(text: str) -> str:
    """``text`` as far as a line of a terminal holds it; a cell of a file can be of any length."""
    line = " ".join(text[: WIDEST * 2].split())
    return line if len(line) <= WIDEST else f"{line[:WIDEST]}…"


type Row = tuple[int, Mapping[str, Any]]


def rows_read(path: Path) -> Iterator[Row]:
    """The rows of the file with their numbers; names of columns in small letters, empty rows left out.

    Unreadable when it is no such file. JSON Lines give values as they are, the others texts, numbers and dates.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        names = ", ".join(sorted(_READERS))
        raise Unreadable([Problem(0, _("The name of the file has to end in one of: %(names)s.") % {"names": names})])
    try:
        yield from reader(path)
    except OSError as error:
        raise Unreadable(
            [Problem(0, _("The file cannot be read: %(why)s.") % {"why": error.strerror or error})]
        ) from error
    except UnicodeDecodeError as error:
        text = _("The file is not in UTF-8. Save it in UTF-8 (from a spreadsheet as “CSV UTF-8”) and try again.")
        raise Unreadable([Problem(0, text)]) from error


def _csv_rows(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        number = 0
        try:
            # Not strict, an open quotation mark would make one cell of all that follows.
            for number, values in _table_rows(csv.reader(file, delimiter=_delimiter(header), strict=True)):
                yield number, values
        except csv.Error as error:
            text = _("a quotation mark is not closed, text follows it, or a cell is far too long.")
            raise Unreadable([Problem(number + 1, text)]) from error


def _delimiter(header: str) -> str:
    """What parts the columns: office programs in French write semicolons, copies from a sheet tabs."""
    return max(",;\t", key=header.count)


def _table_rows(lines: Iterator[Sequence[Any]]) -> Iterator[Row]:
    names = [str(name or "").strip().lower() for name in next(lines, ())]
    _header_check(names)
    for number, cells in enumerate(lines, start=2):
        if any(cell not in (None, "") for cell in cells):
            yield number, dict(zip(names, cells, strict=False))


def _header_check(names: Sequence[str]) -> None:
    missing = [name for name in ("id", "title") if name not in names]
    if missing:
        text = _("The first row has to name the columns; there is none called: %(names)s.")
        raise Unreadable([Problem(0, text % {"names": ", ".join(missing)})])
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise Unreadable([Problem(0, _("Columns named twice: %(names)s.") % {"names": ", ".join(twice)})])


def _xlsx_rows(path: Path) -> Iterator[Row]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Unreadable([Problem(0, _("The file is not an XLSX workbook."))]) from error
    try:
        yield from _table_rows(book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _jsonl_rows(path: Path) -> Iterator[Row]:
    problems = []
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError):
                values = None
            if isinstance(values, dict):
                yield number, {str(name).strip().lower(): value for name, value in values.items()}
            else:
                problems.append(Problem(number, _("this is not one JSON object.")))
    if problems:
        raise Unreadable(problems)


_READERS: Mapping[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _csv_rows,
    ".xlsx": _xlsx_rows,
    ".jsonl": _jsonl_rows,
    ".ndjson": _jsonl_rows,
}
