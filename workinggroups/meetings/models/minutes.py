"""Minutes as revisions that are never changed; one of them is adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.dates import PartialDateField
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from workinggroups.meetings.models.meeting import Meeting
from workinggroups.meetings.queries import MinutesQuerySet


class MinutesState(models.TextChoices):
    """How far a revision has come."""

    DRAFT = "draft", gettext_lazy("Draft")
    CIRCULATED = "circulated", gettext_lazy("Circulated for comments")
    ADOPTED = "adopted", gettext_lazy("Adopted")


class Minutes(ClearedInGroup, Sourced, Record):
    """One revision of the minutes of a meeting. Its text stays as it is; a change is the next revision.

    ``follows`` is the revision that the writer had before their eyes. Among the revisions in use each is followed
    once, so two people who start from the same one cannot overwrite each other, whatever the database or the door.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name=gettext_lazy("meeting"), on_delete=models.PROTECT, related_name="minutes"
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("revision"), default=1, editable=False)
    follows = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("written on top of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text=gettext_lazy("The revision that this one was written from. Empty: this is the first."),
    )
    text = models.TextField(gettext_lazy("text"), help_text=gettext_lazy("Markdown: headings, lists, tables."))
    state = models.CharField(gettext_lazy("state"), max_length=12, choices=MinutesState, default=MinutesState.DRAFT)
    adopted_on = PartialDateField(
        gettext_lazy("adopted on"), help_text=gettext_lazy("Empty: not adopted, or the day is not known.")
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("minutes")
        verbose_name_plural = gettext_lazy("minutes")
        ordering = ["meeting", "-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="workinggroups_minutes_revision_once",
                violation_error_message=gettext_lazy("Somebody saved this revision a moment ago."),
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_minutes_followed_once",
                violation_error_message=gettext_lazy(
                    "Another revision was written on top of the same one. Restore its text as a new revision."
                ),
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state=MinutesState.ADOPTED, archived_at__isnull=True),
                name="workinggroups_minutes_adopted_once",
                violation_error_message=gettext_lazy(
                    "Another revision of these minutes is adopted already. "
                    "The secretariat can take that adoption back first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return _("Minutes, revision %(number)d · %(meeting)s") % {"number": self.number, "meeting": self.meeting}
