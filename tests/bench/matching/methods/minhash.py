"""MinHash with locality-sensitive hashing of the character 4-grams of title and summary."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np
from datasketch import MinHash, MinHashLSH

from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from tests.bench.matching.disturb import Row
    from tests.bench.matching.task import Task

PERMUTATIONS = 128
BANDS, WIDTH = 42, 3
"""Two texts of Jaccard 0.3 meet in a band with a probability of 0.68, of 0.5 with one of 0.996."""


def run(task: Task) -> Scored:
    """Answer the pairs that share a band, with the estimate of their Jaccard similarity."""
    with task.timed("fit"):
        made = list(MinHash.bulk([_shingles(row) for row in task.rows], num_perm=PERMUTATIONS, seed=1))
        index = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, WIDTH))
        for at, each in enumerate(made):
            index.insert(at, each)
    a, b, score = [], [], []
    with task.timed("score"):
        hashes = np.array([each.hashvalues for each in made])
        for at, each in enumerate(made):
            others = np.array([other for other in index.query(each) if other > at], np.int64)
            a.append(np.full(len(others), at, np.int64))
            b.append(others)
            score.append((hashes[others] == hashes[at]).mean(axis=1) if len(others) else np.zeros(0))
    return Scored(np.concatenate(a), np.concatenate(b), np.concatenate(score))


def _shingles(row: Row) -> list[bytes]:
    folded = unicodedata.normalize("NFKD", f"{row['title']} {row['summary']}".lower())
    plain = " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c))))
    return [gram.encode() for gram in {plain[at : at + 4] for at in range(max(1, len(plain) - 3))}]
