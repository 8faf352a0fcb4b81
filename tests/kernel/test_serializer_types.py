"""Sets, points in time, lists of texts, numbers and truth in what is written through the API."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext, isolate_apps
from rest_framework import serializers

from compact.kernel.api.references import MOST, ReferencesField
from compact.kernel.api.serializers import PointInTime, RecordSerializer, Texts
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.standard_columns import many, plain
from tests.cast import SYSTEM, group_make
from tests.kernel.sets import meeting_make
from workinggroups.meetings.models import Decision, Meeting
from workinggroups.workplans.models import CallForInputs

if TYPE_CHECKING:
    from tests.cast import Cast

NOBODY = "00000000-0000-4000-8000-000000000000"


class MeetingSerializer(RecordSerializer):
    """A meeting's set, times and numbers."""

    class Meta(RecordSerializer.Meta):
        model = Meeting
        columns = (
            *plain(Meeting, "kind", "starts_at", "head_count", "number"),
            *many("groups", "groups"),
            Column("archived_at", "", type=ColumnType.TIME),
        )


class CallSerializer(RecordSerializer):
    """A call's deadline and questions."""

    class Meta(RecordSerializer.Meta):
        model = CallForInputs
        columns = (*plain(CallForInputs, "deadline", "questions"), *many("addressees", "addressees"))


class DecisionSerializer(RecordSerializer):
    """A decision with the groups of its meeting."""

    class Meta(RecordSerializer.Meta):
        model = Decision
        columns = (
            *many("groups", "groups", path="meeting__groups"),
            Column("head_count", "", "meeting__head_count", ColumnType.NUMBER),
        )


def _checked(kind: Any, data: Any, viewer: Any = SYSTEM, **options: Any) -> Any:
    request = SimpleNamespace(user=SimpleNamespace(pk=viewer.user_id), compact_viewer=viewer)
    return kind(data=data, partial=True, context={"request": request}, **options)


def _errors(kind: Any, data: Any, viewer: Any = SYSTEM) -> Any:
    serializer = _checked(kind, data, viewer)
    serializer.is_valid()
    return serializer.errors


def _value(kind: Any, name: str, value: Any) -> Any:
    serializer = _checked(kind, {name: value})
    assert serializer.is_valid(), serializer.errors
    return serializer.validated_data[name]


# --- Sets -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_set_is_written_as_the_ids_of_its_members() -> None:
    groups = [group_make(code) for code in ("b", "a")]
    assert _value(MeetingSerializer, "groups", [str(group.uid) for group in groups]) == groups


@pytest.mark.django_db
def test_the_members_of_a_set_are_looked_up_in_one_query() -> None:
    ids = [str(group_make(code).uid) for code in ("a", "b", "c")]
    with CaptureQueriesContext(connection) as captured:
        assert len(_value(MeetingSerializer, "groups", ids)) == 3
    assert len(captured) == 1


@pytest.mark.django_db
def test_hidden_and_absent_members_are_the_same_error_at_their_place(cast: Cast) -> None:
    hidden = group_make("hidden", visibility="secretariat")
    ids = [str(cast.groups["border"].uid), str(hidden.uid), NOBODY]
    none = ["There is no such record."]
    assert _errors(MeetingSerializer, {"groups": ids}, cast.viewer("chair")) == {"groups": {1: none, 2: none}}
    assert _errors(MeetingSerializer, {"groups": ids}, cast.viewer("secretariat")) == {"groups": {2: none}}


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["text", 1, None, {"a": 1}, [1], ["x"], [None], [[]], [NOBODY] * (MOST + 1)])
def test_what_is_no_list_of_ids_is_refused_at_its_field(value: Any) -> None:
    assert list(_errors(MeetingSerializer, {"groups": value})) == ["groups"]


def test_a_set_is_required_unless_it_may_be_empty() -> None:
    field = MeetingSerializer().fields["groups"]
    assert isinstance(field, ReferencesField)
    assert field.required
    assert _value(MeetingSerializer, "groups", []) == [], "that it is empty is for the service to refuse"


def test_codes_of_members_are_for_reading() -> None:
    assert MeetingSerializer().fields["groups_codes"].read_only
    assert _errors(MeetingSerializer, {"groups_codes": ["a"]}) == {"groups_codes": ["This field is for reading only."]}


def test_a_set_behind_a_reference_is_for_reading() -> None:
    fields = DecisionSerializer().fields
    assert fields["groups"].read_only
    assert isinstance(fields["groups"].child, serializers.UUIDField)
    assert isinstance(fields["groups_codes"].child, serializers.CharField)


# --- Points in time -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["2026-11-22T09:30:00Z", "2026-11-22T10:30:00+01:00", "2026-11-22T04:30-05:00", "2026-11-22T09:30:00.987Z"]
)
def test_a_point_in_time_is_kept_in_utc_to_the_second(text: str) -> None:
    assert _value(MeetingSerializer, "starts_at", text) == datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize("text", ["2026-11-22T09:30:00", "2026-11-22 09:30", "2026-11-22"])
def test_a_time_without_an_offset_is_no_point_in_time(text: str) -> None:
    (error,) = _errors(MeetingSerializer, {"starts_at": text})["starts_at"]
    assert error.startswith("Add Z, or the offset from UTC")


@pytest.mark.parametrize(
    "value",
    ["", "soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", 5, True, [], {}, "09:30Z", "2026-11"],
)
def test_what_is_no_point_in_time_is_refused(value: Any) -> None:
    (error,) = _errors(MeetingSerializer, {"starts_at": value})["starts_at"]
    assert error.startswith("Write a point in time")


def test_a_time_may_be_nothing_where_the_field_may() -> None:
    assert _value(MeetingSerializer, "starts_at", None) is None
    assert _errors(CallSerializer, {"deadline": None}) == {"deadline": ["This field may not be null."]}
    assert CallSerializer().fields["deadline"].required
    assert not MeetingSerializer().fields["starts_at"].required


@pytest.mark.django_db
def test_what_was_written_reads_back_in_the_same_form() -> None:
    text = "2026-11-22T09:30:00Z"
    moment = _value(MeetingSerializer, "starts_at", text)
    meeting_make(group_make("a"), starts_at=moment, zone="Africa/Nairobi")
    assert list(rows(Meeting.objects.all(), plain(Meeting, "starts_at"), viewer=SYSTEM)) == [(text,)]


# --- Lists of texts -------------------------------------------------------------------------------------------------


def test_a_list_of_texts_is_written_in_its_order() -> None:
    assert _value(CallSerializer, "questions", ["What?", "", "When?"]) == ["What?", "", "When?"]
    assert not CallSerializer().fields["questions"].required


@pytest.mark.parametrize(
    ("value", "at"),
    [("text", None), ({"a": 1}, None), (None, None), (["x"] * 51, None), (["x", "y" * 5001], 1), ([["x"]], 0)],
)
def test_what_is_no_list_of_texts_is_refused_at_its_place(value: Any, at: int | None) -> None:
    found = _errors(CallSerializer, {"questions": value})["questions"]
    assert isinstance(found, list) if at is None else list(found) == [at]


# --- Numbers, days and truth ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "most"), [("head_count", 2_147_483_647), ("number", 32_767)])
def test_a_number_has_the_same_limits_on_every_database(name: str, most: int) -> None:
    field = MeetingSerializer().fields[name]
    assert (field.min_value, field.max_value, field.allow_null, field.required) == (0, most, True, False)
    assert _value(MeetingSerializer, name, 7) == 7
    assert _value(MeetingSerializer, name, None) is None
    for wrong in (-1, most + 1, "many", 1.5):
        assert list(_errors(MeetingSerializer, {name: wrong})) == [name]


@isolate_apps("workinggroups")
def test_days_truth_and_numbers_of_a_model_are_written_and_read_in_their_form() -> None:
    class Sample(models.Model):
        sure = models.BooleanField(default=False)
        day = models.DateField(null=True, blank=True)
        fixed = models.DateField(editable=False)
        count = models.IntegerField()
        tags = models.JSONField(default=list, null=True, blank=True)

        class Meta:
            app_label = "workinggroups"

    class SampleSerializer(RecordSerializer):
        class Meta(RecordSerializer.Meta):
            model = Sample
            columns = plain(Sample, "sure", "day", "fixed", "count", "tags")

    assert [str(column.type) for column in SampleSerializer.Meta.columns] == [
        "boolean",
        "date",
        "date",
        "number",
        "json",
    ]
    fields = SampleSerializer().fields
    assert not fields["sure"].required
    assert (type(fields["day"]), type(fields["fixed"])) == (serializers.DateField, serializers.DateField)
    assert (fields["day"].allow_null, fields["fixed"].read_only) == (True, True)
    assert (fields["count"].min_value, fields["count"].max_value) == (-2_147_483_648, 2_147_483_647)
    assert (type(fields["tags"]), fields["tags"].allow_null) == (Texts, True)
    assert _value(SampleSerializer, "day", "2026-11-22") == datetime.date(2026, 11, 22)
    assert _value(SampleSerializer, "day", None) is None
    assert _value(SampleSerializer, "sure", False) is False


def test_kinds_of_fields_for_reading_follow_the_columns() -> None:
    fields = {**MeetingSerializer().fields, **DecisionSerializer().fields}
    assert isinstance(fields["archived_at"], serializers.DateTimeField)
    assert isinstance(fields["starts_at"], PointInTime)
    assert fields["head_count"].allow_null
    assert fields["head_count"].read_only
