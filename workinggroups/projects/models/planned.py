"""Activities that are only planned: entered early, so that double work is seen before it starts."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.countries import country_display, validate_country
from compact.kernel.dates import PartialDateField, is_partial_date, partial_date_display
from compact.kernel.moving import Clash, Mergeable, Moves, merged_is_archived
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedReference
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.models.projects import Project
from workinggroups.projects.queries import PlannedActivityQuerySet

_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?", re.ASCII)


class PlannedState(models.TextChoices):
    """What became of a plan."""

    PLANNED = "planned", pgettext_lazy("activity", "Planned")
    CONFIRMED = "confirmed", pgettext_lazy("activity", "Confirmed")
    CANCELLED = "cancelled", pgettext_lazy("activity", "Cancelled")


class PlannedActivity(ClearedReference, Sourced, Mergeable, Record):
    """An entity means to work with an institution of a State, on a theme, in a month; open to all unless narrowed."""

    on_merge = {"entity": Moves(Clash.KEEP), "project": Moves(Clash.KEEP)}
    kept_on_merge = ("title",)
    together_on_merge = (("contact", "contact_email"),)
    merge_rules = "workinggroups.projects.merging.PlannedRules"

    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="planned_activities"
    )
    country = models.CharField(
        gettext_lazy("State"),
        max_length=3,
        validators=[validate_country],
        help_text=gettext_lazy("ISO 3166 alpha-3 code, e.g. KEN."),
    )
    institution = models.CharField(
        gettext_lazy("institution"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Ministry, agency or court, e.g. Ministry of the Interior. Empty: not known yet."),
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=gettext_lazy("theme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_activities",
        help_text=gettext_lazy("Empty: none of these."),
    )
    month = PartialDateField(
        gettext_lazy("month"), blank=False, help_text=gettext_lazy("2026-11, or the day if it is known: 2026-11-03.")
    )
    contact = models.CharField(
        gettext_lazy("contact"), max_length=200, help_text=gettext_lazy("Whom to call: name and telephone.")
    )
    contact_email = models.EmailField(
        gettext_lazy("e-mail address of the contact"), blank=True, help_text=gettext_lazy("Empty: none.")
    )
    title = models.CharField(
        gettext_lazy("what is planned"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("E.g. workshop on passenger data. Empty: not said."),
    )
    state = models.CharField(
        gettext_lazy("how it stands"), max_length=10, choices=PlannedState, default=PlannedState.PLANNED
    )
    requests = models.ManyToManyField(
        AssistanceRequest,
        verbose_name=gettext_lazy("assistance requests answered"),
        related_name="planned_activities",
        blank=True,
    )
    recommendations = models.ManyToManyField(
        Recommendation,
        verbose_name=gettext_lazy("recommendations answered"),
        related_name="planned_activities",
        blank=True,
    )
    project = models.OneToOneField(
        Project,
        verbose_name=gettext_lazy("became the project"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="planned_as",
        help_text=gettext_lazy("Empty: it is planned only."),
    )

    objects = PlannedActivityQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("planned activity")
        verbose_name_plural = gettext_lazy("planned activities")
        ordering = ["month", "country", "pk"]
        indexes = [models.Index(fields=["country", "month"], name="workinggroups_planned_where")]
        constraints = [
            merged_is_archived("workinggroups_planned_merged_is_archived"),
            models.CheckConstraint(
                condition=~Q(contact=""),
                name="workinggroups_planned_has_contact",
                violation_error_message=gettext_lazy("Say whom to call."),
            ),
        ]

    def __str__(self) -> str:
        what = self.title or (self.theme and str(self.theme)) or ""
        when = partial_date_display(self.month) if is_partial_date(self.month) else self.month
        return " · ".join(
            part for part in (str(self.entity), country_display(self.country), self.institution, what, when) if part
        )

    def clean(self) -> None:
        """A year alone is too wide to compare."""
        super().clean()
        if self.month and not _MONTH.fullmatch(self.month):
            raise ValidationError({"month": _("Write the month as 2026-11, or the day as 2026-11-03.")})
