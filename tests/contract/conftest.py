"""The small Compact is stored once for all contract tests; each test's own writes are rolled back."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.utils import translation

from tests.cast import Cast, cast_make

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="package")
def _stored_cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock(), translation.override("en"):
        made = cast_make()
    yield made
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def cast(_stored_cast: Cast, db: None) -> Cast:
    """The small Compact; a copy, so that no test sees another's changes to an object."""
    return copy.deepcopy(_stored_cast)
