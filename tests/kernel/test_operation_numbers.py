"""Numbers of operations under load: without gaps, and in the order in which readers come to see them."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

PART = [sys.executable, "-m", "tests.kernel.test_operation_numbers"]
ACTS = 40
WRITERS = 2


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database of their own, of the kind that the tests run on."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        yield {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'numbers.sqlite3'}"}
        return
    server = settings.DATABASES["default"]
    name = f"numbers_{os.getpid()}"
    parts = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in parts.items() if v}) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # the name is ours
        login = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
        yield {**os.environ, "DATABASE_URL": f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]  # the same


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make() -> None:
    """Lay the ground: the tables."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def write(signal: Path) -> None:
    """Act many times, now quickly, now slowly, and fail now and then; print each number once it is committed."""
    from django.db import connection

    from compact.kernel.operations import operation
    from tests.cast import SYSTEM

    chance = random.Random(os.getpid())
    connection.ensure_connection()
    _say("ready")
    while not signal.exists():
        time.sleep(0.001)
    for act in range(ACTS):
        try:
            with operation(actor=SYSTEM) as opened:
                time.sleep(chance.random() * 0.01)
                if act % 5 == 4:
                    raise InterruptedError
        except InterruptedError:
            continue
        _say(str(opened.number))


def read(signal: Path) -> None:
    """Look again and again until told to stop; print each look that lacks a number below the highest."""
    from compact.kernel.operations import Operation

    looks = 0
    _say("ready")
    while not signal.with_suffix(".stop").exists():
        seen = sorted(row.number or 0 for row in Operation.objects.filter(number__isnull=False))
        looks += 1
        if seen != list(range(1, len(seen) + 1)):
            _say(f"gap: {seen}")
        if Operation.objects.filter(number__isnull=True).exists():
            _say("an operation without its number is seen")
    _say(f"looks: {looks}")


@pytest.fixture
def outcome(own_database: dict[str, str], tmp_path: Path) -> tuple[list[list[int]], list[str]]:
    """What two writers were given, in their order, and what a reader beside them saw."""
    subprocess.run([*PART, "make"], env=own_database, check=True)
    signal = tmp_path / "go"
    roles = ["read", *["write"] * WRITERS]
    parts = [
        subprocess.Popen([*PART, role, str(signal)], env=own_database, stdout=subprocess.PIPE, text=True)
        for role in roles
    ]
    for part in parts:
        assert part.stdout
        assert part.stdout.readline() == "ready\n"
    signal.touch()
    given = [[int(line) for line in part.communicate(timeout=120)[0].split()] for part in parts[1:]]
    signal.with_suffix(".stop").touch()
    seen = parts[0].communicate(timeout=60)[0].splitlines()
    assert [part.returncode for part in parts] == [0] * len(parts)
    return given, seen


def test_numbers_have_no_gap_and_follow_commits(outcome: tuple[list[list[int]], list[str]]) -> None:
    given, seen = outcome
    kept = ACTS - ACTS // 5
    assert [len(numbers) for numbers in given] == [kept] * WRITERS
    assert sorted(number for numbers in given for number in numbers) == list(range(1, kept * WRITERS + 1))
    assert all(numbers == sorted(numbers) for numbers in given)
    assert len(seen) == 1, "whoever saw a number had seen every one below it"
    assert int(seen[0].removeprefix("looks: ")) > 3


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "make":
        make()
    else:
        {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
