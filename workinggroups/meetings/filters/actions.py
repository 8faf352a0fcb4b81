"""What lists of action items can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity, Person
from compact.kernel.api.filters import (
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TruthFilter,
)
from compact.kernel.viewers import viewer_of
from compact.merging.found import OfCodeFilter
from workinggroups.groups.models import Group
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.meetings.models import ActionStatus, AgendaItem, Decision, Meeting
from workinggroups.meetings.queries import overdue_on

if TYPE_CHECKING:
    import datetime


class _OverdueFilter(TruthFilter):
    """Action items that are overdue today, or are not."""

    def filter(self, qs: Any, value: str) -> Any:
        """The items of ``qs`` that are overdue, or are not."""
        self.condition = overdue_on(viewer_of(self.parent.request).today)
        return super().filter(qs, value)


class ActionItemFilters(SourcedFilterSet):
    """Action items by group, who is in charge, where they come from, status, day, and words."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    entity = ReferenceFilter(Entity)
    entity_code = OfCodeFilter(Entity, "entity", label=_("The entity’s code"))
    person = ReferenceFilter(Person)
    meeting = ReferenceFilter(Meeting)
    agenda_item = ReferenceFilter(AgendaItem)
    decision = ReferenceFilter(Decision)
    status = ManyFilter(choices=ActionStatus, label=_("Status; may be repeated"))
    overdue = _OverdueFilter(Q(), label=_("Action items that are overdue today, or are not"))
    due_after = DayFilter(method="filter_due_after", label=_("Action items that can be due on or after this day"))
    due_before = DayFilter(method="filter_due_before", label=_("Action items that can be due on or before this day"))
    search = SearchFilter(method="filter_search", label=_("Text to look for"))

    def filter_due_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Action items whose known day can be the day or a later one."""
        return queryset.filter(can_be_after("due", value))

    def filter_due_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Action items whose known day can be the day or an earlier one."""
        return queryset.filter(can_be_before("due", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Action items whose title, detail or latest update contain the text."""
        return queryset.search(value)
