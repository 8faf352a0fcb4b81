"""A method that learns is scored by what it learnt from other records."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.matching.methods.crossed import scored_by_lesson
from tests.bench.matching.metrics import Scored
from tests.bench.matching.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROWS = [{"project": number // 2, "id": number} for number in range(12)]
FIRST, SECOND = np.triu_indices(12, 1)


def test_a_pair_is_scored_by_the_half_that_it_is_not_in() -> None:
    """Each model gives the pairs inside its own lesson the highest score, so that a leak would be seen."""
    task = Task(ROWS, None, Path())

    def learn(rows: Sequence[dict[str, Any]]) -> Callable[[], Scored]:
        taught = {row["id"] for row in rows}
        known = np.array([a in taught and b in taught for a, b in zip(FIRST, SECOND, strict=True)])
        return lambda: Scored(FIRST, SECOND, np.where(known, 100.0, 1.0) * (10.0 if 0 in taught else 1.0))

    scored = scored_by_lesson(task, learn)
    half = task.truth.halves()
    inside = half[scored.a] == half[scored.b]
    assert set(np.round(scored.score[inside], 6)) == {-np.round(np.log(len(FIRST)), 6)}


def test_a_lesson_of_another_seed_is_the_only_one() -> None:
    seen = []

    def learn(rows: Sequence[dict[str, Any]]) -> Callable[[], Scored]:
        seen.append(rows)
        return lambda: Scored(FIRST, SECOND, np.ones(len(FIRST)))

    lesson = [{"project": 1, "id": 1}]
    scored_by_lesson(Task(ROWS, lesson, Path()), learn)
    assert seen == [lesson]
