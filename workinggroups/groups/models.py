"""Groups and what became of them, the terms that entities hold in them, the people they nominate."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.entities.models import Entity, Person
from compact.kernel.dates import PartialDateField
from compact.kernel.moving import Clash, Moves
from compact.kernel.periods import Period
from compact.kernel.records import Record, Sourced
from compact.kernel.visibility import ClearedReference
from workinggroups.groups.queries import EventQuerySet, GroupQuerySet, NominationQuerySet, TermQuerySet


class GroupKind(models.TextChoices):
    """What sort of body a group is."""

    COMMITTEE = "committee", gettext_lazy("Coordination Committee")
    WORKING_GROUP = "working_group", gettext_lazy("Inter-agency working group")
    SUB_GROUP = "sub_group", gettext_lazy("Sub-group")
    ADVISORY_BODY = "advisory_body", gettext_lazy("Advisory body")
    PREDECESSOR = "predecessor", gettext_lazy("Predecessor (CTITF)")


class Group(ClearedReference, Sourced, Record):
    """A body of the Compact or of the Task Force before it."""

    code = models.CharField(
        gettext_lazy("code"),
        max_length=40,
        validators=[
            RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", gettext_lazy("Small letters, digits and hyphens only."))
        ],
        help_text=gettext_lazy("Short, stable, in small letters: other systems use it."),
    )
    kind = models.CharField(gettext_lazy("kind"), max_length=20, choices=GroupKind)
    name = models.CharField(gettext_lazy("name"), max_length=300)
    mandate = models.TextField(gettext_lazy("mandate"), blank=True)
    pillars = models.CharField(
        gettext_lazy("pillars of the Strategy"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(r"^(I|II|III|IV)(;(I|II|III|IV))*$", gettext_lazy("Write I;II;III;IV, as many as apply."))
        ],
        help_text=gettext_lazy("I;II;III;IV, as many as apply."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("parent group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sub_groups",
        help_text=gettext_lazy("Only for a sub-group or an advisory body. Empty: none."),
    )
    predecessor = models.ForeignKey(
        "self",
        verbose_name=gettext_lazy("predecessor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text=gettext_lazy("The group of the Task Force that worked on the subject before. Empty: none known."),
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("group")
        verbose_name_plural = gettext_lazy("groups")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(archived_at__isnull=True),
                name="workinggroups_group_code_in_use_once",
                violation_error_message=gettext_lazy("Another group has this code."),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(archived_at__isnull=True, kind=GroupKind.COMMITTEE),
                name="workinggroups_one_committee",
                violation_error_message=gettext_lazy(
                    "There is one Coordination Committee, and it is recorded already."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=GroupKind.SUB_GROUP) | Q(parent__isnull=False),
                name="workinggroups_sub_group_has_parent",
                violation_error_message=gettext_lazy("Name the group that this sub-group belongs to."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a circle of parents and a predecessor that is not one."""
        super().clean()
        ancestor = self.parent
        while ancestor is not None:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": _("A group cannot be below itself. Choose another parent group.")})
            ancestor = ancestor.parent
        if self.predecessor is not None and self.predecessor.kind != GroupKind.PREDECESSOR:
            raise ValidationError({"predecessor": _("Choose a group of the kind “Predecessor (CTITF)”.")})


class EventKind(models.TextChoices):
    """What can happen to a group."""

    ESTABLISHED = "established", gettext_lazy("Established")
    RENAMED = "renamed", gettext_lazy("Renamed")
    MANDATE_REVISED = "mandate_revised", gettext_lazy("Mandate revised")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    RESUMED = "resumed", gettext_lazy("Resumed")
    CONCLUDED = "concluded", gettext_lazy("Concluded")


class GroupEvent(Sourced, Record):
    """One step in the life of a group; written by the services alone."""

    group = models.ForeignKey(
        Group, verbose_name=gettext_lazy("group"), on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField(gettext_lazy("what happened"), max_length=20, choices=EventKind)
    on = PartialDateField(gettext_lazy("on"), help_text=gettext_lazy("Empty: not known."))
    detail = models.TextField(
        gettext_lazy("detail"), blank=True, help_text=gettext_lazy("For example the name until then.")
    )

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("lifecycle event")
        verbose_name_plural = gettext_lazy("lifecycle events")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind"],
                condition=Q(archived_at__isnull=True, kind__in=["established", "concluded"]),
                name="workinggroups_event_once_in_a_life",
                violation_error_message=gettext_lazy("This is on record for the group already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}".strip()


class Role(models.TextChoices):
    """In what role an entity serves."""

    CHAIR = "chair", gettext_lazy("Chair")
    CO_CHAIR = "co_chair", gettext_lazy("Co-chair")
    VICE_CHAIR = "vice_chair", gettext_lazy("Vice-chair")
    MEMBER = "member", gettext_lazy("Member")
    OBSERVER = "observer", gettext_lazy("Observer")
    FOCAL_POINT = "focal_point", gettext_lazy("Focal point")
    SECRETARIAT = "secretariat", gettext_lazy("Secretariat")


LEADING_ROLES = (Role.CHAIR, Role.CO_CHAIR, Role.VICE_CHAIR)
"""The roles whose holders sit on the Coordination Committee and run their group."""


class Term(ClearedReference, Period, Sourced, Record):
    """An entity's term of office in a role of a group: one row a term (domain rule 1)."""

    on_merge = {"entity": Moves(Clash.STOP)}

    group = models.ForeignKey(Group, verbose_name=gettext_lazy("group"), on_delete=models.PROTECT, related_name="terms")
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="terms"
    )
    role = models.CharField(gettext_lazy("role"), max_length=20, choices=Role)

    objects = TermQuerySet.as_manager()

    class Meta(Period.Meta):
        abstract = False
        verbose_name = gettext_lazy("term of office")
        verbose_name_plural = gettext_lazy("terms of office")
        ordering = ["group__code", "role", "entity__code", "start", "pk"]
        indexes = [models.Index(fields=["start", "end"], name="workinggroups_term_period")]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["group", "entity", "role"],
                condition=Q(archived_at__isnull=True, end_state="open"),
                name="workinggroups_term_one_open",
                violation_error_message=gettext_lazy(
                    "The entity holds this role already, with no end recorded. End that term first."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.get_role_display()} · {self.group}"


class Capacity(models.TextChoices):
    """In what capacity a person serves for the entity."""

    REPRESENTATIVE = "representative", gettext_lazy("Representative")
    ALTERNATE = "alternate", gettext_lazy("Alternate")


class NominationStatus(models.TextChoices):
    """Whether the secretariat has confirmed the nomination; only a confirmed one gives rights."""

    PROPOSED = "proposed", gettext_lazy("Proposed")
    CONFIRMED = "confirmed", gettext_lazy("Confirmed")


class Nomination(ClearedReference, Period, Sourced, Record):
    """A person whom an entity nominates to serve, or stand in, during its term."""

    on_merge = {"person": Moves(Clash.STOP)}

    term = models.ForeignKey(
        Term, verbose_name=gettext_lazy("term of office"), on_delete=models.PROTECT, related_name="nominations"
    )
    person = models.ForeignKey(
        Person, verbose_name=gettext_lazy("person"), on_delete=models.PROTECT, related_name="nominations"
    )
    capacity = models.CharField(
        gettext_lazy("capacity"), max_length=20, choices=Capacity, default=Capacity.REPRESENTATIVE
    )
    status = models.CharField(
        gettext_lazy("status"), max_length=10, choices=NominationStatus, default=NominationStatus.PROPOSED
    )
    letter = models.CharField(
        gettext_lazy("letter of nomination"),
        max_length=300,
        blank=True,
        help_text=gettext_lazy("Reference and date of the letter or e-mail."),
    )

    objects = NominationQuerySet.as_manager()

    class Meta(Period.Meta):
        abstract = False
        verbose_name = gettext_lazy("nomination")
        verbose_name_plural = gettext_lazy("nominations")
        ordering = ["term__group__code", "person__family_name", "start", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.UniqueConstraint(
                fields=["term", "person", "capacity"],
                condition=Q(archived_at__isnull=True, end_state="open"),
                name="workinggroups_nomination_one_open",
                violation_error_message=gettext_lazy("This person is nominated already. End that nomination first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.term}"
