"""The reference: the raw driver with hand-written SQL, writing the same bytes without Django."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import psycopg
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Sequence

_SQLITE_UID = "substr({0},1,8)||'-'||substr({0},9,4)||'-'||substr({0},13,4)||'-'||substr({0},17,4)||'-'||substr({0},21)"
_POSTGRES_UID = "{0}::text"


def connect() -> Any:
    """A connection of the driver's own, past Django."""
    parameters = connection.get_connection_params()
    if connection.vendor == "postgresql":
        names = ("host", "port", "user", "password", "dbname")
        found = {name: parameters[name] for name in names if parameters.get(name)}
        return psycopg.connect(**found, options="-c jit=off")  # compiling takes longer than the statements do
    import sqlite3

    return sqlite3.connect(parameters["database"])


def uid_sql(alias: str) -> str:
    """The identifier of the row ``alias`` in its usual form."""
    return (_POSTGRES_UID if connection.vendor == "postgresql" else _SQLITE_UID).format(f"{alias}.uid")


def columns(address: str) -> dict[str, str]:
    """What each column of the terms is in SQL."""
    term, group, entity = (uid_sql(table) for table in ("t", "g", "e"))
    plain = ("role", "start", '"end"', "end_state", "observed_on", "visibility", "clearance", "source", "evidence")
    found = {"id": term, "url": f"'{address}' || {term} || '/'", "version": "t.version"}
    found |= {"group": group, "group_code": "g.code", "group_name": "g.name_en"}
    found |= {"entity": entity, "entity_code": "e.code", "entity_name": "e.name_en"}
    found |= {name.strip('"'): f"t.{name}" for name in plain}
    unconfirmed = "t.evidence IN ('predecessor', 'general_knowledge', 'demonstration')"
    found["unconfirmed"] = f"CASE WHEN {unconfirmed} THEN 'true' ELSE 'false' END"
    found |= {"note": "t.note", "archive_reason": "t.archive_reason"}
    return found | dict.fromkeys(("certainty", "originator", "originator_code", "cleared_at", "archived_at"), "NULL")


def statement(names: Sequence[str], address: str, most: int | None = None) -> str:
    """The terms in their usual order."""
    known = columns(address)
    selected = ", ".join(known[name] for name in names)
    limit = f" LIMIT {most}" if most else ""
    return (
        f"SELECT {selected} FROM workinggroups_term t "  # noqa: S608  # constants
        "JOIN workinggroups_group g ON g.id = t.group_id JOIN compact_entity e ON e.id = t.entity_id "
        f"WHERE t.archived_at IS NULL ORDER BY g.code, t.role, e.code, t.start, t.id{limit}"
    )


def csv_bytes(driver: Any, names: Sequence[str], address: str) -> bytes:
    """All terms through the csv module."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(names)
    cursor = driver.cursor()
    cursor.execute(statement(names, address))
    writer.writerows(cursor)
    return buffer.getvalue().encode()


def page(driver: Any, names: Sequence[str], address: str, most: int) -> list[dict[str, Any]]:
    """One page as objects, after counting all."""
    cursor = driver.cursor()
    cursor.execute("SELECT count(*) FROM workinggroups_term WHERE archived_at IS NULL")
    cursor.fetchone()
    cursor.execute(statement(names, address, most))
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
