"""Loading again: nothing twice, and nothing over what staff did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from compact.entities.models import Entity, Participation
from compact.entities.services import entity_archive, entity_update, participation_update
from compact.kernel.operations import Operation
from tests.cast import SYSTEM, entity_make, group_make, term_make
from tests.reports.files import FILES
from workinggroups.groups.models import Group, GroupEvent, Role, Term
from workinggroups.groups.services import group_update, term_archive, term_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(folder: Path) -> Callable[[], str]:
    def run() -> str:
        out = StringIO()
        call_command("load_compact", path=folder, stdout=out)
        return out.getvalue()

    return run


def counts() -> list[int]:
    models: tuple[Any, ...] = (Entity, Participation, Group, GroupEvent, Term)
    return [model.objects.count() for model in models]


def test_the_second_load_changes_nothing_and_leaves_no_operation(load: Callable[[], str]) -> None:
    load()
    before, operations = counts(), Operation.objects.count()
    assert "entities.csv: 0 records created, 4 unchanged, 0 kept because edited here" in load()
    assert counts() == before
    assert Operation.objects.count() == operations


def test_what_staff_corrected_is_kept_and_named(load: Callable[[], str]) -> None:
    load()
    entity = Entity.objects.get(code="WCO")
    entity_update(actor=SYSTEM, record=entity, version=1, values={"name_fr": "Organisation mondiale des douanes"})
    answer = load()
    assert "3 unchanged, 1 kept because edited here" in answer
    assert "line 3, WCO (name_fr)" in answer
    entity.refresh_from_db()
    assert entity.name_fr == "Organisation mondiale des douanes"  # type: ignore[attr-defined]  # a translated column


def test_a_corrected_date_does_not_make_a_second_term(load: Callable[[], str]) -> None:
    load()
    term = Term.objects.get(role=Role.CO_CHAIR)
    term_update(actor=SYSTEM, record=term, version=1, values={"start": "2019-11-04", "end": "2021-06"})
    assert "leadership.csv: 0 records created, 0 unchanged, 1 kept" in load()
    assert dates_of(Role.CO_CHAIR) == [("2019-11-04", "2021-06")]


def test_a_corrected_participation_does_not_come_twice(load: Callable[[], str]) -> None:
    load()
    participation = Participation.objects.get(entity__code="WCO")
    participation_update(actor=SYSTEM, record=participation, version=1, values={"start": "2018-02-23"})
    load()
    assert Participation.objects.get(entity__code="WCO").start == "2018-02-23"


def test_a_changed_code_is_still_the_same_entity_and_the_same_group(load: Callable[[], str]) -> None:
    load()
    entity_update(actor=SYSTEM, record=Entity.objects.get(code="WCO"), version=1, values={"code": "OMD"})
    group = Group.objects.get(code="border")
    group_update(actor=SYSTEM, record=group, version=group.version, values={"code": "borders"})
    before = counts()
    load()
    assert counts() == before
    assert dates_of(Role.CO_CHAIR) == [("2020", "")]


def test_what_staff_archived_does_not_come_back(load: Callable[[], str]) -> None:
    load()
    term = Term.objects.get(role=Role.CO_CHAIR)
    term_archive(actor=SYSTEM, record=term, version=1, reason="Entered in error")
    entity_archive(actor=SYSTEM, record=Entity.objects.get(code="WCO"), version=1, reason="Left")
    before = counts()
    assert "line 3, WCO (archived)" in load()
    assert counts() == before


def test_what_staff_entered_before_the_first_load_is_not_entered_twice(load: Callable[[], str]) -> None:
    entity_make("WCO", name_en="World Customs Organization")
    assert "entities.csv: 3 records created, 0 unchanged, 1 kept" in load()
    assert Entity.objects.filter(code="WCO").count() == 1


def test_a_term_that_staff_entered_with_other_dates_is_kept(load: Callable[[], str]) -> None:
    term_make(group_make("border"), entity_make("WCO"), Role.CO_CHAIR, start="2019-04-16")
    assert "leadership.csv: 0 records created, 0 unchanged, 1 kept" in load()
    assert dates_of(Role.CO_CHAIR) == [("2019-04-16", "")]


def test_a_new_row_in_a_file_is_added(load: Callable[[], str], folder: Path) -> None:
    load()
    with (folder / "leadership.csv").open("a", encoding="utf-8") as file:
        file.write("border,vice_chair,UNOCT,2021-03,,compact,https://un.example/6,,page\n")
    assert "leadership.csv: 1 records created, 1 unchanged" in load()
    assert dates_of(Role.VICE_CHAIR) == [("2021-03", "")]


def test_who_served_left_and_returned_has_a_term_each_time(load: Callable[[], str], folder: Path) -> None:
    with (folder / "leadership.csv").open("a", encoding="utf-8") as file:
        file.write("border,vice_chair,WCO,2015,2016,compact,,,page\nborder,vice_chair,WCO,2018,2019,compact,,,page\n")
    load()
    load()
    assert dates_of(Role.VICE_CHAIR) == [("2015", "2016"), ("2018", "2019")]


def test_a_folder_without_our_own_files_takes_those_of_the_project(load: Callable[[], str], folder: Path) -> None:
    (folder / "other_groups.csv").unlink()
    (folder / "other_terms.csv").write_text(FILES["other_terms.csv"], encoding="utf-8")
    load()
    assert set(Group.objects.values_list("code", flat=True)) == {"committee", "border", "ctitf-border", "ctitf-pcve"}


def dates_of(role: str) -> list[tuple[str, str]]:
    return list(Term.objects.filter(role=role).order_by("start").values_list("start", "end"))
