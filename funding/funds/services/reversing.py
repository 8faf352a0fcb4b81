"""How an entry is corrected: another one takes it back, with the amount's other sign (domain rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.writes import record_lock, record_save, record_validate
from funding.funds.models import Allocation, Contribution, Deposit, Entry, Pledge
from funding.funds.policies import fund_write
from funding.funds.services.balances import deposit_reversal_require
from funding.funds.services.posting import SEEN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.viewers import Viewer

_FOLLOWERS: Mapping[type[Entry], str] = {Pledge: "contributions", Contribution: "deposits", Allocation: "confirmations"}
"""The entries that rest on one of another kind."""
_SOURCE = ("source", "evidence")


def entry_reverse[E: Entry](*, actor: Viewer, entry: E, version: int, reason: str, value_date: str = "") -> E:
    """Post the entry that takes ``entry`` back, and return it; both stay, and together they add up to nothing.

    ``value_date`` is a partial date; "" means that of the entry: the mistake leaves its own year. An amount that is
    not known is taken back as well, so that nobody waits for it. StaleVersion, Refused, or ValidationError: an entry
    is reversed once, a reversal never, and not while another entry rests on it.
    """
    fund_write(actor, entry).require()
    with operation(actor=actor, reason=reason):
        row = record_lock(entry, version=version, submitted={})
        _reversible_require(row, reason)
        reversal = _reversal_of(row, value_date)
        record_validate(reversal)
        record_save(reversal)
        row.version += 1
        record_save(row)
    return reversal


def _reversible_require(row: Entry, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why this entry is reversed.")})
    if row.reverses_id is not None:
        raise ValidationError(_("This entry is a reversal itself. Post the money again instead."))
    model: Any = type(row)
    if model._base_manager.filter(reverses=row).exists():
        raise ValidationError(_("This entry is reversed already."))
    followers: Any = getattr(row, _FOLLOWERS[model]).standing() if model in _FOLLOWERS else ()
    for each in followers[:1]:
        text = _("Another entry rests on this one: %(entry)s. Reverse that one first.")
        raise ValidationError(text % {"entry": each})
    if isinstance(row, Deposit):
        deposit_reversal_require(row)


def _reversal_of[E: Entry](row: E, value_date: str) -> E:
    kept = {name: getattr(row, name) for name in (*row.posted, *SEEN, *_SOURCE)}
    amount = None if row.amount is None else -row.amount
    return type(row)(**{**kept, "amount": amount, "reverses": row, "value_date": value_date or row.value_date})
