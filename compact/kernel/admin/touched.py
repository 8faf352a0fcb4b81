"""Which records an operation touched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, IntegerField, Max, Value

from compact.kernel.admin.base import address_of
from compact.kernel.admin.changes import history_of, labelled, tracked_models

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models

    from compact.kernel.operations import Operation


@dataclass(frozen=True, slots=True)
class Touched:
    """The records of one kind that an operation wrote: the name and page of the last, and how many there are."""

    kind: str
    label: str
    address: str
    count: int

    @property
    def others(self) -> int:
        """How many beside the one that is named."""
        return self.count - 1


def touched_by(operations: Iterable[Operation]) -> dict[int, list[Touched]]:
    """For each of ``operations``, by its key, the kinds of records it wrote.

    One query over all histories, and one for the names of each kind that occurs.
    """
    models_tracked = tracked_models()
    keys = [operation.pk for operation in operations]
    counted = [_counted(model, place, keys) for place, model in enumerate(models_tracked)]
    rows = list(counted[0].union(*counted[1:], all=True).order_by("place"))
    names: dict[int, dict[Any, Any]] = {}
    for place, model in enumerate(models_tracked):
        wanted = {row["last"] for row in rows if row["place"] == place}
        names[place] = labelled(model).in_bulk(wanted) if wanted else {}
    found: dict[int, list[Touched]] = {}
    for row in rows:
        model, record = models_tracked[row["place"]], names[row["place"]].get(row["last"])
        found.setdefault(row["operation_id"], []).append(_touched(model, record, row["number"]))
    return found


def _counted(model: type[models.Model], place: int, keys: list[int]) -> models.QuerySet[Any, dict[str, Any]]:
    rows = history_of(model).filter(operation_id__in=keys).order_by()
    counted: models.QuerySet[Any, dict[str, Any]] = rows.values("operation_id").annotate(
        place=Value(place, output_field=IntegerField()), number=Count("id", distinct=True), last=Max("id")
    )
    return counted


def _touched(model: type[models.Model], record: Any, count: int) -> Touched:
    name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
    address = address_of(model, "change", record.pk) if record is not None else ""
    return Touched(str(name), str(record) if record is not None else "", address, count)
