"""The filters that terms of reference, work plans and outputs share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.kernel.api.filters import ManyFilter, ReferenceFilter, SearchFilter, SourcedFilterSet, TruthFilter
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.workplans.due import IN_FORCE
from workinggroups.workplans.models import CycleState

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from django.db.models import Q


class OverdueFilter(library.ChoiceFilter):
    """Keeps what meets ``overdue`` today, or with ``false`` the others."""

    def __init__(self, overdue: Callable[[datetime.date], Q], **kwargs: Any) -> None:
        self.overdue = overdue
        super().__init__(choices=[("true", _("Yes")), ("false", _("No"))], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that are, or are not, overdue."""
        if not value:
            return qs
        condition = self.overdue(viewer_of(self.parent.request).today)
        return qs.filter(condition) if value == "true" else qs.exclude(condition)


class SearchedFilterSet(SourcedFilterSet):
    """What can be searched for words."""

    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Rows whose texts contain the words."""
        return queryset.search(value)


class CycleFilterSet(SearchedFilterSet):
    """What goes through the cycle: by group, state, and whether it is in force."""

    group = ReferenceFilter(Group)
    group_code = library.CharFilter("group__code", label=_("The group’s code"))
    state = ManyFilter(choices=CycleState, label=_("State; may be repeated"))
    current = TruthFilter(IN_FORCE, label=_("Approved and not closed"))
