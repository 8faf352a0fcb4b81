"""Dates of two records in sentences that claim no more than is known.

The matching compares days: a month or a year reaches it as its first day where it is a start, as its last where it is
an end, and it tells with each how far it is known. What was kept before it told this is read with care: 1 January as
its year, the first of a month as that month, and the like of ends. That is at times less than is known, never wrong.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compact.matching.evidence import Code

if TYPE_CHECKING:
    from collections.abc import Mapping

    type Period = tuple[When | None, When | None]
    """Start and end, as far as they are known."""

_UNITS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class When:
    """A day, and whether it, its month or its year is known."""

    day: datetime.date
    unit: str

    def __str__(self) -> str:
        if self.unit == "year":
            return str(self.day.year)
        return formats.date_format(self.day, "YEAR_MONTH_FORMAT" if self.unit == "month" else "DATE_FORMAT")

    @property
    def at(self) -> str:
        """“in 2024”, “in March 2024”, “on 4 March 2024”."""
        if self.unit == "day":
            return pgettext("of a day", "on %(when)s") % {"when": self}
        return pgettext("of a year or month", "in %(when)s") % {"when": self}


def day_read(value: Any) -> datetime.date | None:
    """A date, as it is or as JSON holds it; None for anything else."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def period_words(values: Mapping[str, Any], side: str) -> str:
    """From when to when, or what of it is known, by the values of evidence of one ``side`` (a, b); "" for nothing."""
    start, end = _period(values, side)
    if start is not None and end is not None:
        return " – ".join(dict.fromkeys((str(start), str(end))))
    if start is not None:
        return _("start %(when)s (end not known)") % {"when": start.at}
    return _("end %(when)s (start not known)") % {"when": end.at} if end is not None else ""


def dates_words(code: Code, values: Mapping[str, Any], one: str, other: str) -> str:
    """What two records' dates have in common; "" where that is nothing, or not known.

    ``one`` and ``other`` are what the reader calls the two.
    """
    (start_a, end_a), (start_b, end_b) = (_period(values, side) for side in ("a", "b"))
    start, end = _common(start_a, start_b), _common(end_a, end_b)
    if start and end:
        return _both(start, end)
    if start:
        text = _("Both start %(when)s.") % {"when": start.at}
        return f"{text} {_ends(end_a, end_b, one, other)}"
    if end:
        text = _("Both end %(when)s.") % {"when": end.at}
        return f"{text} {_starts(start_a, start_b, one, other)}"
    if code == Code.DATES_APART and (_holds(start_a, end_a, start_b, end_b) or _holds(start_b, end_b, start_a, end_a)):
        words = {"when_a": period_words(values, "a"), "when_b": period_words(values, "b")}
        text = _("The periods touch, but differ: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {**words, "one": one, "other": other}
    return ""


def _period(values: Mapping[str, Any], side: str) -> Period:
    start, end = (day_read(values.get(f"{name}_{side}")) for name in ("start", "end"))
    units = [values.get(f"{name}_precision_{side}") for name in ("start", "end")]
    if not any(units) and start and end and _is_one_month(start, end):
        units = ["month", "month"]
    return (
        When(start, units[0] or _surely(start, is_end=False)) if start else None,
        When(end, units[1] or _surely(end, is_end=True)) if end else None,
    )


def _common(one: When | None, other: When | None) -> When | None:
    """The day that both have, as far as it is known of both; None where it is not the same."""
    if one is None or other is None or one.day != other.day:
        return None
    return max(one, other, key=lambda each: _UNITS.index(each.unit))


def _holds(start: When | None, end: When | None, *others: When | None) -> bool:
    """Whether one of ``others`` lies within a period of which both ends are known."""
    return bool(start and end) and any(start.day <= each.day <= end.day for each in others if each and start and end)


def _both(start: When, end: When) -> str:
    if str(start) == str(end):
        return _("Both take place %(when)s.") % {"when": start.at}
    return _("Both start %(start)s and end %(end)s.") % {"start": start.at, "end": end.at}


def _ends(end_a: When | None, end_b: When | None, one: str, other: str) -> str:
    if end_a and end_b:
        text = _("They end at different times: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {"when_a": end_a, "when_b": end_b, "one": one, "other": other}
    if end_a is None and end_b is None:
        return _("When they end is not known.")
    return _("The end is not known in %(which)s.") % {"which": other if end_a else one}


def _starts(start_a: When | None, start_b: When | None, one: str, other: str) -> str:
    if start_a and start_b:
        text = _("They start at different times: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {"when_a": start_a, "when_b": start_b, "one": one, "other": other}
    if start_a is None and start_b is None:
        return _("When they start is not known.")
    return _("The start is not known in %(which)s.") % {"which": other if start_a else one}


def _surely(day: datetime.date, *, is_end: bool) -> str:
    """The most that is known of a day for sure where nobody told how far it is known."""
    if (day.month, day.day) == ((12, 31) if is_end else (1, 1)):
        return "year"
    return "month" if day.day == (calendar.monthrange(day.year, day.month)[1] if is_end else 1) else "day"


def _is_one_month(start: datetime.date, end: datetime.date) -> bool:
    """Whether the two are the first and the last day of a month: January is told as such, not as its year."""
    return start.replace(day=calendar.monthrange(start.year, start.month)[1]) == end and start.day == 1
