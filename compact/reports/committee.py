"""The Coordination Committee on a day: each seat, who holds it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from compact.kernel.columns import Column, ColumnType
from compact.reports.base import Report
from workinggroups.groups.committee import committee_composition
from workinggroups.groups.models import Group

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from compact.entities.models import Person
    from compact.kernel.viewers import Viewer
    from workinggroups.groups.committee import CommitteeSeat


class Committee(Report):
    """Who sits on the Coordination Committee on a day, computed from terms and participations."""

    name = "committee"
    columns = (
        Column("seat", _("seat"), type=ColumnType.CODE),
        Column("seat_name", _("seat (name)")),
        Column("group_code", _("group (code)"), type=ColumnType.CODE),
        Column("group_name", _("group")),
        Column("entity_code", _("entity (code)"), type=ColumnType.CODE),
        Column("entity_acronym", _("entity (acronym)")),
        Column("entity_name", _("entity")),
        Column("holder", _("held, vacant or not known"), type=ColumnType.CODE),
        Column("certainty", _("certain or possible"), type=ColumnType.CODE),
        Column("representatives", _("representatives")),
        Column("alternates", _("alternates")),
        Column("reason", _("reason")),
        Column("source", _("source")),
        Column("evidence", _("evidence"), type=ColumnType.CODE),
        Column("unconfirmed", _("unconfirmed"), type=ColumnType.BOOLEAN),
    )

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """None to choose among: the seats are computed."""
        return Group.objects.none()

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> list[tuple[Any, ...]]:
        """One row a seat and ground."""
        return [_row(seat) for seat in committee_composition(viewer, day)]


def _row(seat: CommitteeSeat) -> tuple[Any, ...]:
    group, entity = seat.group, seat.entity
    return (
        seat.kind.value,
        str(seat.kind.label),
        group.code if group else "",
        group.name if group else "",
        entity.code if entity else "",
        entity.acronym if entity else "",
        entity.name if entity else "",
        seat.holder.value,
        seat.certainty,
        _names(seat.representatives),
        _names(seat.alternates),
        seat.reason,
        seat.source,
        seat.evidence,
        "true" if seat.is_unconfirmed else "false",
    )


def _names(people: Sequence[Person]) -> str:
    return "; ".join(str(person) for person in people)
