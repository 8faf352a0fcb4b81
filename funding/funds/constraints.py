"""What was posted stays, also where no service stands in between: triggers on both databases.

They refuse an UPDATE that changes what ``posted`` names on an entry's model and, on PostgreSQL, every DELETE. SQLite
lets rows be deleted: Django empties its tables that way between tests, where PostgreSQL truncates them. The triggers
are put in place after every ``migrate``, because Django changes a table of SQLite by making it anew, and triggers do
not survive that; on PostgreSQL a comment on each says what it was made from.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core import checks
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

TEXT = "What was posted stays: reverse the entry."
"""What the errors of the triggers say."""
_FUNCTION = "funding_posted_stays"
_MODELS = ("Pledge", "Contribution", "Deposit", "Allocation")


def _guarded() -> dict[str, list[str]]:
    """The columns that stay, by table."""
    models: list[Any] = [apps.get_model("funding", name) for name in _MODELS]
    return {
        model._meta.db_table: [model._meta.get_field(name).column for name in ("uid", *model.posted)]
        for model in models
    }


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """The table and the statement of each trigger of a database of that ``vendor``, by the trigger's name."""
    make = _of_sqlite if vendor == "sqlite" else _of_postgresql
    return {name: (table, each) for table, columns in _guarded().items() for name, each in make(table, columns)}


def _of_sqlite(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    changed = " OR ".join(f'OLD."{column}" IS NOT NEW."{column}"' for column in columns)
    act = f"BEGIN SELECT RAISE(ABORT, '{TEXT}'); END"
    yield f"{table}_posted", f'CREATE TRIGGER "{table}_posted" BEFORE UPDATE ON "{table}" WHEN {changed} {act}'


def _of_postgresql(table: str, columns: list[str]) -> Iterator[tuple[str, str]]:
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    act = f"EXECUTE FUNCTION {_FUNCTION}()"
    yield (
        f"{table}_posted",
        f'CREATE TRIGGER "{table}_posted" BEFORE UPDATE ON "{table}" FOR EACH ROW WHEN ({changed}) {act}',
    )
    yield f"{table}_kept", f'CREATE TRIGGER "{table}_kept" BEFORE DELETE ON "{table}" FOR EACH ROW {act}'


def triggers_install(*, using: str, **kwargs: Any) -> None:
    """Put the triggers in place, unless they are; called after every ``migrate``."""
    connection = connections[using]
    missing = _missing(connection)
    if not missing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{TEXT}' USING ERRCODE = 'restrict_violation'; END $$"
            )
        for name, (table, statement) in missing.items():
            if connection.vendor == "postgresql":
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"')
                cursor.execute(statement)
                cursor.execute(f'COMMENT ON TRIGGER "{name}" ON "{table}" IS \'{_digest(statement)}\'')
            else:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(statement)


def _missing(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, str]]:
    """Those that are not there as they should be, on tables that are there."""
    tables, there = connection.introspection.table_names(), _there(connection)
    mark = _digest if connection.vendor == "postgresql" else str
    return {
        name: (table, statement)
        for name, (table, statement) in triggers(connection.vendor).items()
        if table in tables and there.get(name) != mark(statement)
    }


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """What each trigger in the database was made from: its statement, or on PostgreSQL the digest of it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _digest(statement: str) -> str:
    return hashlib.sha256(statement.encode()).hexdigest()


@checks.register(checks.Tags.database)
def posted_check(
    app_configs: Sequence[Any] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A warning for each of ``databases`` that lets entries be changed; a warning, so that ``migrate`` runs."""
    return list(_warnings(databases or ()))


def _warnings(databases: Sequence[str]) -> Iterator[checks.CheckMessage]:
    for alias in databases:
        if _missing(connections[alias]):
            yield checks.Warning(
                f"The database “{alias}” does not refuse a change to what was posted.",
                hint="Run migrate.",
                id="funding.W001",
            )
