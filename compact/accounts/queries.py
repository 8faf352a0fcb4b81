"""The read doors of the accounts room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.accounts.models import ApiToken

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer


def tokens_of(viewer: Viewer) -> QuerySet[ApiToken]:
    """The viewer's own tokens, newest first."""
    tokens: QuerySet[ApiToken] = ApiToken.objects.filter(user_id=viewer.user_id)
    return tokens
