"""What the list of merges can be filtered by."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as library

from compact.kernel.api.filters import RecordFilterSet, SearchFilter, TruthFilter
from compact.merging.registry import mergeable_models

KINDS = [(str(model._meta.label_lower), model._meta.verbose_name) for model in mergeable_models()]
"""The kinds of records that can be merged."""


class MergeFilters(RecordFilterSet):
    """Merges by kind of record, by the records, by whether they stand, and by words."""

    model = library.ChoiceFilter(choices=KINDS, label=_("The kind of record"))
    survivor = library.UUIDFilter("survivor_uid", label=_("The survivor: its id"))
    retired = library.UUIDFilter("retired_uid", label=_("The retired record: its id"))
    undone = TruthFilter(Q(undone_by__isnull=False), label=_("Merges that were undone, or those that stand"))
    search = SearchFilter(method="filter_search", label=_("Text in the name of one of the two, or in the reason"))

    def filter_search(self, queryset: Any, name: str, value: str) -> Any:
        """Merges of records whose names then contain the text, or whose reason does."""
        return queryset.search(value)
