"""The race of two people who write the same minutes; see :mod:`tests.race`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: a meeting with one revision of its minutes."""
    from tests.cast import Cast, group_make
    from tests.meetings.outcomes import held, minutes_make

    minutes_make(held(Cast(groups={"border": group_make("border")})), "As circulated")


def prepare() -> Write:
    """Write the next revision on top of the one there is, and tell what came of it and of the text."""
    from compact.kernel.errors import Overtaken
    from tests.cast import SYSTEM
    from workinggroups.meetings.models import Minutes
    from workinggroups.meetings.services.minutes import minutes_append

    before, text = Minutes.objects.select_related("meeting").get(), f"Written by {os.getpid()}"

    def write() -> str:
        try:
            stored = minutes_append(actor=SYSTEM, meeting=before.meeting, values={"text": text, "follows": before})
        except Overtaken as late:
            kept = late.submitted["text"] == text
            return f"overtaken by revision {late.current.number}, own text kept: {kept}"  # type: ignore[attr-defined]  # minutes
        return f"stored as revision {stored.number}"

    return write


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
