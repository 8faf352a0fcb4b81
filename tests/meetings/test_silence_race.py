"""An objection and the closing arrive at the same moment, in two processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.race import raced

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_silence_never_passes_over_an_objection_that_is_entered_at_the_same_moment(tmp_path: Path) -> None:
    assert raced("tests.meetings.silence_race", tmp_path) in (
        ["closed", "too late to object"],
        ["not closed", "objected"],
    )
