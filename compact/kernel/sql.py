"""Values as the API and the exports write them, formatted by the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Func, Subquery, TextField

from compact.kernel.money import NO_DECIMALS, THREE_DECIMALS

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

SEPARATOR = ";"
"""Stands between the members of a list that is written as text."""

_UID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


class UidText(Func):
    """A UUID in its usual form with hyphens; SQLite stores 32 hexadecimal digits."""

    arity = 1
    function = "LOWER"
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """Cut the digits into their five parts."""
        sql, parameters = compiler.compile(self.source_expressions[0])
        parts = " || '-' || ".join(f"substr({sql}, {start}, {length})" for start, length in _UID_PARTS)
        return parts, tuple(parameters) * len(_UID_PARTS)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """The server's own text."""
        return self.as_sql(compiler, connection, template="(%(expressions)s)::text", **extra)


class TimeText(Func):
    """A point in time as ISO 8601 in UTC, to the second: 2026-11-22T09:30:00Z."""

    arity = 1
    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """SQLite stores text in UTC: 2026-11-22 09:30:00.123456."""
        return self.as_sql(
            compiler, connection, template="replace(substr(%(expressions)s, 1, 19), ' ', 'T') || 'Z'", **extra
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """PostgreSQL stores points in time."""
        template = "to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        return self.as_sql(compiler, connection, template=template, **extra)


class AmountText(Func):
    """Minor units of a currency as a decimal in major units: 2100000.00 of USD, 5000 of JPY.

    Takes the minor units and the code of the currency; nothing where the amount is not known.
    """

    arity = 2
    output_field = TextField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any) -> Any:
        """Sign, whole units and the digits behind the point, as many as the currency has; no floating point."""
        minor, minor_parameters = compiler.compile(self.source_expressions[0])
        currency, currency_parameters = compiler.compile(self.source_expressions[1])
        three, none = (", ".join(f"'{code}'" for code in sorted(codes)) for codes in (THREE_DECIMALS, NO_DECIMALS))
        sql = (
            f"CASE WHEN {minor} IS NULL THEN NULL"
            f" WHEN {currency} IN ({none}) THEN CAST({minor} AS text)"
            f" WHEN {currency} IN ({three}) THEN {_decimal(minor, 3)}"
            f" ELSE {_decimal(minor, 2)} END"
        )
        one, other = tuple(minor_parameters), tuple(currency_parameters)
        return sql, one + other + one + other + one * 8


class AmountOrder(Func):
    """Minor units of a currency as a number that grows with the amount in major units, whatever its currency."""

    arity = 2
    output_field = BigIntegerField()

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any) -> Any:
        """Thousandths of the major unit."""
        minor, minor_parameters = compiler.compile(self.source_expressions[0])
        currency, currency_parameters = compiler.compile(self.source_expressions[1])
        three, none = (", ".join(f"'{code}'" for code in sorted(codes)) for codes in (THREE_DECIMALS, NO_DECIMALS))
        factor = f"CASE WHEN {currency} IN ({none}) THEN 1000 WHEN {currency} IN ({three}) THEN 1 ELSE 10 END"
        return f"({minor} * {factor})", (*minor_parameters, *currency_parameters, *currency_parameters)


def _decimal(minor: str, places: int) -> str:
    """SQL for ``minor`` with a point before its last ``places`` digits."""
    unit = 10**places
    whole = f"abs({minor}) / {unit}"
    last = f"substr(CAST({unit} + abs({minor}) - {whole} * {unit} AS text), 2)"
    return f"CASE WHEN {minor} < 0 THEN '-' ELSE '' END || CAST({whole} AS text) || '.' || {last}"


class Joined(Subquery):
    """The texts that a query selects as ``item``, in its order, joined by semicolons; "" when there are none.

    A plain subquery is aggregated, since ORDER BY inside an aggregate came to SQLite with 3.44 alone. Both
    databases read the rows of a sorted subquery in its order (SQLite never drops that order below group_concat).
    """

    output_field = TextField()

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """SQLite's group_concat."""
        return self.as_sql(
            compiler, connection, template="COALESCE((SELECT group_concat(item, ';') FROM (%(subquery)s)), '')", **extra
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """PostgreSQL's string_agg."""
        template = "COALESCE((SELECT string_agg(item, ';') FROM (%(subquery)s) AS listed), '')"
        return self.as_sql(compiler, connection, template=template, **extra)
