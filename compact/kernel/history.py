"""The one history: django-simple-history rows that carry the operation they were written in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import simple_history
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from compact.kernel.operations import Operation, current_operation

if TYPE_CHECKING:
    from collections.abc import Sequence

_HISTORIES: dict[type[models.Model], DomainHistory] = {}


class HistoryRow(models.Model):
    """What each history row has beside the columns of its record."""

    operation = models.ForeignKey(Operation, verbose_name=_("operation"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the row under the operation under way; without one the write is a programming error."""
        if self.operation_id is None:
            under_way = current_operation()
            if under_way is None:
                raise ImproperlyConfigured(
                    f"{type(self).__name__} was written outside an operation: call a service instead."
                )
            self.operation = under_way
        super().save(*args, **kwargs)


def _operation_actor(row: HistoryRow) -> Any:
    return row.operation.actor if row.operation_id else None


def _ignore_user(row: HistoryRow, value: Any) -> None:
    """The actor is the operation's; the library's own user is not stored a second time."""


class DomainHistory(HistoricalRecords):
    """History whose user is its operation's actor, blind to saves of excluded columns alone.

    The sets that it keeps (many-to-many fields) are stored before the row of the history is written, which
    copies them; a set that changes by itself would leave a second row, or none, and is refused.
    """

    def finalize(self, sender: type[models.Model], **kwargs: Any) -> None:
        """Make the history of ``sender`` and remember it."""
        super().finalize(sender, **kwargs)
        _HISTORIES[sender] = self

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {"history_user": property(_operation_actor, _ignore_user)}

    def post_save(self, instance: models.Model, created: bool, using: Any = None, **kwargs: Any) -> None:
        """Record the save, unless only columns that history leaves out were written (a last log-in)."""
        written = kwargs.get("update_fields")
        if not created and written and set(written) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)

    def m2m_changed(self, instance: models.Model, action: str, attr: str, **kwargs: Any) -> None:
        """Refuse: a set is stored by its service, together with the row."""
        raise ImproperlyConfigured(f"“{attr}” was changed by itself: name it in the values of a service instead.")


def register_history(
    model: type[models.Model], *, app: str, excluded: tuple[str, ...] = (), many: tuple[str, ...] = ()
) -> None:
    """Give ``model`` its history; called in translation.py after the model's translated columns exist.

    ``many`` names the many-to-many fields whose sets it keeps.
    """
    simple_history.register(
        model,
        app=app,
        records_class=DomainHistory,
        bases=[HistoryRow],
        excluded_fields=list(excluded),
        m2m_fields=many,
    )


def history_begin(row: models.Model) -> None:
    """Write the first history row of ``row``, which was saved without one so that its sets could be stored first."""
    _HISTORIES[type(row)].create_historical_record(row, "+")


def history_go_on(row: models.Model) -> None:
    """Write a history row of ``row`` as it is stored now: one for several saves that were written without any."""
    _HISTORIES[type(row)].create_historical_record(row, "~")


def history_begin_all(model: type[models.Model]) -> None:
    """Write the first history row, sets included, of every row of ``model`` that has none: rows stored in bulk.

    The database copies them under the operation under way; a few statements, whatever the number of rows.
    """
    under_way = current_operation()
    if under_way is None:
        raise ImproperlyConfigured(f"The history of {model.__name__} was written outside an operation.")
    kept: Any = model.history.model  # type: ignore[attr-defined]  # every record has a history
    last = kept._base_manager.aggregate(last=models.Max("history_id"))["last"] or 0
    columns = [field.column for field in kept.tracked_fields]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    named = ", ".join(connection.ops.quote_name(column) for column in columns)
    table, history = (connection.ops.quote_name(each._meta.db_table) for each in (model, kept))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {history} ({named}, operation_id, history_date, history_type) "  # noqa: S608  # our own names
            f"SELECT {named}, %s, %s, '+' FROM {table} t "
            f"WHERE NOT EXISTS (SELECT 1 FROM {history} h WHERE h.id = t.id) ORDER BY t.id",
            [under_way.pk, now],
        )
        for field in sets_kept(model):
            cursor.execute(_set_copy(field, history), [under_way.pk, last])


def _set_copy(field: models.ManyToManyField[Any, Any], history: str) -> str:
    """SQL that copies the set ``field`` of the rows whose history one operation wrote, above a key of ``history``."""
    links: Any = field.remote_field.through
    kept: Any = DomainHistory.m2m_models[field]
    table, copy = (connection.ops.quote_name(each._meta.db_table) for each in (links, kept))
    here, there = (
        connection.ops.quote_name(links._meta.get_field(name).column)
        for name in (field.m2m_field_name(), field.m2m_reverse_field_name())
    )
    return (
        f"INSERT INTO {copy} (history_id, id, {here}, {there}) "  # noqa: S608  # our own names
        f"SELECT h.history_id, l.id, l.{here}, l.{there} FROM {history} h JOIN {table} l ON l.{here} = h.id "
        f"WHERE h.operation_id = %s AND h.history_id > %s ORDER BY l.id"
    )


def sets_kept(model: type[models.Model]) -> list[models.ManyToManyField[Any, Any]]:
    """The many-to-many fields whose sets the history of ``model`` keeps."""
    history = _HISTORIES.get(model)
    return [model._meta.get_field(name) for name in history.m2m_fields] if history else []  # type: ignore[misc]  # named as such


def sets_then(model: type[models.Model], rows: Sequence[Any]) -> dict[tuple[int, str], list[Any]]:
    """The keys in each set that the history ``rows`` of ``model`` kept, by ``history_id`` and name; a query a set."""
    fields, keys = sets_kept(model), [row.history_id for row in rows]
    found: dict[tuple[int, str], list[Any]] = {(key, field.name): [] for field in fields for key in keys}
    for field in fields:
        kept = DomainHistory.m2m_models[field]._base_manager.filter(history__in=keys)
        for history_id, member in kept.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            found[history_id, field.name].append(member)
    return found
