"""Money that a fund sets aside for work: announced, or confirmed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.kernel.moving import survivor_of
from funding.funds.models.entries import POSTED, Entry
from funding.funds.queries import AllocationQuerySet


class AllocationState(models.TextChoices):
    """Whether money was only announced; one that is confirmed follows as an entry of its own."""

    ANNOUNCED = "announced", pgettext_lazy("allocation", "Announced")
    CONFIRMED = "confirmed", pgettext_lazy("allocation", "Confirmed")


class Allocation(Entry):
    """A fund's money for a project; confirmed allocations never exceed what was paid in.

    An announcement has one confirmation that stands. One that was reversed still points to it, and another may follow.
    """

    posted = (*POSTED, "state", "follows")

    state = models.CharField(
        gettext_lazy("state"), max_length=9, choices=AllocationState, default=AllocationState.ANNOUNCED
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("confirms"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="confirmations",
        help_text=gettext_lazy("The announcement that is confirmed. Empty: none."),
    )

    objects = AllocationQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = gettext_lazy("allocation")
        verbose_name_plural = gettext_lazy("allocations")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(fund__isnull=False, project__isnull=False, recipient__isnull=False, amount__isnull=False),
                name="funding_allocation_confirmed_is_complete",
                violation_error_message=gettext_lazy(
                    "A confirmed allocation needs its fund, its project, its recipient and its amount."
                ),
            ),
            models.CheckConstraint(
                condition=Q(follows__isnull=True) | Q(state="confirmed"),
                name="funding_allocation_only_confirmed_follows",
                violation_error_message=gettext_lazy("Only a confirmed allocation follows an announcement."),
            ),
        ]

    def parties(self) -> list[Any]:
        """The state first, the project last."""
        return [self.get_state_display(), *super().parties(), survivor_of(self.project)]
