"""Rows as the API represents them, made from the columns alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.kernel.columns import rows
from compact.kernel.objects import objects

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from compact.kernel.columns import Column
    from compact.kernel.viewers import Viewer


def representations(
    queryset: QuerySet[Any], columns: Sequence[Column], viewer: Viewer, address: str
) -> list[dict[str, Any]]:
    """The rows of ``queryset`` as objects, in one query."""
    return list(objects(columns, rows(queryset, columns, viewer=viewer, address=address)))
