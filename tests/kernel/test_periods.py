"""Periods in words and in bounds."""

import datetime

import pytest
from django.utils import translation

from compact.kernel.periods import EndState
from workinggroups.groups.models import Term


def term(**values: str) -> Term:
    return Term(**values)


@pytest.mark.parametrize(
    ("values", "bounds"),
    [
        ({"start": "2019-04-16"}, ("2019-04-16", "9999-12-31")),
        ({"start": "2019"}, ("2019-12-31", "9999-12-31")),
        ({"start": "2019-04", "end": "2020", "end_state": "dated"}, ("2019-04-30", "2020-01-01")),
        ({"start": "", "observed_on": "2020-07", "end_state": "unknown"}, None),
        ({"start": "", "observed_on": "2020-07-15", "end_state": "unknown"}, ("2020-07-15", "2020-07-15")),
        ({"start": "2019", "end": "2019", "end_state": "dated"}, None),
        (
            {"start": "2017", "end": "2018", "end_state": "dated", "observed_on": "2017-09-01"},
            ("2017-09-01", "2018-01-01"),
        ),
        ({"start": "2019-01-01", "end_state": "over"}, ("2019-01-01", "2019-01-01")),
        ({"start": "2019-01", "end_state": "over"}, None),
        ({"start": ""}, None),
    ],
)
def test_the_days_that_a_period_covers_beyond_doubt(values: dict[str, str], bounds: tuple[str, str] | None) -> None:
    within = term(**values).certainly_within()
    assert within == (bounds and tuple(datetime.date.fromisoformat(day) for day in bounds))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"start": "2019-05-08"}, "from 8 May 2019; no end recorded"),
        ({"start": "2019-05", "end": "2020", "end_state": "dated"}, "from May 2019; to 2020"),
        (
            {"observed_on": "2020-07", "end_state": "unknown"},
            "start not known; not known whether it has ended (in force in July 2020)",
        ),
    ],
)
def test_a_period_in_words_names_what_is_not_known(values: dict[str, str], text: str) -> None:
    assert term(**values).period_display == text


def test_over_and_not_known_whether_over_are_different_answers() -> None:
    with translation.override("en"):
        assert {str(state.label) for state in (EndState.OVER, EndState.UNKNOWN)} == {
            "Over, date not known",
            "Not known whether it has ended",
        }
