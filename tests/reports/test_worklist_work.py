"""The work list's blocks on meetings, minutes, silence, action items, calls, reports and reviews."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from compact.reports.worklist.blocks import SHOWN
from compact.reports.worklist.meetings import (
    actions_overdue,
    meetings_planned,
    meetings_without_minutes,
    minutes_to_adopt,
    silence_ending,
)
from compact.reports.worklist.plans import calls_due, outputs_unreported, terms_to_review
from tests.meetings.making import meeting_make
from tests.meetings.outcomes import action_make, held, minutes_make
from tests.meetings.silences import objection_make, silence_make
from tests.reports.ground import JUNE, day
from tests.workplans.call_ground import answered, call_make, call_sent, many_entities, place
from tests.workplans.plan_ground import output_make, plan_make, report_make, terms_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast


@pytest.fixture
def staff(cast: Cast) -> Viewer:
    return cast.viewer("secretariat")


def in_days(days: float) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def test_a_meeting_held_without_minutes_waits_for_them(cast: Cast, staff: Viewer) -> None:
    meeting = held(cast, start=day(-2))
    planned = meeting_make(cast, start=day(-3))
    (item,) = meetings_without_minutes(staff)
    assert str(meeting) in item.what
    assert item.act_address == f"/admin/workinggroups/meeting/{meeting.pk}/record/"
    assert str(planned.pk) not in item.address
    minutes_make(meeting)
    assert meetings_without_minutes(staff) == []


@pytest.mark.parametrize(("days", "waits"), [(60, False), (61, True)])
def test_minutes_are_to_be_adopted_when_the_meeting_was_more_than_60_days_ago(
    cast: Cast, staff: Viewer, days: int, waits: bool
) -> None:
    minutes_make(held(cast, start=day(-days)))
    assert bool(minutes_to_adopt(staff)) is waits


def test_adopted_minutes_do_not_wait_and_a_meeting_without_any_waits_elsewhere(cast: Cast, staff: Viewer) -> None:
    minutes_make(held(cast, start=day(-100)), state="adopted", adopted_on=day(-50))
    held(cast, start=day(-100))
    assert minutes_to_adopt(staff) == []


def test_the_latest_revision_is_the_one_to_open(cast: Cast, staff: Viewer) -> None:
    meeting = held(cast, start=day(-100))
    minutes_make(meeting)
    second = minutes_make(meeting, "# Second", state="circulated")
    (item,) = minutes_to_adopt(staff)
    assert item.act_address == f"/admin/workinggroups/minutes/{second.pk}/change/"
    assert "Circulated for comments" in item.detail


@pytest.mark.parametrize(("days", "listed"), [(0, True), (30, True), (31, False)])
def test_a_planned_meeting_comes_up_within_30_days(cast: Cast, staff: Viewer, days: int, listed: bool) -> None:
    meeting_make(cast, start=day(days))
    found = meetings_planned(staff)
    assert bool(found) is listed
    assert all(not item.warning for item in found)


def test_a_planned_meeting_whose_day_is_over_asks_whether_it_was_held(cast: Cast, staff: Viewer) -> None:
    meeting_make(cast, start=day(-1))
    assert [item.warning for item in meetings_planned(staff)] == ["the day is over: held or cancelled?"]


def test_silence_that_ends_within_14_days_is_listed_with_standing_objections(cast: Cast, staff: Viewer) -> None:
    ending = silence_make(cast, deadline=in_days(13), subject_en="Ending")
    silence_make(cast, deadline=in_days(15), subject_en="Later")
    over = silence_make(cast, deadline=in_days(-1), subject_en="Over")
    objection_make(ending, cast.entities["WCO"])
    first, second = silence_ending(staff)
    assert (first.what, first.warning) == ("Over", "deadline over, to be closed")
    assert first.act_address == f"/admin/workinggroups/silenceprocedure/{over.pk}/close/"
    assert (second.what, second.warning) == ("Ending", "1 objection stands")


def test_overdue_action_items_tell_the_entity_and_the_days(cast: Cast, staff: Viewer) -> None:
    action_make(cast, due=day(-3), title="Late")
    action_make(cast, due=day(0))
    action_make(cast, due=day(-9), status="done", done_on=day(-1))
    (item,) = actions_overdue(staff)
    assert (item.what, item.warning) == ("Late", "3 days late")
    assert "UNODC; border; due" in item.detail


def test_a_call_names_who_is_missing_and_counts_the_rest(cast: Cast, staff: Viewer) -> None:
    call = call_sent(cast, *many_entities(13))
    call_make(cast, title_en="A draft")
    answered(place(call, "E00"))
    (item,) = calls_due(staff)
    assert "12 of 13 have not answered: E01, E02, E03, E04, E05, E06, E07, E08, E09, E10 and 2 others" in item.detail
    assert item.address == f"/calls/{call.uid}/"
    assert item.act_address.endswith(f"?call__id__exact={call.pk}&state__exact=awaited")


def test_a_call_that_all_have_answered_can_be_closed(cast: Cast, staff: Viewer) -> None:
    call = call_sent(cast)
    answered(place(call))
    (item,) = calls_due(staff)
    assert "All have answered." in item.detail
    assert item.act_address == f"/admin/workinggroups/callforinputs/{call.pk}/close/"


def test_an_output_without_the_report_of_a_past_date_is_listed(cast: Cast, staff: Viewer) -> None:
    plan = plan_make(cast, "approved", reporting_dates="2026-06-30;2098-12-31")
    lacking, reported = output_make(cast, plan), output_make(cast, plan, "1.2")
    report_make(reported, JUNE)
    (item,) = outputs_unreported(staff)
    assert item.what == str(lacking)
    assert item.act_address.endswith(f"?output={lacking.pk}")
    assert "no report for 30 June 2026" in item.detail


@pytest.mark.parametrize(("days", "warning"), [(90, ""), (-1, "overdue")])
def test_terms_of_reference_come_up_for_review(cast: Cast, staff: Viewer, days: int, warning: str) -> None:
    terms_make(cast, "approved", review_on=day(days))
    terms_make(cast, "approved", "pcve", review_on=day(91))
    assert [item.warning for item in terms_to_review(staff)] == [warning]


def _work(cast: Cast, number: int) -> None:
    """One row for every block."""
    code = ("border", "pcve")[number % 2]
    held(cast, code, start=day(-5 - number))
    minutes_make(held(cast, code, start=day(-70 - number)))
    meeting_make(cast, code, start=day(number))
    objection_make(silence_make(cast, deadline=in_days(number + 1)), cast.entities["WCO"])
    action_make(cast, due=day(-number - 1))
    call_sent(cast, cast.entities["UNODC"], cast.entities["WCO"], title_en=f"Call {number}")
    plan = plan_make(cast, "approved", code, title_en=f"Plan {number}", reporting_dates="2026-06-30")
    output_make(cast, plan)


def test_the_page_costs_the_same_however_much_waits(signed_in: Callable[[str], Client], cast: Cast) -> None:
    client = signed_in("secretariat")
    _work(cast, 0)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/")
    for number in range(1, SHOWN + 2):
        _work(cast, number)
    with CaptureQueriesContext(connection) as many:
        page = client.get("/admin/").content.decode()
    assert len(many) <= len(few) + 3  # the names of kinds that had not occurred among the last acts
    assert len(few) <= 50
    assert page.count("and 2 more") >= 5


def test_every_link_of_the_page_leads_somewhere(signed_in: Callable[[str], Client], cast: Cast) -> None:
    client = signed_in("secretariat")
    _work(cast, 0)
    silence_make(cast, deadline=in_days(-1))
    terms_make(cast, "approved", review_on=day(-1))
    page = client.get("/admin/").content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', page) if "/static/" not in link}
    assert len(links) > 40
    assert {link: client.get(link).status_code for link in links if client.get(link).status_code != 200} == {}
