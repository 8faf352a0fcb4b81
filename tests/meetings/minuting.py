"""Steps of minutes, as the secretariat takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from workinggroups.meetings.services import minutes as services

if TYPE_CHECKING:
    from workinggroups.meetings.models import Minutes


def change(record: Minutes, actor: Any = SYSTEM, reason: str = "", **values: Any) -> Minutes:
    """The revision with ``values``."""
    record.refresh_from_db()
    return services.minutes_update(actor=actor, record=record, version=record.version, values=values, reason=reason)


def circulated(record: Minutes) -> Minutes:
    """The revision after it was sent round."""
    return services.minutes_circulate(actor=SYSTEM, record=record, version=record.version)


def adopted(record: Minutes, **options: Any) -> Minutes:
    """The revision after it was adopted."""
    return services.minutes_adopt(actor=SYSTEM, record=record, version=record.version, **options)
