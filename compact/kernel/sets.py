"""How a service stores sets (many-to-many fields): beside the row, before its history, in the same operation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.history import history_begin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db import models

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def set_fields(model: type[models.Model]) -> dict[str, models.ManyToManyField[Any, Any]]:
    """The many-to-many fields of ``model`` by name."""
    return {field.name: field for field in model._meta.many_to_many}


def sets_assign(actor: Viewer, row: Record, values: Mapping[str, Any]) -> list[str]:
    """Make the sets among ``values`` those that ``row`` will have, and tell which of them differ from the stored.

    A set is any iterable of rows. Rows of it that ``actor`` may not see stay: nobody takes out what they
    cannot know of.
    """
    pending: dict[str, list[Any]] = {}
    for name, field in set_fields(type(row)).items():
        if name not in values:
            continue
        stored = {each.pk: each for each in row.many(name)}
        given = {each.pk: each for each in values[name] or ()}
        given |= _unseen(actor, field, [each for pk, each in stored.items() if pk not in given])
        if given.keys() != stored.keys():
            pending[name] = list(given.values())
    row.many_pending = pending
    return list(pending)


def _unseen(actor: Viewer, field: models.ManyToManyField[Any, Any], rows: list[Any]) -> dict[Any, Any]:
    """Those of ``rows`` that ``actor`` may not see, by key."""
    if actor.is_secretariat or not rows:
        return {}
    everything: Any = field.related_model._default_manager.all()
    seen = set(everything.visible_to(actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return {row.pk: row for row in rows if row.pk not in seen}


def sets_check(row: Record) -> None:
    """Raise ValidationError where a set is about to be empty that may not be, or an archived row about to join one."""
    errors: dict[str, str] = {}
    for name, field in set_fields(type(row)).items():
        if name not in row.many_pending and row.pk is not None:
            continue
        rows = row.many(name)
        if not rows and not field.blank:
            errors[name] = _("Choose at least one.")
        archived = _joining(row, name, [each for each in rows if each.archived_at is not None])
        if archived:
            text = _("“%(record)s” is archived. Restore it first, or choose another one.")
            errors[name] = text % {"record": archived[0]}
    if errors:
        raise ValidationError(errors)


def _joining(row: Record, name: str, rows: list[Any]) -> list[Any]:
    """Those of ``rows`` that are not in the stored set."""
    if not rows or row.pk is None:
        return rows
    stored = set(getattr(row, name).values_list("pk", flat=True))
    return [each for each in rows if each.pk not in stored]


def row_save(row: Record) -> None:
    """Save ``row`` with its pending sets; its history row, which copies them, is written last and once."""
    if row.pk is None and row.many_pending:
        row.save_without_historical_record()  # type: ignore[attr-defined]  # every record has a history
        _pending_store(row)
        history_begin(row)
    else:
        _pending_store(row)
        row.save()
    row.many_pending = {}


def row_save_quietly(row: Record) -> None:
    """The same without any history row: the caller writes one at the end of the act."""
    row.save_without_historical_record()  # type: ignore[attr-defined]  # every record has a history
    _pending_store(row)
    row.many_pending = {}


def _pending_store(row: Record) -> None:
    for name, rows in row.many_pending.items():
        _store(row, set_fields(type(row))[name], [each.pk for each in rows])


def _store(row: Record, field: models.ManyToManyField[Any, Any], keys: list[Any]) -> None:
    """Write the set past Django's manager, whose signal would end in a history row of its own."""
    here, there = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
    through: Any = field.remote_field.through
    links = through._base_manager.filter(**{here: row.pk})
    links.exclude(**{f"{there}__in": keys}).delete()
    stored = set(links.values_list(there, flat=True))
    through._base_manager.bulk_create([through(**{here: row.pk, there: key}) for key in keys if key not in stored])
    getattr(row, "_prefetched_objects_cache", {}).pop(field.name, None)
