"""``manage.py screen``: rows of a file beside each other and beside the database; nothing is written there."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import work_archive
from tests.overlaps.screen_ground import KENYA, OTHER, SAME, flat, jsonl, same_work, screened, sheet, workbook
from tests.projects.ground import places
from workinggroups.overlaps.screening import known, run
from workinggroups.overlaps.screening.rows import table_read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cast import Cast

ROWS = [KENYA, OTHER, SAME]


@pytest.mark.django_db
def test_an_empty_database_screens_the_file_against_itself(tmp_path: Path) -> None:
    pairs, said = screened(jsonl(tmp_path / "rows.jsonl", ROWS))
    assert same_work(pairs) == {("k1", "k2")}
    assert "3 rows of the file compared with each other; the database is empty." in said


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        lambda path: jsonl(path / "rows.jsonl", ROWS),
        lambda path: sheet(path / "rows.csv", ROWS),
        lambda path: sheet(path / "rows.CSV", ROWS, mark="utf-8-sig"),
        lambda path: workbook(path / "rows.xlsx", ROWS),
    ],
)
def test_every_form_of_file_gives_the_same_pairs(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    pairs, _said = screened(make(tmp_path))
    reference, _said = screened(jsonl(tmp_path / "reference.jsonl", ROWS))
    assert pairs == reference


@pytest.mark.django_db
def test_columns_may_be_parted_by_tabs(tmp_path: Path) -> None:
    pairs, _said = screened(sheet(tmp_path / "rows.csv", ROWS, delimiter="\t"))
    assert same_work(pairs) == {("k1", "k2")}


@pytest.mark.django_db
def test_the_output_has_exactly_its_five_columns_the_likeliest_first(tmp_path: Path) -> None:
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", [*ROWS, {**SAME, "id": "k3", "start": "2020"}]))
    first = (tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()[0]
    assert first == "id_a,id_b,verdict,probability,evidence"
    assert {pair["verdict"] for pair in pairs} <= {"same_work", "overlap", "related"}
    probabilities = [float(pair["probability"]) for pair in pairs]
    assert probabilities == sorted(probabilities, reverse=True)
    assert probabilities[0] <= 1
    assert all(pair["evidence"] for pair in pairs)


@pytest.mark.django_db
def test_numbers_are_identifiers_too(tmp_path: Path) -> None:
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", [{**KENYA, "id": 0}, {**SAME, "id": 7, "kind": "base"}]))
    assert same_work(pairs) == {("0", "7")}


@pytest.mark.django_db
def test_evidence_speaks_french_when_asked_to(tmp_path: Path) -> None:
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", ROWS), language="fr")
    english, _said = screened(jsonl(tmp_path / "rows.jsonl", ROWS))
    assert pairs[0]["id_a"] == english[0]["id_a"]
    assert pairs[0]["probability"] == english[0]["probability"]


def test_rows_are_found_in_the_database_by_its_identifiers(cast: Cast, tmp_path: Path) -> None:
    stored = work_make(cast, KENYA["title"], "UNODC", countries=places("KEN"), start="2026-01", end="2026-12")
    pairs, said = screened(jsonl(tmp_path / "rows.jsonl", [OTHER, SAME]))
    assert same_work(pairs) == {("k2", str(stored.uid))}
    assert "2 rows of the file compared with each other and with 1 record in the database." in said


def test_pairs_within_the_database_are_not_told(cast: Cast, tmp_path: Path) -> None:
    for _number in range(2):
        work_make(cast, KENYA["title"], "UNODC")
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", [OTHER]))
    assert same_work(pairs) == set()


def test_a_row_that_is_a_record_of_the_database_is_not_paired_with_itself(cast: Cast, tmp_path: Path) -> None:
    stored = work_make(cast, KENYA["title"], "UNODC")
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", [{**KENYA, "id": str(stored.uid)}, OTHER]))
    assert same_work(pairs) == set()


def test_archived_records_are_not_compared(cast: Cast, tmp_path: Path) -> None:
    work_archive(work_make(cast, KENYA["title"], "UNODC"))
    pairs, said = screened(jsonl(tmp_path / "rows.jsonl", [KENYA]))
    assert pairs == []
    assert "the database is empty" in said


def test_a_small_file_is_looked_up_in_a_large_database(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "FEW", 0)
    stored = work_make(cast, KENYA["title"], "UNODC", countries=places("KEN"), start="2026-01", end="2026-12")
    pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", [KENYA, SAME]))
    told = {(pair["id_a"], pair["id_b"]) for pair in pairs}
    assert told == {("k1", "k2"), ("k1", str(stored.uid)), ("k2", str(stored.uid))}
    assert len(pairs) == len(told)


def test_entities_and_states_count_by_whatever_name_they_have(cast: Cast) -> None:
    names = known.Known()
    assert names.entity("office unodc") == "UNODC"
    assert names.entity("Nobody’s Office") == "Nobody’s Office"
    assert {names.country(text) for text in ("KE", "KEN", "404", "Kenya", "kenya")} == {"KEN"}
    assert names.country("Côte d’Ivoire") == "CIV"
    assert names.country("Utopia") == "Utopia"


def test_a_name_that_two_entities_share_stands_for_neither(cast: Cast) -> None:
    from compact.entities import services
    from tests.cast import SYSTEM

    for code in ("UNODC", "WCO"):
        services.alias_create(actor=SYSTEM, values={"entity": cast.entities[code], "text": "Vienna office"})
    assert known.Known().entity("Vienna office") == "Vienna office"


def test_nothing_is_written_to_the_database(cast: Cast, tmp_path: Path) -> None:
    work_make(cast, KENYA["title"], "UNODC")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        screened(jsonl(tmp_path / "rows.jsonl", ROWS))
    written = [query["sql"] for query in queries if not query["sql"].lstrip().startswith("SELECT")]
    assert written == []


@pytest.mark.django_db
def test_a_database_that_was_never_prepared_is_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection.introspection, "table_names", list)
    with CaptureQueriesContext(connection) as queries:
        pairs, _said = screened(jsonl(tmp_path / "rows.jsonl", ROWS))
    assert same_work(pairs) == {("k1", "k2")}
    assert len(queries) == 0


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_row_needs_an_id_and_a_title_alone(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"Title,ID\n{KENYA['title']},1\n{KENYA['title']},2\n,\n", encoding="utf-8")
    assert [(pair["id_a"], pair["id_b"]) for pair in screened(path)[0]] == [("1", "2")]


@pytest.mark.django_db
def test_a_summary_stands_in_for_a_missing_title(tmp_path: Path) -> None:
    untitled = {**KENYA, "title": None}
    assert same_work(screened(jsonl(tmp_path / "rows.jsonl", [untitled, {**untitled, "id": "k9"}]))[0]) == {
        ("k1", "k9")
    }


@pytest.mark.django_db
def test_dates_and_amounts_may_be_those_of_a_workbook(tmp_path: Path) -> None:
    first = {
        **KENYA,
        "id": 1,
        "start": datetime.date(2026, 1, 15),
        "end": datetime.datetime(2026, 12, 31),  # noqa: DTZ001  # as a workbook has it
        "budget": 4e5,
    }
    second = {**KENYA, "id": 2, "budget": "400 000.00"}
    table = table_read(workbook(tmp_path / "rows.xlsx", [first, second]), known.Known())
    assert list(table.names.values()) == ["1", "2"]
    for record in table.records:
        assert (record.start, record.end) == (datetime.date(2026, 1, 15), datetime.date(2026, 12, 31))
        assert record.amount == 400000.0


@pytest.mark.django_db
def test_budgets_of_nothing_are_left_out_and_said_to_be(tmp_path: Path) -> None:
    _pairs, said = screened(jsonl(tmp_path / "rows.jsonl", [{**KENYA, "budget": 0}, {**SAME, "budget": -5}]))
    assert "2 budgets of zero or less are not compared." in said


@pytest.mark.django_db
def test_all_that_is_wrong_is_told_at_once_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows: list[dict[str, Any]] = [
        {**KENYA, "start": "15/01/2026", "budget": "a lot"},
        {**SAME, "id": ""},
        OTHER,
        {**OTHER, "title": "", "summary": ""},
    ]
    said = _refusal(sheet(tmp_path / "rows.csv", rows), capsys)
    assert said.splitlines() == [
        "Row 2: start: “15/01/2026” is not a date. Write 2019-05-08, 2019-05 or 2019.",
        "Row 2: budget: “a lot” is not a number. Write 1250000 or 1250000.50.",
        "Row 3: there is no id.",
        "Row 5: the id “p1” is that of row 4 already.",
        "Row 5: there is neither a title nor a summary.",
        "5 problems in rows.csv. Nothing was compared. Correct them and run the command again.",
    ]


@pytest.mark.django_db
def test_lines_that_are_no_objects_are_told_with_the_other_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = jsonl(tmp_path / "rows.jsonl", [{**KENYA, "start": "soon"}])
    path.write_text(path.read_text(encoding="utf-8") + '["a list"]\n{broken\n', encoding="utf-8")
    said = _refusal(path, capsys)
    assert [line.partition(":")[0] for line in said.splitlines()[:3]] == ["Row 1", "Row 2", "Row 3"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("rows.csv", b"id,name\n1,x\n", "there is none called: title"),
        ("rows.csv", b"", "there is none called: id, title"),
        ("rows.csv", b"id,title\n", "There is no row in the file."),
        ("rows.csv", b"id,title,id\n1,x,2\n", "Columns named twice: id."),
        ("rows.csv", "id,title\n1,été\n".encode("latin-1"), "The file is not in UTF-8."),
        ("rows.jsonl", '{"id": "1", "title": "été"}'.encode("latin-1"), "The file is not in UTF-8. Save it in UTF-8"),
        ("rows.xlsx", b"no workbook", "The file is not an XLSX workbook."),
        ("rows.pdf", b"", "The name of the file has to end in one of: .csv, .jsonl, .ndjson, .xlsx."),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert words in _refusal(tmp_path / name, capsys)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "The file cannot be read" in _refusal(tmp_path / "none.csv", capsys)


def _refusal(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says of a file that it does not take; it leaves no output behind."""
    from django.core.management import CommandError

    output = path.with_name("pairs.csv")
    with pytest.raises(CommandError) as refused:
        call_command("screen", str(path), output=output)
    assert not output.exists()
    return capsys.readouterr().err + str(refused.value).replace(f"{path.parent}/", "")


# --- Writing ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_an_output_without_a_folder_is_refused_before_the_work(tmp_path: Path) -> None:
    from django.core.management import CommandError

    path = jsonl(tmp_path / "rows.jsonl", ROWS)
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("screen", str(path), output=tmp_path / "nowhere" / "pairs.csv")


@pytest.mark.django_db
def test_an_earlier_output_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("old")
    assert same_work(screened(jsonl(tmp_path / "rows.jsonl", ROWS))[0]) == {("k1", "k2")}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pairs.csv", "rows.jsonl"]


@pytest.mark.django_db
def test_identifiers_run_as_no_formula(tmp_path: Path) -> None:
    rows = [{**KENYA, "id": "=cmd()"}, {**SAME, "id": "k2"}]
    assert same_work(screened(sheet(tmp_path / "rows.csv", [flat(row) for row in rows]))[0]) == {("'=cmd()", "k2")}


@pytest.mark.django_db
def test_without_an_output_the_likeliest_are_shown_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("screen", str(jsonl(tmp_path / "rows.jsonl", ROWS)), no_encoder=True)
    said = capsys.readouterr().out
    assert "The same work twice: 1 pair" in said
    assert f"k1: {KENYA['title']}" in said
    assert "For: " in said
