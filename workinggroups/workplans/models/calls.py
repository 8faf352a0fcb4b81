"""Calls for inputs: questions to entities, a deadline, and what each answered."""

from __future__ import annotations

from itertools import zip_longest

from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.moving import Clash, Moves, Unites
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from compact.kernel.zones import validate_zone
from workinggroups.groups.models import Group
from workinggroups.workplans.queries import CallForInputsQuerySet, InputQuerySet

#: PostgreSQL stores it in no text, so neither in a list of texts.
_no_null_character = ProhibitNullCharactersValidator()


class CallState(models.TextChoices):
    """How far a call has come."""

    DRAFT = "draft", gettext_lazy("Draft")
    SENT = "sent", gettext_lazy("Sent")
    CLOSED = "closed", gettext_lazy("Closed")


class CallForInputs(ClearedInGroup, Sourced, Record):
    """The secretariat, or those who run a group, ask entities for their contributions by a deadline."""

    on_merge = {"addressees": Unites()}

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("on behalf of"), on_delete=models.PROTECT, related_name="calls_for_inputs"
    )
    title = models.CharField(gettext_lazy("title"), max_length=300)
    text = models.TextField(gettext_lazy("text"), help_text=gettext_lazy("Markdown. What is asked for, and what for."))
    questions = models.JSONField(
        gettext_lazy("questions"),
        default=list,
        blank=True,
        help_text=gettext_lazy("One a line; every entity answers each. Empty: one free text."),
    )
    addressees = models.ManyToManyField(
        Entity, verbose_name=gettext_lazy("addressees"), related_name="calls_for_inputs"
    )
    deadline = models.DateTimeField(gettext_lazy("deadline"))
    zone = models.CharField(
        gettext_lazy("time zone of the deadline"),
        max_length=60,
        default="America/New_York",
        validators=[validate_zone],
        help_text=gettext_lazy("IANA name, for example Africa/Nairobi."),
    )
    reminder_days = models.CharField(
        gettext_lazy("reminders"),
        max_length=40,
        blank=True,
        default="7;1",
        validators=[RegexValidator(r"^\d{1,3}(;\d{1,3})*$", gettext_lazy("Write days before the deadline, e.g. 7;1."))],
        help_text=gettext_lazy("How many days before the deadline a reminder goes out: 7;1. Empty: none."),
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=8, choices=CallState, default=CallState.DRAFT, editable=False
    )
    sent_at = models.DateTimeField(
        gettext_lazy("sent at"), null=True, blank=True, editable=False, help_text=gettext_lazy("Empty: not sent.")
    )

    objects = CallForInputsQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("call for inputs")
        verbose_name_plural = gettext_lazy("calls for inputs")
        ordering = ["-deadline", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Questions are a list of texts."""
        super().clean()
        if not isinstance(self.questions, list) or not all(isinstance(each, str) and each for each in self.questions):
            raise ValidationError({"questions": _("Write the questions as a list of texts, none of them empty.")})
        for each in self.questions:
            _no_null_character(each)


class InputState(models.TextChoices):
    """What an entity answered."""

    AWAITED = "awaited", gettext_lazy("No answer yet")
    ANSWERED = "answered", gettext_lazy("Answered")
    NIL = "nil", gettext_lazy("Nothing to contribute")


class Input(Sourced, Record):
    """One addressee's place in a call: made when the call is sent, filled when the entity answers."""

    on_merge = {"entity": Moves(Clash.KEEP), "person": Moves(Clash.KEEP)}

    call = models.ForeignKey(
        CallForInputs, verbose_name=gettext_lazy("call for inputs"), on_delete=models.PROTECT, related_name="inputs"
    )
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="inputs"
    )
    state = models.CharField(gettext_lazy("state"), max_length=10, choices=InputState, default=InputState.AWAITED)
    answers = models.JSONField(
        gettext_lazy("answers"),
        default=list,
        blank=True,
        help_text=gettext_lazy("One text for each question, in their order."),
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("answered by"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Empty: nobody named."),
    )
    answered_at = models.DateTimeField(
        gettext_lazy("answered at"),
        null=True,
        blank=True,
        help_text=gettext_lazy("When the first complete answer came in. Empty: none yet."),
    )

    objects = InputQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("input")
        verbose_name_plural = gettext_lazy("inputs")
        ordering = ["call", "entity__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call", "entity"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_input_once_per_entity",
                violation_error_message=gettext_lazy("This entity is addressed already."),
            ),
            models.CheckConstraint(
                condition=Q(state="awaited") | Q(answered_at__isnull=False),
                name="workinggroups_input_answer_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.call}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Each question with its answer, "" where there is none; one pair without a question for a free text."""
        questions = self.call.questions or [""]
        return list(zip_longest(questions, self.answers[: len(questions)], fillvalue=""))

    @property
    def late_text(self) -> str:
        """“Late” or nothing, for a table."""
        return _("late") if self.is_late else ""

    @property
    def is_late(self) -> bool:
        """Whether the answer came after the deadline, or is still missing after it."""
        return (self.answered_at or timezone.now()) > self.call.deadline

    def clean(self) -> None:
        """Answers are texts, as many as there are questions; the first answer gets its time."""
        super().clean()
        if self.state == InputState.AWAITED:
            self.answered_at = None
        elif self.answered_at is None:
            self.answered_at = timezone.now()
        if not isinstance(self.answers, list) or not all(isinstance(each, str) for each in self.answers):
            raise ValidationError({"answers": _("Write the answers as a list of texts.")})
        for each in self.answers:
            _no_null_character(each)
        if self.state == InputState.NIL:
            self.answers = []
        if self.state == InputState.ANSWERED:
            expected = max(len(self.call.questions), 1)
            if len(self.answers) != expected or not all(each.strip() for each in self.answers):
                raise ValidationError(
                    {"answers": _("Answer every question; write “none” where there is nothing to say.")}
                )


class NoticeKind(models.TextChoices):
    """Why a mail goes to an addressee."""

    INVITATION = "invitation", gettext_lazy("Invitation")
    REMINDER = "reminder", gettext_lazy("Reminder")


class Notice(models.Model):
    """A mail to an addressee: one for each input, kind and step, kept so that none goes out twice.

    A deadline that is put off is reminded of anew, hence it is part of what makes a notice one of its kind.
    """

    input = models.ForeignKey(
        Input, verbose_name=gettext_lazy("input"), on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=NoticeKind)
    days_before = models.PositiveSmallIntegerField(gettext_lazy("days before the deadline"), default=0)
    deadline = models.DateTimeField(gettext_lazy("deadline as it was then"))
    sent_to = models.TextField(
        gettext_lazy("sent to"), blank=True, help_text=gettext_lazy("Empty: nobody of the entity has an address.")
    )
    sent_at = models.DateTimeField(gettext_lazy("sent at"), default=timezone.now)

    class Meta:
        verbose_name = gettext_lazy("notice")
        verbose_name_plural = gettext_lazy("notices")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["input", "kind", "days_before", "deadline"], name="workinggroups_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.input}"
