"""Every write to funds and funding partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.writes import RecordServices
from funding.funds.models import Allocation, Contribution, Deposit, Entry, Fund, FundingPartner, Pledge
from funding.funds.policies import fund_write

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


class _Services[R: Fund | FundingPartner](RecordServices[R]):
    """Keeps in use what money stands under: in the archive it would hide that money from some and not from others."""

    def __init__(self, model: type[R], name: str, entries: tuple[type[Entry], ...]) -> None:
        super().__init__(model, fund_write)
        self.name, self.entries = name, entries

    def archive(self, *, actor: Viewer, record: R, version: int, reason: str = "") -> R:
        """Take the row out of use; ValidationError where entries that stand name it."""
        self.archive_policy(actor, record).require()
        for model in self.entries:
            if model._default_manager.standing().filter(**{self.name: record}).exists():  # type: ignore[attr-defined]  # an entry's
                raise ValidationError(_("Money is posted under this record, so it stays in use."))
        return super().archive(actor=actor, record=record, version=version, reason=reason)


funds = _Services(Fund, "fund", (Pledge, Contribution, Deposit, Allocation))
fund_create, fund_update = funds.create, funds.update
fund_archive, fund_restore = funds.archive, funds.restore

partners = _Services(FundingPartner, "partner", (Pledge, Contribution, Deposit))
partner_create, partner_update = partners.create, partners.update
partner_archive, partner_restore = partners.archive, partners.restore
