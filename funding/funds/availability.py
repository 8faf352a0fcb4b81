"""What a fund can still allocate to a project, in one currency: arithmetic, without a database.

All amounts are whole minor units of one currency. Deposits count by what they are earmarked for: nothing, a project,
or something that only words say, which nobody but a person can match with a project. A project uses its own
earmarked deposits first; what it takes beyond them comes out of the deposits that are earmarked for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Balance:
    """Deposits and confirmed allocations of a fund in one currency, net of reversals; projects stand by their keys."""

    free: int = 0
    earmarked: Mapping[int, int] = field(default_factory=dict)
    in_words: int = 0
    allocated: Mapping[int, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """What is left of the deposits that are earmarked for nothing; below 0 where too much is allocated."""
        beyond = (amount - self.earmarked.get(project, 0) for project, amount in self.allocated.items())
        return self.free - sum(amount for amount in beyond if amount > 0)

    def available(self, project: int | None) -> int:
        """What can still be allocated to ``project``: what is left of its own deposits, and of those for anything."""
        own = self.earmarked.get(project, 0) - self.allocated.get(project, 0) if project is not None else 0
        return self.left + max(0, own)
