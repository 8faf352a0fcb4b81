"""How an entry is posted, and what of it may change afterwards (domain rule 6, design §3)."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.moving import Mergeable, survivor_of
from compact.kernel.writes import RecordServices, record_assign, record_save
from funding.funds.models import Entry
from funding.funds.policies import entry_archive, fund_write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compact.kernel.viewers import Viewer

SEEN = ("originator", "visibility", "clearance", "cleared_at", "cleared_by")
"""Who may see an entry. A reversal is seen by those who see what it reverses, else their sums would be wrong."""


class EntryServices[E: Entry](RecordServices[E]):
    """Posts entries. Nothing that was posted changes; a reversal follows its entry in who may see it.

    ``rules`` is asked of an entry that is about to be posted: it raises ValidationError where a rule spans rows.
    """

    def __init__(self, model: type[E], rules: Callable[[E], None]) -> None:
        super().__init__(model, fund_write, self._posting, entry_archive)
        self.rules = rules

    def _posting(self, actor: Viewer, row: E) -> None:
        if row.pk is None:
            self.rules(row)

    def _store(self, actor: Viewer, row: E, values: Mapping[str, Any]) -> None:
        is_new = row.pk is None
        if not is_new:
            fixed_require(row, values)
            values = {name: value for name, value in values.items() if name not in row.posted}
        elif values.get("reverses") is not None:
            raise ValidationError({"reverses": _("Reverse the entry itself: its reversal is made from it.")})
        super()._store(actor, row, values)
        if not is_new:
            _reversal_keep(row)


def fixed_require(row: Entry, values: Mapping[str, Any]) -> None:
    """Raise ValidationError that names each field that was posted and that ``values`` would change.

    Who may see a reversal is fixed as well: it follows the entry that it reverses. A project or recipient that was
    merged reads as its survivor, so that this one is no change.
    """
    texts = dict.fromkeys(row.posted, _("This was posted and stays. Reverse the entry and post it again."))
    if row.reverses_id is not None:
        text = _("A reversal is seen by those who see the entry that it reverses. Change that one.")
        texts |= dict.fromkeys(SEEN, text)
    errors = {name: texts[name] for name in _changed(row, {name: values[name] for name in texts if name in values})}
    if errors:
        raise ValidationError(errors)


def _changed(row: Entry, values: dict[str, Any]) -> list[str]:
    changed = []
    told = {name: value for name, value in values.items() if isinstance(value, Mergeable)}
    merged = [name for name, value in told.items() if survivor_of(getattr(row, name)) == value]
    values = {name: value for name, value in values.items() if name not in merged}
    if "amount" in values:
        posted = row.money.amount if row.money else None
        changed = ["amount"] if values.pop("amount") != posted else []
    return [*changed, *record_assign(copy.copy(row), values)]


def _reversal_keep(row: Entry) -> None:
    """Let those who see ``row`` see its reversal, where it has one."""
    model: Any = type(row)
    reversal = model._base_manager.select_for_update(of=("self",)).filter(reverses=row).first()
    if reversal is not None and record_assign(reversal, {name: getattr(row, name) for name in SEEN}):
        reversal.version += 1
        record_save(reversal)
