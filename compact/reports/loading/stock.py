"""What a load has found or stored so far, and how it stores: new facts only, never over those of staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _

from compact.agreements.models import Instrument
from compact.entities.models import Entity, Person
from compact.kernel.sets import set_fields
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting

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
    """What was loaded, by its code; ``None`` stands for what is broken in its own row, or archived.

    ``people`` by given and family name, ``meetings`` by the key of their group and their first day in the file;
    ``parts`` leads from the symbol of an instrument to the row that names the one it belongs to.
    """

    actor: Viewer
    entities: dict[str, Entity | None] = field(default_factory=dict)
    groups: dict[str, Group | None] = field(default_factory=dict)
    predecessors: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], Person | None] = field(default_factory=dict)
    parts: dict[str, Row] = field(default_factory=dict)
    instruments: dict[str, Instrument | None] = field(default_factory=dict)
    meetings: dict[tuple[int, str], Meeting | None] = field(default_factory=dict)
    unread: set[type[Record]] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)
    _told: dict[tuple[type[Record], int], Row] = field(default_factory=dict)

    def entity(self, row: Row, column: str, code: str | None = None) -> Entity | None:
        """The entity whose acronym stands in ``column``, or is the ``code`` there; an unknown one is a problem."""
        code = row.text(column, required=True) if code is None else code
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

    def instrument(self, row: Row, column: str) -> Instrument | None:
        """The instrument whose symbol stands in ``column``, None where none does; an unknown one is a problem."""
        code = row.text(column)
        found: Instrument | None = self._referred(Instrument, self.instruments, code)
        if code and found is None and code not in self.instruments and Instrument not in self.unread:
            row.problem(column, _("No instrument has the symbol “%(code)s”.") % {"code": code})
        return found

    def _referred(
        self, model: type[Entity] | type[Group] | type[Instrument], known: Mapping[str, Any], code: str
    ) -> Any:
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
        changed = [name for name, value in values.items() if _value(found, name) != (_key(value) or "")]
        if not changed and not found.is_archived:
            self.tallies[row.file].unchanged += 1
            return found
        why = _("archived") if found.is_archived else ", ".join(changed)
        words = {"line": row.line, "record": found, "why": why}
        self.tallies[row.file].kept.append(_("line %(line)d, %(record)s (%(why)s)") % words)
        return None if found.is_archived else found


def _found[R: Record](model: type[R], key: Mapping[str, Any]) -> R | None:
    """The row that has the natural key, else one that had it at any time, even before staff corrected it.

    A set (many-to-many field) in the key names one row that must be in the set now.
    """
    sets = {name: value for name, value in key.items() if name in set_fields(model)}
    own = {name: value for name, value in key.items() if name not in sets}
    rows = model._base_manager.filter(**sets)
    now: R | None = rows.filter(**own).order_by("archived_at", "pk").first()
    if now is not None:
        return now
    history = cast("Any", model).history
    past = history.filter(**own).order_by("pk").values_list("id", flat=True)
    then: R | None = next((row for row in map(rows.in_bulk(past).get, past) if row is not None), None)
    return then


def _value(record: Record, name: str) -> Any:
    """What is stored in the field ``name``: the keys of a set or reference, "" for nothing."""
    stored = record.many(name) if name in set_fields(type(record)) else getattr(record, name)
    return _key(stored) or ""


def _key(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(each.pk for each in value)
    return value


def _tell(error: ValidationError, row: Row, columns: Mapping[str, str]) -> None:
    faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in faults.items():
        column = columns.get(name, name)
        row.problem(column if column in row.cells else next(iter(row.cells)), " ".join(messages))
