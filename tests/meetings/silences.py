"""Short ways to open silence procedures, to object, and to set the clock."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from tests.cast import SYSTEM, term_make
from workinggroups.meetings.services.objections import objection_create
from workinggroups.meetings.services.silence import silence_create

if TYPE_CHECKING:
    import pytest

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast
    from workinggroups.meetings.models import Objection, SilenceProcedure

NEW_YORK = "America/New_York"
OPENED = datetime.datetime(2026, 3, 2, 15, tzinfo=datetime.UTC)
#: 8 March 2026, 17:00 in New York, where summer time begins that day.
DEADLINE = datetime.datetime(2026, 3, 8, 21, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


def clock_set(monkeypatch: pytest.MonkeyPatch, moment: datetime.datetime) -> None:
    """Let it be ``moment`` now."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def in_new_york(*parts: int) -> datetime.datetime:
    """The moment at which clocks in New York show these."""
    return datetime.datetime(*parts, tzinfo=ZoneInfo(NEW_YORK))  # type: ignore[misc, arg-type]  # year, month, day, hour


def silence_make(cast: Cast, *addressees: str, actor: Viewer = SYSTEM, **values: Any) -> SilenceProcedure:
    """The border group approves a paper unless WCO, INTERPOL or UNODC objects; opened on 2 March 2026."""
    least = {
        "group": cast.groups["border"],
        "verb": "approves",
        "subject_kind": "document",
        "subject_en": "Border paper",
        "text": "# Paper\n\nAs it **is**.",
        "addressees": [cast.entities[code] for code in addressees or ("WCO", "INTERPOL", "UNODC")],
        "zone": NEW_YORK,
        "deadline": DEADLINE,
        "visibility": "all",
    }
    opened = {"opened_at": OPENED} if actor.is_secretariat else {}
    return silence_create(actor=actor, values={**least, **opened, **values})


def objection_make(procedure: SilenceProcedure, entity: Any, actor: Viewer = SYSTEM, **values: Any) -> Objection:
    """An objection of ``entity``, by letter unless ``actor`` is its representative."""
    least = {"procedure": procedure, "entity": entity, "text": "Only with a budget"}
    return objection_create(actor=actor, values={**least, **values})


def member_make(cast: Cast, code: str, role: str = "member") -> None:
    """``code`` serves in the border group since 2019."""
    term_make(cast.groups["border"], cast.entities[code], role)
