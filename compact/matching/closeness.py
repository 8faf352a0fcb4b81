"""How close two records are in meaning: titles with titles, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from compact.matching.profiles import Profile

    Vector = NDArray[np.float64]
    Matrix = NDArray[np.float32]

SUMMARY_SHARE: Final = 1.6
"""A summary's closeness weighs so much more than a title's."""
FEW_PAIRS: Final = 60
"""The shipped background counts as much as this many near pairs of the site."""


@dataclass(frozen=True, slots=True)
class Closeness:
    """One record against several: cosines, -1 to 1; NaN in the summary's columns where one of the two has none."""

    title: Vector
    summary: Vector
    """Mean of both directions: how well each sentence of one is told by some sentence of the other."""
    summary_best: Vector
    """The better direction: high when a short summary is told within a long one."""

    def at(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Closeness:
        """Answer some of the rows."""
        return Closeness(self.title[keep], self.summary[keep], self.summary_best[keep])


def measure(mine: Profile, others: Sequence[Profile]) -> Closeness:
    """Answer how close one record is to each of the others."""
    if not others:
        return Closeness(np.empty(0), np.empty(0), np.empty(0))
    titles = _longest(mine.titles @ _stacked([other.titles for other in others]).T)
    title = np.maximum.reduceat(titles, _starts([len(other.titles) for other in others])).astype(np.float64)
    summary, best = np.full(len(others), np.nan), np.full(len(others), np.nan)
    told = [at for at, other in enumerate(others) if len(other.sentences)]
    if told and len(mine.sentences):
        there, back = _alignment(mine, [others[at] for at in told])
        summary[told], best[told] = (there + back) / 2, np.maximum(there, back)
    return Closeness(title, summary, best)


def _alignment(mine: Profile, others: Sequence[Profile]) -> tuple[Vector, Vector]:
    """Answer how well the sentences of one record are told in each of the others, and theirs in it."""
    starts = _starts([len(other.sentences) for other in others])
    weights = np.concatenate([other.weights for other in others])
    table = mine.sentences @ _stacked([other.sentences for other in others]).T
    there = mine.weights @ np.maximum.reduceat(table, starts, axis=1) / mine.weights.sum()
    back = np.add.reduceat(_longest(table) * weights, starts) / np.add.reduceat(weights, starts)
    return there.astype(np.float64), back.astype(np.float64)


def _stacked(parts: Sequence[Matrix]) -> Matrix:
    return np.concatenate(parts) if len(parts) > 1 else parts[0]


def _starts(lengths: Sequence[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(lengths[:-1])]).astype(np.int64)


def _longest(table: Matrix) -> Matrix:
    return np.asarray(table.max(axis=0))


@dataclass(frozen=True, slots=True)
class Background:
    """Middle and spread of each closeness among near pairs of the live records, nearly none of which is one work."""

    title: tuple[float, float]
    summary: tuple[float, float]
    summary_best: tuple[float, float]

    @classmethod
    def fit(cls, near: Closeness, shipped: Mapping[str, tuple[float, float]]) -> Background:
        """Answer the background of the near pairs; where they are few it leans on the shipped one."""
        return cls(
            _robust(near.title, shipped["title"]),
            _robust(near.summary, shipped["summary"]),
            _robust(near.summary_best, shipped["summary_best"]),
        )

    def scores(self, found: Closeness) -> tuple[Vector, Vector, Vector, Vector]:
        """Answer title, summary and better direction in spreads above the middle, and all in one score.

        A missing summary scores 0, and leaves the title to speak alone.
        """
        title = (found.title - self.title[0]) / self.title[1]
        told = ~np.isnan(found.summary)
        summary = np.where(told, (found.summary - self.summary[0]) / self.summary[1], 0.0)
        best = np.where(told, (found.summary_best - self.summary_best[0]) / self.summary_best[1], 0.0)
        return title, summary, best, np.where(told, (title + SUMMARY_SHARE * summary) / 2, title)


def _robust(values: Vector, shipped: tuple[float, float]) -> tuple[float, float]:
    values = values[~np.isnan(values)]
    if len(values) < 6:
        return shipped
    low, middle, high = np.quantile(values, [0.16, 0.5, 0.84])
    share = len(values) / (len(values) + FEW_PAIRS)
    spread = max(float(high - low) / 2, 0.03)
    return share * float(middle) + (1 - share) * shipped[0], share * spread + (1 - share) * shipped[1]
