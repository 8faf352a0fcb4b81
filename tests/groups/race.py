"""One of two processes that write the same term at the same time: ``python -m tests.groups.race make|write``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import django


def make() -> None:
    """Lay the ground: a group and an entity."""
    from django.core.management import call_command

    from tests.cast import entity_make, group_make

    call_command("migrate", verbosity=0)
    group_make("border")
    entity_make("WCO")


def write(signal: Path) -> None:
    """Wait for the signal, write the term, and print what came of it."""
    from django.core.exceptions import ValidationError
    from django.db import connection

    from compact.entities.models import Entity
    from tests.cast import SYSTEM
    from workinggroups.groups.models import Group, Role
    from workinggroups.groups.services import term_create

    values = {"group": Group.objects.get(), "entity": Entity.objects.get(), "role": Role.CO_CHAIR}
    connection.ensure_connection()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not signal.exists():
        time.sleep(0.001)
    try:
        term_create(actor=SYSTEM, values={**values, "start": "2019", "end": "2021"})
    except ValidationError as error:
        sys.stdout.write(f"lost: {' '.join(error.messages)}\n")
    else:
        sys.stdout.write("won\n")


if __name__ == "__main__":
    django.setup()
    make() if sys.argv[1] == "make" else write(Path(sys.argv[2]))
