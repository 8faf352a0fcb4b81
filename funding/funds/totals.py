"""What entries add up to: five labelled totals, which are never added to each other, each by currency.

Domain rule 6: a pledge has its own total, statements enter none, amounts of different currencies are never added,
an amount that is not known is counted and never taken for zero. A reversal takes its entry out of both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy

from compact.kernel.money import Money
from funding.funds.models import Allocation, AllocationState, Contribution, Deposit, Pledge, PledgeNature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet
    from django.db.models.expressions import Combinable

    from compact.kernel.viewers import Viewer
    from funding.funds.models import Entry


class TotalKind(models.TextChoices):
    """What is added up; two of them never make one figure."""

    PLEDGED = "pledged", gettext_lazy("Pledged")
    SIGNED = "signed", gettext_lazy("Signed for")
    DEPOSITED = "deposited", gettext_lazy("Deposited")
    ANNOUNCED = "announced", gettext_lazy("Allocations announced")
    ALLOCATED = "allocated", gettext_lazy("Allocated")


_OF: Mapping[str, tuple[type[Entry], Mapping[str, str]]] = {
    TotalKind.PLEDGED: (Pledge, {"nature": PledgeNature.PLEDGE}),
    TotalKind.SIGNED: (Contribution, {}),
    TotalKind.DEPOSITED: (Deposit, {}),
    TotalKind.ANNOUNCED: (Allocation, {"state": AllocationState.ANNOUNCED}),
    TotalKind.ALLOCATED: (Allocation, {"state": AllocationState.CONFIRMED}),
}
"""The entries of each total: their model, and the value that they have in a field of it."""


@dataclass(frozen=True, slots=True)
class Total:
    """An amount for each currency in the order of their codes, and how many entries stand, ``unknown`` among them.

    ``unknown`` counts those that stand and whose amount is not known: the amounts are a lower bound where it is not 0.
    """

    amounts: tuple[Money, ...] = ()
    entries: int = 0
    unknown: int = 0


def model_of(kind: TotalKind) -> type[Entry]:
    """The kind of entries that make the total of ``kind``."""
    return _OF[kind][0]


def only(kind: TotalKind) -> Mapping[str, str]:
    """The value that those entries have in one of their fields, none where all of the model are meant."""
    return _OF[kind][1]


def entries_of(kind: TotalKind, viewer: Viewer) -> QuerySet[Any]:
    """The entries that make the total of ``kind``, as far as ``viewer`` sees them; statements are left out.

    An announcement stays one when it is confirmed, as a pledge does when it is signed for.
    """
    entries: Any = model_of(kind)._default_manager.all()
    seen: QuerySet[Any] = entries.visible_to(viewer).live().filter(**only(kind))
    return seen


def total(entries: QuerySet[Any]) -> Total:
    """What ``entries`` of one kind (see :func:`entries_of`) add up to; one query."""
    return totals_by(entries).get((), Total())


def totals_by(entries: QuerySet[Any], *keys: str | Combinable) -> dict[tuple[Any, ...], Total]:
    """The same for each combination of ``keys``, which are paths or expressions (:func:`year_of`); one query.

    A key that leads to many rows (the groups of a project) counts an entry once for each: such parts add up to more
    than the whole. A reference that the viewer may not see must be masked by the caller.
    """
    named = {f"total_key_{number}": F(key) if isinstance(key, str) else key for number, key in enumerate(keys)}
    rows = (
        entries.order_by()
        .annotate(**named)
        .values(*named, "currency")
        .annotate(total_minor=Sum("amount"), total_rows=Count("pk"), total_reversals=Count("reverses"))
        .order_by(*named, "currency")
    )
    found: dict[tuple[Any, ...], Total] = {}
    for row in rows:
        key = tuple(row[name] for name in named)
        found[key] = _with(found.get(key, Total()), row)
    return {key: each for key, each in found.items() if each != Total()}


def _with(so_far: Total, row: Mapping[str, Any]) -> Total:
    """``so_far`` and the entries of one currency; those without one are of unknown amount."""
    standing = row["total_rows"] - 2 * row["total_reversals"]
    amounts, unknown = so_far.amounts, so_far.unknown
    if not row["currency"]:
        unknown += standing
    elif standing or row["total_minor"]:
        amounts = (*amounts, Money.of_minor(int(row["total_minor"]), row["currency"]))
    return Total(amounts, so_far.entries + standing, unknown)


def year_of(path: str = "value_date") -> Combinable:
    """The year of a partial date as text, "" where it is not known."""
    return Substr(path, 1, 4)


def totals(
    viewer: Viewer, chosen: Q | None = None, kinds: Iterable[TotalKind] = tuple(TotalKind)
) -> dict[TotalKind, Total]:
    """The totals of what ``viewer`` sees and ``chosen`` keeps (of fields that the entries of all ``kinds`` have)."""
    return {kind: total(entries_of(kind, viewer).filter(chosen or Q())) for kind in kinds}
