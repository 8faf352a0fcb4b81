"""Columns of sets and of lists of texts: ordered, masked, in one query, the same in JSON and in files."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.db import connection
from django.db.models import Value

from compact.accounts.models import User
from compact.kernel.api.reading import representations
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.exports import csv_pieces, xlsx_file
from compact.kernel.objects import objects
from compact.kernel.standard_columns import many, plain
from tests.cast import SYSTEM, group_make
from tests.kernel.sets import meeting_make
from workinggroups.groups import services as group_services
from workinggroups.groups.models import Group
from workinggroups.meetings.models import AgendaItem, Meeting, SilenceProcedure
from workinggroups.workplans.models import CallForInputs

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

GROUPS = many("groups", "groups")
QUESTIONS = plain(CallForInputs, "questions")


def _groups(viewer: Any = SYSTEM, order: tuple[str, ...] = ()) -> list[tuple[Any, ...]]:
    return list(rows(Meeting.objects.all(), GROUPS, viewer=viewer, order=order))


def _ids(*groups: Group) -> str:
    return ";".join(str(group.uid) for group in groups)


def test_a_set_is_two_columns_of_ids_and_codes_in_the_order_of_the_codes() -> None:
    c, a, b = (group_make(code) for code in ("c", "a", "b"))
    meeting_make(c, a, b)
    assert [column.name for column in GROUPS] == ["groups", "groups_codes"]
    assert _groups() == [(_ids(a, b, c), "a;b;c")]


def test_rows_without_members_have_an_empty_list() -> None:
    Meeting(kind="working_group_meeting").save_base(raw=True)
    assert _groups() == [("", "")]
    assert representations(Meeting.objects.all(), GROUPS, SYSTEM, "") == [{"groups": [], "groups_codes": []}]


def test_a_list_is_a_list_in_json() -> None:
    a, b = group_make("a"), group_make("b")
    meeting_make(b, a)
    read = {"groups": [str(a.uid), str(b.uid)], "groups_codes": ["a", "b"]}
    assert representations(Meeting.objects.all(), GROUPS, SYSTEM, "") == [read]


def test_members_that_the_viewer_may_not_see_are_left_out(cast: Cast) -> None:
    hidden, gone = group_make("a-hidden", visibility="secretariat"), group_make("b-gone")
    border = cast.groups["border"]
    meeting_make(hidden, gone, border)
    group_services.group_archive(actor=SYSTEM, record=gone, version=gone.version, reason="over")
    for persona in ("chair", "focal_point", "reader"):
        assert _groups(cast.viewer(persona)) == [(_ids(border), "border")]
    assert _groups(cast.viewer("secretariat")) == [(_ids(hidden, gone, border), "a-hidden;b-gone;border")]


def test_a_set_behind_a_reference_is_listed(cast: Cast) -> None:
    meeting = meeting_make(cast.groups["pcve"], cast.groups["border"])
    AgendaItem(meeting=meeting, position=1, title="One").save_base(raw=True)
    columns = many("groups", "groups", path="meeting__groups")
    assert list(rows(AgendaItem.objects.all(), columns[1:], viewer=cast.viewer("reader"))) == [("border;pcve",)]


def test_codes_may_have_another_name() -> None:
    meeting_make(group_make("b", kind="predecessor"), group_make("a"))
    (_, kinds) = many("groups", "groups", code="kind")
    assert list(rows(Meeting.objects.all(), [kinds], viewer=SYSTEM)) == [("predecessor;working_group",)]


def test_a_list_can_be_ordered_by_a_set() -> None:
    a, b, c = (group_make(code) for code in ("a", "b", "c"))
    for members in ((b,), (a, c), (a, b)):
        meeting_make(*members)
    assert [codes for _, codes in _groups(order=("groups_codes",))] == ["a;b", "a;c", "b"]
    assert [codes for _, codes in _groups(order=("-groups_codes",))] == ["b", "a;c", "a;b"]


def test_a_list_of_sets_costs_one_query_and_is_counted_and_cut(django_assert_num_queries: Any, cast: Cast) -> None:
    for _ in range(3):
        meeting_make(cast.groups["border"], cast.groups["pcve"])
    viewer = cast.viewer("chair")
    viewer.group_ids(alternates=True)
    table = rows(Meeting.objects.all(), GROUPS, viewer=viewer)
    with django_assert_num_queries(1):
        assert len(list(table[1:3])) == 2
    assert table.count() == 3
    assert len(list(table.iterator(2))) == 3


def _cells(columns: Any, table: Any) -> list[list[Any]]:
    with xlsx_file(columns, table) as file:
        sheet = openpyxl.load_workbook(file).active
    return [[cell.value for cell in line] for line in sheet.iter_rows(min_row=2)]


def test_in_a_file_a_set_is_one_text_and_not_neutralised() -> None:
    row = [_ids(*(group_make(code) for code in ("a", "b"))), "a;-b"]
    assert b"".join(csv_pieces(GROUPS, [row])).decode() == f"groups,groups_codes\r\n{row[0]},{row[1]}\r\n"
    assert _cells(GROUPS, [row]) == [row]


def _call(*questions: str) -> None:
    moment = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    group = group_make(f"g{CallForInputs.objects.count()}")
    CallForInputs(group=group, title_en="Call", text="x", deadline=moment, questions=list(questions)).save_base(
        raw=True
    )


def test_a_list_of_texts_is_a_list_in_json_and_json_in_files() -> None:
    _call("=What; when?", "Où ?")
    _call()
    assert [column.type for column in QUESTIONS] == [ColumnType.JSON]
    table = rows(CallForInputs.objects.order_by("pk"), QUESTIONS, viewer=SYSTEM)
    assert list(objects(QUESTIONS, table)) == [
        {"questions": ["=What; when?", "Où ?"]},
        {"questions": []},
    ]
    text = b"".join(csv_pieces(QUESTIONS, table)).decode()
    assert text == 'questions\r\n"[""=What; when?"",""Où ?""]"\r\n[]\r\n'
    assert _cells(QUESTIONS, table) == [['["=What; when?","Où ?"]'], ["[]"]]


def test_types_of_columns_follow_the_fields() -> None:
    columns = [
        *plain(Meeting, "starts_at", "start", "head_count", "kind", "place"),
        *plain(SilenceProcedure, "deadline"),
        *QUESTIONS,
    ]
    assert [str(column.type) for column in columns] == ["time", "date", "number", "code", "text", "time", "json"]


def test_a_truth_value_of_the_model_is_written_as_a_word(cast: Cast) -> None:
    column = Column("is_active", "active", type=ColumnType.BOOLEAN)
    User.objects.filter(pk=cast.users["reader"].pk).update(is_active=False)
    found = dict(rows(User.objects.all(), [Column("email", ""), column], viewer=SYSTEM))
    assert (found["reader@example.org"], found["chair@example.org"]) == ("false", "true")


def test_the_text_of_a_list_is_made_by_the_database() -> None:
    sql = str(rows(Meeting.objects.all(), GROUPS, viewer=SYSTEM).query)
    assert ("string_agg" if connection.vendor == "postgresql" else "group_concat") in sql


def test_a_list_that_is_a_text_of_the_model_is_cut_at_its_semicolons() -> None:
    group_make("a", pillars="I;IV")
    column = Column("pillars", "pillars", type=ColumnType.LIST)
    table = rows(Group.objects.annotate(unused=Value(1)), [column], viewer=SYSTEM)
    assert list(objects([column], table)) == [{"pillars": ["I", "IV"]}]
