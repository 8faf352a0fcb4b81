"""Duplicates among the names of entities and of people."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Final

from compact.matching import spelling
from compact.matching.evidence import Match, Strength, Verdict
from compact.matching.judging import SAME, strength_of
from compact.matching.naming import entity_evidence, person_evidence
from compact.matching.records import NamedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from compact.matching.evidence import Evidence

WORTH: Final = 0.05
"""Matches of a lower probability are not answered."""
_CROWD: Final = 60
"""A sign that more records than this share brings no two of them together."""
_PRIORS: Final = {"entity": -4.0, "person": -5.0}
_FEWEST: Final = 3.2
_MOST: Final = 5.0


def check_name(
    record: NamedRecord, others: Iterable[NamedRecord], k: int = 20, *, allowed: Container[str] | None = None
) -> list[Match]:
    """Answer at most ``k`` of the others that may be the same entity or person; the likeliest first.

    The record's own key and records of the other kind never match; only keys in ``allowed`` are answered (None: all).
    """
    kept = [each for each in others if each.kind == record.kind and each.key != record.key]
    rarity = _rarity([record, *kept])
    mine = set(_signs(record))
    found = [
        compare(record, other, rarity)
        for other in kept
        if (allowed is None or other.key in allowed) and not mine.isdisjoint(_signs(other))
    ]
    worth = [match for match in found if match.probability >= WORTH]
    return sorted(worth, key=lambda match: (-match.probability, match.b))[:k]


def scan_names(records: Iterable[NamedRecord]) -> Iterator[Match]:
    """Answer every pair of records that may be the same entity or person, once."""
    everything = sorted(records, key=lambda record: record.key)
    for kind in _PRIORS:
        kept = [record for record in everything if record.kind == kind]
        rarity = _rarity(kept)
        for a, b in _together(kept):
            match = compare(kept[a], kept[b], rarity)
            if match.probability >= WORTH:
                yield match


def _together(records: Sequence[NamedRecord]) -> list[tuple[int, int]]:
    """Answer the pairs that share a sign which is not everybody's, in order."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for at, record in enumerate(records):
        for sign in set(_signs(record)):
            holders[sign].append(at)
    return sorted({pair for found in holders.values() if len(found) <= _CROWD for pair in combinations(found, 2)})


def _signs(record: NamedRecord) -> Iterator[str]:
    """Answer what two records have to share at least one of to be compared."""
    for name in (*record.names, *record.acronyms):
        yield spelling.letters(name)[:12]
        for part in _parts(record.kind, name):
            yield part[:4]
            yield f"-{part[-4:]}"
            if record.kind == "person":
                yield spelling.sound(part)
        if record.kind == "entity":
            yield "".join(word[0] for word in spelling.entity(name))
            yield "".join(sorted(word[0] for word in spelling.entity(name)))
    for acronym in (*record.acronyms, *filter(spelling.is_acronym, record.names)):
        yield "".join(sorted(spelling.letters(acronym)))
    if record.email:
        yield record.email.casefold()


def _parts(kind: str, name: str) -> tuple[str, ...]:
    return spelling.person(name) if kind == "person" else spelling.entity(name)


def _rarity(records: Sequence[NamedRecord]) -> Callable[[str], float]:
    """Answer what tells how surprising a part of a name is among these records, in nats, within bounds."""
    counts: Counter[str] = Counter()
    for record in records:
        counts.update({spelling.sound(part) for name in record.names for part in _parts(record.kind, name)})
    size = len(records) + 1

    def rarity(part: str) -> float:
        return min(_MOST, max(_FEWEST, math.log(size / (counts[spelling.sound(part)] + 0.5))))

    return rarity


def compare(a: NamedRecord, b: NamedRecord, rarity: Callable[[str], float]) -> Match:
    """Answer whether two records of one kind are the same, with the evidence for it."""
    found: list[Evidence] = entity_evidence(a, b, rarity) if a.kind == "entity" else person_evidence(a, b, rarity)
    prior = _PRIORS[a.kind]
    odds = prior + sum(each.weight for each in found)
    probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
    same = probability >= SAME
    strength = strength_of(probability)
    return Match(
        a.key,
        b.key,
        Verdict.SAME_WORK if same else Verdict.RELATED,
        probability,
        strength if same or strength is not Strength.LIKELY else Strength.POSSIBLE,
        tuple(sorted(found, key=lambda each: (-abs(each.weight), each.field))),
        prior,
    )
