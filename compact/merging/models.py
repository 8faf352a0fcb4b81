"""The log of merges: who merged which rows when, all that this changed, and how it was undone; it only grows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.operations import Operation
from compact.kernel.records import Record
from compact.merging.queries import MergeQuerySet


class Merge(Record):
    """One record merged into another of its kind, by their model (``workinggroups.project``), key and identifier.

    The rows are named without foreign keys, as in the history: the log outlives what it tells of.
    """

    model = models.CharField(gettext_lazy("kind of record"), max_length=80, editable=False)
    survivor_key = models.BigIntegerField(editable=False)
    survivor_uid = models.UUIDField(gettext_lazy("survivor"), editable=False)
    survivor_label = models.CharField(gettext_lazy("name of the survivor then"), max_length=500, editable=False)
    retired_key = models.BigIntegerField(editable=False)
    retired_uid = models.UUIDField(gettext_lazy("retired record"), editable=False)
    retired_label = models.CharField(gettext_lazy("name of the retired record then"), max_length=500, editable=False)
    operation = models.ForeignKey(
        Operation, verbose_name=gettext_lazy("operation"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    undone_by = models.ForeignKey(
        Operation,
        verbose_name=gettext_lazy("undone by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text=gettext_lazy("Empty: it stands."),
    )

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("merge")
        verbose_name_plural = gettext_lazy("merges")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "survivor_key"], name="compact_merge_survivor"),
            models.Index(fields=["retired_uid"], name="compact_merge_retired"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "retired_key"],
                condition=Q(undone_by__isnull=True),
                name="compact_merge_retired_once",
                violation_error_message=gettext_lazy("This record was merged already."),
            )
        ]

    def __str__(self) -> str:
        return _("%(retired)s into %(survivor)s") % {"retired": self.retired_label, "survivor": self.survivor_label}

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return self.undone_by_id is not None


class ChangeKind(models.TextChoices):
    """What a merge did to one cell of one row."""

    VALUE = "value", gettext_lazy("A value was taken over")
    REFERENCE = "reference", gettext_lazy("A reference was moved")
    MEMBER = "member", gettext_lazy("A member was added to a set, or taken out")
    ARCHIVED = "archived", gettext_lazy("A row was archived")
    MADE = "made", gettext_lazy("A row was added")


class Change(models.Model):
    """One cell that a merge changed, with its value before and after: what makes undoing exact.

    ``before`` and ``after`` are JSON: the value of the column ``field`` of the row ``row_key`` of ``model``; for a
    member of the set ``field``, the member's key where it was in the set and null where it was not; for a row that was
    added, ``after`` holds its values.
    """

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="changes")
    position = models.PositiveIntegerField(help_text=gettext_lazy("The order in which they were made."))
    kind = models.CharField(max_length=10, choices=ChangeKind)
    model = models.CharField(max_length=80)
    row_key = models.BigIntegerField()
    field = models.CharField(max_length=80)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["merge", "position"]
        constraints = [models.UniqueConstraint(fields=["merge", "position"], name="compact_change_position_once")]
        indexes = [models.Index(fields=["model", "row_key"], name="compact_change_row")]

    def __str__(self) -> str:
        return f"{self.model} {self.row_key} {self.field}"


class KeptValue(models.Model):
    """A code, name or title that a survivor does not bear: searches and imports still find it by that."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="kept_values")
    model = models.CharField(max_length=80)
    row_key = models.BigIntegerField(help_text=gettext_lazy("The survivor."))
    field = models.CharField(max_length=80)
    value = models.TextField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "row_key"], name="compact_kept_row")]

    def __str__(self) -> str:
        return self.value
