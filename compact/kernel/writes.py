"""How a service stores a row: one operation, one version step, policy, validation, history.

A room makes one :class:`RecordServices` per resource and names its functions; every door calls those.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.errors import Conflict, StaleVersion
from compact.kernel.money import amounts_settle
from compact.kernel.moving import Mergeable
from compact.kernel.operations import operation
from compact.kernel.records import Record
from compact.kernel.sets import row_save, set_fields, sets_assign, sets_check
from compact.kernel.visibility import Cleared, clearance_apply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer


def _no_guard(actor: Viewer, row: Any) -> None:
    """The guard of a resource without rules beyond its constraints."""


class RecordServices[R: Record]:
    """The writes of one resource.

    ``policy`` answers for a viewer and a row (None: at all). It is asked of the row as it was and as it would
    be stored. ``guard`` raises ValidationError where a rule spans rows; it runs inside the transaction, after
    validation, and takes the locks it needs. Many-to-many fields are written as iterables of rows; until they
    are stored, ``row.many(name)`` says what they will be.
    """

    def __init__(
        self,
        model: type[R],
        policy: Callable[[Viewer, R | None], Answer],
        guard: Callable[[Viewer, R], None] = _no_guard,
        archive_policy: Callable[[Viewer, R | None], Answer] | None = None,
    ) -> None:
        self.model = model
        self.policy = policy
        self.guard = guard
        self.archive_policy = archive_policy or policy

    def create(self, *, actor: Viewer, values: Mapping[str, Any], reason: str = "") -> R:
        """Store a new row; Refused, or ValidationError that lists what is wrong field by field."""
        self.policy(actor, None).require()
        with operation(actor=actor, reason=reason):
            row = self.model()
            self._store(actor, row, values)
        return row

    def create_many(self, *, actor: Viewer, rows: Sequence[Mapping[str, Any]], reason: str = "") -> list[R]:
        """Store all ``rows`` or none, as one operation; ValidationError carries the position of each bad one."""
        self.policy(actor, None).require()
        made: list[R] = []
        errors: dict[str, list[ValidationError]] = {}
        with operation(actor=actor, reason=reason):
            for position, values in enumerate(rows):
                try:
                    made.append(self.create(actor=actor, values=values))
                except ValidationError as error:
                    errors[str(position)] = [error]
            if errors:
                raise ManyErrors(errors)
        return made

    def update(self, *, actor: Viewer, record: R, version: int, values: Mapping[str, Any], reason: str = "") -> R:
        """Store ``values`` if the row is still at ``version``; StaleVersion otherwise."""
        self.policy(actor, record).require()
        with operation(actor=actor, reason=reason):
            row = record_lock(record, version=version, submitted=values)
            self.policy(actor, row).require()
            if row.is_archived:
                raise ValidationError(_("This record is archived. Restore it before you change it."))
            self._store(actor, row, values)
        return row

    def archive(self, *, actor: Viewer, record: R, version: int, reason: str = "") -> R:
        """Take the row out of use; a reason is required and kept."""
        self.archive_policy(actor, record).require()
        if not reason.strip():
            raise ValidationError({"reason": _("Say why this record is archived.")})
        with operation(actor=actor, reason=reason):
            row = record_lock(record, version=version, submitted={})
            if row.is_archived:
                raise ValidationError(_("This record is archived already."))
            row.archived_at, row.archive_reason = timezone.now(), reason
            row.version += 1
            row.save()
        return row

    def restore(self, *, actor: Viewer, record: R, version: int, reason: str = "") -> R:
        """Bring an archived row back; ValidationError when its place was taken meanwhile."""
        self.archive_policy(actor, record).require()
        with operation(actor=actor, reason=reason):
            row = record_lock(record, version=version, submitted={})
            if not row.is_archived:
                raise ValidationError(_("This record is not archived."))
            if getattr(row, "merged_into_id", None) is not None:
                raise ValidationError(_("This record was merged into another one. Undo the merge to bring it back."))
            row.archived_at, row.archive_reason = None, ""
            row.full_clean()
            self.guard(actor, row)
            row.version += 1
            record_save(row)
        return row

    def cleared(self, actor: Viewer, row: R, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """``values`` with the clearance that opens ``row`` as far as they say; a room may know a better one."""
        if isinstance(row, Cleared):
            return clearance_apply(actor, row, values)
        return values

    def _store(self, actor: Viewer, row: R, values: Mapping[str, Any]) -> None:
        values = amounts_settle(row, self.cleared(actor, row, _unseen_kept(actor, row, values)))
        is_new = row.pk is None
        sets = set_fields(self.model)
        changed = record_assign(row, {name: value for name, value in values.items() if name not in sets})
        if not (sets_assign(actor, row, values) or changed or is_new):
            return
        references_check(row, changed)
        try:
            record_validate(row)
        except ValidationError:
            if is_whole(row):
                # Who may not write this is not told what else is wrong with it, such as a number that is taken.
                self.policy(actor, row).require()
            raise
        self.policy(actor, row).require()
        self.guard(actor, row)
        if not is_new:
            row.version += 1
        record_save(row)
        _unmerged_check(row, changed)


def record_save(row: Record) -> None:
    """Save ``row`` and its sets; Conflict when a constraint refuses what validation had let through."""
    try:
        with transaction.atomic():
            row_save(row)
    except IntegrityError as error:
        raise Conflict from error


class ManyErrors(ValidationError):
    """What is wrong with each row of a bulk write, by its position from 0."""

    def __init__(self, rows: Mapping[str, list[ValidationError]]) -> None:
        super().__init__({position: errors[0].messages for position, errors in rows.items()})
        self.rows = {int(position): errors[0] for position, errors in rows.items()}


def record_lock[R: Record](record: R, *, version: int, submitted: Mapping[str, Any]) -> R:
    """The row of ``record`` as stored now, locked; StaleVersion when it is no longer ``version``."""
    row: R = type(record)._base_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if row.version != version:
        raise StaleVersion(row, submitted)
    return row


def record_assign(row: Record, values: Mapping[str, Any]) -> list[str]:
    """Set ``values`` on ``row`` and tell which names changed; a name that is no field is an error.

    An empty text is the same as none: the columns of translations hold either.
    """
    changed = []
    for name, value in values.items():
        try:
            column = getattr(type(row)._meta.get_field(name.removesuffix("_id")), "attname", name)
        except FieldDoesNotExist:
            raise ValidationError(_("There is no field “%(name)s”.") % {"name": name}) from None
        before, after = getattr(row, column), value.pk if isinstance(value, Model) else value
        if before != after and (before, after) not in ((None, ""), ("", None)):
            setattr(row, name, value)
            changed.append(name)
    return changed


def record_validate(row: Record) -> None:
    """Raise ValidationError with all that is wrong with the sets and fields of ``row``, by field."""
    errors: dict[str, Any] = {}
    for check in (partial(sets_check, row), row.full_clean):
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
    if errors:
        raise ValidationError(errors)


def is_whole(row: Record) -> bool:
    """Whether each field of ``row`` by itself is as it can be, so that a policy can be asked of it."""
    try:
        row.clean_fields()
    except ValidationError:
        return False
    return True


def _unseen_kept(actor: Viewer, row: Record, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """``values`` without what empties a reference that ``actor`` reads as empty because its row is hidden."""
    if actor.is_secretariat or not row.pk:
        return values
    emptied = [field for field in row._meta.concrete_fields if values.get(field.name, field) is None]
    kept = {field.name for field in emptied if _is_unseen(actor, field.related_model, getattr(row, field.attname))}
    return {name: value for name, value in values.items() if name not in kept}


def _is_unseen(actor: Viewer, model: Any, key: Any) -> bool:
    if key is None or not (isinstance(model, type) and issubclass(model, Record)):
        return False
    everything: Any = model._default_manager.all()
    return not everything.visible_to(actor).filter(pk=key).exists()


def _unmerged_check(row: Record, names: Sequence[str]) -> None:
    """Raise Conflict where one of the fields ``names`` refers to a row that was merged at the same moment.

    PostgreSQL stores such a reference only once the merge is through; what was read before does not show it. SQLite
    lets one act after the other read and write.
    """
    if not connection.features.has_select_for_update:
        return
    for name in names:
        target = getattr(row, name)
        if isinstance(target, Mergeable) and _is_merged(target):
            raise Conflict


def _is_merged(target: Mergeable) -> bool:
    return type(target)._base_manager.filter(pk=target.pk, merged_into__isnull=False).exists()


def references_check(row: Record, names: Sequence[str]) -> None:
    """Raise ValidationError where one of the fields ``names`` refers to a row in the archive."""
    errors = {}
    for name in names:
        target = getattr(row, name)
        if isinstance(target, Record) and target.is_archived:
            errors[name] = _("This record is archived. Restore it first, or choose another one.")
    if errors:
        raise ValidationError(errors)
