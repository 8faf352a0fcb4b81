"""The report of action items: for each group and entity how much is open, and how long it has been overdue."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Entity
from compact.kernel.columns import Column, ColumnType
from compact.kernel.dates import on_or_after, on_or_before
from compact.reports.base import CodeFilter, Report, ReportFilters
from workinggroups.groups.models import Group
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.meetings.models import ActionItem, ActionStatus
from workinggroups.meetings.queries import CLOSED, overdue_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from compact.kernel.viewers import Viewer

SOON = datetime.timedelta(days=30)
"""What is due within a month can still be done in time."""
RECENT = datetime.timedelta(days=90)
"""What was done in the last quarter shows that an entity is at work."""
_FIGURES = (
    ("open", _("action items open")),
    ("overdue", _("overdue")),
    ("overdue_1_30", _("overdue for 1 to 30 days")),
    ("overdue_31_90", _("overdue for 31 to 90 days")),
    ("overdue_over_90", _("overdue for more than 90 days")),
    ("due_within_30", _("due within 30 days")),
    ("without_date", _("open without a date")),
    ("done_last_90", _("done in the last 90 days")),
)


def _conditions(day: datetime.date) -> dict[str, Q]:
    """What each figure counts; an item due some day in a month is overdue once the month is over."""
    still = ~Q(status__in=CLOSED)
    overdue, one, three = (overdue_on(day - datetime.timedelta(days=days)) for days in (0, 30, 90))
    return {
        "open": still,
        "overdue": overdue,
        "overdue_1_30": overdue & ~one,
        "overdue_31_90": one & ~three,
        "overdue_over_90": three,
        "due_within_30": still & on_or_after("due", day) & on_or_before("due", day + SOON) & ~Q(due=""),
        "without_date": still & Q(due=""),
        "done_last_90": Q(status=ActionStatus.DONE)
        & can_be_after("done_on", day - RECENT)
        & can_be_before("done_on", day),
    }


class ActionItemsFilters(ReportFilters):
    """The action items of a group or an entity."""

    group = CodeFilter(Group, "group", label=_("The group’s code"))
    entity = CodeFilter(Entity, "entity", label=_("The entity’s code"))


class ActionItems(Report):
    """How many action items each entity has open in each group, counted from the day of the report."""

    name = "action-items"
    columns = (
        Column("group_code", _("group (code)"), type=ColumnType.CODE),
        Column("group_name", _("group")),
        Column("entity_code", _("entity (code)"), type=ColumnType.CODE),
        Column("entity_acronym", _("entity (acronym)")),
        Column("entity_name", _("entity")),
        *(Column(name, label, type=ColumnType.NUMBER) for name, label in _FIGURES),
        Column("oldest_due", _("oldest date of those open"), type=ColumnType.DATE),
    )
    filterset_class = ActionItemsFilters

    def rows_readable(self, viewer: Viewer) -> QuerySet[Any]:
        """Action items in use, of groups and entities in use."""
        items = ActionItem.objects.visible_to(viewer).live()
        readable: QuerySet[Any] = items.filter(group__archived_at__isnull=True, entity__archived_at__isnull=True)
        return readable

    def table(self, viewer: Viewer, day: datetime.date, chosen: QuerySet[Any]) -> Iterator[Sequence[Any]]:
        """One row a group and entity with something open or lately done, by their codes; three queries."""
        conditions = _conditions(day)
        # The figures are named apart from the fields: one of them would otherwise hide a field of the same name.
        figures: dict[str, Any] = {f"figure_{name}": Count("pk", filter=each) for name, each in conditions.items()}
        figures["figure_oldest"] = Min("due", filter=conditions["open"] & ~Q(due=""))
        counted = list(
            chosen.order_by()
            .values("group_id", "entity_id")
            .annotate(**figures)
            .filter(Q(figure_open__gt=0) | Q(figure_done_last_90__gt=0))
            .order_by("group__code", "entity__code", "group_id", "entity_id")
        )
        groups = Group.objects.visible_to(viewer).in_bulk([each["group_id"] for each in counted])
        entities = Entity.objects.visible_to(viewer).in_bulk([each["entity_id"] for each in counted])
        for each in counted:
            group, entity = groups[each["group_id"]], entities[each["entity_id"]]
            yield (
                *(group.code, group.name, entity.code, entity.acronym, entity.name),
                *(each[f"figure_{name}"] for name, _label in _FIGURES),
                each["figure_oldest"] or "",
            )
