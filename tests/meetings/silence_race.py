"""The race of an objection with the closing of its procedure; see :mod:`tests.race`."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: a procedure whose deadline was an hour ago, and a letter that came before it."""
    from django.utils import timezone

    from tests.cast import SYSTEM, entity_make, group_make
    from workinggroups.meetings.services.silence import silence_create

    now, day = timezone.now(), datetime.timedelta(days=1)
    text = {"verb": "approves", "subject_kind": "document", "subject_en": "Paper", "text": "Text"}
    times = {"opened_at": now - day, "deadline": now - day / 24}
    parties = {"group": group_make("border"), "addressees": [entity_make("WCO")]}
    silence_create(actor=SYSTEM, values={**text, **times, **parties})


def prepare() -> Write:
    """Whoever comes first to the file of the parts enters the letter, the other one closes."""
    from workinggroups.meetings.models import SilenceProcedure

    procedure = SilenceProcedure.objects.get()
    try:
        Path(sys.argv[2]).with_name("objector").touch(exist_ok=False)
    except FileExistsError:
        return lambda: _closed(procedure)
    return lambda: _objected(procedure)


def _objected(procedure: object) -> str:
    from compact.entities.models import Entity
    from compact.kernel.errors import Refused
    from tests.cast import SYSTEM
    from workinggroups.meetings.models import SilenceProcedure
    from workinggroups.meetings.services.objections import objection_create

    moment = SilenceProcedure.objects.get().deadline - datetime.timedelta(hours=1)
    values = {"procedure": procedure, "entity": Entity.objects.get(), "text": "No", "made_at": moment}
    try:
        objection_create(actor=SYSTEM, values=values)
    except Refused:
        return "too late to object"
    return "objected"


def _closed(procedure: object) -> str:
    from django.core.exceptions import ValidationError

    from tests.cast import SYSTEM
    from workinggroups.meetings.services.silence import silence_close

    try:
        silence_close(actor=SYSTEM, procedure=procedure, version=1, outcome="passed")  # type: ignore[arg-type]  # a row
    except ValidationError:
        return "not closed"
    return "closed"


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
