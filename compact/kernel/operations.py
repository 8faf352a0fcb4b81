"""One act, one operation: who did what, when, through which door and why."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from compact.kernel.viewers import Door

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.viewers import Viewer


class Operation(models.Model):
    """One act of one actor; every history row that the act writes points here.

    ``number`` is given last, just before commit and under a row lock: a reader who has seen number *n* has
    seen all operations below it.
    """

    number = models.PositiveBigIntegerField(
        _("number"), unique=True, null=True, editable=False, help_text=_("Empty only while the act is under way.")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("Empty for a command."),
    )
    actor_label = models.CharField(_("who"), max_length=254)
    door = models.CharField(_("door"), max_length=10, choices=Door)
    reason = models.TextField(_("why"), blank=True)
    time = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} · {self.actor_label}"


class OperationCounter(models.Model):
    """A single row: the number of the last operation that was committed."""

    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="compact_one_operation_counter", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.last)


_current: ContextVar[Operation | None] = ContextVar("operation", default=None)


def current_operation() -> Operation | None:
    """The operation under way, or None."""
    return _current.get()


@contextmanager
def operation(*, actor: Viewer, reason: str = "") -> Iterator[Operation]:
    """Open an operation in one transaction, or join the one under way."""
    joined = _current.get()
    if joined is not None:
        if reason and not joined.reason:
            joined.reason = reason
            joined.save(update_fields=["reason"])
        yield joined
        return
    with transaction.atomic():
        opened = Operation.objects.create(
            actor_id=actor.user_id, actor_label=actor.label[:254], door=actor.door, reason=reason
        )
        token = _current.set(opened)
        try:
            yield opened
        finally:
            _current.reset(token)
        _number(opened)


def _number(opened: Operation) -> None:
    OperationCounter.objects.get_or_create(pk=1)
    counter = OperationCounter.objects.select_for_update().get(pk=1)
    counter.last += 1
    counter.save(update_fields=["last"])
    opened.number = counter.last
    opened.save(update_fields=["number"])
