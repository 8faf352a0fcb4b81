"""From comparisons to a verdict: weights, evidence, probability."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching import structure, wording
from compact.matching.closeness import SUMMARY_SHARE
from compact.matching.curves import FEATURES, FIELDS
from compact.matching.evidence import Match, Strength, Verdict
from compact.matching.telling import told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from compact.matching.comparing import Compared
    from compact.matching.curves import Curves
    from compact.matching.profiles import Profile
    from compact.matching.tallies import Tallies

    Table = NDArray[np.float64]

SAME: Final = 0.5
LIKELY: Final = 0.85
POSSIBLE: Final = 0.2
CLOSE: Final = 2.5
"""A text score, in spreads above the middle of near pairs, from which two records are on one subject."""
ALIKE: Final = 3.5
"""One from which even records of two places or two times are worth a look, for instance as phases of one programme."""
SLIGHT: Final = 0.05
"""Weights below this are no reasons: they go into the prior that is told with the match."""
WORTH: Final = 0.05
"""Below this probability a pair that is not on one subject is not worth a look."""
COLUMNS: Final = {name: at for at, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the site taught: its staff by decisions, its records by how far their fields can be trusted."""

    shift: float = 0.0
    """What the decisions, and the number of records, add to the prior."""
    factors: Mapping[str, float] = field(default_factory=dict)
    """What the decisions make of each field's weight."""
    reliefs: Mapping[str, float] = field(default_factory=dict)
    """By how much less each structured field speaks against, where it contradicts texts that leave no doubt."""


class Judge:
    """Weighs comparisons by the shipped curves and what the staff taught."""

    def __init__(self, curves: Curves, lesson: Lesson) -> None:
        self.curves, self.lesson = curves, lesson
        factors = [
            [lesson.factors.get(field, 1.0) * (name in names) for field, names in FIELDS.items()] for name in FEATURES
        ]
        self._fields = np.array(factors)
        self._relief = np.array([lesson.reliefs.get(name, 0.0) for name in FIELDS])

    def fields(self, table: Table) -> Table:
        """Answer the weight of each field of ``FIELDS`` for each row of comparisons."""
        weights = self.curves.weights(table) @ self._fields
        return np.asarray(np.where(weights < 0, np.minimum(0, weights + self._relief), weights))

    @property
    def prior(self) -> float:
        """The log-odds of a near pair before any evidence."""
        return self.curves.prior + self.lesson.shift

    def odds(self, table: Table) -> Table:
        """Answer the log-odds of being one work for each row of comparisons."""
        return np.asarray(self.fields(table).sum(axis=1) + self.prior)

    def match(self, a: Profile, b: Profile, compared: Compared, at: int, tallies: Tallies) -> Match:
        """Answer the verdict on two records with its evidence; ``at`` is their row in what was compared."""
        row, score = compared.table[at], float(compared.scores[at])
        weights = shared_out(dict(zip(FIELDS, self.fields(row[None, :])[0].tolist(), strict=True)), row)
        slight = {name: weight for name, weight in weights.items() if abs(weight) < SLIGHT}
        heavy = {name: weight for name, weight in weights.items() if name not in slight}
        evidence = told(a, b, heavy, row, int(compared.nearer[at]), tallies)
        prior = self.prior + sum(slight.values())
        odds = prior + sum(each.weight for each in evidence)
        probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
        ordered = tuple(sorted(evidence, key=lambda each: (-abs(each.weight), each.field)))
        verdict = verdict_of(a, b, probability, score)
        return Match(a.record.key, b.record.key, verdict, probability, strength_of(probability), ordered, prior)

    def worth(self, compared: Compared) -> NDArray[np.bool_]:
        """Answer which rows of comparisons are worth telling a reader of."""
        likely = self.odds(compared.table) >= math.log(WORTH / (1 - WORTH))
        apart = (compared.table[:, COLUMNS["countries"]] <= structure.NOTHING_SHARED) | (
            compared.table[:, COLUMNS["sequence"]] < 0
        )
        return np.asarray(likely | (compared.scores >= np.where(apart, ALIKE, CLOSE)))


def shared_out(weights: dict[str, float], row: Table) -> dict[str, float]:
    """Answer the weights with half of what speaks for closeness in context given to title and summary.

    The context tells how far the two texts stand out from their neighbours' in one score; this says which of them did.
    """
    title, summary = (max(0.0, float(row[COLUMNS[name]])) for name in ("title", "summary"))
    total = title + SUMMARY_SHARE * summary
    if weights["context"] <= 0 or not total:
        return weights
    half = weights["context"] / 2
    return weights | {
        "context": half,
        "title": weights["title"] + half * title / total,
        "summary": weights["summary"] + half * SUMMARY_SHARE * summary / total,
    }


def strength_of(probability: float) -> Strength:
    """Answer the probability in a word."""
    if probability >= LIKELY:
        return Strength.LIKELY
    return Strength.POSSIBLE if probability >= POSSIBLE else Strength.RELATED


def is_part(a: Profile, b: Profile) -> bool:
    """Answer whether one of the two is a part of the other: then they are neither one work nor done twice."""
    return a.record.is_part_of(b.record) or b.record.is_part_of(a.record)


def verdict_of(a: Profile, b: Profile, probability: float, score: float) -> Verdict:
    """Answer what two records are to each other.

    An overlap is two pieces of work on one subject in one place at one time (rule 7 of the domain): a common theme or
    close texts, a common country, periods that touch; what is not known of place or time stands for neither.
    """
    if is_part(a, b):
        return Verdict.RELATED
    if probability >= SAME:
        return Verdict.SAME_WORK
    on_one_subject = score >= CLOSE or bool(a.record.themes & b.record.themes)
    one, other = wording.places(a, b)
    place, time = bool(one & other), structure.sequence(a.record, b.record)
    apart = bool(one and other and not place) or time < 0
    return Verdict.OVERLAP if on_one_subject and not apart and (place or time > 0) else Verdict.RELATED
