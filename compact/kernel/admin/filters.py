"""List filters that every record shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from compact.kernel.periods import Certainty
from compact.kernel.records import unconfirmed, unsourced
from compact.kernel.viewers import viewer_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.admin.views.main import ChangeList
    from django.db.models import QuerySet
    from django.http import HttpRequest


class ArchiveFilter(SimpleListFilter):
    """In use unless asked otherwise."""

    title = gettext_lazy("archive")
    parameter_name = "archive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Archived ones, or all."""
        return [("archived", pgettext("records", "Archived")), ("all", pgettext("records", "All"))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """The first choice is the records in use."""
        found = super().choices(changelist)
        yield {**next(found), "display": pgettext("records", "In use")}
        yield from found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows in use by default."""
        if self.value() == "all":
            return queryset
        return queryset.filter(archived_at__isnull=self.value() != "archived")


class BasisFilter(SimpleListFilter):
    """What the facts rest on."""

    title = gettext_lazy("basis")
    parameter_name = "basis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Without source, unconfirmed, confirmed."""
        return [
            ("unsourced", _("Without source")),
            ("unconfirmed", pgettext("records", "Unconfirmed")),
            ("confirmed", pgettext("records", "Confirmed")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with that basis."""
        if self.value() == "unsourced":
            return queryset.filter(unsourced())
        if self.value() == "unconfirmed":
            return queryset.filter(unconfirmed())
        return queryset.exclude(unconfirmed()) if self.value() == "confirmed" else queryset


class TodayFilter(SimpleListFilter):
    """Whether a period covers today, and how surely; for models with ``as_of``."""

    title = gettext_lazy("in force today")
    parameter_name = "today"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Certainly, possibly, either, not."""
        return [
            ("yes", pgettext("in force today?", "Certainly or possibly")),
            (Certainty.CERTAIN, pgettext("in force today?", "Certainly")),
            (Certainty.POSSIBLE, pgettext("in force today?", "Only possibly")),
            ("no", pgettext("in force today?", "No")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Rows with that answer."""
        choice = self.value()
        if not choice:
            return queryset
        model: Any = queryset.model
        current = model.objects.as_of(viewer_of(request).today)
        if choice in Certainty.values:
            return queryset.filter(pk__in=current.filter(certainty=choice).values("pk"))
        keys = current.values("pk")
        return queryset.exclude(pk__in=keys) if choice == "no" else queryset.filter(pk__in=keys)
