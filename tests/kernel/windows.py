"""A browser window whose session ends while a form is open."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import PASSWORD

MESSAGE = "You were signed out before this was saved. What you typed is below: check it and save again."
TYPED = {"website": "https://typed.example.org/", "change_reason": "Letter of 3 May 2026"}


class Window:
    """A client that checks tokens against forged requests, and sends what the form on the page says."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)

    def hidden(self, path: str) -> dict[str, str]:
        """The token, and the owner where there is one, of the form at ``path``."""
        content = self.client.get(path).content.decode()
        pattern = r'name="(csrfmiddlewaretoken|unsent_owner)" value="([^"]+)"'
        return {name: unescape(value) for name, value in re.findall(pattern, content)}

    def sign_in(self, address: str = "secretariat@example.org", target: str = "/admin/") -> Any:
        token = self.hidden("/accounts/login/")
        credentials = {"login": address, "password": PASSWORD, "next": target}
        return self.client.post("/accounts/login/", {**credentials, **token})

    def session_end(self) -> None:
        """The server forgets the session; the browser keeps its cookies."""
        Session.objects.all().delete()


def send(window: Window, path: str, data: dict[str, Any], *, after_session: bool = True, **changes: Any) -> Any:
    """Open the form at ``path``, let the session end, and send ``data``."""
    hidden = window.hidden(path)
    if after_session:
        window.session_end()
    return window.client.post(path, {**data, **hidden, **changes})


def shown(response: Any) -> Any:
    return response.context["adminform"].form
