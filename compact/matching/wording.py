"""Words compared: which of those that both languages share stand in both records."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from compact.matching.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from compact.matching.profiles import Profile, Words
    from compact.matching.tallies import Tallies

_TITLE_DOUBT: Final = 4.0
_BODY_DOUBT: Final = 10.0
"""Nats of rarity that have to be there before a share means much."""
_ELSEWHERE: Final = 0.5
"""A title's word that stands only in the other's summary counts half."""
_AS_WRITTEN: Final = re.compile(r"\d+(?:[ ,.'\u00a0\u202f]\d{3}(?!\d))+|\w+")


def comparable(a: Words, b: Words, at_a: int, at_b: int, tallies: Tallies) -> tuple[frozenset[str], frozenset[str]]:
    """Answer the words of two titles that can be compared: all in one language, names and numbers between two."""
    mine, yours = a.titles[at_a], b.titles[at_b]
    if a.languages[at_a] and a.languages[at_a] == b.languages[at_b]:
        return mine, yours
    known = tallies.known
    return frozenset(w for w in mine if known[w][1]), frozenset(w for w in yours if known[w][1])


def titles(a: Words, b: Words, tallies: Tallies) -> float:
    """Answer -1 to 1: how far the titles' telling words stand in the other record, or are missing there."""
    pairs = [(at_a, at_b) for at_a in range(len(a.titles)) for at_b in range(len(b.titles))]
    return max((_balance(a, b, *comparable(a, b, *pair, tallies), tallies) for pair in pairs), default=0.0)


def _balance(a: Words, b: Words, mine: frozenset[str], yours: frozenset[str], tallies: Tallies) -> float:
    found = missing = 0.0
    known = tallies.known
    for here, title, body in ((mine, yours, b.body), (yours, mine, a.body)):
        for word in here:
            weight = known[word][0]
            if word in title:
                found += weight
            elif word in body:
                found += weight * _ELSEWHERE
            else:
                missing += weight
    return (found - missing) / (found + missing + _TITLE_DOUBT)


def bodies(a: Words, b: Words, tallies: Tallies) -> float:
    """Answer 0 to 1: the share of the names and numbers of the shorter record that the other has as well."""
    known = tallies.known
    common = sum(known[word][0] for word in a.body & b.body if known[word][1])
    return common / (min(tallies.told(a.body), tallies.told(b.body)) + _BODY_DOUBT)


def shared(a: Words, b: Words, tallies: Tallies, most: int = 5) -> list[str]:
    """Answer the rarest names and numbers that both records have, sorted by rarity."""
    common = [word for word in a.body & b.body if tallies.known[word][1]]
    return sorted(common, key=lambda word: (-tallies.known[word][0], word))[:most]


def common(a: Words, b: Words, tallies: Tallies, most: int = 5) -> list[str]:
    """Answer the rarest comparable title words of either that the other record has, sorted by rarity."""
    pairs = [(at_a, at_b) for at_a in range(len(a.titles)) for at_b in range(len(b.titles))]
    found = frozenset[str]()
    for pair in pairs:
        mine, yours = comparable(a, b, *pair, tallies)
        found |= (mine & b.body) | (yours & a.body)
    return sorted(found, key=lambda word: (-tallies.known[word][0], word))[:most]


def only(a: Words, b: Words, tallies: Tallies, most: int = 5) -> tuple[list[str], list[str]]:
    """Answer the rarest comparable title words of each that the other record lacks."""
    mine, yours = comparable(a, b, 0, 0, tallies) if a.titles and b.titles else (frozenset[str](), frozenset[str]())
    missing = mine - b.body, yours - a.body
    first, second = (sorted(each, key=lambda word: (-tallies.known[word][0], word))[:most] for each in missing)
    return first, second


def years(a: Words, b: Words) -> float:
    """Answer 1 where the titles name a common year, -1 where they name different ones, 0 where one names none."""
    if not a.marks.years or not b.marks.years:
        return 0.0
    return 1.0 if a.marks.years & b.marks.years else -1.0


def places(a: Profile, b: Profile) -> tuple[frozenset[str], frozenset[str]]:
    """Answer the countries of two records, of which those are compared that both tell in one way.

    On record where both have some; else those of the titles, where these contradict; else the one's on record with
    those that the other's title names.
    """
    x, y = a.record.countries, b.record.countries
    if x and y:
        return x, y
    one, other = a.words.places, b.words.places
    return (one, other) if one and other and not one & other else (x or one, y or other)


def phase(a: Words, b: Words) -> float:
    """Answer 1 for one phase, -1 for two, -0.5 where only one names any, 0 where none does."""
    if not a.marks.phase and not b.marks.phase:
        return 0.0
    if a.marks.phase == b.marks.phase:
        return 1.0
    return -1.0 if a.marks.phase and b.marks.phase else -0.5


def written(found: Iterable[str], texts: Iterable[str]) -> list[str]:
    """Answer words of a record, which are compared in one plain form, as its ``texts`` write them first."""
    spelt: dict[str, str] = {}
    for text in texts:
        spelt = {**_spelt(text), **spelt}
    return [spelt.get(word, word) for word in found]


@lru_cache(maxsize=4096)
def _spelt(text: str) -> Mapping[str, str]:
    """Answer how a text writes each of its words; in small letters where it does so anywhere."""
    spelt: dict[str, str] = {}
    for token in _AS_WRITTEN.findall(unicodedata.normalize("NFC", text)):
        for word in words(token):
            if token.islower() or word not in spelt:
                spelt[word] = token
    return spelt
