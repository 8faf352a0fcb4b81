"""Entities, places, dates and money: as a vector to search by, and compared one by one."""

from __future__ import annotations

import math
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Hashable, Mapping
    from datetime import date

    from numpy.typing import NDArray

    from compact.matching.records import Record
    from compact.matching.tallies import Tallies

DIMENSIONS: Final = 96
_DAYS: Final = 60
"""Dates this far apart share no direction."""
_FACTOR: Final = 0.4
"""Budgets whose logarithms are this far apart share no direction."""
NOTHING_SHARED: Final = -1.5
_EDITION: Final = 300
_PUNCTUAL: Final = 45
"""Days: an edition begins so much later at least, and its start and end move alike up to this much;"""
_SIZES: Final = {"programme": 2, "project": 1, "activity": 0, "planned activity": 0}
_YEAR: Final = 365.25
_BIRTHDAY: Final = 2
"""where an end is not known, it begins on the same day of another year, give or take so many days."""


@lru_cache(maxsize=100_000)
def _direction(name: str) -> NDArray[np.float64]:
    """Answer a fixed direction for a name: any two are nearly at right angles."""
    generator = np.random.default_rng(zlib.crc32(name.encode()))
    return generator.standard_normal(DIMENSIONS) / math.sqrt(DIMENSIONS)


def _between(kind: str, place: float) -> NDArray[np.float64]:
    """Answer a direction that turns slowly with the place on an axis."""
    below = math.floor(place)
    share = place - below
    return (1 - share) * _direction(f"{kind}{below}") + share * _direction(f"{kind}{below + 1}")


def vector(record: Record, tallies: Tallies) -> NDArray[np.float32]:
    """Answer the direction of the structured fields, of length one; zeros where all are unknown."""
    total = np.zeros(DIMENSIONS)
    for names, count, weight, kind in (
        (record.countries, tallies.countries, 0.35, "c"),
        (record.entities, tallies.entities, 0.3, "e"),
        (record.themes, tallies.themes, 0.2, "t"),
    ):
        for name in names:
            total += _direction(kind + name) * weight * rarity(name, count, tallies.size) / math.sqrt(len(names))
    for day, kind in ((record.start, "s"), (record.end, "f")):
        if day:
            total += _between(kind, day.toordinal() / _DAYS)
    if record.amount and record.amount > 0:
        total += 0.7 * _between("a", math.log(record.amount) / _FACTOR)
    length = float(np.linalg.norm(total))
    return np.asarray(total / length if length else total, np.float32)


def rarity(value: Hashable, count: Counter[Hashable], size: int) -> float:
    """Answer the surprise, in nats, of a record having the value."""
    return math.log((size + 2) / (count[value] + 1))


def sets(a: frozenset[str], b: frozenset[str], worth: Mapping[Hashable, tuple[float, float]]) -> float:
    """Answer how much likelier the two sets are as copies of one than by chance, in nats; 0 where one is unknown.

    ``worth`` tells of each name what it counts where both have it, and where one has.
    """
    if not a or not b:
        return 0.0
    shared = a & b
    total = sum(worth[name][0] for name in shared) + sum(worth[name][1] for name in a ^ b)
    return total if shared else total + NOTHING_SHARED


def days(a: date, b: date, count: Counter[Hashable], size: int) -> float:
    """Answer how well two dates agree: equal ones the better the rarer the date, others the worse the further apart."""
    apart = abs((a - b).days)
    return 1 + rarity(a, count, size) if not apart else max(-4.0, 0.8 - math.log1p(apart / 15))


def dates(a: Record, b: Record, tallies: Tallies) -> tuple[float, float, float]:
    """Answer the better and the worse agreement of start and end, and their ``sequence``."""
    found = []
    if a.start and b.start:
        found.append(days(a.start, b.start, tallies.starts, tallies.size))
    if a.end and b.end:
        found.append(days(a.end, b.end, tallies.ends, tallies.size))
    return max(found, default=0.0), min(found) if len(found) > 1 else 0.0, sequence(a, b)


def sequence(a: Record, b: Record) -> float:
    """Answer 1 where the periods share a day, -1 where one follows the other, 0 where that is not known.

    A period of the same length a year or more later follows as well, even where it begins before the first has ended:
    that is the next edition. Of a period that ends before it starts nothing is known.
    """
    if any(each.start and each.end and each.end < each.start for each in (a, b)):
        return 0.0
    if _follows(a, b) or _follows(b, a):
        return -1.0
    if not a.start or not b.start:
        return 0.0
    first, second = (a, b) if a.start <= b.start else (b, a)
    if _is_edition(first, second):
        return -1.0
    return 1.0 if first.end else 0.0


def _is_edition(first: Record, second: Record) -> bool:
    """Answer whether the second is the first a year or more later, as far as their dates tell."""
    if not first.start or not second.start:
        return False
    later = (second.start - first.start).days
    if later < _EDITION:
        return False
    if first.end and second.end:
        return abs((second.end - first.end).days - later) <= _PUNCTUAL
    return abs(later - round(later / _YEAR) * _YEAR) <= _BIRTHDAY


def _follows(first: Record, second: Record) -> bool:
    return bool(first.end and second.start and second.start >= first.end)


def year_missed(a: Record, b: Record, named_a: frozenset[int], named_b: frozenset[int]) -> float:
    """Answer -1 where one title alone names a year and the other record starts in another one, else 0.

    Of starts less than an edition apart, in two years by chance, nothing is said.
    """
    named, other = (named_a, b) if named_a else (named_b, a)
    if (named_a and named_b) or not named or not other.start or other.start.year in named:
        return 0.0
    near = a.start and b.start and abs((a.start - b.start).days) < _EDITION
    return 0.0 if near else -1.0


def amounts(a: Record, b: Record, tallies: Tallies) -> float:
    """Answer how well two budgets agree; 0 where one is unknown or the currencies differ."""
    if not a.amount or not b.amount or a.amount <= 0 or b.amount <= 0:
        return 0.0
    if a.currency and b.currency and a.currency != b.currency:
        return 0.0
    if a.amount == b.amount:
        return 1 + rarity(a.amount, tallies.amounts, tallies.size)
    return max(-3.0, 0.7 - 1.5 * abs(math.log(a.amount / b.amount)))


def themes(a: Record, b: Record) -> float:
    """Answer 1 where a theme is shared, -1 where none is, 0 where one record has none."""
    if not a.themes or not b.themes:
        return 0.0
    return 1.0 if a.themes & b.themes else -1.0


def family(a: Record, b: Record) -> float:
    """Answer 1 for siblings of one programme, -1 for children of two, 0 where one belongs to none."""
    if not a.family or not b.family:
        return 0.0
    return 1.0 if a.family == b.family else -1.0


def kind(a: Record, b: Record) -> float:
    """Answer how many steps the kinds of the two are apart, below 0; 0 where one is not known."""
    if not a.kind or not b.kind or a.kind == b.kind:
        return 0.0
    if a.kind in _SIZES and b.kind in _SIZES:
        return -float(abs(_SIZES[a.kind] - _SIZES[b.kind]))
    return -1.0
