"""The forms of a user's own pages: what they offer and what they refuse."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from compact.accounts.forms import ProfileForm, TokenForm
from compact.accounts.models import validate_time_zone

PROFILE = {"language": "fr", "time_zone": "Africa/Nairobi", "version": "3"}
TOKEN = {"name": "report", "scope": "read", "expires_on": "2026-12-31"}


def test_a_profile_is_language_zone_and_the_version_that_was_read() -> None:
    form = ProfileForm(PROFILE)
    assert form.is_valid()
    assert form.cleaned_data == {"language": "fr", "time_zone": "Africa/Nairobi", "version": 3}


@pytest.mark.parametrize(
    ("name", "value"),
    [("language", "ar"), ("language", ""), ("time_zone", "Nairobi"), ("time_zone", ""), ("version", "x")],
)
def test_a_profile_with_a_choice_that_is_not_there_is_refused(name: str, value: str) -> None:
    form = ProfileForm({**PROFILE, name: value})
    assert not form.is_valid()
    assert list(form.errors) == [name]


def test_every_zone_on_offer_can_be_stored() -> None:
    for _region, places in ProfileForm().fields["time_zone"].choices[1:]:
        for zone, _label in places:
            validate_time_zone(zone)


def test_utc_is_offered_first_then_places_by_region() -> None:
    choices = ProfileForm().fields["time_zone"].choices
    assert choices[0] == ("UTC", "UTC")
    assert ("America/New_York", "New York") in dict(choices[1:])["America"]


def test_a_zone_by_an_old_name_stays_ones_own() -> None:
    form = ProfileForm({**PROFILE, "time_zone": "US/Eastern"}, initial={"time_zone": "US/Eastern"})
    assert form.is_valid()


def test_languages_are_offered_in_their_own_words() -> None:
    with translation.override("fr"):
        assert ProfileForm().fields["language"].choices == [("en", "English"), ("fr", "Français")]


def test_the_version_is_sent_unseen() -> None:
    assert ProfileForm().fields["version"].widget.is_hidden


def test_a_token_has_a_name_a_scope_and_a_last_day() -> None:
    form = TokenForm(TOKEN)
    assert form.is_valid()
    assert form.cleaned_data == {"name": "report", "scope": "read", "expires_on": datetime.date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("name", "value"),
    [("name", ""), ("name", " "), ("name", "x" * 101), ("scope", "all"), ("expires_on", ""), ("expires_on", "soon")],
)
def test_a_token_that_lacks_one_is_refused(name: str, value: str) -> None:
    form = TokenForm({**TOKEN, name: value})
    assert not form.is_valid()
    assert list(form.errors) == [name]


def test_a_token_reads_for_ninety_days_unless_more_is_chosen() -> None:
    form = TokenForm()
    assert form["scope"].initial == "read"
    assert form["expires_on"].value() == timezone.now().date() + datetime.timedelta(days=90)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_last_day_is_written_as_browsers_want_it(language: str) -> None:
    with translation.override(language):
        field = str(TokenForm(initial={"expires_on": datetime.date(2026, 12, 31)})["expires_on"])
    assert 'type="date"' in field
    assert 'value="2026-12-31"' in field
