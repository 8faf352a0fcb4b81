"""``python -m tests.bench.matching``: the matching engine beside what users would pick instead.

Generated records (``--size 100000``, several times for several sizes; ``--seed``) and the real bilingual file with its
structured fields intact, disturbed and removed. The generator and the file lie outside the repository, in the folder
that MATCHING_BENCHMARKS names, or in ``../shared/benchmarks``; what is absent is left out. ``--method engine`` measures
one method, ``--only real`` one part. The figures are printed and written to ``bench-matching.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.matching import table
from tests.bench.matching.data import FOLDER, GENERATOR, REAL, Generator, Truth, folder, read
from tests.bench.matching.disturb import scenarios
from tests.bench.matching.runs import Bounds, Setting, measured
from tests.bench.matching.task import ENCODE, METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULT = Path("bench-matching.json")
LESSON_AT_MOST = 5000
OTHER_SEED = 1000


def main() -> None:
    """Measure, print, write."""
    asked = _asked()
    names = asked.method or [name for name in METHODS if name != ENCODE]
    figures: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as made:
        bounds = Bounds(asked.limit, asked.memory, asked.encodings or Path(made) / "encodings.sqlite3")
        for setting in _settings(asked):
            true = Truth.of(setting.rows).pairs
            print(table.head(setting.name, len(setting.rows), true), flush=True)
            for each in measured(setting, [name for name in names if true or METHODS[name].ours], bounds):
                figures.append(each)
                print(table.line(each), *table.more(each), sep="\n", flush=True)
    if not figures:
        print("Nothing was measured.")
        return
    print("", *table.NOTES, sep="\n")
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    asked.output.write_text(json.dumps({**machine, "figures": figures}, indent=2) + "\n", "utf-8")
    print(f"Written to {asked.output}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-matching", description="Options go into ARGS.")
    parser.add_argument("--size", type=int, action="append", help="generated records; 10,000 when not given")
    parser.add_argument("--seed", type=int, default=4211, help="of the generator and of the disturbances")
    parser.add_argument("--real", type=Path, help=f"the real file; {REAL} of the folder when not given")
    parser.add_argument("--only", choices=("generated", "real"))
    parser.add_argument("--method", choices=[name for name in METHODS if name != ENCODE], action="append")
    parser.add_argument("--setting", action="append", help="a word in the names of the settings to measure")
    parser.add_argument("--limit", type=float, default=1800, help="seconds that one method may take")
    parser.add_argument("--memory", type=float, default=8, help="GB that one method may take")
    parser.add_argument("--encodings", type=Path, help="a file that keeps sentence vectors for the next run as well")
    parser.add_argument("--output", type=Path, default=RESULT)
    asked = parser.parse_args()
    asked.size = asked.size or [10_000]
    return asked


def _settings(asked: argparse.Namespace) -> Iterator[Setting]:
    try:
        generator = Generator(folder() / GENERATOR)
    except OSError:
        generator = None
        print(f"There is no {GENERATOR} in {folder()} ({FOLDER} names the folder): generated records are left out.")
    for setting in (*_real(asked, generator), *_generated(asked, generator)):
        if not asked.setting or any(word in setting.name for word in asked.setting):
            yield setting


def _real(asked: argparse.Namespace, generator: Generator | None) -> Iterator[Setting]:
    if asked.only == "generated":
        return
    path = asked.real or folder() / REAL
    try:
        rows = read(path)
    except OSError:
        print(f"{path} cannot be read ({FOLDER} names the folder, --real the file): the real records are left out.")
        return
    for name, disturbed in scenarios(generator and (lambda: generator.noise(asked.seed)), asked.seed).items():
        yield Setting(f"real, {name}", disturbed(rows))


def _generated(asked: argparse.Namespace, generator: Generator | None) -> Iterator[Setting]:
    if asked.only == "real" or generator is None:
        return
    for size in asked.size:
        lesson = generator.rows(min(size, LESSON_AT_MOST), asked.seed + OTHER_SEED)
        yield Setting(f"generated, seed {asked.seed}", generator.rows(size, asked.seed), lesson)


if __name__ == "__main__":
    main()
