"""Asking for reports: their rows, and the bytes of those that come as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rest_framework.test import APIClient


def rows(client: APIClient, address: str, **parameters: Any) -> list[dict[str, Any]]:
    """The rows of the report at ``address``."""
    answer = client.get(address, parameters)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["rows"]
    return found


def text(answer: Any) -> bytes:
    """All that ``answer`` sends, piece by piece."""
    return b"".join(answer.streaming_content)
