"""The columns of silence procedures and objections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, IntegerField, OuterRef, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compact.entities.columns import ENTITY
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import (
    ARCHIVE,
    CLEARED,
    IDENTITY,
    SOURCED,
    many,
    person_name,
    plain,
    reference,
    translations,
)
from workinggroups.groups.columns import GROUP
from workinggroups.meetings.models import Objection, SilenceProcedure

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _standing(viewer: Viewer) -> Any:
    """How many objections stand, of those that the viewer may see."""
    rows = Objection.objects.visible_to(viewer).live().filter(procedure=OuterRef("pk"), withdrawn_at__isnull=True)
    counted = rows.order_by().values("procedure").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _person_name(viewer: Viewer) -> Any:
    """The name of the person; nothing where nobody is named."""
    return Case(When(person__isnull=False, then=person_name(viewer)), default=Value(None), output_field=TextField())


SILENCE_PROCEDURES = (
    *IDENTITY,
    *GROUP,
    *plain(SilenceProcedure, "verb", "subject_kind"),
    *translations(SilenceProcedure, "subject"),
    *plain(SilenceProcedure, "text", "document"),
    Column("digest", _("digest of the exact version (SHA-256)"), type=ColumnType.CODE),
    *many("addressees", _("addressees")),
    *plain(SilenceProcedure, "breakers", "opened_at", "deadline"),
    Column("zone", _("time zone of the deadline"), type=ColumnType.CODE),
    *plain(SilenceProcedure, "first_deadline", "state"),
    Column("standing_objections", _("objections that stand"), type=ColumnType.NUMBER, compute=_standing),
    *plain(SilenceProcedure, "closed_at"),
    *reference("decision", _("decision"), through="decision"),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
OBJECTIONS = (
    *IDENTITY,
    *reference("procedure", _("silence procedure")),
    *ENTITY,
    *reference("person", _("person"), through="person"),
    Column("person_name", _("name of the person"), through="person", compute=_person_name),
    *plain(Objection, "text", "made_at", "withdrawn_at"),
    *SOURCED,
    *ARCHIVE,
)
