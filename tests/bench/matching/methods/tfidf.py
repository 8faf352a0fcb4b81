"""TF-IDF of character n-grams of title and summary, cosine of the nearest records of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from tests.bench.matching.task import Task

NEAREST = 30


def run(task: Task) -> Scored:
    """Answer the pairs of each record with its nearest ones. Accents are stripped, so that cognates meet."""
    with task.timed("fit"):
        vectorizer = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, strip_accents="unicode", dtype=np.float32
        )
        matrix = vectorizer.fit_transform([f"{row['title']} {row['summary']}" for row in task.rows]).tocsr()
    with task.timed("score"):
        near = sp_matmul_topn(matrix, matrix.T.tocsr(), top_n=NEAREST + 1, threshold=0.05, n_threads=1).tocoo()
    return unique(near.row, near.col, near.data)


def unique(row: np.ndarray, column: np.ndarray, value: np.ndarray) -> Scored:
    """Answer each pair once, the smaller position first, without a record and itself."""
    apart = row != column
    a, b = np.minimum(row, column)[apart].astype(np.int64), np.maximum(row, column)[apart].astype(np.int64)
    numbers, first = np.unique(a * (int(b.max(initial=0)) + 1) + b, return_index=True)
    del numbers
    return Scored(a[first], b[first], value[apart][first].astype(np.float64))
