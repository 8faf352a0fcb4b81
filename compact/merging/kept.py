"""Codes, names and titles that survivors no longer bear: searches and imports still find them by those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from compact.kernel.visibility import VISIBILITY_WIDTH, Cleared
from compact.merging.models import Change, KeptValue

if TYPE_CHECKING:
    from django.db import models


def _standing(model: type[models.Model]) -> models.QuerySet[KeptValue]:
    return KeptValue.objects.filter(model=model._meta.label_lower, merge__undone_by__isnull=True)


def _told(model: type[models.Model]) -> models.QuerySet[KeptValue]:
    """Those that a search may answer to: none that fewer people saw than see the survivor now."""
    kept = _standing(model)
    if not issubclass(model, Cleared):
        return kept
    everything: Any = model._base_manager
    hidden = Q(pk__in=[])
    for visibility, width in VISIBILITY_WIDTH.items():
        narrower = [each for each, other in VISIBILITY_WIDTH.items() if other < width]
        was = Change.objects.filter(model=model._meta.label_lower, field="visibility", before__in=narrower)
        rows = everything.filter(visibility__in=narrower)
        narrow = Q(merge__retired_key__in=rows.values("pk")) | Q(merge__in=was.values("merge"))
        hidden |= narrow & Q(row_key__in=everything.filter(visibility=visibility).values("pk"))
    # What was hidden at one merge stays so when the survivor is merged into another record.
    return kept.exclude(value__in=kept.filter(hidden).values("value"))


def found_by_kept(model: type[models.Model], text: str) -> Q:
    """The condition that a row of ``model`` took in one with a code, name or title that contains ``text``.

    Where more people see the row than saw what it took in, its former names are no answer to a search.
    """
    return Q(pk__in=_told(model).filter(value__icontains=text).values("row_key"))


def keys_by_kept(model: type[models.Model], field: str, value: str) -> list[int]:
    """The keys of the rows of ``model`` that took in one whose ``field`` (in any language) was ``value``; for staff."""
    return _keys(_standing(model), field, value)


def keys_told(model: type[models.Model], field: str, value: str) -> list[int]:
    """The same as far as a search may answer to it, for everybody."""
    return _keys(_told(model), field, value)


def _keys(kept: models.QuerySet[KeptValue], field: str, value: str) -> list[int]:
    named = Q(field=field) | Q(field__startswith=f"{field}_")
    found = kept.filter(named, value__iexact=value)
    return sorted(set(found.values_list("row_key", flat=True)))
