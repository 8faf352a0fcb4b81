"""Fits our engine and keeps its sentence vectors: what comes later is measured besides encoding. Scores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from compact.matching.index import Index
from tests.bench.matching.data import record_of
from tests.bench.matching.encodings import Clocked, Kept
from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from tests.bench.matching.task import Task


def run(task: Task) -> Scored:
    """Encode what the engine encodes; ``facts`` tells how many texts were new."""
    encoder = Clocked()
    with task.timed("fit"):
        Index.fit((record_of(row, str(at)) for at, row in enumerate(task.rows)), encoder, cache=Kept(task.encodings))
    task.encoded(encoder, "fit")
    nothing = np.zeros(0, np.int64)
    return Scored(nothing, nothing, np.zeros(0))
