"""From wall time to moments and back, and moments in words."""

from __future__ import annotations

import datetime
import zoneinfo

from django.core.exceptions import ValidationError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compact.kernel.zones.names import validate_zone

_EARLIEST_YEAR, _LATEST_YEAR = 1800, 2199


def wall_time(naive: datetime.datetime, zone: str) -> datetime.datetime:
    """The moment, in UTC, at which clocks in ``zone`` show ``naive``.

    An hour that comes twice, when clocks go back in autumn, means the first one. ValidationError for an hour
    that is left out there, when clocks go forward in spring, for years before 1800 or after 2199, and for an
    unknown zone.
    """
    validate_zone(zone)
    if naive.tzinfo is not None:
        raise ValueError(naive)
    if not _EARLIEST_YEAR <= naive.year <= _LATEST_YEAR:
        params = {"first": str(_EARLIEST_YEAR), "last": str(_LATEST_YEAR)}
        raise ValidationError(_("Write a year from %(first)s to %(last)s."), code="year", params=params)
    moment = naive.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=0).astimezone(datetime.UTC)
    if wall_clock(moment, zone) != naive.replace(fold=0):
        raise ValidationError(
            _("On that day clocks in %(zone)s go forward and leave out %(time)s. Choose another time."),
            code="no_such_time",
            params={"zone": zone, "time": f"{naive:%H:%M}"},
        )
    return moment


def wall_clock(value: datetime.datetime, zone: str) -> datetime.datetime:
    """What clocks in ``zone`` show at the moment ``value``: a date-time without a zone."""
    return value.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def moment_in(value: datetime.datetime, zone: str) -> str:
    """``value`` as date and time in ``zone``, in words of the active language, with the zone.

    "15 March 2026, 17:00 EDT (America/New_York)"; a zone without an abbreviation of letters by its distance
    from UTC: "16 March 2026, 00:00 UTC+3 (Europe/Istanbul)"; "15 March 2026, 21:00 UTC".
    """
    local = value.astimezone(zoneinfo.ZoneInfo(zone))
    words = {"date": formats.date_format(local, "DATE_FORMAT"), "time": f"{local:%H:%M}"}
    words |= {"abbreviation": _abbreviation(local), "zone": zone}
    if words["abbreviation"] == zone:
        return pgettext("a point in time", "%(date)s, %(time)s %(zone)s") % words
    return pgettext("a point in time", "%(date)s, %(time)s %(abbreviation)s (%(zone)s)") % words


def _abbreviation(local: datetime.datetime) -> str:
    name = local.tzname() or ""
    if name.isalpha():
        return name
    minutes = int((local.utcoffset() or datetime.timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def _active_zone() -> str:
    current = timezone.get_current_timezone()
    return getattr(current, "key", "UTC")


def moment_for_viewer(value: datetime.datetime, zone: str, viewer_zone: str | None = None) -> str:
    """``value`` in the ``viewer_zone``; "" when clocks there show the same as in ``zone``.

    Without one it is the active zone: on a page, the signed-in user's own.
    """
    own = viewer_zone or _active_zone()
    return "" if wall_clock(value, own) == wall_clock(value, zone) else moment_in(value, own)


def moments_for(value: datetime.datetime, zone: str, viewer_zone: str | None = None) -> str:
    """``value`` in ``zone`` and, where clocks differ at that moment, in the ``viewer_zone`` (None: the active one).

    "15 March 2026, 17:00 EDT (America/New_York); for you: 16 March 2026, 00:00 EAT (Africa/Nairobi)".
    """
    there, here = moment_in(value, zone), moment_for_viewer(value, zone, viewer_zone)
    if not here:
        return there
    return _("%(moment)s; for you: %(own)s") % {"moment": there, "own": here}
