"""Where a rival draws its line: it ships with no threshold, so it is given one that the records tested did not choose.

The projects are cut into two halves. The threshold that is best for one half judges the pairs of the other, and the
mean of both judges a pair across the halves. So a rival is told the answers for half of the records of the very file
that it is measured on, with as many records around them: more than a site would ever know, and more than our engine is
told, whose verdict is the one that it ships with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.bench.matching.data import Truth
    from tests.bench.matching.metrics import Scored


def best_threshold(
    score: NDArray[np.float64], true: NDArray[np.bool_], weight: NDArray[np.float64], wanted: float
) -> float:
    """Answer the score from which on pairs are chosen when F1 is highest; above all scores when none is worth it."""
    order = np.argsort(-score, kind="stable")
    score, true, weight = score[order], true[order], weight[order]
    if not len(score):
        return np.inf
    last = np.append(score[1:] != score[:-1], True)
    hits, chosen = np.cumsum(weight * true)[last], np.cumsum(weight)[last]
    f1 = 2 * hits / np.maximum(chosen + wanted, 1e-9)
    at = int(f1.argmax())
    distinct = score[last]
    if not f1[at]:
        return np.inf
    # Half way to the next score below, as any threshold between the two does equally well here.
    return float((distinct[at] + distinct[at + 1]) / 2 if at + 1 < len(distinct) else distinct[at])


def by_halves(scored: Scored, truth: Truth) -> NDArray[np.bool_]:
    """Answer which pairs are the same work, each by the threshold that the other half of the projects chose.

    A pair across the halves counts half when either chooses, so that true and wrong pairs stand in the proportion of
    the whole.
    """
    first, true = truth.halves(), scored.true(truth)
    inside = first[scored.a].astype(int) + first[scored.b]
    thresholds = []
    for half, members in ((2, first), (0, ~first)):
        weight = np.where(inside == half, 1.0, np.where(inside == 1, 0.5, 0.0))
        sizes = np.bincount(truth.clusters[members])
        thresholds.append(best_threshold(scored.score, true, weight, float((sizes * (sizes - 1) // 2).sum())))
    of_first, of_second = thresholds
    line = np.choose(inside, [of_first, (of_first + of_second) / 2, of_second])
    return np.asarray(scored.score >= line)
