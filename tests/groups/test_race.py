"""Two officers enter the same term at the same moment, in two processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.conf import settings
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

RACE = [sys.executable, "-m", "tests.groups.race"]


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of processes that share a database of their own, of the kind that the tests run on."""
    if connection.vendor == "sqlite":
        yield {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'race.sqlite3'}"}
        return
    server = settings.DATABASES["default"]
    name = f"race_{os.getpid()}"
    parts = {"host": server["HOST"], "port": server["PORT"], "user": server["USER"], "password": server["PASSWORD"]}
    with psycopg.connect(dbname="postgres", autocommit=True, **{k: v for k, v in parts.items() if v}) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]  # the name is ours
        login = f"{server['USER']}:{server['PASSWORD']}" if server["PASSWORD"] else server["USER"]
        yield {**os.environ, "DATABASE_URL": f"postgres://{login}@{server['HOST']}:{server['PORT'] or 5432}/{name}"}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]  # the same


def test_of_two_officers_who_enter_the_same_term_one_wins_and_the_other_is_told(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run([*RACE, "make"], env=own_database, check=True)
    signal = tmp_path / "go"
    officers = [
        subprocess.Popen([*RACE, "write", str(signal)], env=own_database, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for officer in officers:
        assert officer.stdout
        assert officer.stdout.readline() == "ready\n"
    signal.touch()
    answers = sorted(officer.communicate(timeout=60)[0].strip() for officer in officers)
    assert answers[1] == "won"
    assert answers[0].startswith("lost: WCO holds this role over those days already (from 2019; to 2021).")
