"""Looking for matches: of one record, of all records, of a given pair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching.closeness import measure
from compact.matching.corpus import NEAR
from compact.matching.judging import is_part

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from numpy.typing import NDArray

    from compact.matching.comparing import Compared, Comparer
    from compact.matching.evidence import Match
    from compact.matching.judging import Judge
    from compact.matching.profiles import Profile

    Places = NDArray[np.int64]

ASKED: Final = 3
"""At a check, so many candidates' neighbourhoods are looked for when they are not known yet,"""
HOPELESS: Final = -4.0
"""where the log-odds without them are above this."""


class Searcher:
    """Finds and judges pairs of the records of a corpus."""

    def __init__(self, comparer: Comparer, judge: Judge) -> None:
        self.comparer, self.judge, self.corpus = comparer, judge, comparer.corpus

    def check(self, mine: Profile, k: int, allowed: Container[str] | None) -> list[Match]:
        """Answer at most ``k`` matches of a profile, the likeliest first."""
        place = self.corpus.places.get(mine.record.key, -1)
        others = self._candidates(mine, place, max(k, NEAR), allowed)
        if not len(others):
            return []
        found = measure(mine, [self.corpus.at(int(other)) for other in others])
        rest = self.comparer.rest(self.comparer.scores(found))
        compared = self.comparer.table(mine, place, others, found, rest)
        odds = self.judge.odds(compared.table)
        best = np.argsort(-odds, kind="stable")[:ASKED]
        self.corpus.know(others[best[odds[best] > HOPELESS]].tolist())
        compared = self.comparer.table(mine, place, others, found, rest)
        matches = self._told(mine, others, compared)
        return sorted(matches, key=lambda match: -match.probability)[:k]

    def _told(self, mine: Profile, others: Places, compared: Compared) -> Iterator[Match]:
        """Answer those of the compared pairs that are worth telling: no part and its whole, and none without words."""
        for at in np.flatnonzero(self.judge.worth(compared)):
            other = self.corpus.at(int(others[at]))
            if mine.words.body and other.words.body and not is_part(mine, other):
                yield self.judge.match(mine, other, compared, int(at), self.corpus.tallies)

    def _candidates(self, mine: Profile, place: int, count: int, allowed: Container[str] | None) -> Places:
        """Answer the nearest places whose keys are allowed, looking further until there are enough of them."""
        query, wanted = self.corpus.query(mine)[None, :], count
        while True:
            places = self.corpus.search(query, wanted, [place])[0]
            there = places[places >= 0]
            kept = there if allowed is None else there[[self._key(int(at)) in allowed for at in there]]
            if len(kept) >= count or len(there) < wanted:
                return np.asarray(kept[:count])
            wanted *= 8

    def _key(self, place: int) -> str:
        return self.corpus.at(place).record.key

    def scan(self, block: int, start_block: int, progress: Callable[[int, int], bool] | None) -> Iterator[Match]:
        """Answer every pair worth a look, once, block by block of the keys in order."""
        keys = sorted(self.corpus.places)
        order = {self.corpus.places[key]: at for at, key in enumerate(keys)}
        total = math.ceil(len(keys) / block)
        for number in range(start_block, total):
            places = [self.corpus.places[key] for key in keys[number * block : (number + 1) * block]]
            self.corpus.know(places)
            around = np.unique(self.corpus.near[places])
            self.corpus.know(around[around >= 0].tolist())
            for place in places:
                yield from self._matches_of(place, order)
            if progress and not progress(number + 1, total):
                return

    def _matches_of(self, place: int, order: dict[int, int]) -> Iterator[Match]:
        """Answer the pairs of a record with its neighbours, all known, without those that an earlier one answered."""
        mine = self.corpus.at(place)
        near, found = self.corpus.neighbourhood(place)
        rest = self.comparer.rest(self.comparer.scores(found))
        earlier = np.array([order[int(other)] < order[place] for other in near], bool)
        keep = ~(earlier & (self.corpus.near[near] == place).any(axis=1))
        if not keep.any():
            return
        others = near[keep]
        compared = self.comparer.table(mine, place, others, found.at(keep), rest[keep])
        yield from self._told(mine, others, compared)

    def around(self, place: int) -> Compared:
        """Answer the comparisons of a record with all its neighbours, whose own neighbourhoods are not looked for."""
        self.corpus.know([place])
        near, found = self.corpus.neighbourhood(place)
        rest = self.comparer.rest(self.comparer.scores(found))
        return self.comparer.table(self.corpus.at(place), place, near, found, rest)

    def compare(self, a: str, b: str) -> Compared:
        """Answer the comparison of two records of the corpus; ``KeyError`` when one is not in it."""
        mine, other = self.corpus.places[a], self.corpus.places[b]
        self.corpus.know([mine, other])
        near, found = self.corpus.neighbourhood(mine)
        scores = np.append(self.comparer.scores(found.at(near != other)), -np.inf)
        closeness = measure(self.corpus.at(mine), [self.corpus.at(other)])
        rest = self.comparer.rest(scores)[-1:]
        return self.comparer.table(self.corpus.at(mine), mine, np.array([other]), closeness, rest)

    def explain(self, a: str, b: str) -> Match:
        """Answer the verdict on two records of the corpus; ``KeyError`` when one is not in it."""
        compared = self.compare(a, b)
        return self.judge.match(self.corpus.profile(a), self.corpus.profile(b), compared, 0, self.corpus.tallies)
