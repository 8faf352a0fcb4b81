"""Loading projects and money again: nothing twice, nothing over what staff did, nothing that they took out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from compact.entities.models import Entity
from compact.kernel.operations import Operation
from compact.kernel.places import Place
from funding.funds.models import Allocation, Contribution, Fund, FundingPartner, Pledge
from funding.funds.services.entries import contribution_create
from funding.funds.services.funds import fund_create
from funding.funds.services.funds import partner_create as funding_partner_create
from funding.funds.services.reversing import entry_reverse
from tests.cast import SYSTEM, entity_make
from workinggroups.needs.models import Theme
from workinggroups.needs.services import theme_update
from workinggroups.projects.models import Project, ProjectPartner
from workinggroups.projects.services.partners import partner_archive, partner_update
from workinggroups.projects.services.projects import project_archive, project_create, project_update

pytestmark = pytest.mark.django_db

MODELS: tuple[Any, ...] = (
    Theme,
    Project,
    ProjectPartner,
    Fund,
    FundingPartner,
    Pledge,
    Contribution,
    Allocation,
)


@pytest.fixture
def load(folder: Path) -> Callable[[], str]:
    def run() -> str:
        out = StringIO()
        call_command("load_compact", path=folder, stdout=out)
        return out.getvalue()

    return run


def counts() -> list[int]:
    return [model.objects.count() for model in MODELS]


def project(code: str = "P001") -> Project:
    found: Project = Project.objects.get(code=code)
    return found


def test_a_folder_gives_what_its_files_say(load: Callable[[], str]) -> None:
    load()
    assert counts() == [1, 2, 1, 1, 3, 3, 3, 2]
    programme, workshop = project(), project("P002")
    assert workshop.parent == programme
    assert (programme.budget, programme.budget_currency) == (900_000_050, "USD")
    assert (workshop.place_note, workshop.declared_joint) == ("Horn of Africa", True)
    assert {place.pk for place in workshop.countries.all()} == {"KEN", "KAZ"}
    assert FundingPartner.objects.get(code="WCO").entity == Entity.objects.get(code="WCO")


def test_the_second_load_changes_nothing(load: Callable[[], str]) -> None:
    load()
    before, operations = counts(), Operation.objects.count()
    answer = load()
    assert "projects.csv: 0 records created, 3 unchanged, 0 kept" in answer
    assert "funding.csv: 0 records created, 10 unchanged, 0 kept" in answer
    assert (counts(), Operation.objects.count()) == (before, operations)


def test_what_staff_corrected_of_a_project_is_kept_and_named(load: Callable[[], str]) -> None:
    load()
    kenya = Place.objects.filter(pk="KEN")
    values = {"budget": Decimal(8_000_000), "title_en": "Programme on arms", "countries": kenya}
    project_update(actor=SYSTEM, record=project(), version=1, values=values)
    before = counts()
    assert "(title_en, countries, budget)" in load()
    assert counts() == before
    assert project().budget == 800_000_000


def test_the_role_of_a_partner_that_staff_found_out_is_kept(load: Callable[[], str]) -> None:
    load()
    partner = ProjectPartner.objects.get()
    partner_update(actor=SYSTEM, record=partner, version=1, values={"role": "joint", "contribution": "Two trainers"})
    assert "(role)" in load()
    partner.refresh_from_db()
    assert partner.role == "joint"


def test_a_partner_that_staff_took_out_does_not_come_back(load: Callable[[], str]) -> None:
    load()
    partner_archive(actor=SYSTEM, record=ProjectPartner.objects.get(), version=1, reason="Was never one")
    load()
    assert not ProjectPartner.objects.live().exists()


def test_a_project_that_staff_archived_comes_back_neither_itself_nor_its_money_without_it(
    load: Callable[[], str],
) -> None:
    load()
    for code in ("P002", "P001"):
        project_archive(actor=SYSTEM, record=project(code), version=1, reason="Entered in error")
    before = counts()
    assert "Arms programme (archived)" in load()
    assert counts() == before


def test_a_project_that_staff_entered_before_under_the_same_title_is_not_entered_twice(load: Callable[[], str]) -> None:
    project_create(actor=SYSTEM, values={"title_en": "Arms workshop", "lead": entity_make("WCO", name_en="WCO")})
    load()
    assert Project.objects.filter(title_en="Arms workshop").count() == 1


def test_a_theme_with_another_code_is_still_the_theme_of_its_projects(load: Callable[[], str]) -> None:
    load()
    theme_update(actor=SYSTEM, record=Theme.objects.get(), version=1, values={"code": "salw"})
    before = counts()
    load()
    assert counts() == before


def test_a_state_that_staff_entered_under_another_code_is_the_same_partner(load: Callable[[], str]) -> None:
    saudi_arabia = {"code": "KSA", "kind": "state", "country": "SAU"}
    partner = funding_partner_create(actor=SYSTEM, values=saudi_arabia)
    assert "(code, source, evidence)" in load()
    assert Pledge.objects.get(partner=partner).money is not None
    assert FundingPartner.objects.filter(country="SAU").count() == 1


def test_money_that_staff_posted_before_with_its_day_is_not_posted_twice(load: Callable[[], str]) -> None:
    partner = funding_partner_create(actor=SYSTEM, values={"code": "SAU", "kind": "state", "country": "SAU"})
    values = {
        "partner": partner,
        "fund": fund_create(actor=SYSTEM, values={"code": "ct-fund", "name_en": "Trust Fund"}),
        "recipient": entity_make("UNOCT", name_en="Office of Counter-Terrorism"),
        "amount": Decimal(10_000_000),
        "currency": "USD",
        "value_date": "2011-09-19",
    }
    contribution_create(actor=SYSTEM, values=values)
    load()
    assert Contribution.objects.get(partner=partner).value_date == "2011-09-19"


def test_an_entry_that_staff_reversed_is_not_posted_again(load: Callable[[], str]) -> None:
    load()
    entry_reverse(actor=SYSTEM, entry=Pledge.objects.get(nature="pledge"), version=1, reason="Withdrawn")
    before = counts()
    load()
    assert counts() == before


def test_several_partners_of_one_project_in_one_year_stay_apart(load: Callable[[], str], folder: Path) -> None:
    with (folder / "funding.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"contribution,{code},,UNOCT,Arms programme,,,2024,,,page\n" for code in ("DEU", "JPN"))
    load()
    load()
    assert Contribution.objects.filter(project=project(), amount=None).count() == 3
