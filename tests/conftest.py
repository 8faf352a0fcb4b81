"""Fixtures that every room's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from tests.cast import Cast
from tests.cast_kept import cast_kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Every test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The small Compact with one user for each persona."""
    return cast_kept()


@pytest.fixture
def api(cast: Cast) -> Callable[[str], APIClient]:
    """An API client signed in as a persona."""

    def as_persona(persona: str) -> APIClient:
        client = APIClient()
        client.force_login(cast.users[persona], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_persona


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Callable[[str], Client]:
    """A browser-like client signed in as a persona."""

    def as_persona(persona: str) -> Client:
        client.force_login(cast.users[persona], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_persona
