"""A fund never allocates more than it has, whoever is fastest: its row is locked before its entries are added up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from compact.kernel.money import Money
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
    rows = entries.order_by().values("project").annotate(minor=Sum("amount"))
    return {row["project"]: int(row["minor"]) for row in rows}


def _locked_balance(entry: Allocation | Deposit) -> Balance:
    key: Any = entry.fund_id  # both always have one
    fund = Fund._base_manager.select_for_update(of=("self",)).get(pk=key)
    return balance_of(fund, entry.currency)


def allocation_require(row: Allocation) -> None:
    """Lock the fund; ValidationError where it has less for its project than the confirmed ``row`` is to take."""
    balance = _locked_balance(row)
    available = balance.available(row.project_id)
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
    if row.project_id is None and row.earmark:
        return
    balance, amount = _locked_balance(row), row.amount or 0
    free, earmarked = balance.free, dict(balance.earmarked)
    if row.project_id is None:
        free -= amount
    else:
        earmarked[row.project_id] = earmarked.get(row.project_id, 0) - amount
    left = Balance(free, earmarked, balance.in_words, balance.allocated).left
    if left < 0:
        text = _("This money is allocated: without it, %(money)s would be missing. Reverse an allocation first.")
        raise ValidationError(text % {"money": Money.of_minor(-left, row.currency)})
