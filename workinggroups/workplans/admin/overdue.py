"""The list filter for outputs that are late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.viewers import viewer_of
from workinggroups.workplans.due import output_overdue

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


class OverdueFilter(SimpleListFilter):
    """Outputs that are unfinished although they were due."""

    title = gettext_lazy("overdue")
    parameter_name = "overdue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Overdue ones, or the others."""
        return [("yes", _("Overdue")), ("no", _("Not overdue"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Outputs that are, or are not, overdue today."""
        condition = output_overdue(viewer_of(request).today)
        if self.value() == "yes":
            return queryset.filter(condition)
        return queryset.exclude(condition) if self.value() == "no" else queryset
