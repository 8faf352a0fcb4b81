"""What a meeting is: whose it is, when it was, what stays true of it; and its history."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.cast import SYSTEM
from tests.meetings.making import attendance_make, decision_make, meeting_make
from workinggroups.groups.services import group_archive
from workinggroups.meetings.models import Meeting
from workinggroups.meetings.services.decisions import decision_archive
from workinggroups.meetings.services.meetings import meeting_archive, meeting_restore, meeting_update

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


def at(text: str) -> datetime.datetime:
    """A moment in UTC."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def change(meeting: Meeting, **values: Any) -> Meeting:
    """``meeting`` with ``values``, as the secretariat stores it."""
    return meeting_update(actor=SYSTEM, record=meeting, version=meeting.version, values=values)


class TestWhose:
    def test_a_meeting_is_of_one_group_or_of_several(self, cast: Cast) -> None:
        assert set(meeting_make(cast, "border", "pcve").groups.all()) == {cast.groups["border"], cast.groups["pcve"]}

    def test_a_meeting_of_nobody_is_refused(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="Choose at least one") as refused:
            meeting_make(cast, groups=[])
        assert set(refused.value.message_dict) == {"groups"}

    @pytest.mark.parametrize("kind", ["coordination_committee", "compact_retreat"])
    def test_the_committees_kinds_are_for_the_committee(self, cast: Cast, kind: str) -> None:
        assert meeting_make(cast, "committee", kind=kind).kind == kind
        with pytest.raises(ValidationError, match="Choose the Committee") as refused:
            meeting_make(cast, "border", kind=kind)
        assert set(refused.value.message_dict) == {"groups"}

    def test_groups_join_the_committee_at_a_retreat_and_not_at_its_meetings(self, cast: Cast) -> None:
        assert meeting_make(cast, "committee", "border", kind="compact_retreat").groups.count() == 2
        with pytest.raises(ValidationError, match="The Coordination Committee meets alone"):
            meeting_make(cast, "committee", "border", kind="coordination_committee")

    def test_the_committee_does_not_hold_a_working_group_meeting(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="Where the Coordination Committee meets"):
            meeting_make(cast, "committee", kind="working_group_event")

    def test_an_archived_group_cannot_be_chosen(self, cast: Cast) -> None:
        group = cast.groups["pcve"]
        group_archive(actor=SYSTEM, record=group, version=group.version, reason="Entered twice")
        group.refresh_from_db()
        with pytest.raises(ValidationError, match="is archived"):
            meeting_make(cast, "pcve")

    def test_two_committee_meetings_do_not_share_a_number_and_two_groups_may(self, cast: Cast) -> None:
        meeting_make(cast, "committee", kind="coordination_committee", number=7)
        with pytest.raises(ValidationError, match="Another meeting of this kind has this number"):
            meeting_make(cast, "committee", kind="coordination_committee", number=7)
        meeting_make(cast, "committee", kind="compact_retreat", number=7)
        meeting_make(cast, "border", number=7)
        meeting_make(cast, "pcve", number=7)


class TestWhen:
    def test_the_day_follows_from_the_hour_where_the_meeting_is(self, cast: Cast) -> None:
        """At 23:30 UTC on 15 March it is the 16th in Nairobi and still the 15th in New York."""
        times = {"starts_at": at("2026-03-15T23:30"), "start": ""}
        assert meeting_make(cast, zone="Africa/Nairobi", **times).start == "2026-03-16"
        assert meeting_make(cast, zone="America/New_York", **times).start == "2026-03-15"

    def test_a_meeting_over_midnight_has_a_last_day(self, cast: Cast) -> None:
        times = {"starts_at": at("2026-03-15T20:00"), "ends_at": at("2026-03-15T22:00")}
        assert meeting_make(cast, zone="Africa/Nairobi", **times).end == "2026-03-16"
        assert meeting_make(cast, zone="UTC", **times).end == ""

    def test_another_zone_moves_the_day(self, cast: Cast) -> None:
        meeting = meeting_make(cast, zone="Pacific/Auckland", starts_at=at("2026-03-15T11:30"))
        assert meeting.start == "2026-03-16"
        assert change(meeting, zone="Pacific/Honolulu").start == "2026-03-15"

    def test_the_days_without_an_hour_stay_as_vague_as_they_are_known(self, cast: Cast) -> None:
        assert meeting_make(cast, start="2020-07").start == "2020-07"
        assert meeting_make(cast, start="").start == ""

    def test_an_hour_needs_a_zone_and_the_zone_a_place_on_earth(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="Name the time zone of the meeting"):
            meeting_make(cast, starts_at=at("2026-03-15T21:00"))
        with pytest.raises(ValidationError, match="Write its IANA name"):
            meeting_make(cast, starts_at=at("2026-03-15T21:00"), zone="Geneva")

    def test_a_meeting_does_not_end_before_it_begins(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="ends before it begins"):
            meeting_make(cast, starts_at=at("2026-03-15T21:00"), ends_at=at("2026-03-15T20:00"), zone="UTC")
        with pytest.raises(ValidationError, match="The end is before the start"):
            meeting_make(cast, start="2026-03", end="2026-02-28")

    def test_what_lies_ahead_is_not_held_yet(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="not held yet"):
            meeting_make(cast, start="2199-01-01", status="held")


class TestWhatStays:
    def test_a_cancelled_meeting_keeps_its_record(self, cast: Cast) -> None:
        meeting = meeting_make(cast, summary="Guidelines")
        cancelled = change(meeting, status="cancelled")
        assert (cancelled.status, cancelled.summary, cancelled.archived_at) == ("cancelled", "Guidelines", None)

    @pytest.mark.parametrize("status", ["planned", "cancelled"])
    def test_a_meeting_that_decided_something_was_held(self, cast: Cast, status: str) -> None:
        meeting = meeting_make(cast, status="held")
        decision = decision_make(cast, meeting=meeting)
        with pytest.raises(ValidationError, match="so it was held") as refused:
            change(meeting, status=status)
        assert set(refused.value.message_dict) == {"status"}
        decision_archive(actor=SYSTEM, record=decision, version=1, reason="Entered in error")
        assert change(meeting, status=status).status == status

    def test_a_group_that_decided_there_met_there(self, cast: Cast) -> None:
        meeting = meeting_make(cast, "border", "pcve", status="held")
        decision_make(cast, "pcve", meeting=meeting)
        with pytest.raises(ValidationError, match="“Group pcve” took decisions in this meeting"):
            change(meeting, groups=[cast.groups["border"]])
        assert list(change(meeting, groups=[cast.groups["pcve"]]).groups.all()) == [cast.groups["pcve"]]

    def test_the_head_count_is_not_below_the_list(self, cast: Cast) -> None:
        meeting = meeting_make(cast)
        attendance_make(meeting, entity=cast.entities["WCO"], head_count=3)
        with pytest.raises(ValidationError, match="3 people are on the list of attendance") as refused:
            change(meeting, head_count=2)
        assert set(refused.value.message_dict) == {"head_count"}
        assert change(meeting, head_count=3).head_count == 3

    def test_a_meeting_is_archived_with_a_reason_and_restored(self, cast: Cast) -> None:
        meeting = meeting_make(cast)
        gone = meeting_archive(actor=SYSTEM, record=meeting, version=1, reason="Entered twice")
        assert gone.archive_reason == "Entered twice"
        assert meeting_restore(actor=SYSTEM, record=gone, version=2).archived_at is None


class TestHistory:
    def test_each_act_leaves_one_row_that_knows_the_groups_of_then(self, cast: Cast) -> None:
        meeting = meeting_make(cast)
        change(meeting, groups=[cast.groups["border"], cast.groups["pcve"]])
        meeting.refresh_from_db()
        change(meeting, place="Vienna")
        rows = list(meeting.history.order_by("history_id"))  # type: ignore[attr-defined]  # every record has a history
        assert [row.version for row in rows] == [1, 2, 3]
        assert len({row.operation_id for row in rows}) == 3
        then = [{link.group.code for link in row.groups.all()} for row in rows]
        assert then == [{"border"}, {"border", "pcve"}, {"border", "pcve"}]

    def test_the_same_groups_again_are_no_change(self, cast: Cast) -> None:
        meeting = meeting_make(cast, "border", "pcve")
        assert change(meeting, groups=[cast.groups["pcve"], cast.groups["border"]]).version == 1


class TestNames:
    def test_a_meeting_is_called_by_its_title_else_by_kind_and_number(self, cast: Cast) -> None:
        assert str(meeting_make(cast, title_en="Launch")) == "Launch · 8 May 2019"
        numbered = meeting_make(cast, "committee", kind="coordination_committee", number=2, start="2019-04-16")
        assert str(numbered) == "Coordination Committee, meeting 2 · 16 April 2019"
        assert str(meeting_make(cast, start="")) == "Working group meeting"

    def test_the_days_are_told_from_the_first_to_the_last(self, cast: Cast) -> None:
        assert meeting_make(cast, start="2023-03-07", end="2023-03-09").when_display == "7 March 2023 to 9 March 2023"

    def test_months_are_told_without_the_article_of_days_in_french(self, cast: Cast) -> None:
        with translation.override("fr"):
            assert meeting_make(cast, start="2023-03", end="2023-04").when_display == "mars 2023 – avril 2023"
