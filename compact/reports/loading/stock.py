"""What a load has found or stored so far, and how it stores: new facts only, never over those of staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from compact.entities.models import Entity
from workinggroups.groups.models import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer
    from compact.reports.loading.sheets import Row


@dataclass(slots=True)
class Tally:
    """What became of the facts of one file; ``kept`` names those that differ in the tracker."""

    created: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Stock:
    """Entities and groups by code. ``None`` stands for one whose own row is broken or that is archived."""

    actor: Viewer
    entities: dict[str, Entity | None] = field(default_factory=dict)
    groups: dict[str, Group | None] = field(default_factory=dict)
    predecessors: dict[str, str] = field(default_factory=dict)
    unread: set[type[Record]] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)
    _told: dict[tuple[type[Record], int], Row] = field(default_factory=dict)

    def entity(self, row: Row, column: str) -> Entity | None:
        """The entity whose acronym stands in ``column``; an unknown one is a problem of the row."""
        code = row.text(column, required=True)
        found: Entity | None = self._referred(Entity, self.entities, code)
        if code and found is None and code not in self.entities and Entity not in self.unread:
            row.problem(column, _("No entity has the acronym “%(code)s”.") % {"code": code})
        return found

    def group(self, row: Row, column: str, code: str) -> Group | None:
        """The group with ``code``, which ``column`` led to; an unknown one is a problem of the row."""
        found: Group | None = self._referred(Group, self.groups, code)
        if code and found is None and code not in self.groups and Group not in self.unread:
            row.problem(column, _("No group has the code “%(code)s”.") % {"code": code})
        return found

    def _referred(self, model: type[Entity] | type[Group], known: Mapping[str, Any], code: str) -> Any:
        if code in known:
            return known[code]
        return model.objects.live().filter(code=code).first() if code else None

    def keep[R: Record](
        self,
        model: type[R],
        create: Callable[[Mapping[str, Any]], R],
        row: Row,
        *,
        key: Mapping[str, Any],
        values: Mapping[str, Any],
        columns: Mapping[str, str],
        rival: Callable[[], R | None] = lambda: None,
    ) -> R | None:
        """Store ``values`` unless a row of ``model`` has, or once had, the natural ``key``.

        A row that is there is never changed: what staff corrected, or archived, stays so; the same for a
        ``rival``, which staff entered and whose place this one would take. ``columns`` leads from a field to
        the column that a fault in it is reported for. None: broken, or archived.
        """
        found = _found(model, key)
        if found is None:
            other = rival()
            found = other if other is not None and (model, other.pk) not in self._told else None
        if found is not None:
            return self._settled(found, row, values)
        try:
            made = create(values)
        except ValidationError as error:
            _tell(error, row, columns)
            return None
        self._told[model, made.pk] = row
        self.tallies[row.file].created += 1
        return made

    def _settled[R: Record](self, found: R, row: Row, values: Mapping[str, Any]) -> R | None:
        earlier = self._told.setdefault((type(found), found.pk), row)
        if earlier is not row:
            words = {"file": earlier.file, "line": earlier.line}
            row.problem(next(iter(row.cells)), _("%(file)s, line %(line)d, says the same already.") % words)
            return None
        changed = [name for name, value in values.items() if (getattr(found, name) or "") != (value or "")]
        if not changed and not found.is_archived:
            self.tallies[row.file].unchanged += 1
            return found
        why = _("archived") if found.is_archived else ", ".join(changed)
        words = {"line": row.line, "record": found, "why": why}
        self.tallies[row.file].kept.append(_("line %(line)d, %(record)s (%(why)s)") % words)
        return None if found.is_archived else found


def _found[R: Record](model: type[R], key: Mapping[str, Any]) -> R | None:
    """The row that has the natural key, else one that had it at any time, even before staff corrected it."""
    rows = model._base_manager
    now: R | None = rows.filter(**key).order_by("archived_at", "pk").first()
    if now is not None:
        return now
    history = cast("Any", model).history
    past = history.filter(**key).order_by("pk").values_list("id", flat=True).first()
    then: R | None = rows.filter(pk=past).first()
    return then


def _tell(error: ValidationError, row: Row, columns: Mapping[str, str]) -> None:
    faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in faults.items():
        column = columns.get(name, name)
        row.problem(column if column in row.cells else next(iter(row.cells)), " ".join(messages))
