"""API tokens: who speaks, within which scope."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied

from compact.accounts.models import ApiToken, TokenScope

if TYPE_CHECKING:
    from rest_framework.request import Request

    from compact.accounts.models import User

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_LAST_USED_STEP = datetime.timedelta(minutes=1)


class ApiTokenAuthentication(TokenAuthentication):
    """``Authorization: Token …``; a read-only token is refused whatever writes."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The user and token of the request, or None when it carries no token."""
        try:
            result: tuple[User, ApiToken] | None = super().authenticate(request)
        except ValueError:
            raise AuthenticationFailed(_("This is not a token.")) from None
        if result is None:
            return None
        token = result[1]
        if token.scope != TokenScope.WRITE and request.method not in SAFE_METHODS:
            raise PermissionDenied(
                _("This token may only read. Make a token with the scope “read and write” on your tokens page.")
            )
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > _LAST_USED_STEP:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return result
