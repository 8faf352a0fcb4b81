"""What every block of the work list is: a heading, rows with what to do about each, a name for when it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import _StrPromise

SHOWN = 8
"""How many rows a block shows at most; the rest is one link away."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row: ``what`` it is, with its page; ``detail`` and a warning in words; ``act`` is what to do now."""

    what: str
    address: str
    detail: str = ""
    warning: str = ""
    act: str = ""
    act_address: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """``rows`` under ``title``; where there are none, ``short`` names the block among those with nothing to do.

    ``template`` shows the rows; the usual one takes :class:`Item` and shows the first few. ``counted`` says whether
    the number of rows is told in the heading.
    """

    name: str
    title: str | _StrPromise
    short: str | _StrPromise
    rows: Sequence[Any]
    template: str = "admin/worklist/items.html"
    more_address: str = ""
    more_label: str | _StrPromise = ""
    wide: bool = False
    counted: bool = True

    @property
    def shown(self) -> Sequence[Any]:
        """The first rows."""
        return self.rows[:SHOWN]

    @property
    def others(self) -> int:
        """How many more there are."""
        return max(len(self.rows) - SHOWN, 0)
