"""Where countries and areas stand on a small map of the world: one dot each, no border.

The points are read once from ``compact/data/centroids.csv``; ``countries.README.md`` names source, date and licence.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from math import sqrt
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DATA = Path(__file__).resolve().parent.parent / "data" / "centroids.csv"
SCALE = 2
"""Units of the drawing for one degree; the plate carrée is 360 degrees by 180."""
_SMALLEST, _LARGEST = 2.5, 11.0


class Dot(NamedTuple):
    """A dot of the drawing: its middle and radius in units of the drawing, and what it says."""

    x: float
    y: float
    radius: float
    name: str
    number: int


@lru_cache(maxsize=1)
def points() -> Mapping[str, tuple[float, float]]:
    """Latitude and longitude in degrees, north and east positive, by the alpha-3 code."""
    with _DATA.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return MappingProxyType({row["iso3"]: (float(row["latitude"]), float(row["longitude"])) for row in rows})


def dots(counted: Iterable[tuple[str, str, int]]) -> list[Dot]:
    """Dots for triples of code, name and number, the largest first so that small ones stay in sight.

    The area of a dot follows the number.
    """
    known = sorted((each for each in counted if each[2] and each[0] in points()), key=lambda each: (-each[2], each[0]))
    most = known[0][2] if known else 1
    found = []
    for code, name, number in known:
        latitude, longitude = points()[code]
        radius = max(_SMALLEST, _LARGEST * sqrt(number / most))
        found.append(Dot((longitude + 180) * SCALE, (90 - latitude) * SCALE, float(f"{radius:.1f}"), name, number))
    return found
