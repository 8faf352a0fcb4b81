"""One record against several: the table of comparisons that the curves weigh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching import structure, wording
from compact.matching.corpus import UNKNOWN, closeness
from compact.matching.curves import FEATURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compact.matching.closeness import Background, Closeness
    from compact.matching.corpus import Corpus
    from compact.matching.profiles import Profile

    Table = NDArray[np.float64]
    Places = NDArray[np.int64]

NEAREST: Final = 3
_TEXTS: Final = 5
"""How many of the features come from the texts' closeness; the others are told pair by pair."""
NAMED_AGAINST: Final = -1.0
"""Where a record tells no country, but the titles name other ones, this speaks against, like few countries on record:
a title may name a donor or a place of meeting as well."""
LONELY: Final = 1.2
"""The score that a missing neighbour is taken to have: the usual third-best of a small site."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One record against several: a row each."""

    table: Table
    """The comparisons, in the columns of ``curves.FEATURES``."""
    scores: Table
    """All of the text in one score, in spreads above the middle of near pairs."""
    nearer: NDArray[np.int64]
    """How many other records are closer, by that score, to one of the two."""


class Comparer:
    """Compares records by the corpus's tallies and the background of its near pairs."""

    def __init__(self, corpus: Corpus, background: Background) -> None:
        self.corpus, self.background = corpus, background

    def table(self, mine: Profile, place: int, others: Places, found: Closeness, rest: Table) -> Compared:
        """Answer the comparisons of a record with those at other places.

        ``place`` is the record's own (-1: it is not in the corpus), ``rest`` its mean score with its next neighbours
        without each of the others. Of the others, only neighbourhoods that are known already are looked at.
        """
        title, summary, best, scores = self.background.scores(found)
        theirs = self._scores_around(others, place)
        rest_of = np.where(self.corpus.near[others, 0] == UNKNOWN, rest, self._mean(theirs))
        margins = np.stack([scores - rest, scores - rest_of], axis=1)
        rows = [self._row(mine, self.corpus.at(int(other))) for other in others]
        told = np.array(rows, np.float64).reshape(len(others), len(FEATURES) - _TEXTS)
        text = np.stack([title, summary, best, margins.mean(axis=1), margins.min(axis=1)], axis=1)
        nearer = (scores[None, :] > scores[:, None]).sum(axis=1) + (theirs > scores[:, None]).sum(axis=1)
        return Compared(np.concatenate([text, told], axis=1), scores, nearer)

    def _row(self, a: Profile, b: Profile) -> tuple[float, ...]:
        tallies = self.corpus.tallies
        x, y = a.record, b.record
        return (
            wording.titles(a.words, b.words, tallies),
            wording.bodies(a.words, b.words, tallies),
            wording.years(a.words, b.words) or structure.year_missed(x, y, a.words.marks.years, b.words.marks.years),
            wording.phase(a.words, b.words),
            structure.sets(x.entities, y.entities, tallies.entities_worth),
            self._countries(a, b),
            *structure.dates(x, y, tallies),
            structure.amounts(x, y, tallies),
            structure.themes(x, y),
            structure.family(x, y),
            structure.kind(x, y),
        )

    def _countries(self, a: Profile, b: Profile) -> float:
        """Where a record tells no country its title stands in: for a common one by how rare that is on record."""
        x, y, tallies = a.record.countries, b.record.countries, self.corpus.tallies
        if x and y:
            return structure.sets(x, y, tallies.countries_worth)
        one, other = wording.places(a, b)
        if one and other and not one & other:
            return NAMED_AGAINST
        return sum(tallies.countries_worth[name][0] for name in one & other if tallies.countries[name])

    def scores(self, found: Closeness) -> Table:
        """Answer the one score of each text."""
        return self.background.scores(found)[3]

    def rest(self, scores: Table) -> Table:
        """Answer, for each neighbour of a record, the mean score of the nearest others; copies count once."""
        rounded = np.round(scores, 3)
        order = np.argsort(-rounded, kind="stable")
        ordered = rounded[order]
        first = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
        rank = np.cumsum(first) - 1
        alone = first & np.append(first[1:], True)
        best = np.full(NEAREST + 1, LONELY)
        top = ordered[first][: NEAREST + 1]
        best[: len(top)] = np.where(np.isneginf(top), LONELY, top)
        means = np.full(len(scores), best[:NEAREST].mean())
        counted = alone & (rank < NEAREST)
        means[order[counted]] = (best.sum() - best[rank[counted]]) / NEAREST
        return means

    def _scores_around(self, others: Places, place: int) -> Table:
        """Answer the scores of each of the others with its known neighbours, the one at ``place`` left out."""
        near = self.corpus.near[others]
        scores = self.scores(closeness(self.corpus.close[others]))
        return np.where((near < 0) | (near == place), -np.inf, scores)

    @staticmethod
    def _mean(scores: Table) -> Table:
        """Answer the mean of the best few of each row, copies once; for those that are missing stands a usual one."""
        ordered = -np.sort(-np.round(scores, 3), axis=1)
        ordered[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = -np.inf
        best = -np.partition(-ordered, NEAREST - 1, axis=1)[:, :NEAREST]
        best[np.isneginf(best)] = LONELY
        return np.asarray(best.mean(axis=1))
