"""The columns of the groups room, for API, pages and exports."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from compact.entities.columns import ENTITY, PERSON
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import (
    ARCHIVE,
    CERTAINTY,
    CLEARED,
    IDENTITY,
    PERIOD,
    SOURCED,
    plain,
    reference,
    translations,
)
from workinggroups.groups.models import EventKind, Group, GroupEvent, Nomination, Term

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _event_date(kind: str, viewer: Viewer) -> Any:
    """When an event happened that happens once in a group's life; "" when it has not, or nobody knows."""
    events = GroupEvent.objects.visible_to(viewer).live().filter(group=OuterRef("pk"), kind=kind)
    return Coalesce(Subquery(events.values("on")[:1]), Value(""), output_field=TextField())


GROUP = reference("group", _("group"), "code", "name")

GROUPS = (
    *IDENTITY,
    Column("code", _("code"), type=ColumnType.CODE),
    *plain(Group, "kind"),
    *translations(Group, "name"),
    *translations(Group, "mandate"),
    Column("pillars", _("pillars of the Strategy"), type=ColumnType.CODE),
    *reference("parent", _("parent group"), "code", through="parent"),
    *reference("predecessor", _("predecessor"), "code", through="predecessor"),
    Column(
        "established_on", _("established"), type=ColumnType.DATE, compute=partial(_event_date, EventKind.ESTABLISHED)
    ),
    Column("concluded_on", _("concluded"), type=ColumnType.DATE, compute=partial(_event_date, EventKind.CONCLUDED)),
    CERTAINTY,
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
EVENTS = (
    Column("id", _("identifier"), "uid", ColumnType.IDENTIFIER),
    Column("version", _("version"), type=ColumnType.NUMBER),
    *plain(GroupEvent, "kind", "on", "detail"),
    *SOURCED,
)
TERMS = (
    *IDENTITY,
    *GROUP,
    *ENTITY,
    *plain(Term, "role"),
    *PERIOD,
    CERTAINTY,
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
NOMINATIONS = (
    *IDENTITY,
    *reference("term", _("term of office")),
    Column("group_code", _("group (code)"), "term__group__code", ColumnType.CODE),
    Column("entity_code", _("entity (code)"), "term__entity__code", ColumnType.CODE),
    Column("role", _("role"), "term__role", ColumnType.CODE),
    *PERSON,
    *plain(Nomination, "capacity", "status", "letter"),
    *PERIOD,
    CERTAINTY,
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
