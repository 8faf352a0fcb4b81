"""One entity, one role, one group: one term at a time, also where no service stands in between.

The rule is that of ``services._term_guard``: the days that two terms cover beyond doubt
(``Period.certainly_within``) do not meet. On PostgreSQL it is an exclusion constraint, made by the migration
``0002_term_overlap``; on SQLite two triggers. They are put in place after every ``migrate``, because Django
changes a table of SQLite by making it anew, and triggers do not survive that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

NAME = "workinggroups_term_once_at_a_time"
"""The constraint on PostgreSQL, the beginning of the triggers' names on SQLite, and what their errors say."""

_TABLE = "workinggroups_term"
_DATES = ("start", "observed_on", "end")
_COLUMNS = ("group_id", "entity_id", "role", "archived_at", "end_state", *_DATES)


def _last_day(value: str) -> str:
    month = f"date({value} || '-01', '+1 month', '-1 day')"
    return f"CASE length({value}) WHEN 4 THEN {value} || '-12-31' WHEN 7 THEN {month} WHEN 10 THEN {value} ELSE '~' END"


def _first_day(value: str) -> str:
    return f"CASE length({value}) WHEN 4 THEN {value} || '-01-01' WHEN 7 THEN {value} || '-01' ELSE {value} END"


def _begun(row: str) -> str:
    """The first day that ``row`` covers beyond doubt; "~", after every day, when there is none."""
    days = (_last_day(f'{row}."{name}"') for name in _DATES)
    return f"min({', '.join(days)})"


def _lasting(row: str) -> str:
    """The last such day; "", before every day, when there is none."""
    days = (_first_day(f'{row}."{name}"') for name in _DATES)
    return f"CASE {row}.end_state WHEN 'open' THEN '9999-12-31' ELSE max({', '.join(days)}) END"


def _trigger(event: str) -> str:
    begun, lasting = _begun("NEW"), _lasting("NEW")
    other_begun, other_lasting = _begun("other"), _lasting("other")
    act = f"UPDATE OF {', '.join(f'"{column}"' for column in _COLUMNS)}" if event == "update" else "INSERT"
    another = "AND other.id <> NEW.id" if event == "update" else ""
    same = " AND ".join(f"other.{column} = NEW.{column}" for column in ("group_id", "entity_id", "role"))
    meeting = f"{other_begun} <= {other_lasting} AND {other_begun} <= {lasting} AND {begun} <= {other_lasting}"
    clash = f'SELECT 1 FROM "{_TABLE}" AS other WHERE {same} AND other.archived_at IS NULL {another} AND {meeting}'  # noqa: S608  # constants
    return (
        f'CREATE TRIGGER "{NAME}_{event}" BEFORE {act} ON "{_TABLE}" '
        f"WHEN NEW.archived_at IS NULL AND {begun} <= {lasting} "
        f"BEGIN SELECT RAISE(ABORT, '{NAME}') WHERE EXISTS ({clash}); END"
    )


TRIGGERS = {f"{NAME}_{event}": _trigger(event) for event in ("insert", "update")}


def triggers_install(*, using: str, **kwargs: Any) -> None:
    """Put the triggers of SQLite in place, unless they are; called after every ``migrate``."""
    connection = connections[using]
    if connection.vendor != "sqlite" or _TABLE not in connection.introspection.table_names():
        return
    there = _triggers_there(connection)
    with connection.cursor() as cursor:
        for name, statement in TRIGGERS.items():
            if there.get(name) != statement:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
                cursor.execute(statement)


def _triggers_there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return dict(cursor.fetchall())


def _constraint_there(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s AND contype = 'x'", [NAME])
        return cursor.fetchone() is not None


@checks.register(checks.Tags.database)
def term_overlap_check(
    app_configs: Sequence[Any] | None = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A warning for each of ``databases`` that does not hold the rule; a warning, so that ``migrate`` runs."""
    return list(_warnings(databases or ()))


def _warnings(databases: Sequence[str]) -> Iterator[checks.CheckMessage]:
    for alias in databases:
        connection = connections[alias]
        if _TABLE not in connection.introspection.table_names():
            continue
        if connection.vendor == "sqlite":
            held = TRIGGERS.items() <= _triggers_there(connection).items()
        else:
            held = _constraint_there(connection)
        if not held:
            yield checks.Warning(
                f"The database “{alias}” does not refuse two terms of one entity in one role at one time.",
                hint="Run migrate.",
                id="workinggroups.W001",
            )
