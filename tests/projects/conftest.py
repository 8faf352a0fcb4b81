"""What the tests of the staff's screens for projects share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    """The secretariat's browser."""
    return signed_in("secretariat")
