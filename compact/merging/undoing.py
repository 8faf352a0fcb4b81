"""Taking a merge back, cell by cell: what is still as the merge left it is restored, what was changed since stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from compact.kernel.admin.display import field_label
from compact.kernel.money import AmountField
from compact.kernel.moving import Stays, together_of
from compact.kernel.visibility import VISIBILITY_WIDTH
from compact.merging.cells import Words, cell, cell_write, cells, is_list, model_of
from compact.merging.choosing import SEEN
from compact.merging.deeds import Written
from compact.merging.later import later_merges, later_merges_of
from compact.merging.models import Change, ChangeKind
from compact.merging.moving import twins, wrong_with
from compact.merging.registry import relations_to
from compact.merging.rows import Rows
from compact.merging.rules import rules_for
from compact.merging.telling import PlannedChange, changes_told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.kernel.viewers import Viewer
    from compact.merging.models import Merge


@dataclass(frozen=True, slots=True)
class UndoConflict:
    """A cell that somebody changed since: it stays as it is. Values in words."""

    kind: str
    row: str
    field: str
    before: str
    left: str
    now: str


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing a merge would do: what it restores, what was changed since and stays, rows added since (they stay).

    ``problems`` stop it.
    """

    merge: Merge
    survivor: Any
    retired: Any
    restored: tuple[PlannedChange, ...]
    conflicts: tuple[UndoConflict, ...]
    added: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands against it."""
        return not self.problems


class _Undoing:
    """The undoing of one merge under way."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge
        self.rows = Rows()
        self.restored: list[Written] = []
        self.conflicts: list[tuple[Any, Change, Any]] = []
        self.changes = list(merge.changes.order_by("-position"))
        self._lock()
        model = model_of(merge.model)
        self.survivor = self.rows.get(model, merge.survivor_key)
        self.retired = self.rows.get(model, merge.retired_key)

    def _lock(self) -> None:
        keys: dict[Any, set[Any]] = {model_of(self.merge.model): {self.merge.survivor_key, self.merge.retired_key}}
        for change in self.changes:
            keys.setdefault(model_of(change.model), set()).add(change.row_key)
        self.rows.lock(keys)

    def row(self, change: Change) -> Any:
        return self.rows.get(model_of(change.model), change.row_key)

    def restore(self) -> None:
        """Put back all that can be put back, in memory."""
        held = self._held_back()
        audience = [change for change in self.changes if self._is_audience(change)]
        for change in self.changes:
            if change not in audience:
                self._put_back(change, self.row(change), held)
        if self._would_open(audience):
            held |= {(change.model, change.row_key, change.field) for change in audience}
        for change in audience:
            self._put_back(change, self.row(change), held)

    def _is_audience(self, change: Change) -> bool:
        """Whether the change is about how far the survivor is seen."""
        is_survivor = (change.model, change.row_key) == (self.merge.model, self.merge.survivor_key)
        return is_survivor and change.kind == ChangeKind.VALUE and change.field in SEEN

    def _would_open(self, audience: list[Change]) -> bool:
        """Whether more people would see the survivor, which keeps something of the time when fewer did."""
        before = next((change.before for change in audience if change.field == "visibility"), None)
        if before is None or VISIBILITY_WIDTH.get(before, 0) <= VISIBILITY_WIDTH.get(self.survivor.visibility, 0):
            return False
        return bool(self.conflicts) or any(_added(self))

    def _held_back(self) -> set[tuple[str, Any, str]]:
        """The cells that stay because one that they mean something together with was changed since."""
        held: set[tuple[str, Any, str]] = set()
        for change in self.changes:
            if change.kind != ChangeKind.VALUE:
                continue
            row = self.row(change)
            if _differs(row, change):
                tied = [names for names in together_of(type(row)) if change.field in names]
                held |= {(change.model, change.row_key, name) for names in tied for name in names}
        return held

    def _put_back(self, change: Change, row: Any, held: set[tuple[str, Any, str]]) -> None:
        if change.kind == ChangeKind.MADE:
            self._made_archive(change, row)
        elif change.kind == ChangeKind.MEMBER:
            self._member_put_back(change, row)
        else:
            is_held = (change.model, change.row_key, change.field) in held
            self._cell_put_back(change, row, is_held=is_held)

    def _cell_put_back(self, change: Change, row: Any, *, is_held: bool) -> None:
        column = row._meta.get_field(change.field)
        now = cell(row, column)
        if now == change.before:
            return
        if is_held or now != change.after:
            self.conflicts.append((row, change, now))
            return
        cell_write(row, column, change.before)
        self._note(change, row, now, change.before)

    def _member_put_back(self, change: Change, row: Any) -> None:
        """Take out who joined, if they are in; put back who left, if they are out."""
        column = row._meta.get_field(change.field)
        member = change.after if change.before is None else change.before
        if is_list(column):
            now = list(getattr(row, column.attname) or [])
            if member in now:
                setattr(row, column.attname, [each for each in now if each != member])
                self._note(change, row, member, None)
            return
        members = {each.pk: each for each in row.many(change.field)}
        if change.before is None and members.pop(member, None) is not None:
            self._note(change, row, member, None)
        elif change.before is not None and member not in members:
            members[member] = column.related_model._base_manager.get(pk=member)
            self._note(change, row, None, member)
        row.many_pending = {**row.many_pending, change.field: list(members.values())}

    def _made_archive(self, change: Change, row: Any) -> None:
        """A row that the merge added goes out of use, unless somebody has worked on it."""
        if row.is_archived:
            return
        if cells(row) != change.after:
            self.conflicts.append((row, change, None))
            return
        row.archived_at, row.archive_reason = timezone.now(), _("The merge that added it was undone.")
        self._note(change, row, None, None)

    def _note(self, change: Change, row: Any, before: Any, after: Any) -> None:
        self.restored.append(Written(ChangeKind(change.kind), row, change.field, before, after))

    def store(self) -> list[str]:
        """Store the restored rows, those that the merge changed first last; what stands against it."""
        first = {id(each.row): position for position, each in enumerate(self.restored)}
        rows = {id(each.row): each.row for each in self.restored}
        problems: list[str] = []
        for key in sorted(rows, key=lambda each: first[each]):
            row = rows[key]
            try:
                self.rows.store(row)
            except IntegrityError:
                problems += self._in_the_way(row)
        self.rows.close()
        return problems

    def _in_the_way(self, row: Any) -> list[str]:
        """Why ``row`` cannot be stored: a later merge brought what takes its place, or somebody entered that."""
        if later := later_merges_of(twins(row), self.merge):
            return _rests_told(later)
        found = wrong_with(row) or [_("Something that is there now contradicts it.")]
        text = _("“%(row)s” cannot be restored: %(why)s Correct that first.")
        return [text % {"row": row, "why": " ".join(found)}]


def _differs(row: Any, change: Change) -> bool:
    now = cell(row, row._meta.get_field(change.field))
    return now not in (change.before, change.after)


def _rests_told(later: list[Merge]) -> list[str]:
    """What to undo first, in words."""
    text = _("“%(merge)s” was done later and rests on this one. Undo that first.")
    return [text % {"merge": each} for each in later]


def take_back(actor: Viewer, merge: Merge) -> Undo:
    """Undo ``merge`` inside the operation under way; the caller keeps it, or takes it back."""
    if merge.is_undone:
        raise ValidationError(_("This merge was undone already."))
    undoing = _Undoing(merge)
    later = later_merges(merge, undoing.changes)
    problems = _rests_told(later)
    if not problems:
        before = wrong_with(undoing.survivor)
        undoing.restore()
        problems = undoing.store()
        problems += [text for text in wrong_with(undoing.survivor) if text not in before]
        problems += _rooms_against(undoing)
    words = Words()
    return Undo(
        merge=merge,
        survivor=undoing.survivor,
        retired=undoing.retired,
        restored=changes_told(undoing.restored, words),
        conflicts=tuple(_conflict_told(each, words) for each in undoing.conflicts),
        added=tuple(_added(undoing)),
        problems=tuple(dict.fromkeys(problems)),
    )


def _rooms_against(undoing: _Undoing) -> Iterator[str]:
    """What the rooms of all kinds of record that refer to the two say against it."""
    kinds = (type(undoing.survivor), *(each.model for each in relations_to(type(undoing.survivor))))
    for rules in dict.fromkeys(map(rules_for, kinds)):
        yield from rules.undo_problems(undoing.survivor, undoing.retired)


def _conflict_told(conflict: tuple[Any, Change, Any], words: Words) -> UndoConflict:
    row, change, now = conflict
    kind, name = str(row._meta.verbose_name), words.row(type(row), row.pk)
    if change.kind == ChangeKind.MADE:
        return UndoConflict(kind, name, "", "", str(ChangeKind.MADE.label), _("Somebody has changed it since."))
    column = row._meta.get_field(change.field)
    currency = getattr(row, column.currency) if isinstance(column, AmountField) else ""
    values = [words.value(column, value, currency) for value in (change.before, change.after, now)]
    return UndoConflict(kind, name, field_label(column), *values)


def _added(undoing: _Undoing) -> Iterator[str]:
    """Rows that refer to the survivor and were entered after the merge: they stay with it."""
    known = {(change.model, change.row_key) for change in undoing.changes}
    number = undoing.merge.operation.number
    for relation in relations_to(type(undoing.survivor)):
        model = relation.model
        if isinstance(relation.rule, Stays) or not hasattr(model, "history") or relation.field.many_to_many:
            continue
        first = model.history.filter(history_type="+", operation__number__gt=number).values("id")
        rows = model._base_manager.filter(**{relation.name: undoing.survivor.pk}, archived_at=None, pk__in=first)
        for row in rows.order_by("pk"):
            if (model._meta.label_lower, row.pk) not in known:
                yield f"{model._meta.verbose_name}{pgettext('after a label', ':')} {row}"
