"""What terms of reference can be filtered by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from compact.kernel.api.filters import DayFilter
from compact.kernel.dates import on_or_before
from workinggroups.workplans.due import review_overdue
from workinggroups.workplans.filters.cycle import CycleFilterSet, OverdueFilter

if TYPE_CHECKING:
    import datetime


class TermsOfReferenceFilters(CycleFilterSet):
    """Terms of reference by group, state, review and words."""

    review_before = DayFilter(
        method="filter_review_before", label=_("Review due on or before this day, as far as is known")
    )
    overdue = OverdueFilter(review_overdue, label=_("In force although the review was due"))

    def filter_review_before(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Terms of reference with a review date that can be on or before the day."""
        return queryset.filter(on_or_before("review_on", value)).exclude(review_on="")
