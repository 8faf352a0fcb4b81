"""The one history: django-simple-history rows that carry the operation they were written in."""

from __future__ import annotations

from typing import Any

import simple_history
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from compact.kernel.operations import Operation, current_operation


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
    """History whose user is its operation's actor, blind to saves of excluded columns alone."""

    def _get_history_user_fields(self) -> dict[str, Any]:
        return {"history_user": property(_operation_actor, _ignore_user)}

    def post_save(self, instance: models.Model, created: bool, using: Any = None, **kwargs: Any) -> None:
        """Record the save, unless only columns that history leaves out were written (a last log-in)."""
        written = kwargs.get("update_fields")
        if not created and written and set(written) <= set(self.excluded_fields):
            return
        super().post_save(instance, created, using=using, **kwargs)


def register_history(model: type[models.Model], *, app: str, excluded: tuple[str, ...] = ()) -> None:
    """Give ``model`` its history; called in translation.py after the model's translated columns exist."""
    simple_history.register(
        model, app=app, records_class=DomainHistory, bases=[HistoryRow], excluded_fields=list(excluded)
    )
