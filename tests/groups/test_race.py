"""Two officers enter the same term at the same moment, in two processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.race import raced

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_of_two_officers_who_enter_the_same_term_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    lost, won = raced("tests.groups.race", tmp_path)
    assert won == "won"
    assert lost.startswith("lost: WCO holds this role over those days already (from 2019; to 2021).")
