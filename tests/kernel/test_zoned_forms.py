"""Moments are typed and shown as wall time of the zone that the form names."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django import forms

from compact.kernel.zones import WallTimeField, ZonedTimesMixin

UTC = datetime.UTC


class MeetingForm(ZonedTimesMixin, forms.Form):
    zoned = {"starts_at": "zone", "ends_at": "zone"}

    starts_at = forms.DateTimeField(label="start", help_text="When the chair opens it.")
    ends_at = forms.SplitDateTimeField(required=False)
    zone = forms.CharField()


class OpenForm(ZonedTimesMixin, forms.Form):
    """A zone is only needed with a time."""

    zoned = {"starts_at": "zone"}

    starts_at = forms.DateTimeField(required=False)
    zone = forms.CharField(required=False)


class CheckingForm(MeetingForm):
    """Reads the moments in a check of its own."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("ends_at") and cleaned["ends_at"] <= cleaned["starts_at"]:
            self.add_error("ends_at", "Too early.")
        return cleaned


def sent(starts_at: str = "2026-03-15T17:00", zone: str = "America/New_York", **values: str) -> dict[str, str]:
    return {"starts_at": starts_at, "zone": zone, **values}


def stored(moment: str, zone: str = "America/New_York") -> dict[str, Any]:
    return {"starts_at": datetime.datetime.fromisoformat(moment), "zone": zone}


@pytest.mark.parametrize(
    "typed",
    ["2026-03-15T17:00", "2026-03-15 17:00", " 2026-03-15 17:00 ", "2026-03-15T17:00:00", "2026-03-15 17:00:0"],
)
def test_the_wall_time_of_the_zone_becomes_a_moment(typed: str) -> None:
    form = MeetingForm(sent(typed))
    assert form.is_valid()
    assert form.cleaned_data["starts_at"] == datetime.datetime(2026, 3, 15, 21, tzinfo=UTC)
    assert form.cleaned_data["ends_at"] is None


def test_the_zone_of_the_viewer_has_no_part_in_it() -> None:
    from django.utils import timezone

    with timezone.override("Africa/Nairobi"):
        form = MeetingForm(sent())
        assert form.is_valid()
    assert form.cleaned_data["starts_at"].hour == 21


@pytest.mark.parametrize("typed", ["2026-03-15", "15/03/2026 17:00", "soon", "2026-02-30T10:00", "2026-03-15T17:00Z"])
def test_anything_else_is_refused_with_what_to_write(typed: str) -> None:
    form = MeetingForm(sent(typed))
    assert form.errors["starts_at"] == [
        "Write date and time like 2026-03-15 17:00; the time zone has a field of its own."
    ]
    assert form["starts_at"].value() == typed


def test_an_hour_that_does_not_exist_is_an_error_of_its_field() -> None:
    form = MeetingForm(sent("2026-03-08T02:30"))
    assert list(form.errors) == ["starts_at"]
    assert form["starts_at"].value() == "2026-03-08T02:30"


def test_a_check_of_the_form_compares_moments() -> None:
    assert CheckingForm(sent(ends_at="2026-03-15T16:00")).errors == {"ends_at": ["Too early."]}


@pytest.mark.parametrize("zone", ["", "Europe/Geneva"])
def test_a_wrong_zone_is_the_only_error(zone: str) -> None:
    form = MeetingForm(sent(zone=zone))
    assert list(form.errors) == ["zone"]
    assert "starts_at" not in form.cleaned_data


def test_a_time_needs_a_zone() -> None:
    assert OpenForm(sent(zone="")).errors == {"zone": ["Choose the time zone in which the time is meant."]}


def test_no_time_needs_none() -> None:
    form = OpenForm(sent("", zone=""))
    assert form.is_valid()
    assert form.cleaned_data == {"starts_at": None, "zone": ""}


def test_a_stored_moment_is_shown_as_wall_time_of_its_zone() -> None:
    field = str(MeetingForm(initial=stored("2026-03-15T21:00Z"))["starts_at"])
    assert 'type="datetime-local"' in field
    assert 'value="2026-03-15T17:00"' in field


def test_a_stored_moment_without_a_zone_is_shown_in_utc() -> None:
    form = OpenForm(initial=stored("2026-03-15T21:00Z", zone=""))
    assert 'value="2026-03-15T21:00"' in str(form["starts_at"])


def test_label_and_help_stay() -> None:
    field = MeetingForm().fields["starts_at"]
    assert isinstance(field, WallTimeField)
    assert (field.label, field.help_text) == ("start", "When the chair opens it.")


def test_without_help_it_says_whose_time_it_is() -> None:
    assert "Local time" in str(MeetingForm().fields["ends_at"].help_text)


def test_zones_are_a_choice() -> None:
    assert MeetingForm()["zone"].field.choices[0] == ("UTC", "UTC")


def test_an_optional_zone_can_be_left_empty() -> None:
    assert OpenForm().fields["zone"].choices[0] == ("", "—")


def test_a_legacy_zone_of_a_row_stays_chosen() -> None:
    form = MeetingForm(initial=stored("2026-03-15T21:00Z", zone="US/Eastern"))
    assert '<option value="US/Eastern" selected>' in str(form["zone"])


@pytest.mark.parametrize("moment", ["2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z", "2026-03-15T21:00:42.500Z"])
def test_a_time_left_as_it_was_shown_keeps_the_stored_moment(moment: str) -> None:
    initial = stored(moment)
    shown = str(MeetingForm(initial=initial)["starts_at"].value())[:16]
    form = MeetingForm(sent(shown), initial=initial)
    assert form.is_valid()
    assert form.cleaned_data["starts_at"] == initial["starts_at"]
    assert "starts_at" not in form.changed_data


def test_another_zone_means_another_moment() -> None:
    form = MeetingForm(sent("2026-03-15T17:00", zone="Africa/Nairobi"), initial=stored("2026-03-15T21:00Z"))
    assert form.is_valid()
    assert form.cleaned_data["starts_at"] == datetime.datetime(2026, 3, 15, 14, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "changed"), [("2026-03-15 17:01", True), ("2026-03-15 17:00", False), ("x", True)])
def test_a_form_tells_whether_the_time_was_changed(typed: str, changed: bool) -> None:
    form = MeetingForm(sent(typed), initial=stored("2026-03-15T21:00Z"))
    assert ("starts_at" in form.changed_data) is changed
