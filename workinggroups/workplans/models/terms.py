"""Terms of reference of a group, version by version."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.kernel.dates import PartialDateField
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Breakers, Decision
from workinggroups.workplans.queries import TermsOfReferenceQuerySet


class CycleState(models.TextChoices):
    """How far terms of reference or a work plan have come (domain rule 4)."""

    DRAFT = "draft", gettext_lazy("Draft")
    CONSULTATION = "consultation", gettext_lazy("Under consultation")
    ENDORSED = "endorsed", gettext_lazy("Endorsed by the group")
    APPROVED = "approved", gettext_lazy("Approved by the Committee")
    CLOSED = "closed", pgettext_lazy("plan or terms of reference", "Closed")


class TermsOfReference(ClearedInGroup, Sourced, Record):
    """One version of what a group is to do and how it works."""

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("group"), on_delete=models.PROTECT, related_name="terms_of_reference"
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("version number"), default=1)
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=CycleState, default=CycleState.DRAFT)
    text = models.TextField(
        gettext_lazy("text"), blank=True, help_text=gettext_lazy("Markdown. Empty: not known, or a file elsewhere.")
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)
    silence_breakers = models.CharField(
        gettext_lazy("who may break silence in this group"), max_length=10, choices=Breakers, default=Breakers.ALL
    )
    endorsed_by = models.ForeignKey(
        Decision,
        verbose_name=gettext_lazy("endorsed by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("The decision of the group. Empty: none on record."),
    )
    approved_by = models.ForeignKey(
        Decision,
        verbose_name=gettext_lazy("approved by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="terms_of_reference",
        help_text=gettext_lazy("The decision of the Committee. Empty: none on record."),
    )
    review_on = PartialDateField(
        gettext_lazy("review due"), help_text=gettext_lazy("Empty: no review date was set, or it is not known.")
    )

    objects = TermsOfReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("terms of reference")
        verbose_name_plural = gettext_lazy("terms of reference")
        ordering = ["group__code", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_tor_number_once",
                violation_error_message=gettext_lazy("This version is on record already."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(archived_at__isnull=True, state="approved"),
                name="workinggroups_tor_one_approved",
                violation_error_message=gettext_lazy("Another version is the approved one. Close that version first."),
            ),
        ]

    def __str__(self) -> str:
        return _("Terms of reference, version %(number)d · %(group)s") % {"number": self.number, "group": self.group}

    def clean(self) -> None:
        """An approved version names the decision that approved it."""
        super().clean()
        if self.state == CycleState.APPROVED and self.approved_by is None:
            raise ValidationError({"approved_by": _("Name the decision that approved this version.")})
