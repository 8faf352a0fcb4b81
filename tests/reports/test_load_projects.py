"""Loading projects: all 105, with their partners, places and our reading of them, each told as what it is."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from compact.accounts.models import User
from compact.kernel.dates import latest
from compact.kernel.money import Money
from compact.kernel.records import Evidence
from compact.kernel.visibility import Visibility
from tests.cast import BACKEND
from workinggroups.needs.models import Theme
from workinggroups.projects.models import BudgetBasis, DeclaredStatus, PartnerRole, Project, ProjectKind, ProjectPartner
from workinggroups.projects.queries import in_countries

pytestmark = pytest.mark.django_db

CENTRAL_ASIA = {"KAZ", "KGZ", "TJK", "TKM", "UZB"}


def codes(rows: object) -> set[str]:
    return {row.code for row in rows.all()}  # type: ignore[attr-defined]  # a set of records


def of(theme: str, country: str) -> set[str]:
    """The references of the projects on ``theme`` that work in ``country``, by name or by its region."""
    return codes(Project.objects.filter(in_countries([country]), themes__code=theme).distinct())


def test_there_are_105_projects_each_with_a_source_and_open_to_all(loaded: str) -> None:
    assert "projects.csv: 271 records created, 0 unchanged, 0 kept because edited here" in loaded
    assert Project.objects.count() == 105
    assert not Project.objects.filter(source="").exists()
    assert set(Project.objects.values_list("visibility", "clearance")) == {(Visibility.ALL, "Public source")}
    assert Counter(Project.objects.values_list("evidence", flat=True)) == {Evidence.PAGE: 104, Evidence.SEED: 1}


def test_declared_statuses_are_those_of_the_file_and_unknown_ones_stay_unknown(loaded: str) -> None:
    found = Counter(Project.objects.values_list("status", flat=True))
    assert found == {DeclaredStatus.CLOSED: 56, DeclaredStatus.ONGOING: 32, "": 17}


def test_every_project_has_its_group_its_pillars_and_a_theme(loaded: str) -> None:
    for project in Project.objects.all():
        assert project.group is not None, project
        assert project.pillars.exists(), project
        assert project.themes.exists(), project
    assert codes(Project.objects.get(code="P023").pillars) == {"PILLAR-I", "PILLAR-III", "PILLAR-IV"}
    assert codes(Theme.objects.filter(projects=None)) == set()


def test_all_27_themes_have_their_names_in_the_six_languages(loaded: str) -> None:
    assert Theme.objects.count() == 27
    for language in ("en", "fr", "es", "ar", "zh_hans", "ru"):
        assert not Theme.objects.filter(**{f"name_{language}": ""}).exists()
    assert set(Theme.objects.values_list("evidence", flat=True)) == {Evidence.GENERAL_KNOWLEDGE}


def test_partners_are_there_and_their_roles_are_not_known(loaded: str) -> None:
    assert ProjectPartner.objects.count() == 166
    assert set(ProjectPartner.objects.values_list("role", flat=True)) == {PartnerRole.NOT_KNOWN}
    travel = Project.objects.get(code="P001")
    found = set(travel.partners.values_list("entity__code", flat=True))
    assert found == {"CTED", "UNODC", "ICAO", "OICT", "INTERPOL", "IOM"}
    assert set(travel.partners.values_list("source", flat=True)) == {travel.source}


@pytest.mark.parametrize(
    ("parent", "parts"),
    [
        ("P001", {"P002", "P003", "P059", "P071", "P080", "P081"}),
        ("P009", {"P011", "P012"}),
        ("P026", {"P027", "P028", "P063"}),
        ("P039", {"P040", "P041", "P042"}),
        ("P069", {"P070"}),
        ("P092", {"P093", "P094"}),
        ("P101", {"P102", "P103", "P104"}),
    ],
)
def test_what_the_pages_call_part_of_a_programme_or_project_stands_below_it(
    loaded: str, parent: str, parts: set[str]
) -> None:
    assert codes(Project.objects.filter(parent__code=parent)) == parts


def test_nothing_else_has_a_parent_and_a_follow_on_is_no_part(loaded: str) -> None:
    assert Project.objects.exclude(parent=None).count() == 20
    assert Project.objects.get(code="P010").parent is None
    kinds = Counter(Project.objects.values_list("kind", flat=True))
    assert kinds == {ProjectKind.PROGRAMME: 24, ProjectKind.PROJECT: 52, ProjectKind.ACTIVITY: 29}


def test_a_region_is_one_of_m49_where_there_is_one_else_words(loaded: str) -> None:
    early_warning, border = Project.objects.get(code="P047"), Project.objects.get(code="P016")
    assert (codes(early_warning.regions), early_warning.place_note) == ({"143"}, "")
    assert (codes(border.regions), border.place_note) == (set(), "Horn of Africa; Sahel")
    wide = Project.objects.get(code="P062")
    assert (codes(wide.regions), codes(wide.countries)) == ({"015", "145"}, {"EGY"})
    assert wide.place_note == "Middle East and North Africa"


def test_worldwide_projects_are_those_that_the_file_calls_global(loaded: str) -> None:
    worldwide = Project.objects.filter(is_global=True)
    assert worldwide.count() == 41
    assert worldwide.exclude(place_note="").get().place_note == "Global (35 partner States)"
    nowhere = Project.objects.filter(is_global=False, countries=None, regions=None)
    assert codes(nowhere) == {"P016", "P104"}
    assert not nowhere.filter(place_note="").exists()


def test_only_three_budgets_are_known_and_one_of_them_was_only_asked_for(loaded: str) -> None:
    known = {each.code: (each.budget_money, each.budget_basis) for each in Project.objects.exclude(budget=None)}
    assert known == {
        "P022": (Money(Decimal(5_000_000), "USD"), BudgetBasis.BUDGET),
        "P023": (Money(Decimal(9_000_000), "USD"), BudgetBasis.BUDGET),
        "P076": (Money(Decimal(194_000_000), "USD"), BudgetBasis.REQUESTED),
    }
    assert Project.objects.get(code="P032").budget_note.startswith("EUR 3,496,978.84 (UNODC)")


def test_only_what_its_source_calls_joint_is_declared_joint(loaded: str) -> None:
    assert codes(Project.objects.filter(declared_joint=True)) == {"P020", "P060"}


def test_instruments_are_those_that_the_row_names(loaded: str) -> None:
    assert codes(Project.objects.get(code="P032").instruments) == {"ICSANT-2005"}
    named = Project.objects.filter(instruments__code="S/RES/2370 (2017)")
    assert codes(named) == {"P060", "P069", "P070"}


def test_a_note_says_what_is_our_own_reading_and_whose_the_french_title_is(loaded: str) -> None:
    reading = "Group, pillars, kind, place in the tree, themes and regions are our own reading."
    assert Project.objects.get(code="P001").note == f"{reading} The French title is our own translation."
    assert Project.objects.get(code="P025").note == reading
    assert Project.objects.get(code="P010").note == f"Follows CT TECH (P009). {reading}"


@pytest.mark.parametrize(
    ("theme", "expected"),
    [
        ("small-arms", {"KAZ": 3, "KGZ": 4, "TJK": 3, "TKM": 3, "UZB": 3}),
        ("strategies-plans", {"KAZ": 4, "KGZ": 4, "TJK": 4, "TKM": 4, "UZB": 4}),
        ("new-technologies", {"KAZ": 2, "KGZ": 2, "TJK": 3, "TKM": 2, "UZB": 4}),
        ("pcve", {"KAZ": 5, "KGZ": 3, "TJK": 3, "TKM": 3, "UZB": 4}),
        ("fusion-cells", {"KAZ": 1, "KGZ": 1, "TJK": 1, "TKM": 1, "UZB": 1}),
    ],
)
def test_central_asia_is_crowded_where_a_reader_of_the_file_would_say_so(
    loaded: str, theme: str, expected: dict[str, int]
) -> None:
    assert {country: len(of(theme, country)) for country in sorted(CENTRAL_ASIA)} == expected


def test_three_pieces_of_work_on_small_arms_met_in_each_central_asian_state_in_2021(loaded: str) -> None:
    assert of("small-arms", "KGZ") == {"P026", "P027", "P028", "P063"}
    assert {latest(each.end).year for each in Project.objects.filter(code__in=["P026", "P027"])} == {2023}


def test_coverage_names_the_crowded_cells_of_central_asia(loaded: str) -> None:
    client = APIClient()
    user = User.objects.create_user("reader@example.org", "a long enough password", full_name="Reader")
    client.force_login(user, backend=BACKEND)
    answer = client.get("/api/v1/reports/coverage/", {"region": "143", "state": "crowded", "as_of": "2026-11-22"})
    crowded = {(row["theme_code"], row["country_code"], row["period"]) for row in answer.json()["rows"]}
    everywhere = {(theme, year) for theme, country, year in crowded if country == "TKM"}
    assert {("small-arms", "2021"), ("strategies-plans", "2019"), ("pcve", "2024")} <= everywhere
    assert ("new-technologies", "UZB", "2025") in crowded
    assert ("small-arms", "TKM", "2022") not in crowded, "a project and its own trainings are one piece of work"
