"""What lists of decisions can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.agreements.models import Instrument
from compact.kernel.api.filters import DayFilter, ManyFilter, ReferenceFilter, SearchFilter, SourcedFilterSet
from workinggroups.groups.models import Group
from workinggroups.meetings.filters.days import can_be_after, can_be_before, can_be_on
from workinggroups.meetings.models import AgendaItem, DecisionVerb, Meeting, SubjectKind

if TYPE_CHECKING:
    import datetime


class DecisionFilters(SourcedFilterSet):
    """Decisions by who decided, where, what, when, and words."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    meeting = ReferenceFilter(Meeting)
    agenda_item = ReferenceFilter(AgendaItem)
    number = library.CharFilter(label=_("Number, exactly"))
    verb = ManyFilter(choices=DecisionVerb, label=_("What it does; may be repeated"))
    subject_kind = ManyFilter(choices=SubjectKind, label=_("Kind of subject; may be repeated"))
    instrument = ReferenceFilter(Instrument)
    decided_on = DayFilter(method="filter_decided_on", label=_("Decisions that can be of this day, as far as is known"))
    after = DayFilter(method="filter_after", label=_("Decisions that can be of this day or a later one"))
    before = DayFilter(method="filter_before", label=_("Decisions that can be of this day or an earlier one"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_decided_on(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Decisions of the day, or of its month or year where no more is known."""
        return queryset.filter(can_be_on("decided_on", value))

    def filter_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Decisions whose known day can be the day or a later one."""
        return queryset.filter(can_be_after("decided_on", value))

    def filter_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Decisions whose known day can be the day or an earlier one."""
        return queryset.filter(can_be_before("decided_on", value))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Decisions whose number, subject or wording contain the text."""
        return queryset.search(value)
