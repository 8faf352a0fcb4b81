"""What lists of minutes can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.kernel.api.filters import (
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TruthFilter,
)
from compact.kernel.viewers import viewer_of
from workinggroups.groups.models import Group
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.meetings.models import Meeting, MinutesState
from workinggroups.meetings.queries import latest_seen, meetings_of

if TYPE_CHECKING:
    import datetime


class _LatestFilter(TruthFilter):
    """The latest revision of each meeting's minutes that the viewer may see, or the earlier ones."""

    def filter(self, qs: Any, value: str) -> Any:
        """The revisions of ``qs`` that are the latest, or are not."""
        self.condition = latest_seen(viewer_of(self.parent.request))
        return super().filter(qs, value)


class MinutesFilters(SourcedFilterSet):
    """Revisions of minutes by meeting, group, state, day of adoption, words, and whether they are the latest."""

    meeting = ReferenceFilter(Meeting)
    group = ReferenceFilter(Group, field_name="meeting__groups")
    group_code = library.CharFilter(method="filter_group_code", label=_("The group’s code"))
    state = ManyFilter(choices=MinutesState, label=_("State; may be repeated"))
    latest = _LatestFilter(Q(), label=_("The latest revision of each meeting’s minutes, or the earlier ones"))
    adopted_after = DayFilter(
        method="filter_adopted_after", label=_("Minutes that can be adopted on or after this day")
    )
    adopted_before = DayFilter(
        method="filter_adopted_before", label=_("Minutes that can be adopted on or before this day")
    )
    search = SearchFilter(field_name="text", lookup_expr="icontains", label=_("Text to look for"))

    def filter_group_code(self, queryset: Any, name: str, value: str) -> Any:
        """Minutes of meetings of the group, if the viewer may see it."""
        seen = Group.objects.visible_to(viewer_of(self.request)).filter(code=value)
        return queryset.filter(meetings_of(seen.values("pk"), "meeting_id"))

    def filter_adopted_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Minutes whose known day of adoption can be the day or a later one."""
        return queryset.filter(can_be_after("adopted_on", value))

    def filter_adopted_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Minutes whose known day of adoption can be the day or an earlier one."""
        return queryset.filter(can_be_before("adopted_on", value))
