"""A fund never allocates more than it has, whoever is fastest: two processes of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.race import raced

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


def test_of_two_officers_who_allocate_the_last_money_one_wins_and_the_other_is_told(tmp_path: Path) -> None:
    lost, won = raced("tests.funding.race", tmp_path)
    assert won == "won: USD 300"
    assert lost == "lost: For this project the fund has USD 200."


def test_a_deposit_is_not_taken_back_while_it_is_allocated(tmp_path: Path) -> None:
    assert raced("tests.funding.deposit_race", tmp_path) in (
        ["allocated", "not reversed"],
        ["not allocated", "reversed"],
    )
