"""Two officers merge one pair at the same moment, in two processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.race import raced

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_of_two_officers_who_merge_one_pair_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    lost, won = raced("tests.merging.race", tmp_path)
    assert won == "won"
    assert lost.startswith("lost: Somebody else changed this record")
