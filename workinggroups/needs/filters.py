"""What lists of the needs room can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.entities.models import Entity
from compact.kernel.api.filters import (
    CountryFilter,
    DayFilter,
    ManyFilter,
    ReferenceFilter,
    SearchFilter,
    SourcedFilterSet,
)
from compact.kernel.survivors import is_mergeable, leads_to
from compact.kernel.viewers import viewer_of
from compact.merging.found import found_by_code
from workinggroups.meetings.filters.days import can_be_after, can_be_before
from workinggroups.needs.models import Channel, Priority, RecommendationOrigin, RequestReply, Theme
from workinggroups.needs.queries import answered

if TYPE_CHECKING:
    import datetime


def _of_country(codes: list[str]) -> Q:
    return Q(country__in=codes)


class SeenCodeFilter(library.CharFilter):
    """Rows that refer to a record with a code; one that the viewer may not see is referred to by none."""

    def __init__(self, model: type[Any], field_name: str, **kwargs: Any) -> None:
        self.referred = model
        super().__init__(field_name=field_name, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that refer to the record with the code ``value``."""
        if not value:
            return qs
        seen = found_by_code(self.referred.objects.visible_to(viewer_of(self.parent.request)), value).values("pk")
        if is_mergeable(self.referred):
            return qs.filter(leads_to(self.field_name, seen))
        return qs.filter(**{f"{self.field_name}__in": seen})


class AnsweredFilter(library.ChoiceFilter):
    """Needs that work in use which the viewer may see cites, or with ``false`` the others."""

    def __init__(self, **kwargs: Any) -> None:
        label = _("Cited by a project or planned activity that you may see")
        super().__init__(choices=[("true", _("Yes")), ("false", _("No"))], label=label, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that are, or are not, cited."""
        if not value:
            return qs
        condition = answered(qs.model, viewer_of(self.parent.request))
        return qs.filter(condition) if value == "true" else qs.exclude(condition)


class ThemeFilters(SourcedFilterSet):
    """Themes by code and words."""

    code = library.CharFilter(label=_("The code"))
    search = SearchFilter(method="filter_search", label=_("Text to look for, in any language"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Themes whose code or name contains the text."""
        return queryset.search(value)


class NeedFilters(SourcedFilterSet):
    """What requests and recommendations can both be filtered by; ``day`` names the field of their day."""

    day = ""

    code = library.CharFilter(label=_("The reference"))
    country = CountryFilter(among=_of_country)
    theme = ReferenceFilter(Theme)
    theme_code = SeenCodeFilter(Theme, "theme", label=_("The theme’s code"))
    answered = AnsweredFilter()
    search = SearchFilter(method="filter_search", label=_("Text to look for"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Rows whose reference, subject, institution or detail contain the text."""
        return queryset.search(value)

    def filter_after(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Rows whose known day can be the day or a later one."""
        return queryset.filter(can_be_after(self.day, value))

    def filter_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Rows whose known day can be the day or an earlier one."""
        return queryset.filter(can_be_before(self.day, value))


class AssistanceRequestFilters(NeedFilters):
    """Assistance requests by State, theme, day, channel, who handles them and the reply."""

    day = "requested_on"

    requested_after = DayFilter(method="filter_after", label=_("Requested on or after this day, as far as is known"))
    requested_before = DayFilter(method="filter_before", label=_("Requested on or before this day, as far as is known"))
    channel = ManyFilter(choices=Channel, label=_("Channel; may be repeated"))
    handled_by = ReferenceFilter(Entity)
    handled_by_code = SeenCodeFilter(Entity, "handled_by", label=_("The code of the handling entity"))
    reply = ManyFilter(choices=RequestReply, label=_("Reply; may be repeated"))


class RecommendationFilters(NeedFilters):
    """Recommendations by State, theme, day, where they come from, and priority."""

    day = "made_on"

    made_after = DayFilter(method="filter_after", label=_("Made on or after this day, as far as is known"))
    made_before = DayFilter(method="filter_before", label=_("Made on or before this day, as far as is known"))
    origin = ManyFilter(choices=RecommendationOrigin, label=_("What it comes from; may be repeated"))
    priority = ManyFilter(choices=Priority, label=_("Priority; may be repeated"))
