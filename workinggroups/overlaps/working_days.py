"""Working days: Monday to Friday. The holidays of each duty station are not on record, so they count as well."""

from __future__ import annotations

import datetime

_WEEK, _WORKED = 7, 5


def working_days_after(day: datetime.date, number: int) -> datetime.date:
    """The day that is ``number`` working days after ``day``, which is not counted itself."""
    while number > 0:
        day += datetime.timedelta(days=1)
        number -= day.weekday() < _WORKED
    return day


def working_days_between(first: datetime.date, last: datetime.date) -> int:
    """How many working days lie after ``first`` up to and with ``last``; negative when ``last`` is earlier."""
    if last < first:
        return -working_days_between(last, first)
    weeks, rest = divmod((last - first).days, _WEEK)
    begun = first + datetime.timedelta(days=weeks * _WEEK)
    days = (begun + datetime.timedelta(days=each) for each in range(1, rest + 1))
    return weeks * _WORKED + sum(day.weekday() < _WORKED for day in days)
