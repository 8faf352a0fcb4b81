"""Which zones there are, and how a form offers them."""

from __future__ import annotations

import zoneinfo
from functools import lru_cache
from typing import Any

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

_REGIONS = {
    "Africa": pgettext_lazy("region of time zones", "Africa"),
    "America": pgettext_lazy("region of time zones", "America"),
    "Antarctica": pgettext_lazy("region of time zones", "Antarctica"),
    "Arctic": pgettext_lazy("region of time zones", "Arctic"),
    "Asia": pgettext_lazy("region of time zones", "Asia"),
    "Atlantic": pgettext_lazy("region of time zones", "Atlantic Ocean"),
    "Australia": pgettext_lazy("region of time zones", "Australia"),
    "Europe": pgettext_lazy("region of time zones", "Europe"),
    "Indian": pgettext_lazy("region of time zones", "Indian Ocean"),
    "Pacific": pgettext_lazy("region of time zones", "Pacific Ocean"),
}

#: Seats of entities of the Compact that no zone is named for.
_SEATS = {
    "America/Toronto": gettext_lazy("Montreal"),
    "Europe/Amsterdam": gettext_lazy("The Hague"),
    "Europe/Paris": gettext_lazy("Lyon"),
    "Europe/Rome": gettext_lazy("Turin"),
    "Europe/Zurich": gettext_lazy("Geneva"),
}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every IANA name, legacy ones too; "localtime" and "Factory" are settings of a machine, not places."""
    return frozenset(zoneinfo.available_timezones() - {"localtime", "Factory"})


@lru_cache(maxsize=1)
def _canonical() -> tuple[str, ...]:
    """The names of places: those that CLDR assigns to a territory and does not list as an alias."""
    territories, aliases = get_global("zone_territories"), get_global("zone_aliases")
    names = (name for name in _known() if name in territories and name not in aliases)
    return tuple(sorted(name for name in names if name.partition("/")[0] in _REGIONS))


def validate_zone(value: str) -> None:
    """Raise ValidationError unless ``value`` is an IANA time zone name."""
    if value not in _known():
        raise ValidationError(
            _("“%(value)s” is not a time zone. Write its IANA name, for example Africa/Nairobi."),
            params={"value": value},
        )


def zone_choices(stored: str = "") -> list[tuple[str, Any]]:
    """Choices for a form: UTC first, then the places by region in the active language, without legacy names.

    ``stored`` is offered too where it is none of these, so that a form keeps what a row has.
    """
    regions: dict[str, list[tuple[str, str]]] = {}
    for name in _canonical():
        regions.setdefault(name.partition("/")[0], []).append((name, _place(name)))
    choices: list[tuple[str, Any]] = [("UTC", "UTC")]
    if stored and stored != "UTC" and stored not in _canonical():
        choices.append((stored, stored))
    return [*choices, *((str(_REGIONS[region]), places) for region, places in regions.items())]


def _place(name: str) -> str:
    place = name.partition("/")[2].replace("_", " ")
    return f"{place} ({_SEATS[name]})" if name in _SEATS else place
