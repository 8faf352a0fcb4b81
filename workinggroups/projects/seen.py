"""A token which says that somebody was shown certain rows for what they enter, so that nothing is stored unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing

if TYPE_CHECKING:
    from collections.abc import Iterable

_SECONDS = 24 * 3600


def rows_sign(asked: list[Any], keys: Iterable[str], *, salt: str) -> str:
    """A token which says that the rows of ``keys`` were shown to who ``asked`` for this; ``salt`` is the screen's."""
    return signing.dumps([*asked, list(keys)], salt=salt, compress=True)


def rows_seen(token: str, asked: list[Any], keys: Iterable[str], *, salt: str) -> bool:
    """Whether ``token`` says that all rows of ``keys`` were shown for just what is ``asked``, less than a day ago."""
    try:
        *was_asked, shown = signing.loads(token, salt=salt, max_age=_SECONDS)
    except (signing.BadSignature, ValueError):
        return False
    return bool(was_asked == asked and set(keys) <= set(shown))
