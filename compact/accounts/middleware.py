"""A signed-in user's own language and time zone."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from compact.accounts.models import User


class PreferencesMiddleware:
    """Pages follow the language cookie, else the user's language; times follow the user's zone.

    What a signed-in user is shown is theirs alone: no cache keeps it, unless the view says otherwise.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the user's language and zone."""
        user = request.user
        if not user.is_authenticated or request.path.startswith("/api/"):
            return self.get_response(request)
        response = self._answer(request, user)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response

    def _answer(self, request: HttpRequest, user: User) -> HttpResponse:
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(user.language)
            request.LANGUAGE_CODE = user.language
        with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
            return self.get_response(request)
