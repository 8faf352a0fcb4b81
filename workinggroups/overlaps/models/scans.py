"""Full scans of all records for pairs, and how far the index has come."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.kernel.records import Record
from workinggroups.overlaps.models.subjects import ComparedKind
from workinggroups.overlaps.queries import ScanQuerySet


class ScanState(models.TextChoices):
    """Where a scan stands."""

    WAITING = "waiting", pgettext_lazy("scan", "Waiting for the worker")
    RUNNING = "running", pgettext_lazy("scan", "Running")
    STOPPED = "stopped", pgettext_lazy("scan", "Stopped; can go on")
    DONE = "done", pgettext_lazy("scan", "Done")
    FAILED = "failed", pgettext_lazy("scan", "Failed")


RUNNING_SCANS = (ScanState.WAITING, ScanState.RUNNING)


class Scan(Record):
    """One comparison of all records of a kind, block by block, in the background; a stopped one goes on."""

    kind = models.CharField(
        gettext_lazy("kind"), max_length=10, choices=ComparedKind, default=ComparedKind.WORK, editable=False
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=ScanState, default=ScanState.WAITING, editable=False
    )
    prepared = models.PositiveIntegerField(gettext_lazy("records prepared"), default=0, editable=False)
    records = models.PositiveIntegerField(gettext_lazy("records"), default=0, editable=False)
    compared = models.PositiveIntegerField(gettext_lazy("records compared"), default=0, editable=False)
    found = models.PositiveIntegerField(gettext_lazy("pairs found"), default=0, editable=False)
    stop_asked = models.BooleanField(default=False, editable=False)
    asked_at = models.DateTimeField(gettext_lazy("asked for at"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("asked for by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=gettext_lazy("Empty: a command."),
    )
    heard_at = models.DateTimeField(
        gettext_lazy("last sign of the worker"),
        null=True,
        editable=False,
        help_text=gettext_lazy("Empty: it has not begun."),
    )
    ended_at = models.DateTimeField(
        gettext_lazy("ended at"), null=True, editable=False, help_text=gettext_lazy("Empty: it has not ended.")
    )
    problem = models.TextField(gettext_lazy("what went wrong"), blank=True, editable=False)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("scan")
        verbose_name_plural = gettext_lazy("scans")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(state__in=["waiting", "running"]),
                name="workinggroups_scan_one_at_a_time",
                violation_error_message=gettext_lazy("A scan of these is under way already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.get_state_display()}"


class IndexState(models.Model):
    """One row for each kind: what the index was fitted on, and the last operation that it knows."""

    kind = models.CharField(max_length=10, choices=ComparedKind, unique=True)
    encoder = models.CharField(max_length=64, blank=True, help_text=gettext_lazy("Empty: without sentence vectors."))
    state = models.JSONField(default=dict)
    number = models.PositiveBigIntegerField(default=0)
    fitted_on = models.PositiveIntegerField(default=0, help_text=gettext_lazy("How many records it was fitted on."))
    fitted_at = models.DateTimeField(null=True, help_text=gettext_lazy("Empty: never."))

    class Meta:
        verbose_name = gettext_lazy("state of the index")
        verbose_name_plural = gettext_lazy("states of the index")

    def __str__(self) -> str:
        return self.kind
