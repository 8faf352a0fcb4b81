"""Runs each method in a process of its own, within its time and memory, and measures what it answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from tests.bench.matching.data import ROOT, Truth, write
from tests.bench.matching.metrics import Scored, measures, wrong_by_kind
from tests.bench.matching.task import ENCODE, METHODS
from tests.bench.matching.thresholds import by_halves

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.bench.matching.disturb import Row

ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


@dataclass(frozen=True)
class Setting:
    """A list of records to measure on."""

    name: str
    rows: Sequence[Row]
    lesson: Sequence[Row] | None = None
    """Records of another seed for methods that learn; None: they learn from the other half of the rows."""


@dataclass(frozen=True)
class Bounds:
    """What a method may take."""

    seconds: float
    memory_gb: float
    encodings: Path


def measured(setting: Setting, names: Sequence[str], bounds: Bounds) -> Iterator[dict[str, Any]]:
    """Yield the figures of each method on the setting, in the order of ``names``.

    One that ends in an error or does not end in time has ``failed`` instead: why, in a few words. What our engine
    encodes is encoded before, by itself; its time stands in ``times`` of whoever needs it first.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        write(folder / "rows.jsonl", setting.rows)
        if setting.lesson is not None:
            write(folder / "lesson.jsonl", setting.lesson)
        task = {"memory_gb": bounds.memory_gb, "encodings": str(bounds.encodings)}
        (folder / "task.json").write_text(json.dumps(task), "utf-8")
        encoding: dict[str, Any] = {}
        for name in names:
            if name == "engine":
                encoding = _job(ENCODE, folder, bounds)
            facts = _job(name, folder, bounds)
            if name == "engine" and "failed" not in encoding:
                facts["encoding"] = encoding
            if "failed" not in facts:
                facts |= _judged(name, folder, setting.rows)
            yield {"setting": setting.name, "records": len(setting.rows), "method": name} | facts


def _job(name: str, folder: Path, bounds: Bounds) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.matching.job", name, str(folder)]
    try:
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **ONE_THREAD},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=True,
            timeout=bounds.seconds,
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"did not end in {bounds.seconds:,.0f} s"}
    except subprocess.CalledProcessError as error:
        return {"failed": _reason(error.stderr, error.returncode, bounds)}
    facts: dict[str, Any] = json.loads((folder / "facts.json").read_text("utf-8"))
    return facts


def _reason(words: str, status: int, bounds: Bounds) -> str:
    lines = [line for line in words.splitlines() if line.strip()]
    if "MemoryError" in words or "OutOfMemory" in words or "Out of Memory" in words:
        return f"needs more than {bounds.memory_gb:g} GB"
    return lines[-1][:160] if lines else f"ended with status {status}"


def _judged(name: str, folder: Path, rows: Sequence[Row]) -> dict[str, Any]:
    truth = Truth.of(rows)
    with np.load(folder / "pairs.npz") as found:
        scored = Scored(found["a"], found["b"], found["score"], found.get("same"))
    same = scored.same if METHODS[name].ours and scored.same is not None else by_halves(scored, truth)
    return measures(scored, same, truth) | {"wrong_by_kind": wrong_by_kind(scored, same, rows)}
