"""How often each word, entity, country, date and amount occurs in the live records: what is rare tells more."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from compact.matching.profiles import Words
    from compact.matching.records import Record

_OMITTED: Final = 0.2
"""How often a name that belongs to a piece of work is missing in one of its two entries."""
_BALANCE: Final = 0.15
"""A word whose share in one language's records is at least this part of its share in another's belongs to both."""


class Tallies:
    """Counts of the values in the records of one index; each record is counted once."""

    def __init__(self) -> None:
        self.size = 0
        self.words: Counter[str] = Counter()
        self.acronyms: Counter[str] = Counter()
        self.entities: Counter[Hashable] = Counter()
        self.countries: Counter[Hashable] = Counter()
        self.themes: Counter[Hashable] = Counter()
        self.starts: Counter[Hashable] = Counter()
        self.ends: Counter[Hashable] = Counter()
        self.amounts: Counter[Hashable] = Counter()
        self._languages: Counter[str] = Counter()
        self._by_language: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.entities_worth = _Worth(self, self.entities)
        self.countries_worth = _Worth(self, self.countries)
        """Of each name what it counts, in nats, where two records have it, and where one of them has."""
        self.known = _Known(self)
        """Of each word its rarity in nats, and whether it is one in all languages: a name, a number, an acronym."""
        self._told: dict[frozenset[str], float] = {}

    def add(self, record: Record, words: Words, times: int = 1) -> None:
        """Count the record; with ``times=-1`` take it out again."""
        self.size += times
        self.entities_worth.clear()
        self.countries_worth.clear()
        self.known.clear()
        self._told.clear()
        counters: tuple[tuple[Counter[Hashable], tuple[Hashable, ...]], ...] = (
            (self.entities, tuple(record.entities)),
            (self.countries, tuple(record.countries)),
            (self.themes, tuple(record.themes)),
            (self.starts, (record.start,)),
            (self.ends, (record.end,)),
            (self.amounts, (record.amount,)),
        )
        for counter, values in counters:
            for value in values:
                counter[value] += times
        for counted, found in ((self.words, words.body), (self.acronyms, words.acronyms)):
            for word in found:
                counted[word] += times
        if len(set(words.languages)) == 1 and words.languages[0]:
            self._languages[words.languages[0]] += times
            language = self._by_language[words.languages[0]]
            for word in words.body:
                language[word] += times

    def told(self, words: frozenset[str]) -> float:
        """Answer the rarity, all together, of the words that are the same in all languages."""
        found = self._told.get(words)
        if found is None:
            known = self.known
            found = self._told[words] = sum(known[word][0] for word in words if known[word][1])
        return found

    def is_shared(self, word: str) -> bool:
        """Answer whether a word is the same in all languages, as far as the records tell."""
        if any(letter.isdigit() for letter in word) or self.acronyms[word] > 0:
            return True
        shares = [
            counts[word] / self._languages[language] for language, counts in self._by_language.items() if counts[word]
        ]
        return len(shares) > 1 and min(shares) >= _BALANCE * max(shares)


class _Known(dict[str, tuple[float, bool]]):
    """Counts once what is asked of a word."""

    def __init__(self, tallies: Tallies) -> None:
        super().__init__()
        self._tallies = tallies

    def __missing__(self, word: str) -> tuple[float, bool]:
        tallies = self._tallies
        self[word] = found = math.log((tallies.size + 1) / (tallies.words[word] + 0.5)), tallies.is_shared(word)
        return found


class _Worth(dict["Hashable", tuple[float, float]]):
    """Counts once what is asked of a name."""

    def __init__(self, tallies: Tallies, counts: Counter[Hashable]) -> None:
        super().__init__()
        self._tallies, self._counts = tallies, counts

    def __missing__(self, name: Hashable) -> tuple[float, float]:
        share = (self._counts[name] + 1) / (self._tallies.size + 2)
        self[name] = found = -math.log(share), math.log(_OMITTED) - math.log(1 - min(0.9, share))
        return found
