"""Broken rows: all told at once, with file, line and column, and nothing of their file is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.breaking import change, problems
from tests.reports.files import FILES

pytestmark = pytest.mark.django_db
CASES = {
    "an unknown acronym": (
        "leadership.csv",
        "WCO",
        "WOC",
        "line 2, column entity_acronym: No entity has the acronym “WOC”.",
    ),
    "an unknown group": (
        "leadership.csv",
        "border",
        "boarder",
        "line 2, column group_code: No group has the code “boarder”.",
    ),
    "a bad date": ("leadership.csv", "2020", "2020-13", "line 2, column from: “2020-13” is not a date."),
    "an end before the start": (
        "leadership.csv",
        "2020,",
        "2020,2019",
        "line 2, column to: The end is before the start.",
    ),
    "an unknown role": (
        "leadership.csv",
        "co_chair",
        "boss",
        "line 2, column role: “boss” is not known here. Write one of: chair,",
    ),
    "an unknown scope": ("leadership.csv", "compact", "ctitf", "line 2, column scope: “ctitf” is not known here."),
    "no predecessor": (
        "leadership.csv",
        "compact",
        "predecessor_ctitf",
        "line 2, column group_code: No group of the predecessor is known for “border”.",
    ),
    "an unknown kind": ("entities.csv", "non_un", "bank", "line 3, column kind: “bank” is not known here."),
    "an empty name": (
        "entities.csv",
        "World Customs Organization",
        "",
        "line 3, column name_en: This cell must not be empty.",
    ),
    "a bad code": (
        "entities.csv",
        "WCO,W",
        "W C O,W",
        "line 3, column acronym_en: Capital letters, digits and hyphens only.",
    ),
    "a bad address": ("entities.csv", "2018,,", "2018,nowhere,", "line 3, column website: Enter a valid URL."),
    "unknown evidence": (
        "group_membership.csv",
        ",page",
        ",hearsay",
        "line 2, column evidence: “hearsay” is not known here.",
    ),
    "a missing column": ("group_membership.csv", "status", "rank", "line 1, column status: The column is missing."),
    "a column twice": (
        "group_membership.csv",
        "source_url",
        "status",
        "line 1, column status: The column is there twice.",
    ),
    "too few cells": (
        "group_membership.csv",
        ",page",
        "",
        "line 2, column evidence: The line has 5 cells where the header has 6.",
    ),
    "too many cells": (
        "group_membership.csv",
        ",page",
        ",page,x",
        "line 2, column evidence: The line has 7 cells where the header has 6.",
    ),
    "a bad pillar": (
        "working_groups.csv",
        ",II,",
        ",V,",
        "line 2, column pillars: Write I;II;III;IV, as many as apply.",
    ),
    "a group ended before it began": (
        "other_groups.csv",
        "2018-12-06,",
        "2018-12-06,2017",
        "line 2, column concluded_on: The end is before the start.",
    ),
    "an unknown signatory": (
        "agreements.csv",
        "UNOCT;WCO",
        "UNOCT;OCW",
        "line 2, column signatory_entities: No entity has the acronym “OCW”.",
    ),
    "a bad day of signature": (
        "agreements.csv",
        "2022-09-22",
        "September",
        "line 2, column signed_on: “September” is not a date.",
    ),
    "an unknown kind of instrument": (
        "instruments.csv",
        "ga_resolution",
        "resolution",
        "line 4, column kind: “resolution” is not known here.",
    ),
    "a part of nothing": (
        "other_instrument_parts.csv",
        "MONTREAL-1971",
        "MONTREAL-1970",
        "line 2, column parent_symbol: No instrument has the symbol “MONTREAL-1970”.",
    ),
    "a part that is none": (
        "other_instrument_parts.csv",
        "AIRPORT-1988",
        "AIRPORT-1989",
        "line 2, column symbol: No instrument has the symbol “AIRPORT-1989”.",
    ),
    "a pillar of nothing": (
        "other_instruments.csv",
        "A/RES/60/288",
        "A/RES/60/289",
        "line 2, column parent_symbol: No instrument has the symbol “A/RES/60/289”.",
    ),
    "a meeting of an unknown group": (
        "committee_meetings.csv",
        "border",
        "boarder",
        "line 3, column group_code: No group has the code “boarder”.",
    ),
    "an unknown kind of meeting": (
        "committee_meetings.csv",
        "working_group_event",
        "party",
        "line 3, column kind: “party” is not known here.",
    ),
    "a number that is none": (
        "committee_meetings.csv",
        "95",
        "about 95",
        "line 2, column participants: “about 95” is not a number of at most six digits.",
    ),
    "a number that is too large": (
        "committee_meetings.csv",
        "committee,2,",
        "committee,9999999,",
        "line 2, column number: “9999999” is not a number of at most six digits.",
    ),
    "a meeting that ended before it began": (
        "committee_meetings.csv",
        "2019-04-16,",
        "2019-04-16,2018",
        "line 2, column end_date: The end is before the start.",
    ),
    "a meeting that is yet to come": (
        "committee_meetings.csv",
        "2023-03",
        "2190-03",
        "line 3, column date: A meeting in the future is not held yet.",
    ),
    "a decision by nobody": (
        "other_decisions.csv",
        "committee,2019-07-27",
        "comittee,2019-07-27",
        "line 4, column group_code: No group has the code “comittee”.",
    ),
    "a decision that does nothing": (
        "other_decisions.csv",
        "adopts",
        "welcomes",
        "line 4, column verb: “welcomes” is not known here.",
    ),
    "a decision about an unknown programme": (
        "other_decisions.csv",
        "JPOW-2019-2020",
        "JPOW-2019",
        "line 4, column instrument_symbol: No instrument has the symbol “JPOW-2019”.",
    ),
    "approval for an unknown group": (
        "other_decisions.csv",
        ",border,",
        ",boarder,",
        "line 2, column approved_for: No group has the code “boarder”.",
    ),
    "a programme approved for a group": (
        "other_decisions.csv",
        "JPOW-2019-2020,",
        "JPOW-2019-2020,border",
        "line 4, column approved_for: Only terms of reference and work plans are approved for groups.",
    ),
    "an open quote": ("leadership.csv", "border", '"border', "line 2, column group_code: This line is not CSV:"),
}


@pytest.mark.parametrize(("name", "old", "new", "told"), CASES.values(), ids=CASES.keys())
def test_a_broken_row_is_told_with_file_line_and_column(
    folder: Path,
    name: str,
    old: str,
    new: str,
    told: str,
) -> None:
    change(folder, name, old, new)
    found = problems(folder)
    assert any(line.startswith(f"{name}, {told}") for line in found), found


def test_a_group_that_nobody_knows_has_no_predecessor_either(folder: Path) -> None:
    change(
        folder, "leadership.csv", "border,co_chair,WCO,2020,,compact", "boarder,co_chair,WCO,2020,,predecessor_ctitf"
    )
    assert problems(folder) == ["leadership.csv, line 2, column group_code: No group has the code “boarder”."]


def test_several_faults_of_one_row_are_told_together(folder: Path) -> None:
    change(folder, "leadership.csv", "border,co_chair,WCO,2020", "nowhere,boss,NOBODY,soon")
    columns = {line.split(", column ")[1].split(":")[0] for line in problems(folder)}
    assert columns == {"group_code", "role", "entity_acronym", "from"}


def test_two_rows_that_say_the_same_are_told(folder: Path) -> None:
    row = FILES["entities.csv"].splitlines(keepends=True)[1]
    with (folder / "entities.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    assert problems(folder) == ["entities.csv, line 4, column acronym_en: Line 2 says the same already."]


def test_one_term_in_two_files_is_told(folder: Path) -> None:
    with (folder / "other_terms.csv").open("a", encoding="utf-8") as file:
        file.write("border,co_chair,WCO,2020,,,,page\n")
    assert problems(folder) == [
        "other_terms.csv, line 3, column group_code: leadership.csv, line 2, says the same already."
    ]


def test_two_terms_over_the_same_days_are_told(folder: Path) -> None:
    change(folder, "leadership.csv", "2020,,", "2020,2023,")
    with (folder / "leadership.csv").open("a", encoding="utf-8") as file:
        file.write("border,co_chair,WCO,2021,2022,compact,,,page\n")
    (told,) = problems(folder)
    assert told.startswith("leadership.csv, line 3, column group_code: WCO holds this role over those days already")
