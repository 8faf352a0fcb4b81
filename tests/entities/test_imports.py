"""Import of entities: every mistake with its row, all rows or none, one operation, by key."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from compact.entities.models import Entity
from compact.kernel.admin.changes import entries_of
from compact.kernel.operations import Operation
from compact.kernel.viewers import Door
from tests.cast import Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

URL = "/admin/compact/entity/import/"
GOOD = "code,name_en,kind,website\nICAO,Civil Aviation,specialised_agency,\nCTED,Office CTED,,https://www.un.org/\n"


@pytest.fixture
def staff(signed_in: Callable[[str], Client], cast: Cast) -> Client:
    return signed_in("secretariat")


def check(client: Client, content: str | bytes, name: str = "entities.csv") -> Any:
    """The answer to the upload of a file."""
    data = content.encode() if isinstance(content, str) else content
    return client.post(URL, {"file": SimpleUploadedFile(name, data), "reason": "List of May 2026"})


def confirm(client: Client, answer: Any) -> Any:
    return client.post(URL, {"confirmed": "yes", "plan": answer.context["plan"]})


def problems(answer: Any) -> list[tuple[int, str]]:
    return [(each.row, each.text) for each in answer.context["report"].problems]


def test_the_check_stores_nothing_and_says_what_would_happen(staff: Client) -> None:
    before = Operation.objects.count()
    answer = check(staff, GOOD)
    assert [(each.row, each.outcome, each.label) for each in answer.context["report"].done] == [
        (2, "new", "Civil Aviation"),
        (3, "changed", "CTED"),
    ]
    assert (Operation.objects.count(), Entity.objects.filter(code="ICAO").exists()) == (before, False)


def test_all_rows_are_stored_as_one_operation_through_the_import_door(staff: Client, cast: Cast) -> None:
    confirm(staff, check(staff, GOOD))
    made, changed = Entity.objects.get(code="ICAO"), Entity.objects.get(code="CTED")
    assert changed.website == "https://www.un.org/"
    operations = {entries_of(row)[0].operation for row in (made, changed)}
    assert [(each.door, each.reason) for each in operations] == [(Door.IMPORT, "List of May 2026")]


def test_columns_that_the_file_lacks_stay_as_they_are(staff: Client, cast: Cast) -> None:
    confirm(staff, check(staff, "code,note\nCTED,Seen\n"))
    changed = Entity.objects.get(code="CTED")
    assert (changed.note, changed.name_en) == ("Seen", "Office CTED")


def test_every_mistake_is_named_with_its_row(staff: Client) -> None:
    table = (
        "code,name_en,kind,originator_code\nsmall,Name,un_secretariat,\nICAO,Name,nothing,\nIMO,Name,non_un,NOWHERE\n"
    )
    found = problems(check(staff, table))
    assert [row for row, _text in found] == [2, 3, 4]
    assert "Capital letters" in found[0][1]
    assert "There is no entity with the code “NOWHERE”." in found[2][1]


def test_one_bad_row_stops_all(staff: Client) -> None:
    answer = check(staff, "code,name_en,kind\nICAO,Civil Aviation,specialised_agency\nsmall,Name,non_un\n")
    assert answer.context["plan"] == ""
    assert not Entity.objects.filter(code="ICAO").exists()


def test_clashes_inside_the_file_are_reported(staff: Client) -> None:
    answer = check(staff, "code,name_en,kind\nICAO,One,non_un\nICAO,Two,non_un\n")
    assert problems(answer) == [(3, "Row 2 has the same key “ICAO”.")]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("code,nmae_en\nICAO,One\n", "Unknown columns: nmae_en."),
        ("name_en,kind\nOne,non_un\n", "The key columns are missing: code."),
    ],
)
def test_a_table_with_wrong_columns_is_refused_as_a_whole(staff: Client, table: str, text: str) -> None:
    assert problems(check(staff, table)) == [(0, text)]


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"code\n\xff\n", "a.csv", "not in UTF-8"),
        (b"nonsense", "a.xlsx", "cannot be read as a table"),
        (b"code,name_en\n", "a.csv", "holds no rows"),
        (b"code", "a.pdf", "Choose a CSV or XLSX file."),
    ],
)
def test_a_file_that_is_no_table_is_refused(staff: Client, content: bytes, name: str, text: str) -> None:
    assert text in check(staff, content, name).context["form"].errors["file"][0]


def test_a_row_that_changed_since_its_export_is_refused(staff: Client, cast: Cast) -> None:
    found = problems(check(staff, "code,version,note\nCTED,9,Seen\n"))
    assert "Somebody else changed this record" in found[0][1]


def test_what_was_neutralised_in_an_export_is_read_back(staff: Client, cast: Cast) -> None:
    confirm(staff, check(staff, "code,note\nCTED,'=not a formula\n"))
    assert Entity.objects.get(code="CTED").note == "=not a formula"


def test_our_own_export_changes_nothing(staff: Client, cast: Cast) -> None:
    exported = b"".join(staff.get("/api/v1/entities/?format=csv").streaming_content)
    outcomes = {each.outcome for each in check(staff, exported).context["report"].done}
    assert outcomes == {"same"}


def test_a_workbook_is_read_too(staff: Client, cast: Cast) -> None:
    book = openpyxl.Workbook()
    for row in (("code", "note"), ("CTED", 2019)):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    confirm(staff, check(staff, stream.getvalue(), "entities.xlsx"))
    assert Entity.objects.get(code="CTED").note == "2019"


def test_a_forged_confirmation_is_refused(staff: Client) -> None:
    answer = staff.post(URL, {"confirmed": "yes", "plan": "forged"}, follow=True)
    assert "The confirmation is no longer valid" in answer.content.decode()


def test_a_file_that_changes_nothing_leaves_no_operation(staff: Client, cast: Cast) -> None:
    before = Operation.objects.count()
    confirm(staff, check(staff, "code,name_en\nCTED,Office CTED\n"))
    assert Operation.objects.count() == before
