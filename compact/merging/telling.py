"""What a merge does, in words: what the deed noted, told to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.admin.display import field_label
from compact.kernel.money import AmountField
from compact.kernel.moving import Clash, Stays
from compact.merging.cells import Words, cell, says_nothing
from compact.merging.choosing import Side, list_fields
from compact.merging.models import ChangeKind
from compact.merging.moving import staying

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from compact.merging.choosing import Choice
    from compact.merging.deeds import Clashed, Deed, Written

_UNTOLD = ("archive_reason", "merged_into", "cleared_at", "cleared_by")
"""Columns that follow from others in the same change."""


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field, or several that belong together, of which one side's value is taken; values in words.

    ``name`` is what ``choices`` names it by, that of the first where several belong together. ``chosen`` is the side
    whose value the survivor will have; ``is_default`` says that nobody chose it.
    """

    name: str
    names: tuple[str, ...]
    label: str
    survivor: str
    retired: str
    chosen: Side
    is_default: bool

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.survivor != self.retired


@dataclass(frozen=True, slots=True)
class SetUnion:
    """A set that the survivor will have united: its own members, those of the retired record, and who joins."""

    name: str
    label: str
    survivor: tuple[str, ...]
    retired: tuple[str, ...]
    joining: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClashNote:
    """A row that cannot simply move: ``clash`` is the slug of the rule, ``text`` says what becomes of it."""

    row: str
    clash: str
    text: str


@dataclass(frozen=True, slots=True)
class RelationCount:
    """The rows of a kind that refer to the retired record by a field: how many move, and which clash."""

    model: str
    field: str
    label: str
    moving: int
    clashes: tuple[ClashNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Staying:
    """Rows that go on naming the retired record (money, for instance) and are counted with the survivor."""

    model: str
    field: str
    label: str
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One cell that is changed, in words: of which row (``kind`` of record, ``row``), which field, from what to what.

    ``change`` is the slug of a :class:`compact.merging.models.ChangeKind`, ``change_display`` the same in words.
    """

    change: str
    change_display: str
    kind: str
    row: str
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge does: field by field choices, united sets, moved rows, all changes; ``problems`` stop it.

    ``choices`` holds the side of every field by name, defaults included. ``kept`` are names and codes under which the
    survivor will still be found. ``notes`` tell of what was settled by itself. ``digest`` is of all changes, so that
    the deed is what was shown.
    """

    model: str
    survivor: Any
    retired: Any
    choices: Mapping[str, Side]
    clearance: str
    fields: tuple[FieldChoice, ...]
    sets: tuple[SetUnion, ...]
    relations: tuple[RelationCount, ...]
    staying: tuple[Staying, ...]
    changes: tuple[PlannedChange, ...]
    kept: tuple[str, ...]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    digest: str

    @property
    def is_possible(self) -> bool:
        """Whether nothing stands against it."""
        return not self.problems


# --- From the deed ----------------------------------------------------------------------------------------------------


def told(deed: Deed, clearance: str, kept: Iterable[str]) -> Plan:
    """What ``deed`` did, in words, as long as it stands in the database."""
    words = Words([(deed.survivor, str(deed.before)), (deed.retired, str(deed.retired_before))])
    return Plan(
        model=deed.survivor._meta.label_lower,
        survivor=deed.before,
        retired=deed.retired_before,
        choices={choice.name: choice.chosen for choice in deed.choices},
        clearance=clearance,
        fields=tuple(_choice_told(deed, choice, words) for choice in deed.choices),
        sets=tuple(_sets_told(deed, words)),
        relations=tuple(_relations_told(deed)),
        staying=tuple(_staying_told(deed)),
        changes=changes_told(deed.written, words),
        kept=tuple(dict.fromkeys(kept)),
        problems=tuple(deed.problems),
        notes=tuple(deed.notes),
        digest=deed.digest,
    )


def _choice_told(deed: Deed, choice: Choice, words: Words) -> FieldChoice:
    sides = [
        "; ".join(
            dict.fromkeys(
                words.value(field, cell(row, field), _currency(row, field)) for field in _told_fields(row, choice)
            )
        )
        for row in (deed.before, deed.retired_before)
    ]
    first = choice.fields[0]
    return FieldChoice(
        name=choice.name,
        names=tuple(field.name for field in choice.fields),
        label=field_label(first),
        survivor=sides[0],
        retired=sides[1],
        chosen=choice.chosen,
        is_default=choice.is_default,
    )


def _told_fields(row: Any, choice: Choice) -> list[Any]:
    """The fields of a choice that people read of ``row``; an amount names its currency itself."""
    currencies = {getattr(field, "currency", "") for field in choice.fields}
    told = [field for field in choice.fields if field.name not in (*_UNTOLD, *currencies)]
    return [field for field in told if not says_nothing(row, field)]


def _sets_told(deed: Deed, words: Words) -> Iterator[SetUnion]:
    own = type(deed.survivor)
    joined = [each for each in deed.written if each.row is deed.survivor and each.kind == ChangeKind.MEMBER]
    for field in [*own._meta.many_to_many, *list_fields(own)]:
        new = [each.after for each in joined if each.field == field.name and each.after is not None]
        gone = [each.before for each in joined if each.field == field.name and each.before is not None]
        now = [key for key in _members(deed.survivor, field) if key not in new]
        yield SetUnion(
            name=field.name,
            label=field_label(field),
            survivor=_told_members(field, [*now, *gone], words),
            retired=_told_members(field, _members(deed.retired_before, field), words),
            joining=_told_members(field, new, words),
        )


def _members(row: Any, field: Any) -> list[Any]:
    if field.many_to_many:
        return [each.pk for each in row.many(field.name)]
    return list(getattr(row, field.attname) or [])


def _told_members(field: Any, members: list[Any], words: Words) -> tuple[str, ...]:
    return words.rows(field.related_model, members) if field.many_to_many else tuple(str(each) for each in members)


def _relations_told(deed: Deed) -> Iterator[RelationCount]:
    for relation in dict.fromkeys([*deed.moved, *(each.relation for each in deed.clashes)]):
        yield RelationCount(
            model=relation.model._meta.label_lower,
            field=relation.name,
            label=relation.label,
            moving=deed.moved.get(relation, 0),
            clashes=tuple(_clash_told(each) for each in deed.clashes if each.relation == relation),
        )


def _clash_told(clashed: Clashed) -> ClashNote:
    text = {
        Clash.KEEP: _("It stays with the retired record."),
        Clash.DROP: _("The survivor has the same; this row is archived."),
        Clash.COMBINE: _("What it says and the survivor’s row leaves empty is added to that one; then it is archived."),
        Clash.STOP: _("The two contradict each other. Settle this first."),
    }[clashed.clash]
    # Of a row that goes into the archive, the constraint's advice what to do about it would mislead.
    why = "" if clashed.clash in (Clash.DROP, Clash.COMBINE) else clashed.why
    return ClashNote(str(clashed.row), clashed.clash.value, f"{text} {why}".strip())


def _staying_told(deed: Deed) -> Iterator[Staying]:
    for relation, count in staying(deed.retired):
        if isinstance(relation.rule, Stays):
            label = relation.model._meta.label_lower
            yield Staying(label, relation.name, relation.label, count, str(relation.rule.why))


def changes_told(written: Iterable[Written], words: Words) -> tuple[PlannedChange, ...]:
    """Changed cells in words, without those that follow from others; what rows are called is read once."""
    cells = [each for each in written if each.field not in _UNTOLD]
    keys: dict[Any, list[Any]] = {}
    for each in cells:
        keys.setdefault(type(each.row), []).append(each.row.pk)
    for model, wanted in keys.items():
        words.learn(model, wanted)
    by_cell = {(id(each.row), each.field): each for each in cells}
    named = [_currency_of(each, by_cell) for each in cells]
    beside = {id(currency) for currency in named if currency is not None}
    pairs = zip(cells, named, strict=True)
    return tuple(_change_told(each, currency, words) for each, currency in pairs if id(each) not in beside)


def _currency_of(each: Written, by_cell: Mapping[tuple[int, str], Written]) -> Written | None:
    """The change of the currency that goes with a changed amount; None for other cells, or when it stays the same."""
    column = each.row._meta.get_field(each.field) if each.field else None
    return by_cell.get((id(each.row), column.currency)) if isinstance(column, AmountField) else None


def _change_told(each: Written, currency: Written | None, words: Words) -> PlannedChange:
    model = type(each.row)
    column = model._meta.get_field(each.field) if each.field else None
    of_member = each.kind == ChangeKind.MEMBER
    codes = (currency.before, currency.after) if currency else ("", "")
    values = [
        _cell_told(column, value, code or _currency(each.row, column), words, of_member=of_member)
        for value, code in zip((each.before, each.after), codes, strict=True)
    ]
    return PlannedChange(
        change=str(each.kind),
        change_display=str(ChangeKind(each.kind).label),
        kind=str(model._meta.verbose_name),
        row=words.row(model, each.row.pk),
        field=field_label(column) if column is not None else "",
        before=values[0],
        after=values[1],
    )


def _currency(row: Any, column: Any) -> str:
    return str(getattr(row, column.currency)) if isinstance(column, AmountField) else ""


def _cell_told(column: Any, value: Any, currency: str, words: Words, *, of_member: bool) -> str:
    if column is None or (value is None and of_member):
        return ""
    if of_member:
        return words.row(column.related_model, value) if column.many_to_many else str(value)
    return words.value(column, value, currency)
