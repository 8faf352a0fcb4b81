"""The race of two officers for the same term; see :mod:`tests.race`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: a group and an entity."""
    from tests.cast import entity_make, group_make

    group_make("border")
    entity_make("WCO")


def prepare() -> Write:
    """Write the term, and tell what came of it."""
    from django.core.exceptions import ValidationError

    from compact.entities.models import Entity
    from tests.cast import SYSTEM
    from workinggroups.groups.models import Group, Role
    from workinggroups.groups.services import term_create

    values = {"group": Group.objects.get(), "entity": Entity.objects.get(), "role": Role.CO_CHAIR}

    def write() -> str:
        try:
            term_create(actor=SYSTEM, values={**values, "start": "2019", "end": "2021"})
        except ValidationError as error:
            return f"lost: {' '.join(error.messages)}"
        return "won"

    return write


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
