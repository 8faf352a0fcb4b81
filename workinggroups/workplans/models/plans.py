"""Work plans, their outputs, and the reports on each output at fixed dates."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.agreements.models import Instrument, InstrumentKind
from compact.entities.models import Entity
from compact.kernel.dates import PartialDateField, earliest, is_partial_date, latest
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Decision
from workinggroups.workplans.models.terms import CycleState
from workinggroups.workplans.queries import OutputQuerySet, OutputReportQuerySet, WorkPlanQuerySet


class WorkPlan(ClearedInGroup, Sourced, Record):
    """What a group plans to deliver over a period."""

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("group"), on_delete=models.PROTECT, related_name="work_plans"
    )
    title = models.CharField(gettext_lazy("title"), max_length=300)
    start = PartialDateField(
        gettext_lazy("from"), help_text=gettext_lazy("2026, 2026-01 or 2026-01-01. Empty: not known.")
    )
    end = PartialDateField(gettext_lazy("to"), help_text=gettext_lazy("Empty: not known."))
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=CycleState, default=CycleState.DRAFT)
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
        related_name="work_plans",
        help_text=gettext_lazy("The decision of the Committee. Empty: none on record."),
    )
    reporting_dates = models.CharField(
        gettext_lazy("reporting dates"),
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{4}-\d{2}-\d{2}(;\d{4}-\d{2}-\d{2})*$",
                gettext_lazy("Write days as 2026-06-30;2026-12-31, separated by semicolons."),
            )
        ],
        help_text=gettext_lazy("Days on which every output is reported on: 2026-06-30;2026-12-31. Empty: none set."),
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)

    objects = WorkPlanQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("work plan")
        verbose_name_plural = gettext_lazy("work plans")
        ordering = ["group__code", "-start", "pk"]

    def __str__(self) -> str:
        return f"{self.title} · {self.group}"

    def clean(self) -> None:
        """Refuse an end before the start, dates that are none, and an approval without its decision."""
        super().clean()
        if self.state == CycleState.APPROVED and self.approved_by is None:
            raise ValidationError({"approved_by": _("Name the decision that approved this plan.")})
        if not all(is_partial_date(day) for day in self.reporting_days()):
            raise ValidationError({"reporting_dates": _("One of these days does not exist. Correct it.")})
        both = bool(self.start and self.end) and is_partial_date(self.start) and is_partial_date(self.end)
        if both and latest(self.end) < earliest(self.start):
            raise ValidationError({"end": _("The end is before the start.")})

    def reporting_days(self) -> list[str]:
        """The days on which every output is reported on, ISO 8601, as they were written."""
        return [day for day in self.reporting_dates.split(";") if day]


class OutputStatus(models.TextChoices):
    """How an output stands."""

    PLANNED = "planned", pgettext_lazy("output", "Planned")
    ON_TRACK = "on_track", pgettext_lazy("output", "On track")
    DELAYED = "delayed", pgettext_lazy("output", "Delayed")
    DONE = "done", pgettext_lazy("output", "Done")
    DROPPED = "dropped", pgettext_lazy("output", "Dropped")
    CARRIED_OVER = "carried_over", pgettext_lazy("output", "Carried over to the next plan")


ENDED_OUTPUTS = (OutputStatus.DONE, OutputStatus.DROPPED, OutputStatus.CARRIED_OVER)


class Output(Sourced, Record):
    """One thing that a work plan is to deliver; its status is that of its latest report."""

    on_merge = {"lead": Moves(Clash.KEEP)}

    work_plan = models.ForeignKey(
        WorkPlan, verbose_name=gettext_lazy("work plan"), on_delete=models.PROTECT, related_name="outputs"
    )
    number = models.CharField(
        gettext_lazy("number"),
        max_length=20,
        blank=True,
        help_text=gettext_lazy("As in the plan, e.g. 2.1. Empty: none."),
    )
    title = models.CharField(gettext_lazy("title"), max_length=300)
    detail = models.TextField(gettext_lazy("detail"), blank=True)
    lead = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("lead entity"), on_delete=models.PROTECT, related_name="outputs"
    )
    due = PartialDateField(gettext_lazy("due"), help_text=gettext_lazy("Empty: no date was set."))
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=OutputStatus, default=OutputStatus.PLANNED)
    priority = models.ForeignKey(
        Instrument,
        verbose_name=gettext_lazy("priority of the Joint Programme of Work"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outputs",
        help_text=gettext_lazy("Empty: none named."),
    )
    carried_from = models.OneToOneField(
        "self",
        verbose_name=gettext_lazy("carried over from"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="carried_to",
        help_text=gettext_lazy("The output of the plan before. Empty: new in this plan."),
    )

    objects = OutputQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("output")
        verbose_name_plural = gettext_lazy("outputs")
        ordering = ["work_plan", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work_plan", "number"],
                condition=Q(archived_at__isnull=True) & ~Q(number=""),
                name="workinggroups_output_number_once",
                violation_error_message=gettext_lazy("Another output of this plan has this number."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part)

    def clean(self) -> None:
        """A priority is one of a Joint Programme of Work."""
        super().clean()
        if self.priority is not None and self.priority.kind != InstrumentKind.PRIORITY:
            raise ValidationError({"priority": _("Choose a priority of the Joint Programme of Work.")})


class OutputReport(Sourced, Record):
    """How an output stood on a reporting date: a status, a paragraph, a reason when it is late."""

    output = models.ForeignKey(
        Output, verbose_name=gettext_lazy("output"), on_delete=models.PROTECT, related_name="reports"
    )
    reported_on = models.DateField(
        gettext_lazy("reporting date"), help_text=gettext_lazy("One of the reporting dates of the work plan.")
    )
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=OutputStatus)
    paragraph = models.TextField(
        gettext_lazy("paragraph"), help_text=gettext_lazy("What was done, in a few sentences.")
    )
    delay_reason = models.TextField(
        gettext_lazy("reason for the delay"), blank=True, help_text=gettext_lazy("Needed when the output is delayed.")
    )

    objects = OutputReportQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("report on an output")
        verbose_name_plural = gettext_lazy("reports on outputs")
        ordering = ["output", "reported_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["output", "reported_on"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_output_report_once",
                violation_error_message=gettext_lazy("There is a report on this output for this date already."),
            ),
            models.CheckConstraint(
                condition=~Q(status="delayed") | ~Q(delay_reason=""),
                name="workinggroups_output_report_delay_has_reason",
                violation_error_message=gettext_lazy("Say why the output is delayed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.output} · {self.reported_on}"
