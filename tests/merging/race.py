"""The race of two officers who merge one pair, each the other way round; see :mod:`tests.race`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: two projects, of which one has a partner."""
    from tests.cast import SYSTEM, entity_make
    from workinggroups.projects.services.partners import partner_create
    from workinggroups.projects.services.projects import project_create

    lead, other = entity_make("WCO"), entity_make("CTED")
    for code in ("A", "B"):
        project = project_create(actor=SYSTEM, values={"title_en": code, "code": code, "lead": lead})
        partner_create(actor=SYSTEM, values={"project": project, "entity": other, "role": "joint"})


def prepare() -> Write:
    """Plan the merge in one direction or the other, and tell what came of it."""
    import os

    from django.core.exceptions import ValidationError
    from django.db import OperationalError

    from compact.kernel.errors import StaleVersion
    from compact.merging.plans import plan_make, plan_sign
    from compact.merging.services import merge
    from tests.cast import SYSTEM
    from workinggroups.projects.models import Project

    pair = list(Project.objects.order_by("code"))
    if os.getpid() % 2:
        pair.reverse()
    token = plan_sign(plan_make(actor=SYSTEM, survivor=pair[0], retired=pair[1], choices={}), SYSTEM)

    def write() -> str:
        try:
            merge(actor=SYSTEM, token=token, reason="The same")
        except StaleVersion as error:
            return f"lost: {error}"
        except (ValidationError, OperationalError) as error:
            return f"broken: {error}"
        return "won"

    return write


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
