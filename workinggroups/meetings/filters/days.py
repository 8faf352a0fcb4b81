"""Conditions on days that may be known to the month or the year alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from compact.kernel.dates import on_or_after, on_or_before

if TYPE_CHECKING:
    import datetime


def can_be_after(field: str, day: datetime.date) -> Q:
    """Rows whose known partial date ``field`` can be ``day`` or later."""
    return on_or_after(field, day)


def can_be_before(field: str, day: datetime.date) -> Q:
    """Rows whose known partial date ``field`` can be ``day`` or earlier; an unknown one is no answer."""
    return on_or_before(field, day) & ~Q(**{field: ""})


def can_be_on(field: str, day: datetime.date) -> Q:
    """Rows whose known partial date ``field`` is ``day``, its month or its year."""
    text = day.isoformat()
    return Q(**{f"{field}__in": [text[:4], text[:7], text]})
