"""``python -m tests.bench``: measures on throw-away databases, prints each figure beside its goal.

SQLite always; PostgreSQL too when ``DATABASE_URL`` names a server. Each part has a database and a process of its own.
``--projects 10000`` is a smaller try than the hundred thousand of the goals; ``--part terms`` measures one part.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
RESULT = ROOT / "bench.json"
PARTS = {"terms": "tests.bench.measure", "projects": "tests.bench.projects"}


def main() -> None:
    """Measure on every database there is and write ``bench.json``."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--projects", type=int, default=100_000)
    parser.add_argument("--part", choices=PARTS, action="append")
    asked = parser.parse_args()
    figures: list[dict[str, Any]] = []
    for part in asked.part or PARTS:
        for name, environment in databases():
            print(f"Measuring {part} on {name}", flush=True)
            command = [sys.executable, "-m", PARTS[part], *([str(asked.projects)] if part == "projects" else [])]
            output = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
            )
            figures += [{"database": name, **figure} for figure in json.loads(output.stdout.splitlines()[-1])]
    show(figures)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    RESULT.write_text(json.dumps({**machine, "figures": figures}, indent=2) + "\n")
    print(f"Written to {RESULT.name}")


def databases() -> Iterator[tuple[str, dict[str, str]]]:
    """A throw-away database of each kind: its name, and the environment that leads to it."""
    with tempfile.TemporaryDirectory() as folder:
        yield "SQLite", {"DATABASE_URL": f"sqlite:///{Path(folder) / 'bench.sqlite3'}"}
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        return
    server, _, _ = address.rpartition("/")
    name = f"bench_{os.getpid()}"
    with psycopg.connect(address.replace("postgres://", "postgresql://"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # the name is ours
        try:
            yield "PostgreSQL", {"DATABASE_URL": f"{server}/{name}"}
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]  # the same


def show(figures: list[dict[str, Any]]) -> None:
    """Print one line a figure."""
    print(f"{'database':<11}{'figure':<64}{'ours':>10}{'reference':>11}{'ratio':>8}{'goal':>8}")
    for each in figures:
        unit = each["unit"]
        reference = f"{each['reference']:.1f} {unit}" if each["reference"] is not None else "-"
        ratio = f"{each['ratio']:.2f}" if each["ratio"] is not None else "-"
        goal = f"≤ {each['goal']:g}" if each["goal"] is not None else "-"
        met = "" if each["met"] is None else "  met" if each["met"] else "  MISSED"
        ours = f"{each['ours']:.1f} {unit}" if unit else f"{each['ours']:g}"
        print(f"{each['database']:<11}{each['name']:<64}{ours:>10}{reference:>11}{ratio:>8}{goal:>8}{met}")


if __name__ == "__main__":
    main()
