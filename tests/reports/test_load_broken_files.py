"""A broken file is told, and neither it nor what rests on it is loaded."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compact.entities.models import Entity, Participation
from compact.kernel.operations import Operation
from tests.reports.breaking import change, problems
from tests.reports.files import FILES
from workinggroups.groups.models import Group, Term

pytestmark = pytest.mark.django_db


def test_nothing_of_a_broken_file_is_loaded_and_the_sound_ones_are(folder: Path) -> None:
    change(folder, "leadership.csv", "2020", "2020-13")
    problems(folder)
    assert Entity.objects.count() == 2
    assert set(Term.objects.values_list("role", flat=True)) == {"member", "secretariat"}


def test_what_refers_to_a_broken_file_is_not_loaded_either_but_checked(folder: Path) -> None:
    change(folder, "entities.csv", "non_un", "bank")
    change(folder, "leadership.csv", "2020", "soon")
    change(folder, "group_membership.csv", "UNOCT", "NOBODY")
    found = problems(folder)
    assert [line.split(":")[0] for line in found] == [
        "entities.csv, line 3, column kind",
        "leadership.csv, line 2, column from",
        "group_membership.csv, line 2, column entity_acronym",
    ]
    assert not Entity.objects.exists()
    assert not Term.objects.exists()
    assert Group.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "column", "faulty"),
    [("entities.csv", "acronym_en", "entity_acronym"), ("working_groups.csv", "code,", "group_code")],
)
def test_what_refers_to_an_unreadable_file_is_not_blamed_for_it(
    folder: Path, name: str, column: str, faulty: str
) -> None:
    change(folder, name, column, f"x_{column}")
    change(folder, "leadership.csv", "2020", "soon")
    found = problems(folder)
    assert [line.split(":")[0] for line in found] == [
        f"{name}, line 1, column {column.removesuffix(',')}",
        "leadership.csv, line 2, column from",
    ]
    assert faulty not in "".join(found)


def test_a_file_that_is_not_utf_8_is_told_with_the_line(folder: Path) -> None:
    (folder / "entities.csv").write_bytes(FILES["entities.csv"].replace("Bureau", "Secrétariat").encode("latin-1"))
    (told,) = problems(folder)
    assert told.startswith("entities.csv, line 2, column acronym_en: The file is not UTF-8")


def test_a_file_that_is_not_there_is_told(folder: Path) -> None:
    (folder / "leadership.csv").unlink()
    assert problems(folder) == [
        "leadership.csv, line 1, column group_code: The file cannot be read: No such file or directory."
    ]


def test_the_number_of_a_line_counts_line_breaks_inside_cells(folder: Path) -> None:
    change(folder, "entities.csv", "Office of Counter-Terrorism", '"Office of\nCounter-Terrorism"')
    change(folder, "entities.csv", "non_un", "bank")
    assert problems(folder)[0].startswith("entities.csv, line 4, column kind")


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("load_compact", path=tmp_path / "nowhere")


def test_a_failed_load_leaves_no_trace_of_its_trial(folder: Path) -> None:
    names = ("entities.csv", "other_groups.csv", "working_groups.csv", "instruments.csv", "other_funding_partners.csv")
    for name in names:
        change(folder, name, ",page", ",hearsay")
    change(folder, "themes.csv", ",general_knowledge", ",hearsay")
    problems(folder)
    assert not Participation.objects.exists()
    assert not Operation.objects.exists()


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    (folder / "entities.csv").write_text("\ufeff" + FILES["entities.csv"], encoding="utf-8")
    call_command("load_compact", path=folder, stdout=StringIO())
    assert Entity.objects.count() == 2
