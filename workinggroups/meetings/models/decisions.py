"""What was decided, by whom and where, and what is to be done about it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.agreements.models import Instrument
from compact.entities.models import Entity, Person
from compact.kernel.dates import PartialDateField
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from workinggroups.groups.models import Group
from workinggroups.meetings.models.meeting import AgendaItem, Meeting
from workinggroups.meetings.queries import ActionItemQuerySet, DecisionQuerySet


class DecisionVerb(models.TextChoices):
    """What a decision does (domain rule 3)."""

    ENDORSES = "endorses", gettext_lazy("endorses")
    APPROVES = "approves", gettext_lazy("approves")
    ADOPTS = "adopts", gettext_lazy("adopts")
    TAKES_NOTE = "takes_note", gettext_lazy("takes note of")


class SubjectKind(models.TextChoices):
    """What a decision is about."""

    GROUP = "group", gettext_lazy("A group")
    TERMS_OF_REFERENCE = "terms_of_reference", gettext_lazy("Terms of reference")
    WORK_PLAN = "work_plan", gettext_lazy("A work plan")
    PROGRAMME = "programme", gettext_lazy("The Joint Programme of Work")
    MINUTES = "minutes", gettext_lazy("Minutes")
    DOCUMENT = "document", gettext_lazy("Another document")
    PROJECT = "project", gettext_lazy("A project")
    ALLOCATION = "allocation", gettext_lazy("An allocation")
    OTHER = "other", gettext_lazy("Something else")


class Decision(ClearedInGroup, Sourced, Record):
    """A decision of the Committee or of a group, from a meeting or from a silence procedure.

    An adoption whose meeting is unknown stays a decision without a meeting and without a number.
    """

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("decided by"), on_delete=models.PROTECT, related_name="decisions"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=gettext_lazy("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text=gettext_lazy("Empty: by silence, or the meeting is not known."),
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=gettext_lazy("agenda item"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text=gettext_lazy("Empty: none."),
    )
    number = models.CharField(
        gettext_lazy("number"), max_length=40, blank=True, help_text=gettext_lazy("Empty: none, or not known.")
    )
    verb = models.CharField(gettext_lazy("what it does"), max_length=12, choices=DecisionVerb)
    subject_kind = models.CharField(gettext_lazy("kind of subject"), max_length=20, choices=SubjectKind)
    subject = models.CharField(
        gettext_lazy("what it is about"),
        max_length=300,
        help_text=gettext_lazy("The title of the document or project."),
    )
    instrument = models.ForeignKey(
        Instrument,
        verbose_name=gettext_lazy("instrument"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        help_text=gettext_lazy("The Joint Programme of Work or other instrument that it is about. Empty: none."),
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)
    text = models.TextField(gettext_lazy("wording"), blank=True, help_text=gettext_lazy("Empty: not known."))
    decided_on = PartialDateField(gettext_lazy("decided on"), help_text=gettext_lazy("Empty: not known."))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("decision")
        verbose_name_plural = gettext_lazy("decisions")
        ordering = ["-decided_on", "number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"],
                condition=Q(archived_at__isnull=True) & ~Q(number=""),
                name="workinggroups_decision_number_once",
                violation_error_message=gettext_lazy("Another decision of this group has this number."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.get_verb_display(), self.subject) if part)

    def clean(self) -> None:
        """Take the day from the meeting, and refuse an agenda item of another one."""
        super().clean()
        if self.meeting is not None and not self.decided_on:
            self.decided_on = self.meeting.start
        if self.agenda_item is not None and self.agenda_item.meeting_id != self.meeting_id:
            raise ValidationError({"agenda_item": _("Choose an agenda item of this meeting.")})


class ActionStatus(models.TextChoices):
    """How far an action item has come."""

    OPEN = "open", gettext_lazy("Open")
    IN_PROGRESS = "in_progress", gettext_lazy("In progress")
    DONE = "done", gettext_lazy("Done")
    DROPPED = "dropped", gettext_lazy("Dropped")


CLOSED_ACTIONS = (ActionStatus.DONE, ActionStatus.DROPPED)


class ActionItem(ClearedInGroup, Sourced, Record):
    """Something that an entity is to do by a day; its history holds every update."""

    on_merge = {"entity": Moves(Clash.KEEP), "person": Moves(Clash.KEEP), "alternate": Moves(Clash.KEEP)}

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("group"), on_delete=models.PROTECT, related_name="action_items"
    )
    meeting = models.ForeignKey(
        Meeting,
        verbose_name=gettext_lazy("meeting"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        help_text=gettext_lazy("Empty: not from a meeting."),
    )
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name=gettext_lazy("agenda item"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        help_text=gettext_lazy("Empty: none."),
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name=gettext_lazy("decision"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        help_text=gettext_lazy("Empty: none."),
    )
    title = models.CharField(gettext_lazy("what is to be done"), max_length=300)
    detail = models.TextField(gettext_lazy("detail"), blank=True)
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity in charge"), on_delete=models.PROTECT, related_name="action_items"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("person in charge"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="action_items",
        help_text=gettext_lazy("Empty: nobody named."),
    )
    alternate = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("alternate"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Takes over when the person in charge leaves. Empty: nobody named."),
    )
    due = PartialDateField(gettext_lazy("due"), help_text=gettext_lazy("Empty: no date was set."))
    status = models.CharField(gettext_lazy("status"), max_length=12, choices=ActionStatus, default=ActionStatus.OPEN)
    progress = models.TextField(
        gettext_lazy("latest update"),
        blank=True,
        help_text=gettext_lazy("What has been done since. Earlier updates stay in the history."),
    )
    done_on = PartialDateField(gettext_lazy("done on"), help_text=gettext_lazy("Empty: not done, or not known."))

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("action item")
        verbose_name_plural = gettext_lazy("action items")
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse an agenda item or decision of another meeting."""
        super().clean()
        for name in ("agenda_item", "decision"):
            origin = getattr(self, name)
            if origin is not None and origin.meeting_id != self.meeting_id:
                raise ValidationError({name: _("This belongs to another meeting. Choose one of this meeting.")})
