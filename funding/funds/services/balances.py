"""A fund never allocates more than it has, whoever is fastest: its row is locked before its entries are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from compact.kernel.money import Money
from compact.kernel.moving import survivor_of
from compact.kernel.survivors import survivor_key
from funding.funds.availability import Balance
from funding.funds.models import Allocation, AllocationState, Deposit, Fund

if TYPE_CHECKING:
    from django.db.models import QuerySet


def balance_of(fund: Fund, currency: str) -> Balance:
    """Deposits and confirmed allocations of ``fund`` in ``currency``, all of them: for the secretariat's eyes."""
    deposits = Deposit.objects.filter(fund=fund, currency=currency)
    allocations = Allocation.objects.filter(fund=fund, currency=currency, state=AllocationState.CONFIRMED)
    words = ~Q(earmark="")
    return Balance(
        free=_sum(deposits.filter(~words, project__isnull=True)),
        earmarked=_by_project(deposits.filter(project__isnull=False)),
        in_words=_sum(deposits.filter(words, project__isnull=True)),
        allocated=_by_project(allocations),
    )


def _sum(entries: QuerySet[Any]) -> int:
    return int(entries.aggregate(minor=Sum("amount"))["minor"] or 0)


def _by_project(entries: QuerySet[Any]) -> dict[int, int]:
    """By the project's key; the money of a merged one is its survivor's."""
    rows = entries.order_by().values(stands=survivor_key("project")).annotate(minor=Sum("amount"))
    return {row["stands"]: int(row["minor"]) for row in rows}


def _project_key(row: Allocation | Deposit) -> int | None:
    """The key by which the money of the project of ``row`` counts."""
    return survivor_of(row.project).pk if row.project is not None else None


def _locked_balance(entry: Allocation | Deposit) -> Balance:
    key: Any = entry.fund_id  # both always have one
    return balance_locked(key, entry.currency)


def balance_locked(fund_id: int, currency: str) -> Balance:
    """:func:`balance_of`, once the fund is locked until the end of the act."""
    fund = Fund._base_manager.select_for_update(of=("self",)).get(pk=fund_id)
    return balance_of(fund, currency)


def allocation_require(row: Allocation) -> None:
    """Lock the fund; ValidationError where it has less for its project than the confirmed ``row`` is to take."""
    balance = _locked_balance(row)
    available = balance.available(_project_key(row))
    if (row.amount or 0) <= available:
        return
    texts = [_("For this project the fund has %(money)s.") % {"money": Money.of_minor(max(0, available), row.currency)}]
    if balance.in_words:
        text = _(
            "Deposits of %(money)s are earmarked in words only. Where they are meant for this project, reverse them "
            "and post them again with the project."
        )
        texts.append(text % {"money": Money.of_minor(balance.in_words, row.currency)})
    raise ValidationError({"amount": texts})


def deposit_reversal_require(row: Deposit) -> None:
    """Lock the fund; ValidationError where ``row`` cannot be taken out of it because its money is allocated."""
    project = _project_key(row)
    if project is None and row.earmark:
        return
    balance, amount = _locked_balance(row), row.amount or 0
    free, earmarked = balance.free, dict(balance.earmarked)
    if project is None:
        free -= amount
    else:
        earmarked[project] = earmarked.get(project, 0) - amount
    left = Balance(free, earmarked, balance.in_words, balance.allocated).left
    if left < 0:
        text = _("This money is allocated: without it, %(money)s would be missing. Reverse an allocation first.")
        raise ValidationError(text % {"money": Money.of_minor(-left, row.currency)})
