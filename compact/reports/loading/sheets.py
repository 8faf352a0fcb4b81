"""Files of rows as they lie in a folder: read whole, every fault with its line and column."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.dates import earliest, latest, validate_partial_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from django.db.models import TextChoices

_NUMBER = re.compile(r"\d{1,6}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)
_YES = "yes"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in which file, line (from 1) and column (by its heading)."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        return _("%(file)s, line %(line)d, column %(column)s: %(message)s") % {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "message": self.message,
        }


@dataclass(slots=True)
class Row:
    """One line of a file; what it finds wrong in itself goes to the ``problems`` of its sheet."""

    file: str
    line: int
    cells: dict[str, str]
    problems: list[Problem]
    sound: bool = True

    def problem(self, column: str, message: str) -> None:
        """Note what is wrong; the row is not stored."""
        self.problems.append(Problem(self.file, self.line, column, message))
        self.sound = False

    def text(self, column: str, *, required: bool = False) -> str:
        """The cell without the blanks around it; an empty required one is a problem."""
        value = self.cells.get(column, "").strip()
        if required and not value:
            self.problem(column, _("This cell must not be empty."))
        return value

    def texts(self, column: str) -> list[str]:
        """The members of the cell, which stand between semicolons."""
        return [text for text in (each.strip() for each in self.text(column).split(";")) if text]

    def number(self, column: str) -> int | None:
        """A whole number; None when the cell is empty or wrong."""
        value = self.text(column)
        if value and not _NUMBER.fullmatch(value):
            self.problem(column, _("“%(value)s” is not a number of at most six digits.") % {"value": value})
            return None
        return int(value) if value else None

    def amount(self, column: str) -> Decimal | None:
        """An amount of money in major units; None when the cell is empty or wrong."""
        value = self.text(column)
        if value and not _AMOUNT.fullmatch(value):
            self.problem(column, _("This is not an amount of money. Write digits and a point: 2100000 or 250000.50."))
            return None
        return Decimal(value) if value else None

    def flag(self, column: str) -> bool:
        """Whether the cell says yes; an empty one says no."""
        value = self.text(column)
        if value not in ("", _YES):
            self.problem(column, _("Write yes, or nothing."))
        return value == _YES

    def date(self, column: str) -> str:
        """A partial date, or "" when the cell is empty or wrong."""
        value = self.text(column)
        try:
            validate_partial_date(value)
        except ValidationError as error:
            self.problem(column, " ".join(error.messages))
            return ""
        return value

    def period(self, start: str, end: str) -> tuple[str, str]:
        """Two partial dates; the second must not lie before the first."""
        first, last = self.date(start), self.date(end)
        if first and last and latest(last) < earliest(first):
            self.problem(end, _("The end is before the start."))
        return first, last

    def choice(self, column: str, choices: type[TextChoices], *, required: bool = True) -> str:
        """One of the slugs of ``choices``; "" when empty and not ``required``, or wrong."""
        value = self.text(column, required=required)
        if value and value not in choices.values:
            words = {"value": value, "choices": ", ".join(choices.values)}
            self.problem(column, _("“%(value)s” is not known here. Write one of: %(choices)s.") % words)
            return ""
        return value


@dataclass(slots=True)
class Sheet:
    """A file with its rows. Of an unreadable one the rows are unknown, not none."""

    file: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    readable: bool = True

    def unreadable(self, line: int, column: str, message: str) -> None:
        """Note why the file as a whole cannot be read."""
        self.problems.append(Problem(self.file, line, column, message))
        self.readable = False


def sheet_read(path: Path, columns: tuple[str, ...], key: tuple[str, ...]) -> Sheet:
    """Read the CSV file ``path`` (UTF-8, one header line); faults are kept in the sheet, never raised.

    ``columns`` must all be there, others are left alone; no two rows may agree in all columns of ``key``.
    """
    sheet = Sheet(path.name, columns, key)
    try:
        data = path.read_bytes()
    except OSError as error:
        sheet.unreadable(1, columns[0], _("The file cannot be read: %(why)s.") % {"why": error.strerror})
        return sheet
    text = _decoded(sheet, data)
    if text is not None:
        _parse(sheet, text)
    return sheet


def _decoded(sheet: Sheet, data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        position = len(before) - (before.rfind(b"\n") + 1) + 1
        message = _("The file is not UTF-8 (byte %(position)d of the line). Save it as UTF-8.")
        sheet.unreadable(line, sheet.columns[0], message % {"position": position})
        return None


def _parse(sheet: Sheet, text: str) -> None:
    lines = _lines(sheet, text)
    header = next(lines, (1, []))[1]
    for column in sheet.columns:
        if header.count(column) != 1:
            message = _("The column is missing.") if column not in header else _("The column is there twice.")
            sheet.unreadable(1, column, message)
    if sheet.readable:
        for line, cells in lines:
            _row_add(sheet, header, line, cells)
        _check_keys(sheet)


def _lines(sheet: Sheet, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not blank, with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    try:
        for cells in reader:
            if cells:
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        sheet.unreadable(begins, sheet.columns[0], _("This line is not CSV: %(why)s.") % {"why": error})


def _row_add(sheet: Sheet, header: Sequence[str], line: int, cells: list[str]) -> None:
    row = Row(sheet.file, line, dict(zip(header, cells, strict=False)), sheet.problems)
    if len(cells) != len(header):
        column = header[min(len(cells), len(header) - 1)]
        words = {"found": len(cells), "expected": len(header)}
        row.problem(column, _("The line has %(found)d cells where the header has %(expected)d.") % words)
    sheet.rows.append(row)


def _check_keys(sheet: Sheet) -> None:
    first: dict[tuple[str, ...], int] = {}
    for row in sheet.rows:
        key = tuple(row.text(column) for column in sheet.key)
        if key in first:
            row.problem(sheet.key[0], _("Line %(line)d says the same already.") % {"line": first[key]})
        first.setdefault(key, row.line)
