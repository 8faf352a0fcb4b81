"""Ground for the tests of calls for inputs."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.cast import SYSTEM, Cast, entity_make
from workinggroups.workplans.services import calls as services

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from workinggroups.workplans.models import CallForInputs, Input


def in_days(days: float) -> datetime.datetime:
    """A moment ``days`` from now, in whole minutes."""
    return (timezone.now() + datetime.timedelta(days=days)).replace(second=0, microsecond=0)


def call_make(cast: Cast, *addressees: Entity, **values: Any) -> CallForInputs:
    """A draft of a call by the border group, addressed to UNODC unless others are given."""
    values = {
        "group": cast.groups["border"],
        "title_en": "Report to the Assembly",
        "text": "What did your entity do?",
        "questions": ["Done?", "Planned?"],
        "addressees": list(addressees) or [cast.entities["UNODC"]],
        "deadline": in_days(30),
        "zone": "Africa/Nairobi",
        **values,
    }
    return services.call_create(actor=SYSTEM, values=values)


def call_sent(cast: Cast, *addressees: Entity, **values: Any) -> CallForInputs:
    """The same, sent."""
    return services.call_send(actor=SYSTEM, call=call_make(cast, *addressees, **values), version=1)


def place(call: CallForInputs, code: str = "UNODC") -> Input:
    """The place of the entity ``code`` in ``call``."""
    return call.inputs.select_related("call", "entity").get(entity__code=code)


def many_entities(number: int) -> list[Entity]:
    """``number`` further entities."""
    return [entity_make(f"E{each:02}") for each in range(number)]


def answered(record: Input, text: str = "Much") -> Input:
    """``record`` answered by its entity."""
    answers = [text] * max(len(record.call.questions), 1)
    return services.input_answer(actor=SYSTEM, record=record, version=record.version, answers=answers)
