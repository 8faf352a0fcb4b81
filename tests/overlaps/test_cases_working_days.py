"""Working days: Monday to Friday."""

from __future__ import annotations

import datetime

import pytest

from workinggroups.overlaps.working_days import working_days_after, working_days_between

FRIDAY, SATURDAY, MONDAY = (datetime.date(2026, 11, day) for day in (20, 21, 23))


@pytest.mark.parametrize(
    ("day", "number", "then"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, MONDAY),
        (SATURDAY, 1, MONDAY),
        (MONDAY, 5, datetime.date(2026, 11, 30)),
        (FRIDAY, 10, datetime.date(2026, 12, 4)),
    ],
)
def test_the_day_after_some_working_days(day: datetime.date, number: int, then: datetime.date) -> None:
    assert working_days_after(day, number) == then


def test_counting_agrees_with_adding_one_by_one() -> None:
    for begun in range(14):
        first = MONDAY + datetime.timedelta(days=begun)
        for days in range(30):
            last = first + datetime.timedelta(days=days)
            counted = sum((first + datetime.timedelta(days=each)).weekday() < 5 for each in range(1, days + 1))
            assert working_days_between(first, last) == counted
            assert working_days_between(last, first) == -counted


def test_ten_working_days_after_a_day_are_ten() -> None:
    for begun in range(7):
        day = MONDAY + datetime.timedelta(days=begun)
        assert working_days_between(day, working_days_after(day, 10)) == 10
