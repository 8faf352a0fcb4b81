"""A case: two real pieces of work that overlap, what is proposed, what each entity accepts, and the outcome."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.moving import Clash, Moves
from compact.kernel.records import Record
from workinggroups.groups.models import Group
from workinggroups.meetings.models import ActionItem
from workinggroups.overlaps.models.pairs import Candidate
from workinggroups.overlaps.queries import CaseQuerySet, PositionQuerySet


class Outcome(models.TextChoices):
    """How an overlap is settled (domain rule 7)."""

    NO_OVERLAP = "no_overlap", gettext_lazy("No real overlap")
    SEQUENCE = "sequence", gettext_lazy("Sequence: one after the other")
    JOINT_DELIVERY = "joint_delivery", gettext_lazy("Joint delivery")
    SHARED_MATERIAL = "shared_material", gettext_lazy("Shared material")
    ONE_WITHDRAWS = "one_withdraws", gettext_lazy("One withdraws")


class CaseState(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("case", "With the entities")
    SECRETARIAT = "secretariat", pgettext_lazy("case", "With the secretariat: not agreed in time")
    SETTLED = "settled", pgettext_lazy("case", "Settled")


OPEN_CASES = (CaseState.OPEN, CaseState.SECRETARIAT)


class Case(Record):
    """The entities that lead two overlapping pieces of work settle it; the chairs of their groups facilitate.

    It is seen by whoever sees both pieces of work and is concerned: the lead entities, the groups, the secretariat.
    """

    candidate = models.ForeignKey(
        Candidate, verbose_name=gettext_lazy("pair"), on_delete=models.PROTECT, related_name="cases", editable=False
    )
    groups = models.ManyToManyField(
        Group,
        verbose_name=gettext_lazy("groups that facilitate"),
        related_name="overlap_cases",
        blank=True,
        help_text=gettext_lazy("Those that lead one of the two. Empty: none; the secretariat facilitates."),
    )
    state = models.CharField(
        gettext_lazy("state"), max_length=12, choices=CaseState, default=CaseState.OPEN, editable=False
    )
    opened_on = models.DateField(gettext_lazy("opened on"), default=timezone.localdate, editable=False)
    due_on = models.DateField(
        gettext_lazy("to be agreed by"),
        editable=False,
        help_text=gettext_lazy("Ten working days after it was opened; then it goes to the secretariat."),
    )
    referred_on = models.DateField(
        gettext_lazy("went to the secretariat on"),
        null=True,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Empty: it did not."),
    )
    outcome = models.CharField(
        gettext_lazy("outcome"),
        max_length=16,
        choices=Outcome,
        blank=True,
        editable=False,
        help_text=gettext_lazy("Empty: not settled."),
    )
    outcome_text = models.TextField(gettext_lazy("what was agreed"), blank=True, editable=False)
    settled_on = models.DateField(
        gettext_lazy("settled on"), null=True, blank=True, editable=False, help_text=gettext_lazy("Empty: not settled.")
    )
    action_items = models.ManyToManyField(
        ActionItem, verbose_name=gettext_lazy("follow-up"), related_name="overlap_cases", blank=True
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("overlap case")
        verbose_name_plural = gettext_lazy("overlap cases")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=Q(archived_at__isnull=True) & ~Q(state="settled"),
                name="workinggroups_case_one_open",
                violation_error_message=gettext_lazy("There is an open case on this pair already."),
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_on__isnull=False) & ~Q(outcome="")
                | ~Q(state="settled") & Q(settled_on__isnull=True, outcome=""),
                name="workinggroups_case_settled_with_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state="secretariat") | Q(referred_on__isnull=False),
                name="workinggroups_case_referred_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.candidate)


class PositionRole(models.TextChoices):
    """Who takes a position: a lead entity accepts, a group's chair proposes, the secretariat decides."""

    ENTITY = "entity", pgettext_lazy("position", "An entity accepts")
    GROUP = "group", pgettext_lazy("position", "A chair proposes")
    SECRETARIAT = "secretariat", pgettext_lazy("position", "The secretariat decides")


class Position(Record):
    """One outcome that somebody proposes or accepts in a case; the latest of each entity counts."""

    on_merge = {"entity": Moves(Clash.KEEP)}

    case = models.ForeignKey(
        Case, verbose_name=gettext_lazy("case"), on_delete=models.PROTECT, related_name="positions"
    )
    role = models.CharField(gettext_lazy("as"), max_length=12, choices=PositionRole, editable=False)
    entity = models.ForeignKey(
        Entity,
        verbose_name=gettext_lazy("entity"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="case_positions",
        help_text=gettext_lazy("Only where an entity accepts."),
    )
    group = models.ForeignKey(
        Group,
        verbose_name=gettext_lazy("group"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="case_positions",
        help_text=gettext_lazy("Only where a chair proposes."),
    )
    outcome = models.CharField(gettext_lazy("outcome"), max_length=16, choices=Outcome)
    text = models.TextField(
        gettext_lazy("in words"), blank=True, help_text=gettext_lazy("Who does what until when; which one withdraws.")
    )
    made_at = models.DateTimeField(gettext_lazy("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("made by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=gettext_lazy("Empty: the system."),
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("position in a case")
        verbose_name_plural = gettext_lazy("positions in cases")
        ordering = ["case", "-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role="entity", entity__isnull=False, group__isnull=True)
                | Q(role="group", entity__isnull=True, group__isnull=False)
                | Q(role="secretariat", entity__isnull=True, group__isnull=True),
                name="workinggroups_position_of_one",
            )
        ]

    def __str__(self) -> str:
        who = self.entity or self.group or self.get_role_display()
        return f"{who}: {self.get_outcome_display()}"
