"""A pair of records that look alike, and what was decided on it; decisions are never changed or forgotten."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from compact.entities.models import Entity
from compact.kernel.moving import Clash, Moves
from compact.kernel.operations import Operation
from compact.kernel.records import Record
from workinggroups.overlaps.models.subjects import ComparedKind, Subject
from workinggroups.overlaps.queries import CandidateQuerySet, ConsentQuerySet, PairDecisionQuerySet


class VerdictChoice(models.TextChoices):
    """What the matching takes two records for (``compact.matching.Verdict``)."""

    SAME_WORK = "same_work", pgettext_lazy("verdict", "The same twice")
    OVERLAP = "overlap", pgettext_lazy("verdict", "Overlapping")
    RELATED = "related", pgettext_lazy("verdict", "Related")


class CandidateState(models.TextChoices):
    """How far a pair has come."""

    OPEN = "open", pgettext_lazy("pair", "To be decided")
    SAME = "same", pgettext_lazy("pair", "The same: to be merged")
    MERGED = "merged", pgettext_lazy("pair", "Merged")
    CASE = "case", pgettext_lazy("pair", "Overlapping: a case")
    DIFFERENT = "different", pgettext_lazy("pair", "Different")
    GONE = "gone", pgettext_lazy("pair", "No longer alike, or no longer in use")


class Candidate(Record):
    """Two records, in the order of their keys, that may be the same or overlap; with what each field said.

    ``evidence`` is a list of objects with ``field``, ``weight``, ``code`` and ``values``, as the matching gave them.
    """

    kind = models.CharField(gettext_lazy("kind"), max_length=10, choices=ComparedKind, editable=False)
    a = models.ForeignKey(
        Subject, verbose_name=gettext_lazy("one record"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    b = models.ForeignKey(
        Subject, verbose_name=gettext_lazy("the other"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    verdict = models.CharField(gettext_lazy("looks like"), max_length=10, choices=VerdictChoice, editable=False)
    strength = models.CharField(gettext_lazy("how sure"), max_length=10, editable=False)
    probability = models.FloatField(gettext_lazy("probability"), editable=False)
    evidence = models.JSONField(gettext_lazy("evidence"), default=list, editable=False)
    state = models.CharField(
        gettext_lazy("state"), max_length=10, choices=CandidateState, default=CandidateState.OPEN, editable=False
    )
    found_at = models.DateTimeField(gettext_lazy("found at"), default=timezone.now, editable=False)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("pair that looks alike")
        verbose_name_plural = gettext_lazy("pairs that look alike")
        ordering = ["-probability", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="workinggroups_candidate_in_order"),
            models.UniqueConstraint(fields=["a", "b"], name="workinggroups_candidate_once"),
        ]
        indexes = [
            models.Index(fields=["state", "verdict", "-probability"], name="workinggroups_candidate_queue"),
        ]

    def __str__(self) -> str:
        return f"{self.a} ↔ {self.b}"


class Decided(models.TextChoices):
    """What people decide on a pair."""

    SAME_WORK = "same_work", gettext_lazy("The same: merge them")
    OVERLAPPING = "overlapping", gettext_lazy("Overlapping: open a case")
    DIFFERENT = "different", gettext_lazy("Different: never show them again")
    ASK_AGAIN = "ask_again", gettext_lazy("Ask again, after a material edit")


class PairDecision(Record):
    """Who decided what on a pair, when and why. The last one counts; for *different*, also through later merges.

    ``digest_a`` and ``digest_b`` are of what was compared then: where neither differs now, nobody asks again.
    """

    candidate = models.ForeignKey(
        Candidate, verbose_name=gettext_lazy("pair"), on_delete=models.PROTECT, related_name="decisions"
    )
    decided = models.CharField(gettext_lazy("decision"), max_length=12, choices=Decided)
    reason = models.TextField(gettext_lazy("why"))
    digest_a = models.CharField(max_length=64, blank=True, editable=False)
    digest_b = models.CharField(max_length=64, blank=True, editable=False)
    decided_at = models.DateTimeField(gettext_lazy("decided at"), default=timezone.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("decided by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=gettext_lazy("Empty: the system, for instance when a merge was undone."),
    )
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = PairDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("decision on a pair")
        verbose_name_plural = gettext_lazy("decisions on pairs")
        ordering = ["-decided_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_decided_display()} · {self.candidate}"


class Consent(Record):
    """A lead entity agrees, or not, that two records are the same work and become one (domain rule 7)."""

    on_merge = {"entity": Moves(Clash.KEEP)}

    decision = models.ForeignKey(
        PairDecision, verbose_name=gettext_lazy("decision"), on_delete=models.PROTECT, related_name="consents"
    )
    entity = models.ForeignKey(
        Entity, verbose_name=gettext_lazy("entity"), on_delete=models.PROTECT, related_name="merge_consents"
    )
    agrees = models.BooleanField(
        gettext_lazy("agrees"), null=True, help_text=gettext_lazy("Empty: it has not answered yet.")
    )
    text = models.TextField(gettext_lazy("what it says"), blank=True)
    answered_at = models.DateTimeField(
        gettext_lazy("answered at"), null=True, editable=False, help_text=gettext_lazy("Empty: not answered.")
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=gettext_lazy("answered by"),
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        help_text=gettext_lazy("Empty: not answered."),
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("consent to a merge")
        verbose_name_plural = gettext_lazy("consents to merges")
        ordering = ["decision", "entity__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "entity"], name="workinggroups_consent_once"),
            models.CheckConstraint(
                condition=Q(agrees__isnull=True, answered_at__isnull=True)
                | Q(agrees__isnull=False, answered_at__isnull=False),
                name="workinggroups_consent_answered_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.decision}"
