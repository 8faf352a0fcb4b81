"""Disturbs the structured fields of records, so that a measure does not lean on fields that were simply copied.

The two records of a pair in the real file carry the same partners, dates and budget: no two people type them alike.
A row is a dictionary as the files hold it: ``id, lang, title, summary, entities, countries, start, end, budget,
project, kind``. Titles are never touched. Every function answers new rows and leaves those given as they were.
"""

from __future__ import annotations

import copy
import datetime
import random
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

type Row = dict[str, Any]

STRUCTURE: Final[Mapping[str, Any]] = {"entities": [], "countries": [], "start": None, "end": None, "budget": None}
"""The structured fields, with the value that each has when nothing is known."""


class Noise(Protocol):
    """The generator's own noise: an instance of its ``Gen``."""

    def structural(self, rec: Row, level: float) -> None:
        """Change partners, countries, dates and budget in place."""

    def missing(self, rec: Row) -> None:
        """Empty some fields in place."""


def generated(rows: Sequence[Row], noise: Noise, level: float = 1.0) -> list[Row]:
    """Answer the rows after the generator's structural noise at ``level``, and then its missing fields.

    Every record is disturbed, not one of a pair, so that two records of the same work differ about twice as much as
    the generator's own duplicates do. Its noise wants all fields: of a row that lacks one, only the missing are drawn.
    """
    answer = copy.deepcopy(list(rows))
    for row in answer:
        if row["start"] and row["end"] and row["budget"] is not None:
            noise.structural(row, level)
        noise.missing(row)
    return answer


def harder(rows: Sequence[Row], seed: int) -> list[Row]:
    """Answer rows that lose or change each field at random, every record by itself.

    A partner is left out in 4 of 10 cases and one of the file's other partners comes in as often, countries are empty
    in 3 of 10, each date is gone in 3 of 10 and moved by up to 400 days in 6, the budget is gone in 4 of 10 and
    multiplied by 0.2 to 5 in 4, the summary is empty in 1 of 10.
    """
    chance = random.Random(seed)
    partners = sorted({name for row in rows for name in row["entities"]})
    return [_worn(copy.deepcopy(row), chance, partners) for row in rows]


def removed(rows: Sequence[Row]) -> list[Row]:
    """Answer the rows with their texts alone."""
    return [copy.deepcopy(row) | copy.deepcopy(dict(STRUCTURE)) for row in rows]


def one_language(rows: Sequence[Row], lang: str = "en") -> list[Row]:
    """Answer the rows of one language: in the bilingual file no two of these are the same work."""
    return [copy.deepcopy(row) for row in rows if row["lang"] == lang]


def _worn(row: Row, chance: random.Random, partners: Sequence[str]) -> Row:
    row["entities"] = [name for name in row["entities"] if chance.random() >= 0.4]
    others = [name for name in partners if name not in row["entities"]]
    if others and chance.random() < 0.4:
        row["entities"].append(chance.choice(others))
    if chance.random() < 0.3:
        row["countries"] = []
    row["start"], row["end"] = (_moved(row[field], chance) for field in ("start", "end"))
    row["budget"] = _amount(row["budget"], chance)
    if chance.random() < 0.1:
        row["summary"] = ""
    return row


def _fate(chance: random.Random, gone: float, changed: float) -> str:
    drawn = chance.random()
    return "gone" if drawn < gone else "changed" if drawn < gone + changed else "kept"


def _moved(day: str | None, chance: random.Random) -> str | None:
    fate = _fate(chance, 0.3, 0.6)
    if day is None or fate == "gone":
        return None
    days = chance.randint(-400, 400) if fate == "changed" else 0
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()


def _amount(budget: float | None, chance: random.Random) -> float | None:
    fate = _fate(chance, 0.4, 0.4)
    if budget is None or fate == "gone":
        return None
    return float(f"{budget * 5 ** chance.uniform(-1, 1):.2e}") if fate == "changed" else budget


def scenarios(noise: Callable[[], Noise] | None, seed: int) -> dict[str, Callable[[Sequence[Row]], list[Row]]]:
    """Answer the disturbances by name; without ``noise`` the one that the generator makes is left out."""
    answer: dict[str, Callable[[Sequence[Row]], list[Row]]] = {"intact": lambda rows: copy.deepcopy(list(rows))}
    if noise is not None:
        answer["disturbed"] = lambda rows: generated(rows, noise())
    answer["harder"] = lambda rows: harder(rows, seed)
    answer["removed"] = removed
    answer["one language"] = one_language
    return answer
