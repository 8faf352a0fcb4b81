"""The same sentence vectors that our engine uses, and nothing else: cosine of the mean of title and whole text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compact.matching.encoders import encode
from tests.bench.matching.encodings import Clocked, Kept
from tests.bench.matching.methods.tfidf import unique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.bench.matching.disturb import Row
    from tests.bench.matching.metrics import Scored
    from tests.bench.matching.task import Task

NEAREST = 30
BLOCK = 1000


def run(task: Task) -> Scored:
    """Answer the pairs of each record with its nearest ones."""
    whole = mean_vectors(task.rows, task)
    with task.timed("score"):
        return unique(*_nearest(whole))


def mean_vectors(rows: Sequence[Row], task: Task) -> NDArray[np.float32]:
    """Answer for each row the mean of the vectors of its title and of its whole text, of length one."""
    encoder, kept = Clocked(), Kept(task.encodings)
    whole: NDArray[np.float32] = np.zeros((len(rows), encoder.dimensions), np.float32)
    with task.timed("fit"):
        for start in range(0, len(rows), BLOCK):
            some = rows[start : start + BLOCK]
            for texts in ([row["title"] for row in some], [f"{row['title']} {row['summary']}" for row in some]):
                whole[start : start + len(some)] += encode(encoder, texts, kept)
    task.encoded(encoder, "fit")
    whole /= np.maximum(np.linalg.norm(whole, axis=1, keepdims=True), 1e-9)
    return whole


def _nearest(whole: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    count = min(NEAREST + 1, len(whole))
    rows, columns, values = [], [], []
    for start in range(0, len(whole), BLOCK):
        scores = whole[start : start + BLOCK] @ whole.T
        near = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        rows.append(np.repeat(np.arange(start, start + len(scores)), count))
        columns.append(near.ravel())
        values.append(np.take_along_axis(scores, near, axis=1).ravel())
    return np.concatenate(rows), np.concatenate(columns), np.concatenate(values)
