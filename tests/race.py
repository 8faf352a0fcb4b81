"""Two processes that write at the same moment to a database of their own, of the kind that the tests run on.

A race is a module with ``make``, which lays the ground, and ``prepare``, which reads what a writer has before
their eyes and gives the write; it ends in ``main(make, prepare)``. The test calls :func:`raced` with its name.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Write = Callable[[], str]


def main(make: Callable[[], None], prepare: Callable[[], Write]) -> None:
    """One process of a race: ``make``, or ``write`` with the file whose appearance is the signal."""
    if sys.argv[1] == "make":
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        make()
        return
    write, signal = prepare(), Path(sys.argv[2])
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not signal.exists():
        time.sleep(0.001)
    sys.stdout.write(f"{write()}\n")


def raced(module: str, folder: Path) -> list[str]:
    """What the two writers of the race ``module`` said, in alphabetical order; ``folder`` is the test's own."""
    command, signal = [sys.executable, "-m", module], folder / "go"
    with _own_database(folder) as environment:
        subprocess.run([*command, "make"], env=environment, check=True)
        writers = [
            subprocess.Popen([*command, "write", str(signal)], env=environment, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        for writer in writers:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
        signal.touch()
        return sorted(writer.communicate(timeout=60)[0].strip() for writer in writers)


@contextmanager
def _own_database(folder: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share a new database."""
    if connection.vendor == "sqlite":
        yield {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'race.sqlite3'}"}
        return
    server = settings.DATABASES["default"]
    name = f"race_{os.getpid()}"
    parts = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in parts.items() if v}) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # the name is ours
        login = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
        yield {**os.environ, "DATABASE_URL": f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]  # the same
