"""Dates of two records in sentences that claim no more than is known.

The matching compares days: a month or a year reaches it as its first day where it is a start, as its last where it is
an end. So 1 January is told as its year, the first of a month as that month, and the like of ends. Where a day was
meant, that is less than is known, but never wrong.
"""

from __future__ import annotations

import calendar
import datetime
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compact.matching.evidence import Code

if TYPE_CHECKING:
    from collections.abc import Mapping


def day_read(value: Any) -> datetime.date | None:
    """A date, as it is or as JSON holds it; None for anything else."""
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def period_words(start: datetime.date | None, end: datetime.date | None) -> str:
    """From when to when, or what of it is known; "" for nothing."""
    if start is not None and end is not None:
        if _is_one_month(start, end):
            return formats.date_format(start, "YEAR_MONTH_FORMAT")
        return " – ".join(dict.fromkeys((_unit(start, is_end=False), _unit(end, is_end=True))))
    if start is not None:
        return _("start %(when)s (end not known)") % {"when": _at(start, is_end=False)}
    return _("end %(when)s (start not known)") % {"when": _at(end, is_end=True)} if end is not None else ""


def dates_words(code: Code, values: Mapping[str, Any], one: str, other: str) -> str:
    """What two records' dates have in common; "" where that is nothing, or not known.

    ``one`` and ``other`` are what the reader calls the two.
    """
    start_a, end_a, start_b, end_b = (day_read(values.get(name)) for name in ("start_a", "end_a", "start_b", "end_b"))
    same_start, same_end = start_a is not None and start_a == start_b, end_a is not None and end_a == end_b
    if same_start and same_end and start_a and end_a:
        return _both(start_a, end_a)
    if same_start and start_a:
        text = _("Both start %(when)s.") % {"when": _at(start_a, is_end=False)}
        return f"{text} {_ends(end_a, end_b, one, other)}"
    if same_end and end_a:
        text = _("Both end %(when)s.") % {"when": _at(end_a, is_end=True)}
        return f"{text} {_starts(start_a, start_b, one, other)}"
    if code == Code.DATES_APART and (_holds(start_a, end_a, start_b, end_b) or _holds(start_b, end_b, start_a, end_a)):
        words = {"when_a": period_words(start_a, end_a), "when_b": period_words(start_b, end_b)}
        text = _("The periods touch, but differ: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {**words, "one": one, "other": other}
    return ""


def _holds(start: datetime.date | None, end: datetime.date | None, *days: datetime.date | None) -> bool:
    """Whether one of ``days`` lies within a period of which both ends are known."""
    return bool(start and end) and any(start <= day <= end for day in days if day and start and end)


def _both(start: datetime.date, end: datetime.date) -> str:
    if _is_one_month(start, end):
        month = pgettext("of a year or month", "in %(when)s") % {
            "when": formats.date_format(start, "YEAR_MONTH_FORMAT")
        }
        return _("Both take place %(when)s.") % {"when": month}
    if _unit(start, is_end=False) == _unit(end, is_end=True):
        return _("Both take place %(when)s.") % {"when": _at(start, is_end=False)}
    words = {"start": _at(start, is_end=False), "end": _at(end, is_end=True)}
    return _("Both start %(start)s and end %(end)s.") % words


def _ends(one_end: datetime.date | None, other_end: datetime.date | None, one: str, other: str) -> str:
    if one_end and other_end:
        words = {"when_a": _unit(one_end, is_end=True), "when_b": _unit(other_end, is_end=True)}
        text = _("They end at different times: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {**words, "one": one, "other": other}
    if one_end is None and other_end is None:
        return _("When they end is not known.")
    return _("The end is not known in %(which)s.") % {"which": other if one_end else one}


def _starts(one_start: datetime.date | None, other_start: datetime.date | None, one: str, other: str) -> str:
    if one_start and other_start:
        words = {"when_a": _unit(one_start, is_end=False), "when_b": _unit(other_start, is_end=False)}
        text = _("They start at different times: %(when_a)s in %(one)s, %(when_b)s in %(other)s.")
        return text % {**words, "one": one, "other": other}
    if one_start is None and other_start is None:
        return _("When they start is not known.")
    return _("The start is not known in %(which)s.") % {"which": other if one_start else one}


def _at(day: datetime.date, *, is_end: bool) -> str:
    """“in 2024”, “in March 2024”, “on 4 March 2024”."""
    unit = _unit(day, is_end=is_end)
    if _is_year(day, is_end=is_end) or _is_month(day, is_end=is_end):
        return pgettext("of a year or month", "in %(when)s") % {"when": unit}
    return pgettext("of a day", "on %(when)s") % {"when": unit}


def _unit(day: datetime.date, *, is_end: bool) -> str:
    """The year, the month or the day, whichever is the most that is known for sure."""
    if _is_year(day, is_end=is_end):
        return str(day.year)
    return formats.date_format(day, "YEAR_MONTH_FORMAT" if _is_month(day, is_end=is_end) else "DATE_FORMAT")


def _is_one_month(start: datetime.date, end: datetime.date) -> bool:
    """Whether the two are the first and the last day of a month: January is told as such, not as its year."""
    return start.replace(day=calendar.monthrange(start.year, start.month)[1]) == end and start.day == 1


def _is_year(day: datetime.date, *, is_end: bool) -> bool:
    return (day.month, day.day) == ((12, 31) if is_end else (1, 1))


def _is_month(day: datetime.date, *, is_end: bool) -> bool:
    return day.day == (calendar.monthrange(day.year, day.month)[1] if is_end else 1)
