"""The race of two officers for the last money of a fund; see :mod:`tests.race`."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from tests.race import Write


def make() -> None:
    """Lay the ground: a fund with 500 dollars, and two announcements of 300."""
    from tests.cast import entity_make
    from tests.funding.ground import allocation_make, deposit_make, fund_make, partner_make, project_make

    fund, lead = fund_make(), entity_make("UNODC")
    deposit_make(partner_make(), fund, "500")
    for title in ("Border posts", "Cargo control"):
        allocation_make(project_make(lead, title), "300", fund=fund, recipient=lead)


def prepare() -> Write:
    """Whoever comes first to the file of the parts confirms the first announcement, the other one the second."""
    from funding.funds.models import Allocation

    first, second = Allocation.objects.order_by("pk")
    try:
        Path(sys.argv[2]).with_name("first").touch(exist_ok=False)
    except FileExistsError:
        return lambda: _confirmed(second)
    return lambda: _confirmed(first)


def _confirmed(announced: object) -> str:
    from django.core.exceptions import ValidationError

    from funding.funds.services.entries import allocation_confirm
    from tests.cast import SYSTEM

    try:
        made = allocation_confirm(actor=SYSTEM, entry=announced, version=1, values={"amount": Decimal(300)})  # type: ignore[arg-type]  # a row
    except ValidationError as error:
        return f"lost: {' '.join(error.messages)}"
    return f"won: {made.money}"


if __name__ == "__main__":
    django.setup()
    from tests.race import main

    main(make, prepare)
