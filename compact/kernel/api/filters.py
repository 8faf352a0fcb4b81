"""Filters of lists: strict, and blind to what the viewer may not see."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import rest_framework as library

from compact.kernel.api.problems import ParameterError
from compact.kernel.countries import validate_country
from compact.kernel.dates import point_in_time
from compact.kernel.records import UNCONFIRMED
from compact.kernel.survivors import keys_of, seen_by_uid
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

    from compact.kernel.records import Record

_TRUTH = [("true", gettext_lazy("Yes")), ("false", gettext_lazy("No"))]
_YEARS = (1800, 2199)


class SearchFilter(library.CharFilter):
    """Words to look for: at most 200 characters, so that no search outgrows what a database can plan."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 200, **options})


class StrictFilterBackend(library.DjangoFilterBackend):
    """Applies a view's ``filterset_class``; a bad value is an error that names its parameter."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """The rows that the parameters of ``request`` ask for."""
        filterset = self.get_filterset(request, queryset, view)
        if filterset is None:
            return queryset
        if not filterset.is_valid():
            raise ParameterError({name: list(texts) for name, texts in filterset.errors.items()})
        filtered: QuerySet[Any] = filterset.qs
        return filtered


class _DayField(forms.DateField):
    """A whole day, YYYY-MM-DD, of the years that partial dates can have."""

    default_error_messages = {"invalid": gettext_lazy("Write a day as YYYY-MM-DD, of the years 1800 to 2199.")}

    def to_python(self, value: Any) -> datetime.date | None:
        """The day; the four-digit form alone, in ASCII."""
        if value in self.empty_values:
            return None
        try:
            day = datetime.date.fromisoformat(value)
        except ValueError:
            day = datetime.date.min
        if not (_YEARS[0] <= day.year <= _YEARS[1] and day.isoformat() == value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class DayFilter(library.DateFilter):
    """A parameter that is a day."""

    field_class = _DayField


class _TimeField(forms.CharField):
    """A point in time in ISO 8601 with its offset from UTC."""

    default_error_messages = {
        "invalid": gettext_lazy(
            "Write a point in time with its offset from UTC, e.g. 2026-11-22T09:30:00Z or 2026-11-22T09:30:00%2B01:00 "
            "(in an address, %2B stands for +), of the years 1800 to 2199."
        )
    }

    def to_python(self, value: Any) -> datetime.datetime | None:  # type: ignore[override]  # a point in time, not text
        """The point in time, in UTC."""
        if value in self.empty_values:
            return None
        found = point_in_time(value)
        if found is None or found.tzinfo is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class TimeFilter(library.IsoDateTimeFilter):
    """A parameter that is a point in time; ``lookup_expr`` says which side of it is kept."""

    field_class = _TimeField


class AsOfFilter(DayFilter):
    """``as_of``: rows that held on a day, certainly or possibly; ``certainty`` in each row says which."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Only what held on this day, certainly or possibly (YYYY-MM-DD)"))
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: datetime.date | None) -> Any:
        """The rows of ``qs`` on the day ``value``."""
        return qs.as_of(value) if value else qs


class ManyFilter(library.MultipleChoiceFilter):
    """A choice that may be given several times; rows that match one of them are kept."""

    multiple_values = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(distinct=False, **kwargs)


class TruthFilter(library.ChoiceFilter):
    """Keeps the rows that meet ``condition``, or with ``false`` the others."""

    def __init__(self, condition: Q, **kwargs: Any) -> None:
        self.condition = condition
        super().__init__(choices=_TRUTH, **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` that do, or do not, meet the condition."""
        if not value:
            return qs
        return qs.filter(self.condition) if value == "true" else qs.exclude(self.condition)


class ReferenceFilter(library.UUIDFilter):
    """Rows that refer to one row by its ``id``; one that the viewer may not see does not exist.

    A record that was merged stands for its survivor, and what stayed with such a record counts as the survivor's.
    """

    def __init__(self, model: type[Record], **kwargs: Any) -> None:
        self.referred = model  # the library takes the name “model” for its own
        kwargs.setdefault("label", format_lazy("{}: {}", model._meta.verbose_name, gettext_lazy("its id")))
        super().__init__(**kwargs)

    def filter(self, qs: Any, value: Any) -> Any:
        """The rows of ``qs`` that refer to the row ``value``."""
        if not value:
            return qs
        found = Q(**{f"{self.field_name}__in": keys_of(self.row_of(value))})
        if _leads_to_sets(qs.model, self.field_name):
            found = Q(pk__in=qs.model._base_manager.filter(found).values("pk"))
        return qs.filter(found)

    def row_of(self, value: UUID) -> Any:
        """The row that ``value`` names, or the survivor of a merged one; ParameterError where none is seen."""
        row = seen_by_uid(self.referred, viewer_of(self.parent.request), [value]).get(value)
        if row is None:
            raise ParameterError({self.name_given(): [_("There is no such record.")]})
        return row

    def name_given(self) -> str:
        """The name of the parameter, which need not be the field's."""
        names: dict[str, Any] = self.parent.filters
        return next(name for name, each in names.items() if each is self)


class CountryFilter(library.CharFilter):
    """Rows of one country by its code; ``among`` says which rows have one of several codes."""

    def __init__(self, among: Callable[[list[str]], Q], **kwargs: Any) -> None:
        self.among = among
        kwargs.setdefault("label", gettext_lazy("Country or area: its ISO 3166 alpha-3 code, e.g. KEN"))
        super().__init__(validators=[validate_country], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        """The rows of ``qs`` of the country ``value``."""
        return qs.filter(self.among([value])) if value else qs


def _leads_to_sets(model: Any, path: str) -> bool:
    """Whether ``path`` goes through a relation to many rows, which would give a row several times."""
    for name in path.split("__"):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:  # a lookup, or the key
            return False
        if field.many_to_many or field.one_to_many:
            return True
        model = field.related_model
    return False


class RecordFilterSet(library.FilterSet):
    """What every resource can be filtered by; rows in the archive are left out unless asked for."""

    archived = library.ChoiceFilter(
        choices=[*_TRUTH, ("any", gettext_lazy("Both"))],
        method="filter_archived",
        label=gettext_lazy("Records in the archive, which the secretariat alone sees: left out unless asked for"),
    )

    @property
    def qs(self) -> Any:
        """The filtered rows, in use unless ``archived`` says otherwise."""
        filtered = super().qs
        return filtered if self.form.cleaned_data.get("archived") else filtered.live()

    def filter_archived(self, queryset: Any, name: str, value: str) -> Any:
        """Rows in the archive, in use, or both."""
        return {"true": queryset.archived, "false": queryset.live, "any": queryset.all}[value]()


class SourcedFilterSet(RecordFilterSet):
    """And, where rows name their source, whether it confirms them."""

    unconfirmed = TruthFilter(
        Q(evidence__in=UNCONFIRMED), label=gettext_lazy("Facts that are shown as unconfirmed, or all others")
    )
