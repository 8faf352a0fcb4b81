"""The rows of a file of projects as records to compare; all that is wrong with them at once."""

from __future__ import annotations

import datetime
import json
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.dates import is_partial_date
from compact.matching.records import Record
from workinggroups.overlaps.comparing.works import filled, period
from workinggroups.overlaps.screening.files import Problem, Unreadable, cut, rows_read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workinggroups.overlaps.screening.known import Known

FILE = "file:"
"""Before the number of the row in the keys of records that come from the file."""

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_THOUSANDS = re.compile(r"(?<=\d)[ ,'\u00a0\u202f](?=\d{3}(?:\D|$))")
_LONGEST_TITLE = 300


@dataclass(slots=True)
class Table:
    """What a file holds: ``records`` by their keys, and ``names``, the identifiers that the file gave them."""

    records: list[Record] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """The row of each identifier."""
    problems: list[Problem] = field(default_factory=list)
    amounts_left_out: int = 0
    """Budgets of nothing or less, which are not compared."""
    periods_left_out: int = 0
    """Rows that end before they start, whose dates are not compared."""
    unknown: dict[str, None] = field(default_factory=dict)
    """Names of entities and States that the database and the table of States do not know, as they are written."""


def table_read(path: Path, known: Known) -> Table:
    """The records of the file; Unreadable with everything that is wrong, by row.

    Columns: ``id``, ``title``, and as far as they are known ``summary``, ``entities``, ``countries`` (lists, in CSV and
    XLSX separated by semicolons), ``start``, ``end`` (2026-05-08, 2026-05 or 2026) and ``budget``; others are ignored.
    """
    table = Table()
    try:
        for number, values in rows_read(path):
            _row_read(table, number, values, known)
    except Unreadable as error:
        table.problems.extend(error.problems)
    if not table.problems and not table.records:
        table.problems.append(Problem(0, _("There is no row in the file.")))
    if table.problems:
        raise Unreadable(sorted(table.problems, key=lambda problem: problem.row))
    return table


def _row_read(table: Table, number: int, values: Mapping[str, Any], known: Known) -> None:
    name = _text(values.get("id"))
    wrong = []
    if not name:
        wrong.append(_("there is no id."))
    elif name in table.numbers:
        wrong.append(
            _("the id “%(id)s” is that of row %(row)d already.") % {"id": cut(name), "row": table.numbers[name]}
        )
    reading = _Reading(values, wrong)
    record = _record(f"{FILE}{number}", reading, known)
    if wrong:
        table.problems.extend(Problem(number, text) for text in wrong)
        return
    table.numbers[name] = number
    table.names[record.key] = name
    table.records.append(record)
    table.amounts_left_out += reading.amount_left_out
    table.periods_left_out += bool(record.start and record.end and record.end < record.start)
    table.unknown.update(dict.fromkeys(name for name in reading.names() if not known.has(name)))


class _Reading:
    """The cells of one row; what cannot be read goes to ``wrong``."""

    def __init__(self, values: Mapping[str, Any], wrong: list[str]) -> None:
        self.values, self.wrong = values, wrong
        self.amount_left_out = False

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name)
        return filled(map(_text, value)) if isinstance(value, list) else filled([_text(value)])

    def several(self, name: str) -> tuple[str, ...]:
        """A list: of JSON, or parted by semicolons."""
        value = self.values.get(name)
        if isinstance(value, str) and value.lstrip().startswith("["):
            value = _json_list(value)
        return filled(map(_text, value if isinstance(value, list) else _text(value).split(";")))

    def names(self) -> tuple[str, ...]:
        """What the row calls entities and States."""
        return self.several("entities") + self.several("countries")

    def day(self, name: str) -> str:
        """A partial date as text; "" for none."""
        value = self.values.get(name)
        if isinstance(value, datetime.datetime | datetime.date):
            return value.isoformat()[:10]
        text = re.split(r"[T ]", _text(value))[0]
        if is_partial_date(text):
            return text
        shown = {"name": name, "value": cut(_text(value))}
        self.wrong.append(_("%(name)s: “%(value)s” is not a date. Write 2019-05-08, 2019-05 or 2019.") % shown)
        return ""

    def amount(self) -> float | None:
        value = self.values.get("budget")
        text = _THOUSANDS.sub("", _text(value))
        if not text:
            return None
        if isinstance(value, bool) or not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
            self.wrong.append(
                _("budget: “%(value)s” is not a number. Write 1250000 or 1250000.50.") % {"value": cut(text)}
            )
            return None
        self.amount_left_out = float(text) <= 0
        return None if self.amount_left_out else float(text)


def _record(key: str, row: _Reading, known: Known) -> Record:
    titles, summaries = row.texts("title"), row.texts("summary")
    if not titles and summaries:
        titles = (summaries[0][:_LONGEST_TITLE],)
    if not titles:
        row.wrong.append(_("there is neither a title nor a summary."))
    return Record(
        key=key,
        titles=titles,
        summaries=summaries,
        entities=frozenset(map(known.entity, row.several("entities"))),
        countries=frozenset(map(known.country, row.several("countries"))),
        **period(row.day("start"), row.day("end")),
        amount=row.amount(),
    )


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return str(value).replace("\x00", "").strip()


def _json_list(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
