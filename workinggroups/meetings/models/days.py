"""The day of an hour, where clocks show it."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.dates import is_partial_date
from compact.kernel.zones import validate_zone

if TYPE_CHECKING:
    import datetime


def zone_known(name: str) -> datetime.tzinfo | None:
    """The time zone ``name``; None where that is empty or no zone, which its field says."""
    try:
        validate_zone(name)
    except ValidationError:
        return None
    return zoneinfo.ZoneInfo(name)


def day_there(name: str, moment: datetime.datetime, zone: datetime.tzinfo) -> str:
    """The day of ``moment`` in ``zone`` as a partial date.

    ValidationError on the field ``name`` where it lies beyond the years of partial dates, though ``moment`` in UTC
    does not: the first hours of 1800 are of 1799 west of Greenwich.
    """
    day = moment.astimezone(zone).date().isoformat()
    if not is_partial_date(day):
        raise ValidationError({name: _("Write a year from %(first)s to %(last)s.") % {"first": "1800", "last": "2199"}})
    return day
