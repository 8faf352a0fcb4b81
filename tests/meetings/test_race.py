"""Two people save the minutes of one meeting at the same moment, in two processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.race import raced

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_of_two_people_who_save_the_minutes_one_is_stored_and_the_other_has_their_text(tmp_path: Path) -> None:
    assert raced("tests.meetings.race", tmp_path) == [
        "overtaken by revision 2, own text kept: True",
        "stored as revision 2",
    ]
