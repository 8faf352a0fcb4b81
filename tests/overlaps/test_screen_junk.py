"""``manage.py screen`` and files of people: codes that nobody knows, dates that run backwards, cells without end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from tests.overlaps.screen_ground import KENYA, OTHER, SAME, jsonl, screened, sheet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_a_quotation_mark_that_is_not_closed_is_told_with_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text('id,title\n1,Cargo\n2,"Border posts\n3,Passenger data\n4,Small arms\n', encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("screen", str(path))
    said = capsys.readouterr().err
    assert said.startswith("Row 3: a quotation mark is not closed"), "three rows became one without a word"


def test_names_that_nobody_knows_are_told(cast: Cast, tmp_path: Path) -> None:
    odd = {**OTHER, "entities": ["UNODC", "Nobody"], "countries": ["KEN", "ZZZ"]}
    said = screened(sheet(tmp_path / "rows.csv", [{**KENYA, "entities": ["UNODC"]}, odd]))[1]
    assert "2 names of entities or States are not known here and are compared as written: Nobody; ZZZ\n" in said


def test_on_an_empty_database_only_states_could_be_missed_and_nothing_is_said(tmp_path: Path) -> None:
    assert "compared as written" not in screened(jsonl(tmp_path / "rows.jsonl", [KENYA, OTHER]))[1]


def test_rows_that_end_before_they_start_are_told(tmp_path: Path) -> None:
    path = jsonl(tmp_path / "rows.jsonl", [{**KENYA, "start": "2027", "end": "2026-03"}, OTHER])
    assert "1 row ends before it starts: its dates are not compared.\n" in screened(path)[1]


def test_a_cell_without_end_does_not_flood_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "cargo " * 20_000
    said = screened(jsonl(tmp_path / "rows.jsonl", [{**KENYA, "title": long}, {**SAME, "title": long}]))[1]
    assert max(map(len, said.splitlines())) < 2000
    with pytest.raises(CommandError):
        call_command("screen", str(jsonl(tmp_path / "rows.jsonl", [{**KENYA, "start": long, "budget": long}])))
    assert max(map(len, capsys.readouterr().err.splitlines())) < 500
