"""Facts that need a source or a confirmation, and what was recorded last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Value
from django.utils.translation import gettext_lazy

from compact.agreements.models import Agreement, Instrument, Signature
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.admin.touched import Touched, touched_by
from compact.kernel.operations import Operation
from compact.kernel.records import unconfirmed, unsourced
from compact.reports.worklist.blocks import Block
from workinggroups.groups.models import Group, GroupEvent, Nomination, Term
from workinggroups.meetings.models import Decision, Meeting
from workinggroups.workplans.models import Output, TermsOfReference, WorkPlan

if TYPE_CHECKING:
    from django.db import models

    from compact.kernel.viewers import Viewer

RECENT = 15
SOURCED: tuple[type[models.Model], ...] = (
    Entity,
    Alias,
    Participation,
    Person,
    Affiliation,
    Agreement,
    Signature,
    Instrument,
    Group,
    GroupEvent,
    Term,
    Nomination,
    Meeting,
    Decision,
    TermsOfReference,
    WorkPlan,
    Output,
)
"""What is told from elsewhere, so that it needs a source.

Minutes, agendas, attendance, action items, silence procedures, calls, inputs and reports are made here: they are the
record themselves, and asking for a source of each would bury the facts that lack one.
"""


@dataclass(frozen=True, slots=True)
class WeakFacts:
    """How many records of one kind have no source, or are shown as unconfirmed."""

    model: type[models.Model]
    unsourced: int
    unconfirmed: int

    @property
    def name(self) -> str:
        """The kind of record, in the plural."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def list_name(self) -> str:
        """The name of the staff page that lists them."""
        return f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_changelist"


@dataclass(frozen=True, slots=True)
class Act:
    """One operation and the records that it wrote."""

    operation: Operation
    touched: tuple[Touched, ...]


def weak_facts(viewer: Viewer) -> list[WeakFacts]:
    """For each kind of record that has any: how many lack a source, how many are unconfirmed; one query."""
    counted = [_weak(model, turn, viewer) for turn, model in enumerate(SOURCED)]
    rows = counted[0].union(*counted[1:], all=True).order_by("turn")
    found = [WeakFacts(SOURCED[row["turn"]], row["without"], row["doubtful"]) for row in rows]
    return [each for each in found if each.unsourced or each.unconfirmed]


def _weak(model: Any, turn: int, viewer: Viewer) -> models.QuerySet[Any, dict[str, Any]]:
    rows = model.objects.visible_to(viewer).live().order_by()
    rows = rows.rewrite(False) if hasattr(rows, "rewrite") else rows
    counted: models.QuerySet[Any, dict[str, Any]] = (
        rows.annotate(turn=Value(turn, output_field=IntegerField()))
        .values("turn")
        .annotate(without=Count("pk", filter=unsourced()), doubtful=Count("pk", filter=unconfirmed()))
        .values("turn", "without", "doubtful")
    )
    return counted


def recent_acts(viewer: Viewer) -> list[Act]:
    """The last operations and what each wrote; the secretariat's alone, for it names records of all kinds."""
    if not viewer.is_secretariat:
        return []
    operations = list(Operation.objects.filter(number__isnull=False).order_by("-number")[:RECENT])
    touched = touched_by(operations)
    return [Act(operation, tuple(touched.get(operation.pk, ()))) for operation in operations]


def blocks(viewer: Viewer) -> list[Block]:
    """Weak facts as a table."""
    title = gettext_lazy("Facts to source or confirm")
    short = gettext_lazy("facts to source or confirm")
    return [Block("weak", title, short, weak_facts(viewer), "admin/worklist/facts.html", counted=False)]
