"""The small Compact is stored once for all contract tests; each test's own writes are rolled back."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from compact.kernel import viewers
from tests.cast import PERSONAS, Cast, cast_make
from tests.remembered import Remembered
from workinggroups.groups.viewers import viewer_resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.viewers import Viewer


@pytest.fixture(scope="package")
def _stored_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[bytes]:
    with django_db_blocker.unblock(), translation.override("en"):
        made = cast_make()
        for persona in PERSONAS:
            made.client(persona)
    yield pickle.dumps(made)
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="package")
def _known_viewers() -> dict[Any, Viewer]:
    return {}


@pytest.fixture
def cast(
    _stored_cast: bytes, _known_viewers: dict[Any, Viewer], db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Cast]:
    """The small Compact; a copy, so that no test sees another's changes to an object."""
    remembered = Remembered(_known_viewers)
    monkeypatch.setattr(viewers, "_resolver", lambda: remembered.resolve)
    with connection.execute_wrapper(remembered.watch):
        yield pickle.loads(_stored_cast)  # noqa: S301  # dumped above


@pytest.fixture
def plain_viewers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every request asks anew who the viewer is: for tests that count queries."""
    monkeypatch.setattr(viewers, "_resolver", lambda: viewer_resolve)
