"""The profiles of all records with their search matrix and neighbourhoods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching import structure
from compact.matching.closeness import Closeness, measure
from compact.matching.space import DIMENSIONS as AXES
from compact.matching.tallies import Tallies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compact.matching.profiles import Profile

    Matrix = NDArray[np.float32]
    Places = NDArray[np.int64]

NEAR: Final = 20
"""How many nearest records make a record's neighbourhood, and so its candidates."""
TEXT: Final = 96
"""How many of the axes are searched by, where there are axes; else the vectors are searched whole."""
GROUP: Final = 64
UNKNOWN: Final = -2
"""In ``near``: the neighbourhood was not looked for yet. -1 is an empty place in one that was."""
_AWAY: Final = -9.0
"""Puts an empty place of the matrix behind every record."""
_ROWS: Final = 128
"""Rows searched at once: memory is this many times the number of records, times four bytes."""


class Corpus:
    """Records by place: a place is given at entry, kept until removal, and then given again."""

    def __init__(self, width: int) -> None:
        self.tallies = Tallies()
        self.places: dict[str, int] = {}
        self.profiles: list[Profile | None] = []
        self._text = min(width, TEXT) if width <= AXES else width
        self._free: list[int] = []
        self._matrix = np.zeros((0, self._text + structure.DIMENSIONS + 1), np.float32)
        self.near = np.zeros((0, NEAR), np.int32)
        self.close = np.zeros((0, NEAR, 3), np.float32)
        self._grow(GROUP)

    def __len__(self) -> int:
        return len(self.places)

    def profile(self, key: str) -> Profile:
        """Answer the profile of a record; ``KeyError`` when it is not there."""
        return self.at(self.places[key])

    def at(self, place: int) -> Profile:
        """Answer the profile at a place that is taken."""
        found = self.profiles[place]
        if found is None:
            raise LookupError(place)
        return found

    def add(self, profile: Profile) -> int:
        """Take a profile in and answer its place; ``index_at`` has to follow once all that is counted is there."""
        key = profile.record.key
        if key in self.places:
            self.remove(key)
        place = self._free.pop() if self._free else len(self.profiles)
        if place == len(self.profiles):
            self.profiles.append(None)
            if place >= len(self._matrix):
                self._grow(max(GROUP, place))
        self.profiles[place] = profile
        self.places[key] = place
        self.tallies.add(profile.record, profile.words)
        return place

    def remove(self, key: str) -> None:
        """Forget a record, and the neighbourhoods that it was in."""
        place = self.places.pop(key)
        profile = self.at(place)
        self.tallies.add(profile.record, profile.words, -1)
        self.profiles[place] = None
        self._matrix[place] = 0
        self._matrix[place, -1] = _AWAY
        self.forget([place])
        self._free.append(place)

    def index_at(self, place: int) -> None:
        """Make the record at a place findable, by the tallies as they are now."""
        self._matrix[place] = self.query(self.at(place))
        self._matrix[place, -1] = 0

    def query(self, profile: Profile) -> Matrix:
        """Answer the vector that a record is searched with."""
        text = profile.text_vector[: self._text]
        return np.concatenate([text, structure.vector(profile.record, self.tallies), np.ones(1, np.float32)])

    def forget(self, places: Sequence[int]) -> None:
        """Drop the neighbourhoods of some places and those that they are in; they are found again when needed."""
        gone = np.asarray(places, np.intp)
        touched = np.isin(self.near[: len(self.profiles)], gone).any(axis=1)
        touched[gone] = True
        self.near[: len(self.profiles)][touched] = UNKNOWN

    def search(self, queries: Matrix, count: int, skip: Sequence[int]) -> Places:
        """Answer the places nearest to each query, the nearest first; -1 where there are no more.

        ``skip`` holds one place a query that is left out (-1: none).
        """
        scores = queries @ self._matrix.T
        for row, place in enumerate(skip):
            if place >= 0:
                scores[row, place] = _AWAY
        count = min(count, scores.shape[1])
        groups = scores.reshape(len(scores), GROUP, -1)
        best = groups.max(axis=1)
        taken = min(count, best.shape[1])
        chosen = np.argpartition(best, best.shape[1] - taken, axis=1)[:, best.shape[1] - taken :]
        pool = np.take_along_axis(groups, chosen[:, None, :], axis=2).reshape(len(scores), -1)
        where = (chosen[:, None, :] + np.arange(GROUP)[:, None] * best.shape[1]).reshape(len(scores), -1)
        order = np.argpartition(pool, pool.shape[1] - count, axis=1)[:, pool.shape[1] - count :]
        values = np.take_along_axis(pool, order, axis=1)
        rank = np.argsort(-values, axis=1, kind="stable")
        places = np.take_along_axis(np.take_along_axis(where, order, axis=1), rank, axis=1)
        places[np.take_along_axis(values, rank, axis=1) < _AWAY / 2] = -1
        return np.asarray(places, np.int64)

    def know(self, places: Sequence[int]) -> None:
        """Find the neighbourhoods of the places that have none yet."""
        unknown = [place for place in dict.fromkeys(places) if self.near[place, 0] == UNKNOWN]
        for at in range(0, len(unknown), _ROWS):
            part = unknown[at : at + _ROWS]
            found = self.search(self._matrix_rows(part), NEAR, part)
            for place, near in zip(part, found, strict=True):
                self.near[place] = -1
                self.near[place, : len(near)] = near
                kept = near[near >= 0]
                measured = measure(self.at(place), [self.at(int(each)) for each in kept])
                self.close[place] = np.nan
                self.close[place, : len(kept)] = np.stack([measured.title, measured.summary, measured.summary_best], 1)

    def neighbourhood(self, place: int) -> tuple[Places, Closeness]:
        """Answer the nearest places of a place, known before, and how close they are."""
        count = int((self.near[place] >= 0).sum())
        return self.near[place, :count].astype(np.int64), closeness(self.close[place, :count])

    def _matrix_rows(self, places: Sequence[int]) -> Matrix:
        rows: Matrix = self._matrix[np.asarray(places)].copy()
        rows[:, -1] = 1
        return rows

    def _grow(self, more: int) -> None:
        size = -(-(len(self._matrix) + more) // GROUP) * GROUP
        added = size - len(self._matrix)
        empty = np.zeros((added, self._matrix.shape[1]), np.float32)
        empty[:, -1] = _AWAY
        self._matrix = np.concatenate([self._matrix, empty])
        self.near = np.concatenate([self.near, np.full((added, NEAR), UNKNOWN, np.int32)])
        self.close = np.concatenate([self.close, np.full((added, NEAR, 3), np.nan, np.float32)])


def closeness(table: NDArray[np.float32]) -> Closeness:
    """Answer the closeness kept in the last axis of a table."""
    kept = table.astype(np.float64)
    return Closeness(kept[..., 0], kept[..., 1], kept[..., 2])
