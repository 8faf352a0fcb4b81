"""A merge under way: every cell that it changes, noted as it is changed, so that it can be told and taken back."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from compact.merging.cells import cell, cell_write, cells, is_list
from compact.merging.models import ChangeKind
from compact.merging.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.kernel.moving import Clash
    from compact.kernel.viewers import Viewer
    from compact.merging.registry import Relation

_OF_THE_MOMENT = ("archived_at", "archive_reason", "cleared_at")
"""Columns that say when and why it was done, which is never twice the same."""


@dataclass(slots=True)
class Written:
    """One cell of ``row`` that was changed; ``before`` and ``after`` as the log keeps them."""

    kind: ChangeKind
    row: Any
    field: str
    before: Any
    after: Any

    @property
    def key(self) -> Any:
        """The key of the row, which a new one has once it is stored."""
        return self.row.pk

    @property
    def left(self) -> Any:
        """What the log keeps as the value after: of a new row all that it says, once the merge is through."""
        return cells(self.row) if self.kind == ChangeKind.MADE else self.after


@dataclass(frozen=True, slots=True)
class Clashed:
    """A row that could not simply move, what became of it, and why, in words."""

    relation: Relation
    row: Any
    clash: Clash
    why: str


@dataclass(slots=True)
class Deed:
    """The merge of ``retired`` into ``survivor`` by ``actor``, both locked; ``before`` is the survivor as it was, and
    ``retired_before`` the other.

    ``problems`` collects what stands against it; a deed with problems is never kept. ``choices`` is set once the sides
    are chosen.
    """

    actor: Viewer
    survivor: Any
    retired: Any
    before: Any
    retired_before: Any
    rows: Rows
    now: Any = field(default_factory=timezone.now)
    written: list[Written] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    choices: list[Any] = field(default_factory=list)
    moved: dict[Relation, int] = field(default_factory=dict)
    clashes: list[Clashed] = field(default_factory=list)

    def put(self, row: Any, name: str, value: Any, kind: ChangeKind = ChangeKind.VALUE) -> None:
        """Change a cell of ``row`` to ``value`` (as JSON); the caller stores the row."""
        column = row._meta.get_field(name)
        before = cell(row, column)
        if before == value or (before in (None, "") and value in (None, "")):
            return
        self.written.append(Written(kind, row, name, before, value))
        cell_write(row, column, value)

    def join(self, row: Any, name: str, members: Iterable[Any]) -> list[Any]:
        """Add ``members`` to the set or list ``name`` of ``row``; those that were not in it."""
        column = row._meta.get_field(name)
        if is_list(column):
            return self._join_list(row, column, members)
        now = row.many(name)
        keys = {each.pk for each in now}
        joining = [each for each in members if each.pk not in keys]
        self._pending(row, name, [*now, *joining], joining)
        for each in joining:
            self.written.append(Written(ChangeKind.MEMBER, row, name, None, each.pk))
        return joining

    def leave(self, row: Any, name: str, member: Any) -> None:
        """Take ``member`` out of the set ``name`` of ``row``."""
        now = row.many(name)
        rest = [each for each in now if each.pk != member.pk]
        self._pending(row, name, rest, len(rest) != len(now))
        if len(rest) != len(now):
            self.written.append(Written(ChangeKind.MEMBER, row, name, member.pk, None))

    def _join_list(self, row: Any, column: Any, members: Iterable[Any]) -> list[Any]:
        now = list(getattr(row, column.attname) or [])
        joining = [each for each in dict.fromkeys(members) if each not in now]
        if joining:
            setattr(row, column.attname, [*now, *joining])
        for each in joining:
            self.written.append(Written(ChangeKind.MEMBER, row, column.name, None, each))
        return joining

    def _pending(self, row: Any, name: str, rows: list[Any], changed: Any) -> None:
        if changed:
            row.many_pending = {**row.many_pending, name: rows}

    def archive(self, row: Any, reason: str) -> None:
        """Take ``row`` out of use; the caller stores it."""
        self.put(row, "archived_at", self.now.isoformat(), ChangeKind.ARCHIVED)
        self.put(row, "archive_reason", reason, ChangeKind.ARCHIVED)

    def make(self, row: Any) -> None:
        """Store a new ``row`` that the merge needs; undoing archives it."""
        row.full_clean()
        self.rows.store(row)
        self.written.append(Written(ChangeKind.MADE, row, "", None, None))

    def revert(self, row: Any, mark: int) -> None:
        """Take back what was put into ``row`` since there were ``mark`` changes."""
        for each in reversed([each for each in self.written[mark:] if each.row is row]):
            cell_write(row, row._meta.get_field(each.field), each.before)
            self.written.remove(each)

    def problem(self, error: Any) -> None:
        """Note what stands against the merge, once."""
        for text in error.messages if isinstance(error, ValidationError) else [str(error)]:
            if text not in self.problems:
                self.problems.append(text)

    @property
    def digest(self) -> str:
        """A digest of all that is changed, alike in the preview and in the deed."""
        told = [
            (each.kind, each.row._meta.label_lower, _lasting_key(each), each.field, each.before, each.after)
            for each in self.written
            if each.field not in _OF_THE_MOMENT
        ]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()


def _lasting_key(each: Written) -> Any:
    """The key of a row that is there anyway; a new one gets another key whenever it is made."""
    return None if each.kind == ChangeKind.MADE else each.key
