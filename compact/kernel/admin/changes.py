"""What the history of a record says: who changed which field, when, through which door and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from modeltranslation.manager import get_translatable_fields_for_model

from compact.kernel.admin.display import field_label, field_value, moment, value_text
from compact.kernel.history import sets_kept, sets_then

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compact.kernel.admin.display import Labels
    from compact.kernel.operations import Operation

    Sets = Mapping[tuple[int, str], list[Any]]

_HOUSEKEEPING = ("uid", "version")


class ChangeKind(models.TextChoices):
    """What a history row tells of its record."""

    CREATED = "created", _("Created")
    CHANGED = "changed", _("Changed")
    ARCHIVED = "archived", _("Archived")
    RESTORED = "restored", _("Restored")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One step in the history of a record; ``changes`` is empty when only a neighbour of it changed."""

    history_id: int
    version: int
    kind: ChangeKind
    operation: Operation
    changes: tuple[FieldChange, ...]
    is_latest: bool = False

    @property
    def when(self) -> str:
        """The time of the operation with its zone."""
        return moment(self.operation.time)


def tracked_models() -> list[type[models.Model]]:
    """Every model with a history, in the order of the apps."""
    return [model for model in apps.get_models() if hasattr(model._meta, "simple_history_manager_attribute")]


def history_of(model: type[models.Model]) -> models.QuerySet[Any]:
    """All history rows of ``model``."""
    manager = getattr(model, model._meta.simple_history_manager_attribute)  # type: ignore[attr-defined]  # set by the library
    rows: models.QuerySet[Any] = manager.all()
    return rows


def shown_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that mean something to people and that history keeps, in the order of the model."""
    originals = set(get_translatable_fields_for_model(model) or ())
    kept = {field.attname for field in history_of(model).model._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.name not in _HOUSEKEEPING
        and field.name not in originals
        and field.attname in kept
    ]


def row_labels(model: type[models.Model], rows: Sequence[Any], sets: Sets) -> Labels:
    """The names of all that the foreign keys of ``rows`` and ``sets`` lead to: one query for each other model."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for field in shown_fields(model):
        if isinstance(field, models.ForeignKey):
            found = {getattr(row, field.attname) for row in rows} - {None}
            wanted.setdefault(field.remote_field.model, set()).update(found)
    for each in sets_kept(model):
        for row in rows:
            keys = sets.get((getattr(row, "history_id", 0), each.name), ())
            wanted.setdefault(each.related_model, set()).update(keys)
    return {
        (target, pk): str(instance)
        for target, keys in wanted.items()
        if keys
        for pk, instance in labelled(target).in_bulk(keys).items()
    }


def labelled(model: type[models.Model]) -> models.QuerySet[Any]:
    """Rows of ``model`` with all that their names are made of, in one query."""
    return with_relations(model._base_manager.all())


def with_relations[Q: models.QuerySet[Any]](queryset: Q, *paths: str) -> Q:
    """``queryset`` with the foreign keys of ``paths``, or those that are never empty, in the same query."""
    chosen = paths or tuple(required_relations(queryset.model))
    return queryset.select_related(*chosen) if chosen else queryset


def required_relations(model: type[models.Model], prefix: str = "") -> list[str]:
    """The paths of the foreign keys that are never empty, through those of their targets."""
    found: list[str] = []
    for relation in model._meta.concrete_fields:
        if isinstance(relation, models.ForeignKey) and not relation.null:
            path = f"{prefix}{relation.name}"
            found += [path, *required_relations(relation.remote_field.model, f"{path}__")]
    return found


def entries_of(record: models.Model) -> list[Entry]:
    """The history of ``record``, newest first; as many queries however long it is."""
    model = type(record)
    rows = list(history_of(model).filter(id=record.pk).select_related("operation").order_by("history_id"))
    sets = sets_then(model, rows)
    labels = row_labels(model, rows, sets)
    entries = [
        _entry(
            earlier,
            row,
            (*_differences(model, earlier, row, labels), *_set_differences(model, earlier, row, labels, sets)),
            is_latest=row is rows[-1],
        )
        for earlier, row in zip([None, *rows[:-1]], rows, strict=True)
    ]
    return entries[::-1]


def _entry(earlier: Any, row: Any, changes: tuple[FieldChange, ...], *, is_latest: bool) -> Entry:
    return Entry(
        history_id=row.history_id,
        version=row.version,
        kind=_kind(earlier, row),
        operation=row.operation,
        changes=changes,
        is_latest=is_latest,
    )


def _kind(earlier: Any, row: Any) -> ChangeKind:
    if row.history_type == "+" or earlier is None:
        return ChangeKind.CREATED
    before, after = getattr(earlier, "archived_at", None), getattr(row, "archived_at", None)
    if (before is None) == (after is None):
        return ChangeKind.CHANGED
    return ChangeKind.ARCHIVED if after else ChangeKind.RESTORED


def _differences(model: type[models.Model], earlier: Any, row: Any, labels: Labels) -> Iterable[FieldChange]:
    for field in shown_fields(model):
        before = field_value(field, earlier) if earlier is not None else None
        after = field_value(field, row)
        if (before or None) != (after or None):
            label = field_label(field)
            yield FieldChange(label, value_text(field, before, labels), value_text(field, after, labels))


def _set_differences(
    model: type[models.Model], earlier: Any, row: Any, labels: Labels, sets: Sets
) -> Iterable[FieldChange]:
    for field in sets_kept(model):
        before = sets[earlier.history_id, field.name] if earlier is not None else []
        after = sets[row.history_id, field.name]
        if set(before) != set(after):
            yield FieldChange(field_label(field), value_text(field, before, labels), value_text(field, after, labels))
