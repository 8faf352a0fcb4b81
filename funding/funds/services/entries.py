"""Every entry of money: posted, its source and clearance kept current, an announced allocation confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.moving import survivor_of
from compact.kernel.operations import operation
from compact.kernel.writes import record_lock
from funding.funds.models import Allocation, AllocationState, Contribution, Deposit, Entry, Pledge, PledgeNature
from funding.funds.policies import fund_write
from funding.funds.services.balances import allocation_require
from funding.funds.services.posting import EntryServices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer


def _locked(row: Entry, name: str) -> Any:
    """The entry that ``row`` follows in the field ``name``, locked; None for none. It has to stand."""
    followed = getattr(row, name)
    if followed is None:
        return None
    model: Any = type(followed)
    model._base_manager.select_for_update(of=("self",)).get(pk=followed.pk)
    if not model.objects.standing().filter(pk=followed.pk).exists():
        raise ValidationError({name: _("This entry was reversed, or reverses another. Choose one that stands.")})
    return followed


def _same_partner(row: Contribution | Deposit, followed: Entry, name: str) -> None:
    if followed.partner_id != row.partner_id:  # type: ignore[attr-defined]  # those that are followed have partners
        raise ValidationError({name: _("This entry is of another funding partner.")})


def _pledge_rules(row: Pledge) -> None:
    """A pledge stands by itself."""


def _contribution_rules(row: Contribution) -> None:
    pledge = _locked(row, "pledge")
    if pledge is None:
        return
    if pledge.nature != PledgeNature.PLEDGE:
        raise ValidationError({"pledge": _("This is a statement, which nobody signs for. Choose a pledge, or none.")})
    _same_partner(row, pledge, "pledge")


def _deposit_rules(row: Deposit) -> None:
    contribution = _locked(row, "contribution")
    if contribution is None:
        return
    _same_partner(row, contribution, "contribution")
    if contribution.fund_id not in (None, row.fund_id):
        raise ValidationError({"contribution": _("This contribution was signed for another fund.")})


def _allocation_rules(row: Allocation) -> None:
    announced = _locked(row, "follows")
    if announced is not None:
        if announced.state != AllocationState.ANNOUNCED:
            raise ValidationError({"follows": _("This allocation is confirmed already. Choose an announced one.")})
        if announced.confirmations.standing().exists():
            raise ValidationError({"follows": _("This announcement is confirmed already by another allocation.")})
    if row.state == AllocationState.CONFIRMED:
        allocation_require(row)


pledges = EntryServices(Pledge, _pledge_rules)
pledge_create, pledge_update = pledges.create, pledges.update

contributions = EntryServices(Contribution, _contribution_rules)
contribution_create, contribution_update = contributions.create, contributions.update

deposits = EntryServices(Deposit, _deposit_rules)
deposit_create, deposit_update = deposits.create, deposits.update

allocations = EntryServices(Allocation, _allocation_rules)
allocation_create, allocation_update = allocations.create, allocations.update


def allocation_confirm(
    *, actor: Viewer, entry: Allocation, version: int, values: Mapping[str, Any], reason: str = ""
) -> Allocation:
    """Post the confirmation of an allocation, ``entry``; the announcement stays as it is.

    Fund, recipient, project, amount (Decimal) with currency, and who may see it are those that were announced where
    ``values`` do not give them anew. StaleVersion, Refused, or ValidationError, as where the fund has less to give.
    """
    fund_write(actor, entry).require()
    with operation(actor=actor, reason=reason):
        announced = record_lock(entry, version=version, submitted=values)
        given = {**_announced(announced), **values, "state": AllocationState.CONFIRMED, "follows": announced}
        return allocations.create(actor=actor, values=given, reason=reason)


def _announced(row: Allocation) -> dict[str, Any]:
    names = ("fund", "recipient", "project", "currency", "originator", "visibility", "clearance")
    given = {name: survivor_of(getattr(row, name)) for name in names}
    return {**given, "amount": row.money.amount if row.money else None}
