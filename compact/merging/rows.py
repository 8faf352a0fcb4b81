"""The rows that one act changes: each locked once, stored as often as needed, with one step of version and history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from compact.kernel.history import history_begin, history_go_on
from compact.kernel.records import Record
from compact.kernel.sets import row_save_quietly

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db import models

    Keys = Mapping[type[models.Model], set[Any]]


class Rows:
    """Locks, stores, and writes the history of rows; inside one operation."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, Any], Any] = {}
        self._stored: dict[tuple[str, Any], Any] = {}
        self._made: set[tuple[str, Any]] = set()

    def lock(self, keys: Keys) -> None:
        """Read and lock all rows that ``keys`` names, in the order of models and keys: so do all, and nobody waits in
        a circle.
        """
        for model in sorted(keys, key=lambda each: each._meta.label_lower):
            wanted = sorted(key for key in keys[model] if self._name(model, key) not in self._held)
            for part in _parts(wanted):
                rows = model._base_manager.select_for_update(of=("self",)).filter(pk__in=part).order_by("pk")
                self._held.update({self._name(model, row.pk): row for row in rows})

    def get(self, model: type[models.Model], key: Any) -> Any:
        """The row, locked; model.DoesNotExist when there is none."""
        name = self._name(model, key)
        if name not in self._held:
            self._held[name] = model._base_manager.select_for_update(of=("self",)).get(pk=key)
        return self._held[name]

    def held(self, rows: Iterable[Any]) -> list[Any]:
        """``rows``, each as it is held here."""
        return [self.get(type(row), row.pk) for row in rows]

    def store(self, row: Any) -> None:
        """Save ``row`` with its sets; IntegrityError, and nothing changed, when the database refuses it."""
        name, is_new = self._name(type(row), row.pk), row.pk is None
        steps = isinstance(row, Record) and not is_new and name not in self._stored
        if steps:
            row.version += 1
        try:
            with transaction.atomic():
                row_save_quietly(row) if isinstance(row, Record) else row.save()
        except BaseException:
            row.version -= steps
            raise
        name = self._name(type(row), row.pk)
        self._held[name] = self._stored[name] = row
        if is_new:
            self._made.add(name)

    def touched(self, model: type[models.Model]) -> list[Any]:
        """The rows of ``model`` that were stored, by key."""
        found = [row for row in self._stored.values() if type(row) is model]
        return sorted(found, key=lambda row: row.pk)

    def close(self) -> None:
        """Write the history of all that was stored, one row each, as they are now."""
        for name in sorted(self._stored):
            row = self._stored[name]
            if isinstance(row, Record):
                (history_begin if name in self._made else history_go_on)(row)

    @staticmethod
    def _name(model: type[models.Model], key: Any) -> tuple[str, Any]:
        return model._meta.label_lower, key


def _parts(keys: list[Any]) -> Iterable[list[Any]]:
    """``keys`` in parts that fit into one statement."""
    most = connection.features.max_query_params or 10_000
    size = min(most, 500)
    return (keys[start : start + size] for start in range(0, len(keys), size))
