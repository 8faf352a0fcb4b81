"""Fixtures that every room's tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.utils import translation

from compact.kernel import viewers
from tests.cast import BACKEND, Cast
from tests.cast_kept import cast_kept
from tests.remembered import Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from rest_framework.test import APIClient


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
def remembered_viewers(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Requests ask only anew who the viewer is when a row was written that their rights are read from."""
    remembered = Remembered({})
    monkeypatch.setattr(viewers, "_resolver", lambda: remembered.resolve)
    with connection.execute_wrapper(remembered.watch):
        yield


@pytest.fixture
def api(cast: Cast) -> Callable[[str], APIClient]:
    """An API client signed in as a persona."""
    return cast.client


@pytest.fixture
def signed_in(cast: Cast, client: Client) -> Callable[[str], Client]:
    """A browser-like client signed in as a persona."""

    def as_persona(persona: str) -> Client:
        client.force_login(cast.users[persona], backend=BACKEND)
        return client

    return as_persona
