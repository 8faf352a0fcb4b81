"""What every entry of money has: posted once, corrected by an entry that reverses it (domain rule 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity
from compact.kernel.dates import PartialDateField
from compact.kernel.money import AmountField, CurrencyField, Money, money_of
from compact.kernel.moving import Stays, survivor_of
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import Cleared
from funding.funds.models.funds import Fund
from workinggroups.projects.models import Project

POSTED = ("fund", "recipient", "project", "amount", "currency", "value_date", "reverses")
"""What nobody changes after posting; kinds of entries add their own."""


class Entry(Cleared, Sourced, Record):
    """Money that was pledged, signed for, paid in or set aside; its amount may be unknown, which is not zero.

    A reversal has all that was posted with the entry that it reverses, the amount with the other sign, so that a sum
    needs no exception. One of an entry whose amount is not known has none either, and is counted against it.
    """

    on_merge = {
        "recipient": Stays(gettext_lazy("What was posted stays as it was posted.")),
        "project": Stays(gettext_lazy("What was posted stays as it was posted.")),
    }

    merge_rules = "funding.funds.merging.EntryRules"

    posted: tuple[str, ...] = POSTED
    if TYPE_CHECKING:
        reverses_id: int | None

    fund = models.ForeignKey(
        Fund,
        verbose_name=gettext_lazy("fund"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=gettext_lazy("Empty: directly to the recipient, or not known."),
    )
    recipient = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("recipient"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss_received",
        help_text=gettext_lazy("The entity that gets the money. Empty: not known."),
    )
    project = models.ForeignKey(
        Project,
        verbose_name=gettext_lazy("for the project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=gettext_lazy("The project that the money is earmarked for. Empty: none."),
    )
    amount = AmountField(gettext_lazy("amount"), help_text=gettext_lazy("Empty: not known."))
    currency = CurrencyField(gettext_lazy("currency"))
    value_date = PartialDateField(gettext_lazy("value date"), help_text=gettext_lazy("Empty: not known."))
    reverses = models.OneToOneField(
        "self",
        verbose_name=gettext_lazy("reverses"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reversed_by",
        help_text=gettext_lazy("The entry that this one takes back. Empty: an entry of its own."),
    )

    class Meta:
        abstract = True
        ordering = ["-value_date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True, currency="") | Q(amount__isnull=False) & ~Q(currency=""),
                name="%(app_label)s_%(class)s_amount_has_currency",
                violation_error_message=gettext_lazy("An amount needs its currency."),
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True)
                | Q(reverses__isnull=True, amount__gt=0)
                | Q(reverses__isnull=False, amount__lt=0),
                name="%(app_label)s_%(class)s_amount_has_sign",
                violation_error_message=gettext_lazy(
                    "The amount is more than 0; to take money back, reverse the entry."
                ),
            ),
        ]

    def __str__(self) -> str:
        what = [self.money or _("amount not known"), *self.parties()]
        return " · ".join(str(each) for each in what if each)

    def parties(self) -> list[Any]:
        """Who gives and who gets, as far as is known."""
        return [self.fund, survivor_of(self.recipient)]

    @property
    def money(self) -> Money | None:
        """The amount; None when it is not known."""
        return money_of(self.amount, self.currency)

    @property
    def money_display(self) -> str:
        """The amount in words."""
        return str(self.money or _("not known"))
