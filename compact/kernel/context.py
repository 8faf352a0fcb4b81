"""What every page needs to know about the site and its viewer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """``demo`` (is this a demonstration?), ``viewer`` (None before sign-in), ``interface_languages``."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "demo": settings.DEMO,
        "viewer": SimpleLazyObject(lambda: viewer_of(request)) if signed_in else None,
        "interface_languages": settings.INTERFACE_LANGUAGES,
    }
