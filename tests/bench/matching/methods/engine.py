"""Our engine as it ships: every pair that a full scan answers, with its verdict."""

from __future__ import annotations

import dataclasses
import resource
import time
from typing import TYPE_CHECKING

import numpy as np

from compact.matching.evidence import Verdict
from compact.matching.index import Index
from tests.bench.matching.data import record_of
from tests.bench.matching.encodings import Clocked, Kept
from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from compact.matching.records import Record
    from tests.bench.matching.task import Task

AT_MOST = 200
"""How many new records are checked against all the others."""


def run(task: Task) -> Scored:
    """Fit, scan, and then check some records as if they were new, in an index that was loaded from its rows.

    ``times`` tells encoding, fitting and scanning apart. Encodings that the file holds already are not made again, so
    that the peak, which is taken before the check, is that of fitting and scanning alone.
    """
    encoder = Clocked() if task.options["encoder"] else None
    kept = Kept(task.encodings)
    records = [record_of(row, str(at)) for at, row in enumerate(task.rows)]
    with task.timed("fit"):
        index = Index.fit(records, encoder, cache=kept)
    with task.timed("scan"):
        matches = [(match.a, match.b, match.probability, match.verdict) for match in index.scan()]
    task.facts["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if encoder is not None:
        task.encoded(encoder, "fit")
    kept.off = True
    rows, state = {record.key: index.row(record.key) for record in records}, index.state()
    del index
    began = time.perf_counter()
    loaded = Index.from_rows(records, rows, state, encoder, cache=kept)
    task.facts["load_seconds"] = time.perf_counter() - began
    task.facts["check"] = checked(loaded, records, task)
    a, b, score, verdict = ([match[field] for match in matches] for field in range(4))
    return Scored(
        np.array(a, np.int64),
        np.array(b, np.int64),
        np.array(score, np.float64),
        np.array(verdict) == Verdict.SAME_WORK,
    )


def checked(index: Index, records: list[Record], task: Task) -> dict[str, float]:
    """Take records out of the index, one by one, and check each as a new one: seconds, encoding included, and recall.

    The order is drawn, so that records with and without a duplicate come as they do. The record is put back afterwards,
    outside the time.
    """
    clusters, sizes = task.truth.clusters, task.truth.sizes
    drawn = np.random.default_rng(3).permutation(len(records))[:AT_MOST].tolist()
    times, cpu, found, wanted = [], [], 0, 0
    for at in drawn:
        new = dataclasses.replace(records[at], key="new")
        index.remove(records[at].key)
        began, spent = time.perf_counter(), time.thread_time()
        matches = index.check(new)
        cpu.append((time.thread_time() - spent) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        others = [match.a if match.b == "new" else match.b for match in matches]
        found += sum(clusters[int(other)] == clusters[at] for other in others)
        wanted += int(sizes[clusters[at]]) - 1
        index.upsert(records[at])
    share = {"found": found / wanted} if wanted else {}
    p50, p95, cpu50, cpu95 = (
        float(each) for each in (*np.quantile(times, [0.5, 0.95]), *np.quantile(cpu, [0.5, 0.95]))
    )
    return {"records": len(drawn), "p50_ms": p50, "p95_ms": p95, "p50_cpu_ms": cpu50, "p95_cpu_ms": cpu95, **share}
