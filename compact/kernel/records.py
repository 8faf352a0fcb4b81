"""What every domain row has: a public identifier, a version, an archive instead of deletion, a source."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.kernel.moving import Rule
    from compact.kernel.viewers import Viewer


class RecordQuerySet(models.QuerySet[Any]):
    """The query set of every domain model. All reads that leave the house start at ``visible_to``."""

    def visible_to(self, viewer: Viewer) -> Self:
        """The rows that ``viewer`` may see; archived ones only for the secretariat."""
        if viewer.is_secretariat:
            return self
        return self.filter(self.visibility_rule(viewer, ""), archived_at__isnull=True)

    @staticmethod
    def visibility_rule(viewer: Viewer, prefix: str) -> Q:
        """The condition under which a row, reached through ``prefix``, may be seen. Rooms narrow it."""
        return Q()

    def live(self) -> Self:
        """The rows that are not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        """The rows that are archived."""
        return self.filter(archived_at__isnull=False)


class Record(models.Model):
    """A row with a public ``uid``, an integer ``version`` and an archive; never deleted."""

    uid = models.UUIDField(gettext_lazy("identifier"), unique=True, default=uuid.uuid4, editable=False)
    version = models.PositiveIntegerField(gettext_lazy("version"), default=1, editable=False)
    archived_at = models.DateTimeField(
        gettext_lazy("archived at"), null=True, blank=True, editable=False, help_text=gettext_lazy("Empty: in use.")
    )
    archive_reason = models.TextField(gettext_lazy("reason for archiving"), blank=True, editable=False)

    on_merge: Mapping[str, Rule] = {}
    """What becomes of this row when a record that it refers to is merged into another, by field name."""

    together_on_merge: tuple[tuple[str, ...], ...] = ()
    """Fields that mean something together alone; a merge takes all of them from one side. The first says if any."""

    merge_rules: str = ""
    """The dotted path of what the room adds to these rules (``compact.merging.rules.MergeRules``). Empty: nothing."""

    many_pending: Mapping[str, Sequence[Any]] = {}
    """The sets that a write under way is about to store, by the names of their many-to-many fields."""

    class Meta:
        abstract = True

    def many(self, name: str) -> list[Any]:
        """The rows of the many-to-many field ``name``: as they would be stored while a write is under way."""
        if name in self.many_pending:
            return list(self.many_pending[name])
        return [] if self.pk is None else list(getattr(self, name).all())

    @property
    def is_archived(self) -> bool:
        """Whether the row is out of use."""
        return self.archived_at is not None

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is deleted. Archive through the room's service."""
        raise models.ProtectedError(_("Records are archived with a reason, never deleted."), {self})


class Evidence(models.TextChoices):
    """What a fact rests on."""

    RECORD = "record", gettext_lazy("Letter or record of the secretariat")
    PAGE = "page", gettext_lazy("Public page")
    SEED = "seed", gettext_lazy("Press text")
    PREDECESSOR = "predecessor", gettext_lazy("Page about the predecessor")
    GENERAL_KNOWLEDGE = "general_knowledge", gettext_lazy("General knowledge")
    DEMONSTRATION = "demonstration", gettext_lazy("Fictional, for demonstration")


UNCONFIRMED = (Evidence.PREDECESSOR, Evidence.GENERAL_KNOWLEDGE, Evidence.DEMONSTRATION)
"""Evidence that users see marked as *unconfirmed*."""


class Sourced(models.Model):
    """Where a fact comes from and how good the source is."""

    together_on_merge: tuple[tuple[str, ...], ...] = (("source", "evidence"),)

    source = models.CharField(
        gettext_lazy("source"),
        max_length=500,
        blank=True,
        help_text=gettext_lazy("Web address, letter or document with its date."),
    )
    evidence = models.CharField(gettext_lazy("evidence"), max_length=20, choices=Evidence, blank=True)
    note = models.TextField(gettext_lazy("note"), blank=True)

    class Meta:
        abstract = True

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the fact is shown as unconfirmed."""
        return self.evidence in UNCONFIRMED


def unsourced() -> Q:
    """Rows of a :class:`Sourced` model whose fact has no source."""
    return Q(source="")


def unconfirmed() -> Q:
    """Rows of a :class:`Sourced` model that are shown as unconfirmed."""
    return Q(evidence__in=UNCONFIRMED) | Q(evidence="")
