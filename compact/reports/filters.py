"""The filters that several reports share: a period, and several codes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.api.filters import DayFilter
from compact.kernel.api.problems import ParameterError
from compact.reports.base import CodeFilter, ReportFilters
from workinggroups.meetings.filters.days import can_be_after, can_be_before

if TYPE_CHECKING:
    import datetime


class PeriodFilters(ReportFilters):
    """``from`` and ``until``: what can have been in a period; ``days`` names the fields of its first and last day."""

    days: ClassVar[tuple[str, ...]] = ("start", "end")

    from_ = DayFilter(method="filter_from", label=gettext_lazy("Nothing that was surely before this day (YYYY-MM-DD)"))
    until = DayFilter(method="filter_until", label=gettext_lazy("Nothing that was surely after this day (YYYY-MM-DD)"))

    @classmethod
    def get_filters(cls) -> Any:
        """The filters by parameter; ``from`` is no name in Python."""
        return {name.rstrip("_"): each for name, each in super().get_filters().items()}

    def filter_queryset(self, queryset: Any) -> Any:
        """The rows that every filter keeps; ParameterError for a period that ends before it begins."""
        given = self.form.cleaned_data
        if given.get("from") and given.get("until") and given["until"] < given["from"]:
            raise ParameterError({"until": [_("The period ends before it begins. Exchange “from” and “until”.")]})
        return super().filter_queryset(queryset)

    def filter_from(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Rows whose last known day can be the day or a later one."""
        found = Q()
        for field in self.days:
            found |= can_be_after(field, value)
        return queryset.filter(found)

    def filter_until(self, queryset: Any, name: str, value: datetime.date) -> Any:
        """Rows whose known first day can be the day or an earlier one."""
        return queryset.filter(can_be_before(self.days[0], value))


class _CodesField(forms.MultipleChoiceField):
    """Codes, as many as are given; the filter says which there are."""

    def valid_value(self, value: str) -> bool:
        """Yes: the filter looks."""
        return True


class CodesFilter(CodeFilter):
    """Rows that refer to one of several records by their codes; the parameter may be repeated."""

    field_class = _CodesField
    multiple_values = True

    def filter(self, qs: Any, value: Any) -> Any:
        """The rows of ``qs`` that refer to one of the records with the codes in ``value``, each row once."""
        if not value:
            return qs
        keys = [self.key_of(code) for code in value]
        found = qs.model._base_manager.filter(**{f"{self.field_name}__in": keys})
        return qs.filter(pk__in=found.values("pk"))
