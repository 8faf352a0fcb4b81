"""The roster: who holds what on a day, how sure that is, and where it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, IntegerField, TextField, Value, When
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity
from compact.kernel.api.filters import ManyFilter
from compact.kernel.columns import Column, ColumnType, rows
from compact.kernel.sql import UidText
from compact.kernel.standard_columns import CERTAINTY, PERIOD, SOURCED, person_name
from compact.reports.base import CodeFilter, Report, ReportFilters
from workinggroups.groups.models import Capacity, Group, GroupKind, Nomination, NominationStatus, Role, Term

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer


_ROWS_AT_A_TIME = 2000


def _role_name(viewer: Viewer) -> Any:
    labels = (When(role=role, then=Value(str(role.label))) for role in Role)
    return Case(*labels, default=F("role"), output_field=TextField())


def _nobody(viewer: Viewer) -> Any:
    """The place of the people, whose names come by a query of their own."""
    return Value("", output_field=TextField())


class RosterFilters(ReportFilters):
    """The roster of a group, an entity, some roles or some kinds of group."""

    group = CodeFilter(Group, "group", label=_("The group’s code"))
    entity = CodeFilter(Entity, "entity", label=_("The entity’s code"))
    role = ManyFilter(choices=Role, label=_("Role; may be repeated"))
    kind = ManyFilter(field_name="group__kind", choices=GroupKind, label=_("Kind of group; may be repeated"))


class Roster(Report):
    """Who holds which role of which group on a day, certainly or possibly, with the people nominated."""

    name = "roster"
    columns = (
        Column("term", _("term of office"), "uid", ColumnType.IDENTIFIER),
        Column("group_code", _("group (code)"), "group__code", ColumnType.CODE),
        Column("group_name", _("group"), "group__name", translated=True),
        Column("group_kind", _("kind of group"), "group__kind", ColumnType.CODE),
        Column("role", _("role"), type=ColumnType.CODE),
        Column("role_name", _("role (name)"), compute=_role_name),
        Column("entity_code", _("entity (code)"), "entity__code", ColumnType.CODE),
        Column("entity_acronym", _("entity (acronym)"), "entity__acronym", translated=True),
        Column("entity_name", _("entity"), "entity__name", translated=True),
        Column("representatives", _("representatives"), compute=_nobody),
        Column("alternates", _("alternates"), compute=_nobody),
        *PERIOD,
        CERTAINTY,
        *SOURCED,
    )
    filterset_class = RosterFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Terms in use, in groups and of entities in use."""
        terms = Term.objects.visible_to(viewer).live()
        return terms.filter(group__archived_at__isnull=True, entity__archived_at__isnull=True)

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a term, by group, role and entity; two queries."""
        held: Any = chosen.as_of(day)  # type: ignore[attr-defined]  # the query set of terms
        rank = Case(*(When(role=role, then=Value(n)) for n, role in enumerate(Role)), output_field=IntegerField())
        ordered = held.order_by("group__code", rank, "entity__code", "start")
        found = rows(ordered, self.columns, viewer=viewer)
        return self._with_names(found.iterator(_ROWS_AT_A_TIME), _names(viewer, day, held))

    def _with_names(
        self, found: Iterable[Sequence[Any]], names: Mapping[tuple[str, str], Sequence[str]]
    ) -> Iterator[Sequence[Any]]:
        order = [column.name for column in self.columns]
        places = [(order.index(f"{capacity}s"), capacity) for capacity in Capacity]
        for each in found:
            row = list(each)
            for place, capacity in places:
                row[place] = "; ".join(names.get((row[0], capacity), ()))
            yield row


def _names(viewer: Viewer, day: datetime.date, held: QuerySet[Any]) -> dict[tuple[str, str], list[str]]:
    """The people confirmed for the terms ``held`` on ``day``, by the term's identifier and the capacity."""
    nominations = Nomination.objects.visible_to(viewer).live().as_of(day)
    confirmed = nominations.filter(
        status=NominationStatus.CONFIRMED, person__archived_at__isnull=True, term__in=held.values("pk")
    )
    named = confirmed.annotate(seat=UidText("term__uid"), name=person_name(viewer))
    names: dict[tuple[str, str], list[str]] = {}
    for seat, capacity, name in named.order_by("start", "pk").values_list("seat", "capacity", "name"):
        names.setdefault((seat, capacity), []).append(name)
    return names
