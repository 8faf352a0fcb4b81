"""Broken rows of projects and money: told with file, line and column, and nothing that rests on them is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from compact.entities.models import Entity
from funding.funds.models import Fund, Pledge
from tests.reports.breaking import change, problems
from workinggroups.projects.models import Project

pytestmark = pytest.mark.django_db

CASES = {
    "a theme without a name": ("themes.csv", "Small arms", "", "line 2, column name_en: This cell must not be empty."),
    "an unknown theme": (
        "other_project_details.csv",
        "small-arms,143",
        "arms,143",
        "line 2, column themes: No theme has the code “arms”.",
    ),
    "an unknown parent": (
        "other_project_details.csv",
        "activity,P001",
        "activity,P009",
        "line 3, column parent: No project has the reference “P009”.",
    ),
    "an unknown region": (
        "other_project_details.csv",
        "143",
        "KEN",
        "line 2, column regions: “KEN” is not the code of a region of M49.",
    ),
    "an unknown resolution": (
        "other_project_details.csv",
        "A/RES/60/288",
        "A/RES/60/289",
        "line 2, column instruments: No instrument has the symbol “A/RES/60/289”.",
    ),
    "a kind of project that is none": (
        "other_project_details.csv",
        "activity",
        "party",
        "line 3, column kind: “party” is not known here.",
    ),
    "neither yes nor no": (
        "other_project_details.csv",
        "yes,,Police",
        "perhaps,,Police",
        "line 2, column is_global: Write yes, or nothing.",
    ),
    "a reading by somebody unknown": (
        "other_project_details.csv",
        "own_reading",
        "hearsay",
        "line 2, column origin: “hearsay” is not known here.",
    ),
    "a reading of no project": (
        "other_project_details.csv",
        "P002,activity",
        "P003,activity",
        "line 3, column project_ref: No project has the reference “P003”.",
    ),
    "an unknown lead entity": (
        "projects.csv",
        "WCO,,,,KEN",
        "OCW,,,,KEN",
        "line 3, column lead_entity: No entity has the acronym “OCW”.",
    ),
    "an unknown partner": (
        "projects.csv",
        "UNOCT,WCO",
        "UNOCT,WCO;OCW",
        "line 2, column partner_entities: No entity has the acronym “OCW”.",
    ),
    "an unknown pillar": (
        "projects.csv",
        "border,I,",
        "border,V,",
        "line 2, column pillar: No instrument has the symbol “PILLAR-V”.",
    ),
    "an unknown beneficiary": (
        "projects.csv",
        "KEN;KAZ",
        "KEN;KAS",
        "line 3, column beneficiary_countries: “KAS” is not the three-letter code of a country or area.",
    ),
    "a bad budget": (
        "projects.csv",
        "9000000.50",
        "9 million",
        "line 2, column budget_usd: This is not an amount of money.",
    ),
    "a budget in tenths of a cent": (
        "projects.csv",
        "9000000.50",
        "9000000.505",
        "line 2, column budget_usd: USD has 2 decimals. Round the amount.",
    ),
    "a project that ended before it began": (
        "projects.csv",
        "2021-05-10",
        "2021-05-07",
        "line 3, column ends_on: The end is before the start.",
    ),
    "an unknown status": ("projects.csv", "ongoing", "under way", "line 2, column status: “under way” is not known"),
    "a fund of an unknown entity": (
        "other_funds.csv",
        "UNOCT",
        "UNTOC",
        "line 2, column administrator: No entity has the acronym “UNTOC”.",
    ),
    "a partner without a name": (
        "other_funding_partners.csv",
        "European Union,",
        ",",
        "line 2, column name_en: This cell must not be empty.",
    ),
    "an unknown donor": (
        "funding.csv",
        "contribution,EU",
        "contribution,EUR",
        "line 3, column donor: “EUR” is neither a State, nor an entity, nor a funding partner.",
    ),
    "an unknown fund": (
        "funding.csv",
        "SAU,Trust Fund,UNOCT,,10",
        "SAU,Trust,UNOCT,,10",
        "line 2, column fund: No fund has the name “Trust”.",
    ),
    "money for an unknown project": (
        "funding.csv",
        "Arms workshop",
        "Arms workshops",
        "line 8, column project_title: No project has the title “Arms workshops”.",
    ),
    "money to nobody known": (
        "funding.csv",
        "Fund,WCO",
        "Fund,OCW",
        "line 8, column recipient: No entity has the acronym “OCW”.",
    ),
    "an amount without currency": (
        "funding.csv",
        "10000000,USD",
        "10000000,",
        "line 2, column amount: Choose the currency of this amount.",
    ),
    "a currency that is none": (
        "funding.csv",
        "10000000,USD",
        "10000000,USX",
        "line 2, column currency: “USX” is not the code of a currency in use.",
    ),
    "a total that was signed": (
        "funding.csv",
        "pledge,AGGREGATE",
        "contribution,AGGREGATE",
        "line 6, column donor: A total of several partners is kept as a pledge. Choose that kind.",
    ),
    "an appeal by a State": (
        "funding.csv",
        "appeal,AGGREGATE",
        "appeal,SAU",
        "line 7, column donor: An appeal is nobody’s gift. Write AGGREGATE.",
    ),
    "a kind of money that is none": (
        "funding.csv",
        "catalytic",
        "gift",
        "line 9, column kind: “gift” is not known here.",
    ),
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


def test_a_part_that_is_as_wide_as_the_whole_is_told_at_the_project(folder: Path) -> None:
    change(folder, "other_project_details.csv", "P001,programme", "P001,activity")
    (told,) = problems(folder)
    assert told.startswith("projects.csv, line 3, column project_ref: A project is part of a programme,")


def test_money_waits_for_its_projects_and_projects_for_our_reading(folder: Path) -> None:
    change(folder, "themes.csv", "Small arms", "")
    assert len(problems(folder)) == 1
    assert Entity.objects.count() == 2
    assert not Project.objects.exists()
    assert not Pledge.objects.exists()
    assert Fund.objects.count() == 1
