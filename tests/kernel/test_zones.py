"""Wall time to moments and back, over zones and their changes of clocks; moments in words."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import example, given
from hypothesis import strategies as st

from compact.kernel.zones import moment_in, moments_for, validate_zone, wall_clock, wall_time, zone_choices

NEW_YORK, NAIROBI, ZURICH = "America/New_York", "Africa/Nairobi", "Europe/Zurich"


def at(text: str) -> datetime.datetime:
    """A date-time without a zone, or a moment where ``text`` has an offset."""
    return datetime.datetime.fromisoformat(text)


def places() -> list[str]:
    """Every zone that a form offers."""
    return ["UTC", *(name for _region, group in zone_choices()[1:] for name, _place in group)]


class TestNames:
    @pytest.mark.parametrize("zone", ["UTC", NAIROBI, "America/Argentina/Buenos_Aires", "US/Eastern"])
    def test_an_iana_name_is_a_zone(self, zone: str) -> None:
        validate_zone(zone)

    @pytest.mark.parametrize("zone", ["", "Nairobi", "Europe/Geneva", "UTC+3", "localtime", "Factory", "../etc/passwd"])
    def test_anything_else_is_none(self, zone: str) -> None:
        with pytest.raises(ValidationError, match="Write its IANA name"):
            validate_zone(zone)

    def test_the_migrations_name_for_it_stays(self) -> None:
        from compact.accounts.models import validate_time_zone

        assert validate_time_zone is validate_zone

    def test_utc_is_offered_first_then_regions(self) -> None:
        choices = zone_choices()
        assert choices[0] == ("UTC", "UTC")
        assert [name for name, _places in choices[1:]] == [
            *("Africa", "America", "Antarctica", "Arctic", "Asia"),
            *("Atlantic Ocean", "Australia", "Europe", "Indian Ocean", "Pacific Ocean"),
        ]

    def test_places_are_offered_by_readable_names(self) -> None:
        america = dict(dict(zone_choices()[1:])["America"])
        assert america["America/Argentina/Buenos_Aires"] == "Argentina/Buenos Aires"

    def test_geneva_is_found_at_zurich(self) -> None:
        assert dict(dict(zone_choices()[1:])["Europe"])[ZURICH] == "Zurich (Geneva)"

    def test_all_that_is_offered_is_valid(self) -> None:
        for zone in places():
            validate_zone(zone)

    @pytest.mark.parametrize("zone", [NEW_YORK, NAIROBI, ZURICH, "Asia/Kolkata", "Europe/Kyiv", "Africa/Addis_Ababa"])
    def test_places_of_today_are_offered(self, zone: str) -> None:
        assert zone in places()

    @pytest.mark.parametrize("zone", ["US/Eastern", "Asia/Calcutta", "Europe/Kiev", "Etc/GMT+3", "EST", "Zulu"])
    def test_legacy_names_are_not_offered(self, zone: str) -> None:
        assert zone not in places()

    def test_a_legacy_name_that_a_row_has_is_offered_for_it(self) -> None:
        assert ("US/Eastern", "US/Eastern") in zone_choices("US/Eastern")

    @pytest.mark.parametrize("stored", ["", "UTC", NAIROBI])
    def test_a_place_is_offered_once(self, stored: str) -> None:
        assert zone_choices(stored) == zone_choices()


class TestWallTime:
    @pytest.mark.parametrize(
        ("typed", "zone", "moment"),
        [
            ("2026-03-15T17:00", NEW_YORK, "2026-03-15T21:00Z"),
            ("2026-03-07T17:00", NEW_YORK, "2026-03-07T22:00Z"),
            ("2026-03-15T17:00", NAIROBI, "2026-03-15T14:00Z"),
            ("2026-03-15T17:00", ZURICH, "2026-03-15T16:00Z"),
            ("2026-03-29T03:00", ZURICH, "2026-03-29T01:00Z"),
            ("2026-03-15T17:00", "Asia/Kathmandu", "2026-03-15T11:15Z"),
            ("2026-03-15T17:00", "UTC", "2026-03-15T17:00Z"),
        ],
    )
    def test_it_is_the_moment_at_which_clocks_there_show_it(self, typed: str, zone: str, moment: str) -> None:
        found = wall_time(at(typed), zone)
        assert found == at(moment)
        assert found.tzinfo is datetime.UTC

    @pytest.mark.parametrize(
        ("typed", "zone"),
        [
            ("2026-03-08T02:00", NEW_YORK),
            ("2026-03-08T02:59", NEW_YORK),
            ("2026-03-29T02:30", ZURICH),
            ("2026-10-04T02:15", "Australia/Lord_Howe"),
        ],
    )
    def test_an_hour_that_is_left_out_in_spring_is_refused(self, typed: str, zone: str) -> None:
        with pytest.raises(ValidationError) as caught:
            wall_time(at(typed), zone)
        assert caught.value.messages == [
            f"On that day clocks in {zone} go forward and leave out {typed[-5:]}. Choose another time."
        ]

    @pytest.mark.parametrize("typed", ["2026-03-08T01:59", "2026-03-08T03:00"])
    def test_the_minutes_beside_it_are_taken(self, typed: str) -> None:
        assert wall_clock(wall_time(at(typed), NEW_YORK), NEW_YORK) == at(typed)

    def test_new_york_changes_its_clocks_and_nairobi_does_not(self) -> None:
        assert wall_time(at("2026-03-08T02:30"), NAIROBI) == at("2026-03-07T23:30Z")

    @pytest.mark.parametrize(
        ("zone", "typed", "first"),
        [
            (NEW_YORK, "2026-11-01T01:30", "2026-11-01T05:30Z"),
            (ZURICH, "2026-10-25T02:30", "2026-10-25T00:30Z"),
        ],
    )
    def test_of_an_hour_that_comes_twice_in_autumn_it_is_the_first(self, zone: str, typed: str, first: str) -> None:
        assert wall_time(at(typed), zone) == at(first)
        assert wall_time(at(typed).replace(fold=1), zone) == at(first)

    @pytest.mark.parametrize("year", [1, 1799, 2200, 9999])
    @pytest.mark.parametrize("zone", [NEW_YORK, "Pacific/Kiritimati"])
    def test_a_year_far_away_is_refused(self, year: int, zone: str) -> None:
        with pytest.raises(ValidationError, match="Write a year from 1800 to 2199"):
            wall_time(datetime.datetime(year, 1, 1, 0, 0), zone)  # noqa: DTZ001  # wall time

    def test_an_unknown_zone_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="is not a time zone"):
            wall_time(at("2026-03-15T17:00"), "Europe/Geneva")

    def test_a_moment_is_no_wall_time(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            wall_time(at("2026-03-15T17:00Z"), NEW_YORK)


NAIVE = st.datetimes(min_value=datetime.datetime(1990, 1, 1), max_value=datetime.datetime(2060, 1, 1))  # noqa: DTZ001  # wall time
ZONES = st.sampled_from(places())


class TestDeadlines:
    @given(NAIVE, ZONES)
    @example(at("2026-03-08T02:30"), NEW_YORK)
    @example(at("2026-11-01T01:30"), NEW_YORK)
    def test_clocks_show_what_was_typed_or_it_is_refused(self, typed: datetime.datetime, zone: str) -> None:
        try:
            moment = wall_time(typed, zone)
        except ValidationError:
            later = typed.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=1).astimezone(datetime.UTC)
            assert wall_clock(later, zone) != typed
        else:
            assert wall_clock(moment, zone) == typed

    @given(NAIVE, ZONES)
    @example(at("2026-11-01T01:30"), NEW_YORK)
    def test_no_earlier_moment_shows_the_same(self, typed: datetime.datetime, zone: str) -> None:
        try:
            moment = wall_time(typed, zone)
        except ValidationError:
            return
        for minutes in (30, 60, 120):
            assert wall_clock(moment - datetime.timedelta(minutes=minutes), zone) != typed

    @given(NAIVE)
    def test_every_hour_exists_in_nairobi(self, typed: datetime.datetime) -> None:
        assert wall_time(typed, NAIROBI) == (typed - datetime.timedelta(hours=3)).replace(tzinfo=datetime.UTC)

    @given(st.datetimes(timezones=st.just(datetime.UTC), min_value=at("1990-01-01"), max_value=at("2060-01-01")), ZONES)
    @example(at("2026-11-01T06:30Z"), NEW_YORK)
    def test_a_stored_moment_typed_again_is_never_later(self, moment: datetime.datetime, zone: str) -> None:
        again = wall_time(wall_clock(moment, zone), zone)
        assert datetime.timedelta() <= moment - again <= datetime.timedelta(hours=24)


class TestWords:
    @pytest.mark.parametrize(
        ("moment", "zone", "words"),
        [
            ("2026-03-15T21:00Z", NEW_YORK, "15 March 2026, 17:00 EDT (America/New_York)"),
            ("2026-12-15T22:05Z", NEW_YORK, "15 December 2026, 17:05 EST (America/New_York)"),
            ("2026-03-15T21:00Z", NAIROBI, "16 March 2026, 00:00 EAT (Africa/Nairobi)"),
            ("2026-03-15T21:00Z", "Europe/Istanbul", "16 March 2026, 00:00 UTC+3 (Europe/Istanbul)"),
            ("2026-03-15T21:00Z", "Asia/Kathmandu", "16 March 2026, 02:45 UTC+5:45 (Asia/Kathmandu)"),
            ("2026-03-15T21:00Z", "America/Sao_Paulo", "15 March 2026, 18:00 UTC-3 (America/Sao_Paulo)"),
            ("2026-03-15T21:00Z", "Pacific/Marquesas", "15 March 2026, 11:30 UTC-9:30 (Pacific/Marquesas)"),
            ("2026-03-15T21:00Z", "UTC", "15 March 2026, 21:00 UTC"),
            ("2026-03-16T00:00+03:00", NEW_YORK, "15 March 2026, 17:00 EDT (America/New_York)"),
        ],
    )
    def test_a_moment_is_printed_with_its_zone(self, moment: str, zone: str, words: str) -> None:
        assert moment_in(at(moment), zone) == words

    def test_both_equal_hours_of_autumn_are_told_apart(self) -> None:
        words = [moment_in(at(moment), NEW_YORK) for moment in ("2026-11-01T05:30Z", "2026-11-01T06:30Z")]
        assert words == [f"1 November 2026, 01:30 {name} (America/New_York)" for name in ("EDT", "EST")]

    def test_it_follows_the_active_language(self) -> None:
        with translation.override("fr"):
            assert "15 mars 2026" in moment_in(at("2026-03-15T21:00Z"), NEW_YORK)

    def test_a_viewer_elsewhere_reads_their_own_time_too(self) -> None:
        with timezone.override(zoneinfo.ZoneInfo(NAIROBI)):
            words = moments_for(at("2026-03-15T21:00Z"), NEW_YORK)
        assert words == (
            "15 March 2026, 17:00 EDT (America/New_York); for you: 16 March 2026, 00:00 EAT (Africa/Nairobi)"
        )

    def test_the_viewers_zone_can_be_named(self) -> None:
        assert moments_for(at("2026-03-15T21:00Z"), NEW_YORK, NAIROBI).endswith("EAT (Africa/Nairobi)")

    @pytest.mark.parametrize("own", ["Africa/Nairobi", "Asia/Riyadh"])
    def test_a_viewer_with_the_same_clock_reads_one_time(self, own: str) -> None:
        moment = at("2026-03-15T21:00Z")
        assert moments_for(moment, NAIROBI, own) == moment_in(moment, NAIROBI)

    def test_only_the_moment_counts_for_that(self) -> None:
        summer, winter = at("2026-07-15T12:00Z"), at("2026-01-15T12:00Z")
        assert "for you" in moments_for(summer, "Europe/London", "UTC")
        assert "for you" not in moments_for(winter, "Europe/London", "UTC")

    def test_without_a_zone_of_their_own_it_is_utc(self) -> None:
        with timezone.override(datetime.UTC):
            assert moments_for(at("2026-03-15T21:00Z"), NAIROBI).endswith("for you: 15 March 2026, 21:00 UTC")
