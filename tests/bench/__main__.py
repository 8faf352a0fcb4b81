"""``python -m tests.bench``: measures on a throw-away database, prints each figure beside its goal.

SQLite always; PostgreSQL too when ``DATABASE_URL`` names a server. Each database has a process of its own.
"""

from __future__ import annotations

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


def main() -> None:
    """Measure on every database there is and write ``bench.json``."""
    figures: list[dict[str, Any]] = []
    for name, environment in databases():
        print(f"Measuring on {name}", flush=True)
        command = [sys.executable, "-m", "tests.bench.measure"]
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
    print(f"{'database':<11}{'figure':<44}{'ours':>10}{'reference':>11}{'ratio':>8}{'goal':>8}")
    for each in figures:
        unit = each["unit"]
        reference = f"{each['reference']:.1f} {unit}" if each["reference"] is not None else "-"
        ratio = f"{each['ratio']:.2f}" if each["ratio"] is not None else "-"
        goal = f"≤ {each['goal']:g}" if each["goal"] is not None else "-"
        met = "" if each["met"] is None else "  met" if each["met"] else "  MISSED"
        ours = f"{each['ours']:.1f} {unit}" if unit else f"{each['ours']:g}"
        print(f"{each['database']:<11}{each['name']:<44}{ours:>10}{reference:>11}{ratio:>8}{goal:>8}{met}")


if __name__ == "__main__":
    main()
