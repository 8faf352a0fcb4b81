"""JSON through orjson; and the forms that the views hand out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rest_framework.renderers import BaseRenderer

from compact.kernel.exports import Format
from compact.kernel.objects import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping


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


class JsonLinesRenderer(OrjsonRenderer):
    """Chosen by ``?format=jsonl`` or ``Accept: application/jsonl``; the view answers with ``export_response``."""

    media_type = str(Format.JSONL.label)
    format = Format.JSONL.value


TABLE_RENDERERS: list[type[BaseRenderer]] = [OrjsonRenderer, CsvRenderer, XlsxRenderer, JsonLinesRenderer]
"""What a list or a report offers: ``request.accepted_renderer.format`` says which was chosen."""
