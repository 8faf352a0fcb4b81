"""Short ways to act on a resource as a client of the API would."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rest_framework.test import APIClient


def address(name: str, row: Any = None, action: str = "") -> str:
    """The address of a resource, of one row of it, or of an action on that row."""
    parts = ["/api/v1", name, *([str(row.uid)] if row is not None else []), *([action] if action else [])]
    return "/".join(parts) + "/"


def etag_of(client: APIClient, name: str, row: Any) -> str:
    """The ETag that a client reads."""
    answer = client.get(address(name, row))
    assert answer.status_code == 200, answer.content
    return str(answer["ETag"])


def change(client: APIClient, name: str, row: Any, values: Any, **headers: str) -> Any:
    """PATCH with the ETag read just before, unless ``headers`` bring one (``if_match``)."""
    sent = {"if_match": headers.get("if_match") or etag_of(client, name, row), **headers}
    return client.patch(address(name, row), values, headers=sent)


def move(client: APIClient, name: str, row: Any, action: str, reason: str = "Entered twice", **headers: str) -> Any:
    """Archive or restore with the ETag read just before, unless ``headers`` bring one."""
    sent = {"if_match": headers.get("if_match") or etag_of(client, name, row), **headers}
    return client.post(address(name, row, action), {"reason": reason}, headers=sent)


def body(answer: Any) -> bytes:
    """All bytes of an answer; a workbook unpacked, so that one can look for a text in it."""
    content: bytes = answer.getvalue()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return content
