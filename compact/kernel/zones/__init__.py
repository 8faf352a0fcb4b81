"""Moments and zones: typed as wall time of a place, stored in UTC, always printed with the zone.

A zone is an IANA name as text; a moment is an aware date-time, in UTC unless said otherwise.
"""

from compact.kernel.zones.forms import WallTimeField, ZonedTimesMixin
from compact.kernel.zones.moments import moment_for_viewer, moment_in, moments_for, wall_clock, wall_time
from compact.kernel.zones.names import validate_zone, zone_choices

__all__ = [
    "WallTimeField",
    "ZonedTimesMixin",
    "moment_for_viewer",
    "moment_in",
    "moments_for",
    "validate_zone",
    "wall_clock",
    "wall_time",
    "zone_choices",
]
