"""How a method that learns is taught, so that no record helps to score itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tests.bench.matching.disturb import Row
    from tests.bench.matching.task import Task


def scored_by_lesson(task: Task, learn: Callable[[Sequence[Row]], Callable[[], Scored]]) -> Scored:
    """Answer the scores of a method that learns from records with known answers.

    With a lesson (records of another seed) it learns from that. Without one it learns twice, from each half of the
    projects: a pair inside a half is scored by what was learnt from the other half, a pair across by the mean of both.
    Candidates do not depend on what was learnt, so both answer the same pairs; as two models have two scales, it is the
    rank among all pairs that counts.
    """
    if task.lesson is not None:
        return learn(task.lesson)()
    first = task.truth.halves()
    taught = [learn([row for row, inside in zip(task.rows, half, strict=True) if inside])() for half in (first, ~first)]
    of_first, of_second = (_sorted(each) for each in taught)
    if not (np.array_equal(of_first.a, of_second.a) and np.array_equal(of_first.b, of_second.b)):
        raise AssertionError("The candidates of the two halves differ.")
    inside = first[of_first.a].astype(int) + first[of_first.b]
    one, other = _ranked(of_first.score), _ranked(of_second.score)
    return Scored(of_first.a, of_first.b, np.choose(inside, [one, (one + other) / 2, other]))


def _ranked(score: NDArray[np.float64]) -> NDArray[np.float64]:
    """Answer minus the logarithm of how many pairs score as high or higher; equal scores stay equal."""
    ascending = np.sort(score)
    return -np.log(len(score) - np.searchsorted(ascending, score, side="left"))


def _sorted(scored: Scored) -> Scored:
    order = np.lexsort((scored.b, scored.a))
    return Scored(scored.a[order], scored.b[order], scored.score[order])
