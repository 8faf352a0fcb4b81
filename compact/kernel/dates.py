"""Partial dates: a value as precise as its source, in ISO 8601's reduced forms.

One text column holds ``""`` (not known), ``2019``, ``2019-05`` or ``2019-05-08``. The forms sort and
compare as text, so one column answers "before", "on" and "possibly on" on every database.
"""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]
else:
    _TextField = models.CharField

_FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2199


def earliest(value: str) -> datetime.date:
    """The first day that the partial date ``value`` can mean; ValueError when it is not one."""
    match = _FORM.fullmatch(value)
    if match is None:
        raise ValueError(value)
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not _EARLIEST_YEAR <= year <= _LATEST_YEAR:
        raise ValueError(value)
    return datetime.date(year, month, day)


def latest(value: str) -> datetime.date:
    """The last day that the partial date ``value`` can mean; ValueError when it is not one."""
    first = earliest(value)
    if len(value) == len("2019"):
        return first.replace(month=12, day=31)
    if len(value) == len("2019-05"):
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def validate_partial_date(value: str) -> None:
    """Raise ValidationError unless ``value`` is empty or a partial date of the years 1800 to 2199."""
    try:
        if value:
            earliest(value)
    except ValueError:
        raise ValidationError(
            _("“%(value)s” is not a date. Write 2019-05-08, or 2019-05, or 2019, as precisely as you know it."),
            code="invalid",
            params={"value": value},
        ) from None


def is_partial_date(value: str) -> bool:
    """Whether ``value`` is empty or a partial date."""
    try:
        validate_partial_date(value)
    except ValidationError:
        return False
    return True


def partial_date_display(value: str) -> str:
    """``value`` in words of the active language: 8 May 2019, May 2019 or 2019; "" when not known."""
    if len(value) == len("2019"):
        return value
    if len(value) == len("2019-05"):
        return formats.date_format(earliest(value), "YEAR_MONTH_FORMAT")
    return formats.date_format(earliest(value), "DATE_FORMAT") if value else ""


def point_in_time(text: str) -> datetime.datetime | None:
    """The point in time that ``text`` names in ISO 8601, in UTC and to the second, as it is written again.

    Without an offset from UTC it is no point in time yet and comes back without a zone. None when ``text`` is
    something else or outside the years 1800 to 2199.
    """
    try:
        found = datetime.datetime.fromisoformat(text).replace(microsecond=0)
    except (TypeError, ValueError):
        return None
    if not _EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        return None
    return found if found.tzinfo is None else found.astimezone(datetime.UTC)


class PartialDateField(_TextField):
    """A partial date as text; its ``help_text`` says what an empty one means."""

    description = gettext_lazy("Date known to the day, the month or the year")
    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)


def on_or_before(field: str, day: datetime.date) -> models.Q:
    """Rows whose partial date can fall on or before ``day``; an unknown one can."""
    return models.Q(**{f"{field}__lte": day.isoformat()})


def on_or_after(field: str, day: datetime.date) -> models.Q:
    """Rows whose known partial date can fall on or after ``day``."""
    text = day.isoformat()
    return models.Q(**{f"{field}__gte": text}) | models.Q(**{f"{field}__in": [text[:4], text[:7]]})


def surely_on_or_before(field: str, day: datetime.date) -> models.Q:
    """Rows whose known partial date cannot fall after ``day``."""
    next_day = (day + datetime.timedelta(days=1)).isoformat()
    return (
        models.Q(**{f"{field}__lt": next_day})
        & ~models.Q(**{field: ""})
        & ~models.Q(**{f"{field}__in": [next_day[:4], next_day[:7]]})
    )


def surely_on_or_after(field: str, day: datetime.date) -> models.Q:
    """Rows whose known partial date cannot fall before ``day``."""
    return models.Q(**{f"{field}__gt": (day - datetime.timedelta(days=1)).isoformat()})
