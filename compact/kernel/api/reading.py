"""Rows as the API represents them, made from the columns alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.columns import ColumnType, rows
from compact.kernel.sql import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from compact.kernel.columns import Column
    from compact.kernel.viewers import Viewer


_OTHERWISE = (ColumnType.BOOLEAN, ColumnType.LIST, ColumnType.JSON)


def represent(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    """One row of ``columns.rows`` as an object: the same names and values, truth as true and false, lists as lists."""
    return {
        column.name: _read(column.type, value) if column.type in _OTHERWISE else value
        for column, value in zip(columns, row, strict=True)
    }


def _read(kind: ColumnType, value: Any) -> Any:
    if kind == ColumnType.BOOLEAN:
        return value == "true"
    if kind == ColumnType.LIST:
        return value.split(SEPARATOR) if value else []
    return value or []


def representations(
    queryset: QuerySet[Any], columns: Sequence[Column], viewer: Viewer, address: str
) -> list[dict[str, Any]]:
    """The rows of ``queryset`` as objects, in one query."""
    return [represent(columns, row) for row in rows(queryset, columns, viewer=viewer, address=address)]
