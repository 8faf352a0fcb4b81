"""Rows as the API represents them, made from the columns alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.columns import ColumnType, rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from compact.kernel.columns import Column
    from compact.kernel.viewers import Viewer


def represent(columns: Sequence[Column], row: Sequence[Any]) -> dict[str, Any]:
    """One row of ``columns.rows`` as an object: the same names and values, truth as true and false."""
    return {
        column.name: value == "true" if column.type == ColumnType.BOOLEAN else value
        for column, value in zip(columns, row, strict=True)
    }


def representations(
    queryset: QuerySet[Any], columns: Sequence[Column], viewer: Viewer, address: str
) -> list[dict[str, Any]]:
    """The rows of ``queryset`` as objects, in one query."""
    return [represent(columns, row) for row in rows(queryset, columns, viewer=viewer, address=address)]
