"""What planned activities can be filtered by, among it what lies near another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    CountryFilter,
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
    TruthFilter,
)
from compact.kernel.viewers import viewer_of
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.needs.filters import SeenCodeFilter
from workinggroups.needs.models import AssistanceRequest, Recommendation, Theme
from workinggroups.projects.models import PlannedActivity, PlannedState, Project
from workinggroups.projects.near import can_fall_near, days_around

if TYPE_CHECKING:
    import datetime


def _of_country(codes: list[str]) -> Q:
    return Q(country__in=codes)


def _validate_month(value: str) -> None:
    try:
        days_around(value)
    except ValueError:
        value = ""
    if len(value) < len("2026-11"):
        raise ValidationError(_("Write a month as 2026-11, or a day as 2026-11-03."))


class _BecameFilter(TruthFilter):
    """Activities that became a project which the viewer sees, or the others."""

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that did, or did not."""
        seen = Project.objects.visible_to(viewer_of(self.parent.request)).live()
        self.condition = Q(project__in=seen.order_by().values("pk"))
        return super().filter(qs, value)


class NearFilter(ReferenceFilter):
    """Activities near one that is on record: for the same State within 90 days, itself and cancelled ones left out."""

    def filter(self, qs: Any, value: Any) -> Any:
        """The rows of ``qs`` near the activity ``value``, as far as the viewer sees that one."""
        if not value:
            return qs
        row = self.row_of(value)
        near = qs.filter(can_fall_near(row.month), country=row.country).exclude(pk=row.pk)
        return near.exclude(state=PlannedState.CANCELLED)


class PlannedFilters(SourcedFilterSet):
    """Planned activities by entity, State, theme, time, what they answer, and what lies near them."""

    entity = ReferenceFilter(Entity)
    entity_code = SeenCodeFilter(Entity, "entity", label=gettext_lazy("The entity’s code"))
    country = CountryFilter(among=_of_country)
    theme = ReferenceFilter(Theme)
    theme_code = SeenCodeFilter(Theme, "theme", label=gettext_lazy("The theme’s code"))
    month_from = DayFilter(
        method="filter_from", label=gettext_lazy("Planned for this day or later, as far as is known (YYYY-MM-DD)")
    )
    month_until = DayFilter(
        method="filter_until", label=gettext_lazy("Planned for this day or earlier, as far as is known (YYYY-MM-DD)")
    )
    near_month = library.CharFilter(
        method="filter_near",
        validators=[_validate_month],
        label=gettext_lazy(
            "Within 90 days of this month or day (2026-11 or 2026-11-03), cancelled ones left out; together with "
            "“country” it answers, before an activity is entered, who else plans for the State at that time"
        ),
    )
    near = NearFilter(
        PlannedActivity,
        field_name="pk",
        label=gettext_lazy("Near another planned activity, by its id: for the same State within 90 days of it"),
    )
    state = ManyFilter(choices=PlannedState, label=gettext_lazy("How it stands; may be repeated"))
    became_project = _BecameFilter(Q(), label=gettext_lazy("Became a project, or not"))
    request = ReferenceFilter(AssistanceRequest, field_name="requests")
    recommendation = ReferenceFilter(Recommendation, field_name="recommendations")
    search = SearchFilter(method="filter_search", label=gettext_lazy("Text to look for"))

    def filter_from(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Activities that can take place on the day or later."""
        return queryset.filter(can_be_after("month", value))

    def filter_until(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Activities that can take place on the day or earlier."""
        return queryset.filter(can_be_before("month", value))

    def filter_near(self, queryset: Any, name: str, value: str) -> Any:
        """Activities that can take place within 90 days of the month and are not cancelled."""
        return queryset.filter(can_fall_near(value)).exclude(state=PlannedState.CANCELLED)

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Activities whose subject, institution or contact contain the text."""
        return queryset.search(value)
