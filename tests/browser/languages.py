"""The languages that pages are looked at in."""

from __future__ import annotations

import pytest

EACH_LANGUAGE = pytest.mark.parametrize("language", ["en", pytest.param("fr", marks=pytest.mark.slow)])
"""English in the quick tests, French as well in the slow ones."""
