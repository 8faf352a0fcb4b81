"""Merges that rest on an earlier one and have to be undone before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from compact.merging.models import Change, ChangeKind, Merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db import models

_PART = 500


def later_merges(merge: Merge, changes: Sequence[Change]) -> list[Merge]:
    """The standing merges after ``merge`` of one of its two records, or of a cell that it changed or a row that it
    added; latest first."""
    standing = Merge.objects.filter(undone_by__isnull=True, pk__gt=merge.pk)
    both = (merge.survivor_key, merge.retired_key)
    found = set(standing.filter(Q(survivor_key__in=both) | Q(retired_key__in=both), model=merge.model))
    if standing.exists():
        found |= _of_same_cells(merge, changes)
    return sorted(found, key=lambda each: -each.pk)


def later_merges_of(rows: Iterable[models.Model], merge: Merge) -> list[Merge]:
    """The standing merges after ``merge`` that changed one of ``rows``, latest first."""
    found = {
        change.merge
        for row in rows
        for change in Change.objects.filter(
            model=row._meta.label_lower, row_key=row.pk, merge__undone_by__isnull=True, merge__pk__gt=merge.pk
        ).select_related("merge")
    }
    return sorted(found, key=lambda each: -each.pk)


def _of_same_cells(merge: Merge, changes: Sequence[Change]) -> set[Merge]:
    keys: dict[str, list[int]] = {}
    for change in changes:
        keys.setdefault(change.model, []).append(change.row_key)
    cells = {_cell(change) for change in changes}
    made = {(change.model, change.row_key) for change in changes if change.kind == ChangeKind.MADE}
    found: set[Merge] = set()
    for model, rows in keys.items():
        for start in range(0, len(rows), _PART):
            theirs = Change.objects.filter(
                model=model,
                row_key__in=rows[start : start + _PART],
                merge__undone_by__isnull=True,
                merge__pk__gt=merge.pk,
            )
            found |= {
                each.merge
                for each in theirs.select_related("merge")
                if _cell(each) in cells or (each.model, each.row_key) in made
            }
    return found


def _cell(change: Change) -> tuple[object, ...]:
    """What a change is about: a cell, or one member of a set."""
    member = None
    if change.kind == ChangeKind.MEMBER:
        member = str(change.after if change.before is None else change.before)
    return change.model, change.row_key, change.field, member
