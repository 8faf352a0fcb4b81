"""The cast, made once in a process by the services and then put back row by row.

Making it takes the better part of a second, putting it back a few hundredths; most tests need it.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection

from tests.cast import cast_make

if TYPE_CHECKING:
    from django.db.models import Model

    from tests.cast import Cast

_kept: list[bytes] = []
_rows: list[list[Model]] = []


def cast_kept() -> Cast:
    """Store the cast in the database of this test and return it."""
    if not _kept:
        before = _all_rows()
        cast = cast_make()
        _rows[:] = [rows for model, rows in _all_rows().items() if _values(rows) != _values(before[model])]
        _kept.append(pickle.dumps(cast))
    else:
        for rows in _rows:
            _put_back(rows)
        _number_on()
    return pickle.loads(_kept[0])  # noqa: S301  # dumped above


def _all_rows() -> dict[type[Model], list[Model]]:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model: list(model._base_manager.order_by("pk")) for model in models if not model._meta.proxy}


def _number_on() -> None:
    """Let new rows be numbered after those put back: a test that empties tables may restart the numbers."""
    statements = connection.ops.sequence_reset_sql(no_style(), [type(rows[0]) for rows in _rows])
    if statements:
        with connection.cursor() as cursor:
            cursor.execute("\n".join(statements))


def _values(rows: list[Model]) -> list[list[object]]:
    return [[getattr(row, field.attname) for field in row._meta.concrete_fields] for row in rows]


def _put_back(rows: list[Model]) -> None:
    meta = rows[0]._meta
    others = [field.name for field in meta.concrete_fields if not field.primary_key]
    type(rows[0])._base_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=[meta.pk.name], update_fields=others
    )
