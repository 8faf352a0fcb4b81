"""What a load has found or stored so far, and how it stores: new facts only, never over those of staff."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from compact.agreements.models import Instrument
from compact.entities.models import Entity, Person
from compact.kernel.money import amounts_settle
from compact.kernel.moving import survivor_of
from compact.kernel.records import Record
from compact.kernel.sets import set_fields
from compact.kernel.survivors import is_mergeable
from compact.merging.found import found_by_code
from funding.funds.models import Fund, FundingPartner
from workinggroups.groups.models import Group
from workinggroups.meetings.models import Meeting
from workinggroups.needs.models import Theme
from workinggroups.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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

    ``people`` by given and family name, ``meetings`` by the key of their group and their first day in the file,
    ``titles`` are projects by their English title, ``funds`` by their English name; ``parts`` leads from the symbol
    of an instrument to the row that names the one it belongs to, ``details`` from the reference of a project to the
    row of our reading of it.
    """

    actor: Viewer
    entities: dict[str, Entity | None] = field(default_factory=dict)
    groups: dict[str, Group | None] = field(default_factory=dict)
    predecessors: dict[str, str] = field(default_factory=dict)
    people: dict[tuple[str, str], Person | None] = field(default_factory=dict)
    parts: dict[str, Row] = field(default_factory=dict)
    instruments: dict[str, Instrument | None] = field(default_factory=dict)
    meetings: dict[tuple[int, str], Meeting | None] = field(default_factory=dict)
    themes: dict[str, Theme | None] = field(default_factory=dict)
    details: dict[str, Row] = field(default_factory=dict)
    projects: dict[str, Project | None] = field(default_factory=dict)
    titles: dict[str, Project | None] = field(default_factory=dict)
    funds: dict[str, Fund | None] = field(default_factory=dict)
    partners: dict[str, FundingPartner | None] = field(default_factory=dict)
    unread: set[type[Record]] = field(default_factory=set)
    tallies: dict[str, Tally] = field(default_factory=dict)
    _told: dict[tuple[type[Record], int], Row] = field(default_factory=dict)
    _survivors: set[tuple[type[Record], int]] = field(default_factory=set)

    def entity(self, row: Row, column: str, code: str | None = None) -> Entity | None:
        """The entity whose acronym stands in ``column``, or is the ``code`` there; an unknown one is a problem."""
        code = row.text(column, required=True) if code is None else code
        return self._one(row, column, Entity, self.entities, code, _("No entity has the acronym “%(code)s”."))

    def group(self, row: Row, column: str, code: str) -> Group | None:
        """The group with ``code``, which ``column`` led to; an unknown one is a problem of the row."""
        return self._one(row, column, Group, self.groups, code, _("No group has the code “%(code)s”."))

    def instrument(self, row: Row, column: str, code: str | None = None) -> Instrument | None:
        """The instrument whose symbol stands in ``column``, or is the ``code`` there, None where none does.

        An unknown one is a problem.
        """
        code = row.text(column) if code is None else code
        return self._one(row, column, Instrument, self.instruments, code, _("No instrument has the symbol “%(code)s”."))

    def theme(self, row: Row, column: str, code: str) -> Theme | None:
        """The theme with ``code``, which stands in ``column``; an unknown one is a problem."""
        return self._one(row, column, Theme, self.themes, code, _("No theme has the code “%(code)s”."))

    def project(self, row: Row, column: str) -> Project | None:
        """The project whose reference stands in ``column``, None where none does; an unknown one is a problem."""
        words = _("No project has the reference “%(code)s”.")
        return self._one(row, column, Project, self.projects, row.text(column), words)

    def titled(self, row: Row, column: str) -> Project | None:
        """The project whose English title stands in ``column``, None where none does; an unknown one is a problem."""
        words = _("No project has the title “%(code)s”.")
        return self._one(row, column, Project, self.titles, row.text(column), words, by="title_en")

    def fund(self, row: Row, column: str) -> Fund | None:
        """The fund whose English name stands in ``column``, None where none does; an unknown one is a problem."""
        words = _("No fund has the name “%(code)s”.")
        return self._one(row, column, Fund, self.funds, row.text(column), words, by="name_en")

    def _one[R: Record](
        self,
        row: Row,
        column: str,
        model: type[R],
        known: Mapping[str, R | None],
        code: str,
        unknown: str,
        *,
        by: str = "code",
    ) -> R | None:
        """What ``code`` names among the ``known``, else on record; ``unknown`` is the problem when there is none."""
        if not code or code in known:
            return known.get(code)
        found = cast("R | None", found_by_code(cast("Any", model).objects.live(), code, by, by_staff=True).first())
        if found is None and model not in self.unread:
            row.problem(column, unknown % {"code": code})
        return found

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
        the column that a fault in it is reported for. None: broken, or archived. One that was merged gives its
        survivor, and nothing of what it says is stored there.
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
            faults_tell(error, row, columns)
            return None
        self._told[model, made.pk] = row
        self.tallies[row.file].created += 1
        return made

    def _settled[R: Record](self, found: R, row: Row, values: Mapping[str, Any]) -> R | None:
        survivor: R = survivor_of(found)
        if survivor is not found:
            self._survivors.add((type(found), survivor.pk))
            words = {"line": row.line, "record": found, "survivor": survivor}
            self.tallies[row.file].kept.append(_("line %(line)d, %(record)s (merged into %(survivor)s)") % words)
            return survivor
        earlier = self._told.setdefault((type(found), found.pk), row)
        if earlier is not row and not self._of_survivor(values):
            words = {"file": earlier.file, "line": earlier.line}
            row.problem(next(iter(row.cells)), _("%(file)s, line %(line)d, says the same already.") % words)
            return None
        values = amounts_settle(found, values)
        changed = [name for name, value in values.items() if _value(found, name) != (_key(value) or "")]
        if not changed and not found.is_archived:
            self.tallies[row.file].unchanged += 1
            return found
        why = _("archived") if found.is_archived else ", ".join(changed)
        words = {"line": row.line, "record": found, "why": why}
        self.tallies[row.file].kept.append(_("line %(line)d, %(record)s (%(why)s)") % words)
        return None if found.is_archived else found

    def _of_survivor(self, values: Mapping[str, Any]) -> bool:
        """Whether ``values`` refer to what a line of a merged record led to, whose own line may say the same."""
        return any(isinstance(each, Record) and (type(each), each.pk) in self._survivors for each in values.values())


def _found[R: Record](model: type[R], key: Mapping[str, Any]) -> R | None:
    """The row that has the natural key, else one that had it at any time, even before staff corrected it.

    A set (many-to-many field) in the key names one row that must be in the set now.
    """
    sets = {name: value for name, value in key.items() if name in set_fields(model)}
    own = dict(_of_all(model, name, value) for name, value in key.items() if name not in sets)
    rows = model._base_manager.filter(**sets)
    now: R | None = rows.filter(**own).order_by("archived_at", "pk").first()
    if now is not None:
        return now
    history = cast("Any", model).history
    past = history.filter(**own).order_by("pk").values_list("id", flat=True)
    then: R | None = next((row for row in map(rows.in_bulk(past).get, past) if row is not None), None)
    return then


def _of_all(model: type[Record], name: str, value: Any) -> tuple[str, Any]:
    """The condition that the field ``name`` is ``value``, or leads to a record that was merged into that one."""
    related: Any = model._meta.get_field(name.removesuffix("_id")).related_model
    if value is None or related is None or not is_mergeable(related):
        return name, value
    key = getattr(value, "pk", value)
    rows = related._base_manager.filter(Q(pk=key) | Q(merged_into=key))
    return f"{name}__in", list(rows.values_list("pk", flat=True))


def _value(record: Record, name: str) -> Any:
    """What is stored in the field ``name``: the keys of a set or reference, "" for nothing."""
    stored = record.many(name) if name in set_fields(type(record)) else getattr(record, name)
    return _key(stored) or ""


def _key(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(each.pk for each in value)
    return value


def faults_tell(error: ValidationError, row: Row, columns: Mapping[str, str]) -> None:
    """Note what a service refused; ``columns`` leads from a field to the column that its fault is reported for."""
    faults = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in faults.items():
        column = columns.get(name, name)
        row.problem(column if column in row.cells else next(iter(row.cells)), " ".join(messages))
