"""Decisions by silence: an exact text, addressees, a deadline, objections, an outcome."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.moving import Clash, Moves, Unites
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedInGroup
from compact.kernel.zones import moments_for, validate_zone
from workinggroups.groups.models import Group
from workinggroups.meetings.models.decisions import Decision, DecisionVerb, SubjectKind
from workinggroups.meetings.queries import ObjectionQuerySet, SilenceProcedureQuerySet


def text_digest(text: str) -> str:
    """The SHA-256 of ``text`` in UTF-8 with line ends as LF: what “exact version” means for a text kept here."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


class Breakers(models.TextChoices):
    """Who among the addressees may break silence; the group's terms of reference say it."""

    ALL = "all", gettext_lazy("Every addressee")
    MEMBERS = "members", gettext_lazy("Members and chairs, not observers")
    CHAIRS = "chairs", gettext_lazy("Chairs and vice-chairs only")


class SilenceState(models.TextChoices):
    """What became of a silence procedure."""

    RUNNING = "running", gettext_lazy("Running")
    PASSED = "passed", gettext_lazy("Passed: nobody objected")
    BROKEN = "broken", gettext_lazy("Broken by an objection")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


class SilenceOutcome(models.TextChoices):
    """With what a silence procedure can be closed."""

    PASSED = SilenceState.PASSED.value, gettext_lazy("Passed: nobody objected")
    BROKEN = SilenceState.BROKEN.value, gettext_lazy("Broken by an objection")
    WITHDRAWN = SilenceState.WITHDRAWN.value, gettext_lazy("Withdrawn")


class SilenceProcedure(ClearedInGroup, Sourced, Record):
    """A text that is decided unless somebody entitled objects before the deadline."""

    on_merge = {"addressees": Unites()}

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("decided by"), on_delete=models.PROTECT, related_name="silence_procedures"
    )
    verb = models.CharField(gettext_lazy("what it does"), max_length=12, choices=DecisionVerb)
    subject_kind = models.CharField(gettext_lazy("kind of subject"), max_length=20, choices=SubjectKind)
    subject = models.CharField(gettext_lazy("what it is about"), max_length=300)
    text = models.TextField(
        gettext_lazy("exact text"), blank=True, help_text=gettext_lazy("Markdown. Empty: the text is a file elsewhere.")
    )
    document = models.URLField(gettext_lazy("link to the document"), max_length=500, blank=True)
    digest = models.CharField(
        gettext_lazy("digest of the exact version (SHA-256)"),
        max_length=64,
        blank=True,
        validators=[RegexValidator(r"^[0-9a-f]{64}$", gettext_lazy("A SHA-256 digest has 64 digits 0-9 and a-f."))],
        help_text=gettext_lazy("Computed from the text; of a file elsewhere it has to be given."),
    )
    addressees = models.ManyToManyField(
        Entity, verbose_name=gettext_lazy("addressees"), related_name="silence_procedures"
    )
    breakers = models.CharField(
        gettext_lazy("who may break silence"), max_length=10, choices=Breakers, default=Breakers.ALL
    )
    opened_at = models.DateTimeField(gettext_lazy("opened at"), default=timezone.now)
    deadline = models.DateTimeField(gettext_lazy("deadline"))
    zone = models.CharField(
        gettext_lazy("time zone of the deadline"),
        max_length=60,
        default="America/New_York",
        validators=[validate_zone],
        help_text=gettext_lazy("IANA name, for example Africa/Nairobi."),
    )
    first_deadline = models.DateTimeField(
        gettext_lazy("first deadline"),
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Empty: never extended."),
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=SilenceState, default=SilenceState.RUNNING, editable=False
    )
    closed_at = models.DateTimeField(
        gettext_lazy("closed at"), null=True, blank=True, editable=False, help_text=gettext_lazy("Empty: running.")
    )
    decision = models.OneToOneField(
        Decision,
        verbose_name=gettext_lazy("decision"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="silence_procedure",
        help_text=gettext_lazy("The outcome. Empty: none, or none yet."),
    )

    objects = SilenceProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("silence procedure")
        verbose_name_plural = gettext_lazy("silence procedures")
        ordering = ["-deadline", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(deadline__gt=F("opened_at")),
                name="workinggroups_silence_deadline_after_opening",
                violation_error_message=gettext_lazy("The deadline is before the opening."),
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=True) | Q(state="passed"),
                name="workinggroups_silence_decision_when_passed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.subject}"

    @property
    def is_running(self) -> bool:
        """Whether nobody has closed it yet; the deadline may be over."""
        return self.state == SilenceState.RUNNING

    @property
    def deadline_display(self) -> str:
        """The deadline in its own zone and, where clocks differ, in the viewer's."""
        return moments_for(self.deadline, self.zone)

    def clean(self) -> None:
        """Compute the digest of a text kept here; of a file elsewhere it must be given."""
        super().clean()
        errors = {}
        if self.text:
            errors = self._digest_compute()
        elif not self.digest or not self.document:
            errors["text"] = _("Give the exact text, or the link to the document with the digest of its exact version.")
        times: list[Any] = [self.opened_at, self.deadline]
        if all(times) and times[1] <= times[0]:
            errors["deadline"] = _("The deadline is before the opening. Choose a later day and hour.")
        if errors:
            raise ValidationError(errors)

    def _digest_compute(self) -> dict[str, str]:
        computed = text_digest(self.text)
        if self.digest not in ("", computed):
            text = _("This is not the digest of the text above, which is %(digest)s. Leave it empty: it is computed.")
            return {"digest": text % {"digest": computed}}
        self.digest = computed
        return {}


class Objection(Sourced, Record):
    """An addressee breaks silence, and says why; it stands until it is withdrawn."""

    on_merge = {"entity": Moves(Clash.KEEP), "person": Moves(Clash.KEEP)}

    procedure = models.ForeignKey(
        SilenceProcedure,
        verbose_name=gettext_lazy("silence procedure"),
        on_delete=models.PROTECT,
        related_name="objections",
    )
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="objections"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("person"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=gettext_lazy("Who objected for the entity. Empty: not named."),
    )
    text = models.TextField(gettext_lazy("objection"), help_text=gettext_lazy("What would have to change."))
    made_at = models.DateTimeField(gettext_lazy("made at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(
        gettext_lazy("withdrawn at"),
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Empty: it stands."),
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("objection")
        verbose_name_plural = gettext_lazy("objections")
        ordering = ["procedure", "made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "entity"],
                condition=Q(archived_at__isnull=True, withdrawn_at__isnull=True),
                name="workinggroups_objection_one_standing",
                violation_error_message=gettext_lazy("This entity has objected already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.procedure}"

    @property
    def made_display(self) -> str:
        """When it was made, in the zone of the deadline and, where clocks differ, in the viewer's."""
        return moments_for(self.made_at, self.procedure.zone)

    @property
    def withdrawn_display(self) -> str:
        """When it was withdrawn, likewise; a dash while it stands."""
        return moments_for(self.withdrawn_at, self.procedure.zone) if self.withdrawn_at else "–"
