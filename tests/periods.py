"""Periods made at random, and what they mean when every possible course of events is tried out."""

from __future__ import annotations

import datetime
from itertools import product

from hypothesis import strategies as st

from compact.kernel.dates import earliest, latest
from compact.kernel.periods import Certainty, EndState

FAR = datetime.date.max
_DAY = datetime.timedelta(days=1)
_FIRST, _LAST = datetime.date(2018, 11, 1), datetime.date(2020, 2, 15)

days = st.dates(_FIRST - 40 * _DAY, _LAST + 40 * _DAY)
partial_dates = st.one_of(
    st.just(""),
    st.dates(_FIRST, _LAST).map(lambda day: day.isoformat()),
    st.dates(_FIRST, _LAST).map(lambda day: day.isoformat()[:7]),
    st.dates(_FIRST, _LAST).map(lambda day: day.isoformat()[:4]),
)


def _coherent(values: dict[str, str]) -> bool:
    """What the models let in: no end before the start, no observation outside."""
    known = [values[name] for name in ("start", "observed_on", "end") if values[name]]
    return all(earliest(first) <= latest(last) for n, first in enumerate(known) for last in known[n:])


@st.composite
def _values(draw: st.DrawFn) -> dict[str, str]:
    end = draw(partial_dates)
    state = EndState.DATED if end else draw(st.sampled_from(["open", "over", "unknown"]))
    return {"start": draw(partial_dates), "observed_on": draw(partial_dates), "end": end, "end_state": str(state)}


periods = _values().filter(_coherent)


def certainty_by_trial(values: dict[str, str], day: datetime.date, today: datetime.date) -> str:
    """What is sure of ``day`` after trying every course of events that agrees with ``values``; "" is: not held.

    Only the bounds of what is known, and the days beside ``day``, can make a difference, so only those are
    tried.
    """
    marks = {day - _DAY, day, day + _DAY, datetime.date(1800, 1, 1), today - _DAY, FAR}
    for name in ("start", "observed_on", "end"):
        if values[name]:
            marks |= {earliest(values[name]), latest(values[name])}
    held = {start <= day <= end for start, seen, end in _courses(values, sorted(marks), today) if start <= seen <= end}
    if True not in held:
        return ""
    return Certainty.POSSIBLE if False in held else Certainty.CERTAIN


def _courses(
    values: dict[str, str], marks: list[datetime.date], today: datetime.date
) -> product[tuple[datetime.date, ...]]:
    starts, seen, ends = (
        [mark for mark in marks if not values[name] or earliest(values[name]) <= mark <= latest(values[name])]
        for name in ("start", "observed_on", "end")
    )
    if values["end_state"] == EndState.OPEN:
        ends = [FAR]
    elif values["end_state"] == EndState.OVER:
        ends = [mark for mark in ends if mark < today]
    return product(starts, seen, ends)
