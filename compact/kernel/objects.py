"""Rows of columns as the objects that the API gives, and as JSON; made from the columns alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.utils.functional import Promise

from compact.kernel.columns import ColumnType
from compact.kernel.sql import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from compact.kernel.columns import Column


def _truth(value: Any) -> bool:
    return bool(value == "true")


def _members(value: Any) -> list[str]:
    return value.split(SEPARATOR) if value else []


def _texts(value: Any) -> Any:
    return value or []


#: What becomes of a value of the types that are selected otherwise than they are written.
_READ: dict[str, Callable[[Any], Any]] = {
    ColumnType.BOOLEAN: _truth,
    ColumnType.LIST: _members,
    ColumnType.JSON: _texts,
}


def objects(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """``rows`` of ``columns.rows`` as objects: the same names and values, truth as true and false, lists as lists."""
    names = [column.name for column in columns]
    read = [(column.name, _READ[column.type]) for column in columns if column.type in _READ]
    for row in rows:
        found = dict(zip(names, row, strict=True))
        for name, value_of in read:
            found[name] = value_of(found[name])
        yield found


def _as_text(value: Any) -> str:
    """What orjson does not know: lazy texts; money and the like are never written as floats."""
    if isinstance(value, Promise) or hasattr(value, "as_tuple"):
        return str(value)
    raise TypeError(type(value).__name__)


def json_bytes(data: Any, options: int = 0) -> bytes:
    """``data`` as JSON in UTF-8; identifiers, dates and times in their ISO forms, decimals as text."""
    return orjson.dumps(data, default=_as_text, option=orjson.OPT_NON_STR_KEYS | options)
