"""What is late or soon due: reports on outputs, reviews of terms of reference."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import SYSTEM
from tests.workplans.plan_ground import DATES, DECEMBER, JUNE, output_make, plan_make, report_make, terms_make
from workinggroups.workplans.due import reports_due, terms_for_review
from workinggroups.workplans.services.plans import output_report_archive, work_plan_archive
from workinggroups.workplans.services.terms import terms_archive

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.workplans.models import Output

pytestmark = pytest.mark.django_db

AUTUMN, NEXT_YEAR = datetime.date(2026, 9, 1), datetime.date(2027, 1, 1)


def _due(day: datetime.date, viewer: Viewer = SYSTEM) -> dict[str, list[str]]:
    return {each.output.number: [str(date) for date in each.days] for each in reports_due(viewer, day)}


@pytest.fixture
def output(cast: Cast) -> Output:
    return output_make(cast, plan_make(cast, "approved", reporting_dates=DATES))


def test_every_reporting_date_that_passed_is_asked_for(output: Output) -> None:
    assert _due(JUNE) == {}
    assert _due(AUTUMN) == {"1.1": ["2026-06-30"]}
    assert _due(NEXT_YEAR) == {"1.1": ["2026-06-30", "2026-12-31"]}


def test_a_report_settles_its_own_date_alone(output: Output) -> None:
    report_make(output, DECEMBER)
    assert _due(NEXT_YEAR) == {"1.1": ["2026-06-30"]}
    output_report_archive(actor=SYSTEM, record=report_make(output, JUNE), version=1, reason="Wrong output")
    assert _due(NEXT_YEAR) == {"1.1": ["2026-06-30"]}
    report_make(output, JUNE)
    assert _due(NEXT_YEAR) == {}


@pytest.mark.parametrize("state", ["draft", "consultation", "endorsed", "closed"])
def test_plans_that_do_not_run_ask_for_nothing(cast: Cast, state: str) -> None:
    output_make(cast, plan_make(cast, state, reporting_dates=DATES))
    assert _due(NEXT_YEAR) == {}


def test_an_archived_plan_asks_for_nothing(output: Output) -> None:
    work_plan_archive(actor=SYSTEM, record=output.work_plan, version=1, reason="Twice")
    assert _due(NEXT_YEAR) == {}


@pytest.mark.parametrize("status", ["done", "dropped"])
def test_what_is_finished_is_not_reported_on_any_more(output: Output, status: str) -> None:
    report_make(output, JUNE, status)
    assert _due(NEXT_YEAR) == {}


def test_nobody_is_told_of_outputs_that_they_do_not_see(cast: Cast, output: Output) -> None:
    assert _due(AUTUMN, cast.viewer("vice_chair")) == {"1.1": ["2026-06-30"]}
    assert _due(AUTUMN, cast.viewer("chair_pcve")) == {}


def test_many_outputs_cost_what_one_costs(cast: Cast, output: Output) -> None:
    with CaptureQueriesContext(connection) as few:
        reports_due(SYSTEM, AUTUMN)
    for number in range(5):
        output_make(cast, output.work_plan, f"2.{number}")
    with CaptureQueriesContext(connection) as many:
        assert len([str(each.output.lead) for each in reports_due(SYSTEM, AUTUMN)]) == 6
    assert len(many) == len(few) == 2


class TestReviews:
    """Terms of reference whose review comes near."""

    DAY = datetime.date(2026, 3, 1)

    def _found(self, viewer: Viewer = SYSTEM, within: int = 90) -> list[str]:
        return [terms.review_on for terms in terms_for_review(viewer, self.DAY, within)]

    @pytest.mark.parametrize("review_on", ["2025", "2026-02-28", "2026-03-01", "2026-05-30", "2026-05", "2026"])
    def test_a_review_that_can_fall_within_the_days_is_due(self, cast: Cast, review_on: str) -> None:
        terms_make(cast, "approved", review_on=review_on)
        assert self._found() == [review_on]

    @pytest.mark.parametrize("review_on", ["", "2026-05-31", "2026-06", "2027"])
    def test_a_later_or_unknown_one_is_not(self, cast: Cast, review_on: str) -> None:
        terms_make(cast, "approved", review_on=review_on)
        assert self._found() == []

    def test_the_days_are_a_choice(self, cast: Cast) -> None:
        terms_make(cast, "approved", review_on="2026-05-31")
        assert self._found(within=91) == ["2026-05-31"]

    @pytest.mark.parametrize("state", ["draft", "endorsed", "closed"])
    def test_only_what_is_in_force_is_reviewed(self, cast: Cast, state: str) -> None:
        terms_make(cast, state, review_on="2026-03")
        assert self._found() == []

    def test_archived_and_hidden_ones_are_left_out(self, cast: Cast) -> None:
        terms = terms_make(cast, "approved", review_on="2026-03")
        assert self._found(cast.viewer("chair")) == ["2026-03"]
        assert self._found(cast.viewer("chair_pcve")) == []
        terms_archive(actor=SYSTEM, record=terms, version=1, reason="Twice")
        assert self._found() == []
