"""What a site teaches the engine: its staff by decisions, its records by how far their fields can be trusted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching.curves import FIELDS
from compact.matching.judging import ALIKE, COLUMNS, Judge, Lesson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from compact.matching.curves import Curves

    Table = NDArray[np.float64]

SHIFT_SPREAD: Final = 0.5
FACTOR_SPREAD: Final = 0.15
"""How far decisions are expected to move the prior, and a field's factor."""
SURE: Final = 2.0
"""Log-odds of the texts alone that leave no doubt."""
FEWEST_SURE: Final = 12
SURE_SHARE: Final = 0.05
"""The shipped curves count as much as this many sure pairs, or this share of the records."""
USUAL_CONTRADICTION: Final = 0.03
"""How often a field contradicts in two entries of one work, as the shipped curves take it."""
MOST_RELIEF: Final = 3.0
CROWDED: Final = 2000
"""From so many records on, the more there are the more agree by chance with one that is not the same work:"""
CROWDING: Final = 0.2
"""the prior falls by so much each time that they are e times as many."""
CAUTION: Final = 1.0
"""So many standard deviations are taken off what was counted: a few pairs prove little."""
_TEXTS: Final = frozenset({"title", "summary", "context", "words", "years", "phase"})
_DOUBTED: Final = frozenset({"entities", "dates", "amount"})


def trust(curves: Curves, near: Table, size: int, total: int) -> Lesson:
    """Answer how far this site's structured fields can be trusted, and what its ``total`` records make of the prior.

    ``near`` are comparisons of near pairs of a sample of ``size`` of them. Where texts alone leave no doubt, a
    field that contradicts them was entered otherwise the second time. If that happens more often than the shipped
    curves take for granted, it speaks less against; few such pairs, or few for so many records, change little.
    """
    fields = Judge(curves, Lesson()).fields(near)
    texts = fields[:, [at for at, name in enumerate(FIELDS) if name in _TEXTS]].sum(axis=1) + curves.prior
    sure = (texts >= SURE) & (near[:, COLUMNS["context"]] >= ALIKE)
    usual = max(FEWEST_SURE, size * SURE_SHARE)
    reliefs = {}
    for at, name in enumerate(FIELDS):
        if name in _DOUBTED:
            known = fields[sure, at]
            known = known[np.abs(known) > 0]
            counted = int((known < -1).sum())
            certain = max(0.0, counted - CAUTION * math.sqrt(counted))
            rate = (USUAL_CONTRADICTION * usual + certain) / (usual + len(known))
            reliefs[name] = float(np.clip(math.log(rate / USUAL_CONTRADICTION), 0, MOST_RELIEF))
    return Lesson(shift=-CROWDING * math.log(max(1.0, total / CROWDED)), reliefs=reliefs)


def learn(curves: Curves, start: Lesson, rows: Sequence[Table], same: Sequence[bool]) -> Lesson:
    """Answer what decided pairs teach, strongly shrunk towards the shipped curves, besides what ``start`` says.

    ``rows`` are comparisons, ``same`` the decisions on them. Each field's factor stays within 0.5 and 1.5, the shift
    within 1.5, so that a few one-sided decisions cannot turn the engine round.
    """
    if not rows:
        return start
    fields = Judge(curves, start).fields(np.array(rows))
    design = np.column_stack([np.ones(len(fields)), fields])
    offset = curves.prior + start.shift + fields.sum(axis=1)
    answers = np.array(same, np.float64)
    precision = np.array([1 / SHIFT_SPREAD**2] + [1 / FACTOR_SPREAD**2] * len(FIELDS))
    found = np.zeros(design.shape[1])
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(offset + design @ found, -30, 30)))
        slope = design.T @ (chance - answers) + precision * found
        bend = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(precision)
        found -= np.linalg.solve(bend, slope)
    factors = dict(zip(FIELDS, (1 + np.clip(found[1:], -0.5, 0.5)).tolist(), strict=True))
    return Lesson(start.shift + float(np.clip(found[0], -1.5, 1.5)), factors, start.reliefs)
