"""ETags: the version of a row and a digest of how it was represented (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
import re

from compact.kernel.api.problems import PreconditionRequired

_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_OURS = re.compile(r"([1-9]\d{0,9})-[0-9a-f]+")


def etag(version: int, representation: bytes) -> str:
    """The tag of a row at ``version`` in one ``representation`` (language, viewer)."""
    return f'"{version}-{hashlib.blake2s(representation, digest_size=10).hexdigest()}"'


def unchanged(if_none_match: str, tag: str) -> bool:
    """Whether the reader holds ``tag`` already: the whole of it is compared, weakly."""
    if if_none_match.strip() == "*":
        return True
    return tag.strip('"') in _TAG.findall(if_none_match)


def version_read(if_match: str | None, current: int) -> int:
    """The version that the writer read, from ``If-Match``; PreconditionRequired when there is none.

    Only the version counts, so a tag that a proxy made weak, or of another language, serves. ``*`` means
    the ``current`` one, as does a list that holds it. What we never sent is version 0, which is stale.
    """
    if not (if_match or "").strip():
        raise PreconditionRequired
    text = str(if_match).strip()
    if text == "*":
        return current
    versions = [int(found[1]) for tag in _TAG.findall(text) if (found := _OURS.fullmatch(tag))]
    return current if current in versions else next(iter(versions), 0)
