"""RapidFuzz ``token_set_ratio`` of every title with every other one, brute force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process, utils

from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from tests.bench.matching.task import Task

BLOCK = 500
AT_LEAST = 60.0
"""Scores below are not kept: no threshold that is worth anything lies there, and they would be nearly all pairs."""


def run(task: Task) -> Scored:
    """Score all pairs, block by block."""
    titles = [utils.default_process(row["title"]) for row in task.rows]
    a, b, score = [], [], []
    with task.timed("score"):
        for start in range(0, len(titles), BLOCK):
            scores = process.cdist(
                titles[start : start + BLOCK], titles[start:], scorer=fuzz.token_set_ratio, score_cutoff=AT_LEAST
            )
            row, column = np.nonzero(np.triu(scores, 1))
            a.append(row + start)
            b.append(column + start)
            score.append(scores[row, column].astype(np.float64))
    return Scored(np.concatenate(a), np.concatenate(b), np.concatenate(score))
