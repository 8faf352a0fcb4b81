"""The columns of meetings, agenda items and attendances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

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
from workinggroups.meetings.models import AgendaItem, Attendance, Decision, Meeting, Presence
from workinggroups.meetings.queries import entity_seen, meetings_of

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _link(viewer: Viewer) -> Any:
    """The link for taking part, for the groups that meet and the secretariat alone; "" for others."""
    if viewer.is_secretariat:
        return F("link")
    own = meetings_of(viewer.group_ids(alternates=True), "pk")
    return Case(When(own, then=F("link")), default=Value(""), output_field=TextField())


def _count(rows: Any, what: str) -> Any:
    counted = rows.order_by().values("meeting").annotate(count=Count(what, distinct=True)).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _entities_attending(viewer: Viewer) -> Any:
    """How many of the entities that the viewer may see were present."""
    present = Attendance.objects.live().filter(meeting=OuterRef("pk"), presence=Presence.PRESENT)
    seen = Q() if viewer.is_secretariat else entity_seen(viewer, "entity__")
    return _count(present.filter(seen, entity__isnull=False), "entity")


def _decisions_count(viewer: Viewer) -> Any:
    """How many of the decisions taken there the viewer may see."""
    return _count(Decision.objects.visible_to(viewer).live().filter(meeting=OuterRef("pk")), "pk")


def _person_name(viewer: Viewer) -> Any:
    """The name of the person; nothing where no person is named."""
    return Case(When(person__isnull=False, then=person_name(viewer)), default=Value(None), output_field=TextField())


MEETINGS = (
    *IDENTITY,
    *many("groups", _("groups")),
    *plain(Meeting, "kind", "number"),
    *translations(Meeting, "title"),
    *plain(Meeting, "status", "start", "end", "starts_at", "ends_at"),
    Column("zone", _("time zone of the meeting"), type=ColumnType.CODE),
    *plain(Meeting, "mode", "place"),
    Column("link", _("link for taking part"), compute=_link),
    *plain(Meeting, "summary", "head_count", "entities_count"),
    Column("entities_attending", _("entities on the list"), type=ColumnType.NUMBER, compute=_entities_attending),
    Column("decisions_count", _("decisions"), type=ColumnType.NUMBER, compute=_decisions_count),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
MEETING = (
    *reference("meeting", _("meeting")),
    Column("meeting_start", _("first day of the meeting"), "meeting__start", ColumnType.DATE),
)
AGENDA_ITEMS = (
    *IDENTITY,
    *MEETING,
    *plain(AgendaItem, "position", "title", "text"),
    *reference("presenter", _("presented by"), "code", "name", through="presenter"),
    *plain(AgendaItem, "document"),
    *SOURCED,
    *ARCHIVE,
)
ATTENDANCES = (
    *IDENTITY,
    *MEETING,
    *reference("entity", _("entity"), "code", "name", through="entity"),
    *reference("person", _("person"), through="person"),
    Column("person_name", _("name of the person"), through="person", compute=_person_name),
    *plain(Attendance, "guest", "head_count", "presence"),
    *SOURCED,
    *ARCHIVE,
)
