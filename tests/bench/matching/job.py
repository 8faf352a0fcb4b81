"""``python -m tests.bench.matching.job METHOD FOLDER``: one method on the records of a folder, in a process of its own.

The folder holds ``rows.jsonl``, perhaps ``lesson.jsonl``, and ``task.json``; the answer is written to ``pairs.npz`` and
``facts.json``. A process of its own has its own peak of memory, and can be stopped.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

import numpy as np

from tests.bench.matching.data import read
from tests.bench.matching.task import METHODS, Task


def main() -> None:
    """Run the method within its memory, and write what it answers."""
    method, folder = METHODS[sys.argv[1]], Path(sys.argv[2])
    asked = json.loads((folder / "task.json").read_text("utf-8"))
    most = int(asked["memory_gb"] * 1024**3)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    lesson = folder / "lesson.jsonl"
    task = Task(
        rows=read(folder / "rows.jsonl"),
        lesson=read(lesson) if lesson.exists() else None,
        encodings=Path(asked["encodings"]),
        options=method.options,
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scored = method.run()(task)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    columns: dict[str, np.ndarray] = {"a": scored.a, "b": scored.b, "score": scored.score}
    if scored.same is not None:
        columns["same"] = scored.same
    np.savez(folder / "pairs.npz", **columns)
    facts = {"times": task.times, "cpu": task.cpu, "peak_mb": peak, "start_mb": before}
    (folder / "facts.json").write_text(json.dumps(facts | task.facts), "utf-8")


if __name__ == "__main__":
    main()
