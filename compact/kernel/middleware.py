"""Which language a request is answered in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

if TYPE_CHECKING:
    from django.http import HttpRequest


class InterfaceLocaleMiddleware(LocaleMiddleware):
    """Six languages for the API's content; pages only in those whose texts are complete."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language asked for, or English for a page in a language it does not have."""
        super().process_request(request)
        if not request.path.startswith("/api/") and translation.get_language() not in settings.INTERFACE_LANGUAGES:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = settings.LANGUAGE_CODE
