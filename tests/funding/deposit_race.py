"""The race of an allocation with the reversal of the deposit that pays it; see :mod:`tests.race`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: a fund with one deposit, and a project."""
    from tests.cast import entity_make
    from tests.funding.ground import deposit_make, fund_make, partner_make, project_make

    project_make(entity_make("UNODC"))
    deposit_make(partner_make(), fund_make(), "500")


def prepare() -> Write:
    """Whoever comes first to the file of the parts takes the deposit back, the other one allocates it."""
    from funding.funds.models import Deposit

    deposit = Deposit.objects.get()
    try:
        Path(sys.argv[2]).with_name("reverser").touch(exist_ok=False)
    except FileExistsError:
        return _allocated
    return lambda: _reversed(deposit)


def _allocated() -> str:
    from django.core.exceptions import ValidationError

    from funding.funds.models import Fund
    from tests.funding.ground import confirmed_make
    from workinggroups.projects.models import Project

    try:
        confirmed_make(Fund.objects.get(), Project.objects.get(), "500")
    except ValidationError:
        return "not allocated"
    return "allocated"


def _reversed(deposit: object) -> str:
    from django.core.exceptions import ValidationError

    from funding.funds.services.reversing import entry_reverse
    from tests.cast import SYSTEM

    try:
        entry_reverse(actor=SYSTEM, entry=deposit, version=1, reason="Sent back by the bank")  # type: ignore[type-var]  # a row
    except ValidationError:
        return "not reversed"
    return "reversed"


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
