"""Money that comes in: announced, signed for, paid."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from funding.funds.models.entries import POSTED, Entry
from funding.funds.models.funds import FundingPartner
from funding.funds.queries import ContributionQuerySet, DepositQuerySet, PledgeQuerySet

_EARMARK = gettext_lazy("What the money is bound to where that is no project, e.g. a region. Empty: nothing.")


class PledgeNature(models.TextChoices):
    """What is announced; a total or an appeal is kept as a statement and enters no sum."""

    PLEDGE = "pledge", gettext_lazy("Pledge of one partner")
    TOTAL = "total", gettext_lazy("Statement: total of several partners")
    APPEAL = "appeal", gettext_lazy("Statement: amount asked for")


class Pledge(Entry):
    """A partner announces money; or somebody states a total, or an amount asked for."""

    posted = (*POSTED, "partner", "earmark", "nature")

    nature = models.CharField(gettext_lazy("nature"), max_length=6, choices=PledgeNature, default=PledgeNature.PLEDGE)
    partner = models.ForeignKey(
        FundingPartner,
        verbose_name=gettext_lazy("funding partner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pledges",
        help_text=gettext_lazy("Empty: only for a statement, which is not of one partner."),
    )
    earmark = models.CharField(gettext_lazy("earmark"), max_length=300, blank=True, help_text=_EARMARK)

    objects = PledgeQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = gettext_lazy("pledge")
        verbose_name_plural = gettext_lazy("pledges")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(nature="pledge", partner__isnull=False) | (~Q(nature="pledge") & Q(partner__isnull=True)),
                name="funding_pledge_of_one_partner",
                violation_error_message=gettext_lazy("A pledge has its partner, a statement none."),
            ),
        ]

    def parties(self) -> list[Any]:
        """The partner first."""
        return [self.partner or self.get_nature_display(), *super().parties()]


class Contribution(Entry):
    """A partner signed for money."""

    posted = (*POSTED, "partner", "earmark", "pledge")

    partner = models.ForeignKey(
        FundingPartner,
        verbose_name=gettext_lazy("funding partner"),
        on_delete=models.PROTECT,
        related_name="contributions",
    )
    earmark = models.CharField(gettext_lazy("earmark"), max_length=300, blank=True, help_text=_EARMARK)
    pledge = models.ForeignKey(
        Pledge,
        verbose_name=gettext_lazy("follows the pledge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contributions",
        help_text=gettext_lazy("Empty: none on record."),
    )

    objects = ContributionQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = pgettext_lazy("money", "contribution")
        verbose_name_plural = pgettext_lazy("money", "contributions")

    def parties(self) -> list[Any]:
        """The partner first."""
        return [self.partner, *super().parties()]


class Deposit(Entry):
    """A partner's money arrived in a fund."""

    posted = (*POSTED, "partner", "earmark", "contribution")

    partner = models.ForeignKey(
        FundingPartner, verbose_name=gettext_lazy("funding partner"), on_delete=models.PROTECT, related_name="deposits"
    )
    earmark = models.CharField(gettext_lazy("earmark"), max_length=300, blank=True, help_text=_EARMARK)
    contribution = models.ForeignKey(
        Contribution,
        verbose_name=gettext_lazy("pays the contribution"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="deposits",
        help_text=gettext_lazy("Empty: none on record."),
    )

    objects = DepositQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = pgettext_lazy("money", "deposit")
        verbose_name_plural = pgettext_lazy("money", "deposits")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fund__isnull=False, amount__isnull=False),
                name="funding_deposit_of_an_amount_in_a_fund",
                violation_error_message=gettext_lazy("A deposit needs its fund and its amount."),
            ),
        ]

    def parties(self) -> list[Any]:
        """The partner first."""
        return [self.partner, *super().parties()]
