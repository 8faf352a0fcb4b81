"""JSON through orjson; CSV and XLSX, which the views hand out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer

from compact.kernel.exports import Format

if TYPE_CHECKING:
    from collections.abc import Mapping


def _as_text(value: Any) -> str:
    """What orjson does not know: lazy texts; money and the like are never written as floats."""
    if isinstance(value, Promise) or hasattr(value, "as_tuple"):
        return str(value)
    raise TypeError(type(value).__name__)


def json_bytes(data: Any) -> bytes:
    """``data`` as JSON in UTF-8; identifiers, dates and times in their ISO forms, decimals as text."""
    return orjson.dumps(data, default=_as_text, option=orjson.OPT_NON_STR_KEYS)


class OrjsonRenderer(BaseRenderer):
    """``application/json``; bytes that are JSON already pass."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """``data`` as JSON; nothing for an answer without a body."""
        if data is None:
            return b""
        return data if isinstance(data, bytes) else json_bytes(data)


class CsvRenderer(OrjsonRenderer):
    """Chosen by ``?format=csv`` or ``Accept: text/csv``; the view answers with ``export_response``."""

    media_type = str(Format.CSV.label)
    format = Format.CSV.value


class XlsxRenderer(OrjsonRenderer):
    """Chosen by ``?format=xlsx``; the view answers with ``export_response``."""

    media_type = str(Format.XLSX.label)
    format = Format.XLSX.value


TABLE_RENDERERS: list[type[BaseRenderer]] = [OrjsonRenderer, CsvRenderer, XlsxRenderer]
"""What a list or a report offers: ``request.accepted_renderer.format`` says which was chosen."""
