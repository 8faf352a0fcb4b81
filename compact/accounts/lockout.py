"""What django-axes needs to count failed sign-ins by the address that was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest


def attempted_address(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The e-mail address that somebody tried to sign in with, in small letters."""
    for name in ("email", "username", "login"):
        if credentials and credentials.get(name):
            return str(credentials[name]).lower()
    return request.POST.get("login", "").lower()
