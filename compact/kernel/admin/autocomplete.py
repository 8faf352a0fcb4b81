"""Suggestions for foreign keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView

from compact.kernel.records import Record

if TYPE_CHECKING:
    from django.db.models import QuerySet


class LiveAutocomplete(AutocompleteJsonView):
    """Django's view without archived rows; what may be seen is the target admin's query set."""

    def get_queryset(self) -> QuerySet[Any]:
        """Matching rows that are in use."""
        found: QuerySet[Any] = super().get_queryset()
        if issubclass(found.model, Record):
            found = found.filter(archived_at__isnull=True)
        return found
