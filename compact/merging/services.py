"""Every write to the log of merges: merging one record into another, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from compact.kernel.errors import Conflict
from compact.kernel.operations import current_operation, operation
from compact.kernel.writes import record_lock, record_save
from compact.merging.carrying import carry_out
from compact.merging.keeping import values_keep
from compact.merging.models import Change, Merge
from compact.merging.plans import plan_open
from compact.merging.policies import merge_write
from compact.merging.rules import room_above
from compact.merging.undoing import Undo, UndoConflict, take_back

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from compact.merging.deeds import Deed

__all__ = ["Undo", "UndoConflict", "merge", "merge_undo", "undo_look"]

_LABEL = 500


def merge(*, actor: Viewer, token: str, reason: str) -> Merge:
    """Carry out the signed plan ``token`` (``plans.plan_sign``) in one operation.

    Refused, StaleVersion when one of the two changed since, Conflict when something else that it changes did, and
    ValidationError with all that stands against it.
    """
    opened = plan_open(token, actor)
    _require_reason(reason, _("Say why the two records are the same."))
    with operation(actor=actor, reason=reason):
        deed = carry_out(
            actor=actor,
            survivor=opened.survivor,
            retired=opened.retired,
            choices=opened.choices,
            clearance=opened.clearance,
            reason=reason,
        )
        if deed.problems:
            raise ValidationError(deed.problems)
        if deed.digest != opened.digest:
            raise Conflict
        stored = _log(deed)
        room_above("after_merge", actor=actor, merge=stored, survivor=deed.survivor, retired=deed.retired)
    return stored


def _require_reason(reason: str, text: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": text})


def _log(deed: Deed) -> Merge:
    """Store who became whom, every cell that was changed, and what is kept."""
    stored = Merge(
        model=deed.survivor._meta.label_lower,
        survivor_key=deed.survivor.pk,
        survivor_uid=deed.survivor.uid,
        survivor_label=str(deed.before)[:_LABEL],
        retired_key=deed.retired.pk,
        retired_uid=deed.retired.uid,
        retired_label=str(deed.retired)[:_LABEL],
        operation=current_operation(),
    )
    record_save(stored)
    Change.objects.bulk_create(
        Change(
            merge=stored,
            position=position,
            kind=each.kind,
            model=each.row._meta.label_lower,
            row_key=each.key,
            field=each.field,
            before=each.before,
            after=each.left,
        )
        for position, each in enumerate(deed.written)
    )
    values_keep(deed, stored)
    return stored


def undo_look(*, actor: Viewer, merge: Merge) -> Undo:
    """What undoing ``merge`` would do now: undone, and taken back. Refused for others than the secretariat."""
    merge_write(actor, merge).require()
    with transaction.atomic():
        with operation(actor=actor):
            look = take_back(actor, merge)
        transaction.set_rollback(True)
    return look


def merge_undo(*, actor: Viewer, merge: Merge, version: int, reason: str) -> Merge:
    """Take ``merge`` back in one operation: restore each cell that is still as the merge left it, leave the others.

    StaleVersion when the merge is no longer at ``version``; ValidationError when a later merge has to be undone first
    or something else stands against it; Refused for others than the secretariat.
    """
    merge_write(actor, merge).require()
    _require_reason(reason, _("Say why the merge is undone."))
    with operation(actor=actor, reason=reason):
        row = record_lock(merge, version=version, submitted={})
        done = take_back(actor, row)
        if done.problems:
            raise ValidationError(list(done.problems))
        row.undone_by = current_operation()
        row.version += 1
        record_save(row)
        room_above("after_undo", actor=actor, merge=row, survivor=done.survivor, retired=done.retired)
    return row
