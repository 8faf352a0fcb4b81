"""The columns of action items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, TextField, Value, When
from django.db.models.functions import Concat, Trim
from django.utils.translation import gettext_lazy as _

from compact.entities.columns import ENTITY
from compact.entities.queries import PersonQuerySet
from compact.kernel.columns import Column, ColumnType
from compact.kernel.standard_columns import ARCHIVE, CLEARED, IDENTITY, SOURCED, plain, reference
from workinggroups.groups.columns import GROUP
from workinggroups.meetings.models import ActionItem
from workinggroups.meetings.queries import in_office, overdue_on, responsible_on

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def _name(viewer: Viewer, field: str) -> Any:
    """The name of the person in ``field``; "" where nobody is named, or the viewer may not see them."""
    name = Trim(Concat(F(f"{field}__given_name"), Value(" "), F(f"{field}__family_name")))
    seen = Q(**{f"{field}__isnull": False})
    if not viewer.is_secretariat:
        seen &= PersonQuerySet.visibility_rule(viewer, f"{field}__") & Q(**{f"{field}__archived_at__isnull": True})
    return Case(When(seen, then=name), default=Value(""), output_field=TextField())


def _responsible_name(viewer: Viewer) -> Any:
    return Case(
        When(in_office(viewer.today, "person"), then=_name(viewer, "person")),
        When(in_office(viewer.today, "alternate"), then=_name(viewer, "alternate")),
        default=Value(""),
        output_field=TextField(),
    )


ACTIONS = (
    *IDENTITY,
    *GROUP,
    *reference("meeting", _("meeting"), through="meeting"),
    Column("meeting_start", _("first day of the meeting"), "meeting__start", ColumnType.DATE, through="meeting"),
    *reference("agenda_item", _("agenda item"), through="agenda_item"),
    *reference("decision", _("decision"), through="decision"),
    *plain(ActionItem, "title", "detail"),
    *ENTITY,
    *reference("person", _("person in charge"), through="person"),
    *reference("alternate", _("alternate"), through="alternate"),
    Column(
        "responsible",
        _("who is responsible today: person, alternate, vacant or not_named"),
        type=ColumnType.CODE,
        compute=lambda viewer: responsible_on(viewer.today),
    ),
    Column("responsible_name", _("name of who is responsible today"), compute=_responsible_name),
    *plain(ActionItem, "due", "status", "progress", "done_on"),
    Column("overdue", _("overdue"), type=ColumnType.BOOLEAN, compute=lambda viewer: overdue_on(viewer.today)),
    *CLEARED,
    *SOURCED,
    *ARCHIVE,
)
