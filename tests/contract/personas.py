"""Who may do what through the API: the one table that the persona tests go through, both sides of it.

In the quick tests one persona of each kind goes through it (the secretariat, the reader, the first of those who may do
something else); the others, who may do the same as one of these, follow in the slow ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cast import PERSONAS
from tests.contract.samples import NAMES, RIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Who stands for those with the same rights.
FIRST = ("secretariat", "reader", *PERSONAS)


def table() -> Iterator[Any]:
    """Every resource and persona with the actions that are allowed."""
    for resource in NAMES:
        rights = RIGHTS[resource]
        for persona in PERSONAS:
            allowed = rights.of(persona)
            stands_for_them = next(other for other in FIRST if rights.of(other) == allowed)
            marks = () if persona == stands_for_them else pytest.mark.slow
            yield pytest.param(resource, persona, allowed, marks=marks, id=f"{resource}-{persona}")
