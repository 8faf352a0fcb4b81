"""Filters by a point in time, and by a member of a set."""

from __future__ import annotations

import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from django import forms

from compact.kernel.api.filters import RecordFilterSet, ReferenceFilter, TimeFilter
from compact.kernel.api.problems import ParameterError
from compact.kernel.visibility import Visibility, cleared_where
from tests.cast import SYSTEM, group_make
from tests.kernel.sets import meeting_make
from workinggroups.groups.models import Group
from workinggroups.meetings.models import AgendaItem, Meeting
from workinggroups.meetings.queries import meetings_of

if TYPE_CHECKING:
    from tests.cast import Cast


class MeetingFilters(RecordFilterSet):
    """Meetings of a group, from a moment on."""

    group = ReferenceFilter(Group, field_name="groups")
    from_time = TimeFilter("starts_at", "gte")

    class Meta:
        model = Meeting
        fields: tuple[str, ...] = ()


def _filtered(viewer: Any = SYSTEM, **given: str) -> Any:
    request = SimpleNamespace(user=SimpleNamespace(pk=viewer.user_id), compact_viewer=viewer)
    filters = MeetingFilters(given, Meeting.objects.visible_to(viewer), request=request)
    assert filters.is_valid(), filters.errors
    return filters.qs


def _moment(text: str) -> Any:
    return TimeFilter().field.clean(text)


@pytest.mark.parametrize("text", ["2026-11-22T09:30:00Z", "2026-11-22T10:30:00+01:00", "2026-11-22T09:30+00:00"])
def test_a_point_in_time_has_an_offset(text: str) -> None:
    assert _moment(text) == datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-11-22T09:30:00", "2026-11-22", "now", "2026-11-22T09:30:00 01:00", "0001-01-01T00:00:00+14:00", "\0Z", "9Z"],
)
def test_any_other_form_of_a_time_is_refused_with_the_one_to_write(text: str) -> None:
    with pytest.raises(forms.ValidationError, match="Write a point in time with its offset from UTC"):
        _moment(text)


@pytest.mark.django_db
def test_rows_are_kept_from_a_point_in_time_on() -> None:
    group, moment = group_make("a"), datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
    first, second = (
        meeting_make(group, starts_at=moment + datetime.timedelta(hours=hours), zone="Africa/Nairobi")
        for hours in (0, 1)
    )
    assert set(_filtered(from_time="2026-11-22T10:30:00+01:00")) == {first, second}
    assert set(_filtered(from_time="2026-11-22T09:30:01Z")) == {second}
    assert set(_filtered(from_time="")) == {first, second}


@pytest.mark.django_db
def test_a_row_with_several_members_is_found_once_by_one_of_them(cast: Cast) -> None:
    border, pcve = cast.groups["border"], cast.groups["pcve"]
    both, one = meeting_make(border, pcve), meeting_make(pcve)
    assert list(_filtered(group=str(border.uid))) == [both]
    assert set(_filtered(group=str(pcve.uid))) == {both, one}
    assert _filtered(group=str(pcve.uid)).count() == 2


@pytest.mark.django_db
def test_rows_behind_a_set_are_found_once(cast: Cast) -> None:
    meeting = meeting_make(cast.groups["border"], cast.groups["pcve"])
    for position in (1, 2):
        AgendaItem(meeting=meeting, position=position, title="x").save_base(raw=True)
    filters = type(
        "Filters", (RecordFilterSet,), {"item": ReferenceFilter(Meeting, field_name="agenda_items__meeting")}
    )
    request = SimpleNamespace(user=SimpleNamespace(pk=None), compact_viewer=SYSTEM)
    found = filters({"item": str(meeting.uid)}, Meeting.objects.all(), request=request)
    assert found.is_valid()
    assert list(found.qs) == [meeting]


@pytest.mark.django_db
def test_a_hidden_member_does_not_exist(cast: Cast) -> None:
    hidden = group_make("hidden", visibility=Visibility.SECRETARIAT)
    meeting = meeting_make(hidden, cast.groups["border"])
    with pytest.raises(ParameterError) as caught:
        _filtered(cast.viewer("chair"), group=str(hidden.uid))
    assert caught.value.errors == [{"parameter": "group", "detail": "There is no such record."}]
    assert list(_filtered(cast.viewer("secretariat"), group=str(hidden.uid))) == [meeting]


@pytest.mark.django_db
def test_a_row_of_two_groups_is_seen_once_by_who_is_in_both(cast: Cast) -> None:
    values = {"visibility": Visibility.GROUP, "originator": None}
    meeting = meeting_make(cast.groups["border"], cast.groups["pcve"], **values)
    viewer = cast.viewer("chair")
    own = meetings_of([cast.groups["border"].pk, cast.groups["pcve"].pk], "pk")
    assert list(Meeting.objects.filter(cleared_where(viewer, "", own))) == [meeting]
    assert list(Meeting.objects.filter(cleared_where(viewer, "", meetings_of([], "pk")))) == []
