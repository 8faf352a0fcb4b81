"""The rows that refer to the retired record: each moves to the survivor, stays, or clashes, by the rule of its key."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext as _

from compact.kernel.moving import Clash, Moves, Stays, Unites
from compact.merging.cells import cell, is_empty
from compact.merging.choosing import field_groups, list_fields
from compact.merging.deeds import Clashed
from compact.merging.models import ChangeKind
from compact.merging.registry import Relation, relations_to

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db import models

    from compact.merging.deeds import Deed

    type Model = type[models.Model]


def referring(record: Any) -> dict[Model, set[Any]]:
    """The keys of all rows that refer to ``record`` by a key or set that moves or unites, by model."""
    found: dict[Model, set[Any]] = {}
    for relation in relations_to(type(record)):
        if not isinstance(relation.rule, Stays):
            found.setdefault(relation.model, set()).update(_keys(relation, record))
    return found


def _keys(relation: Relation, record: Any) -> Iterator[Any]:
    rows = relation.model._base_manager.filter(**{relation.name: record.pk})
    yield from rows.exclude(**_itself(relation, record)).values_list("pk", flat=True)


def _itself(relation: Relation, record: Any) -> dict[str, Any]:
    return {"pk": record.pk} if relation.model is type(record) else {"pk": None}


def staying(record: Any) -> list[tuple[Relation, int]]:
    """How many rows of domain records go on naming ``record``, by the relation."""
    found = []
    for relation in relations_to(type(record)):
        if isinstance(relation.rule, Stays) and hasattr(relation.model, "archived_at"):
            count = relation.model._base_manager.filter(**{relation.name: record.pk}, archived_at=None).count()
            found += [(relation, count)] if count else []
    return found


def rows_move(deed: Deed) -> None:
    """Move what refers to the retired record, model by model, row by row; in archived rows as well."""
    for relation in relations_to(type(deed.survivor)):
        if isinstance(relation.rule, Stays):
            continue
        for key in sorted(_keys(relation, deed.retired)):
            row = deed.rows.get(relation.model, key)
            if isinstance(relation.rule, Unites):
                _unite(deed, relation, row)
            else:
                _move(deed, relation, row, relation.rule)


def _unite(deed: Deed, relation: Relation, row: Any) -> None:
    deed.leave(row, relation.name, deed.retired)
    deed.join(row, relation.name, [deed.survivor])
    deed.rows.store(row)
    _count(deed, relation)


def _count(deed: Deed, relation: Relation) -> None:
    deed.moved[relation] = deed.moved.get(relation, 0) + 1


def _move(deed: Deed, relation: Relation, row: Any, rule: Moves) -> None:
    before, mark = copy.copy(row), len(deed.written)
    deed.put(row, relation.name, deed.survivor.pk, ChangeKind.REFERENCE)
    why = _new_problem(before, row)
    if not why:
        try:
            deed.rows.store(row)
        except IntegrityError:
            why = _("The survivor has one that says the same.")
    if not why:
        _count(deed, relation)
        return
    other = next(twins(row, relation.name), None)
    deed.revert(row, mark)
    deed.clashes.append(Clashed(relation, row, _clash(deed, relation, row, rule.clash, other, why), why))


# --- Clashes ----------------------------------------------------------------------------------------------------------


def _new_problem(before: Any, after: Any) -> str:
    """What is wrong with a row in use once it has moved and was not before; "" for nothing."""
    if getattr(after, "archived_at", None) is not None:
        return ""
    wrong = wrong_with(after)
    return " ".join(text for text in wrong if text not in wrong_with(before)) if wrong else ""


def wrong_with(row: Any) -> list[str]:
    """What its own rules and its uniqueness say against ``row``; a copy is asked, for some rules settle values."""
    found: list[str] = []
    asked = copy.copy(row)
    for check in (asked.clean, asked.validate_unique, asked.validate_constraints):
        try:
            check()
        except ValidationError as error:
            found += error.messages
    return found


def twins(row: Any, field: str = "") -> Iterator[Any]:
    """The other rows that say the same as ``row`` by a constraint of uniqueness (one with ``field``, if given)."""
    model = type(row)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields and (not field or field in constraint.fields):
            same = {name: getattr(row, model._meta.get_field(name).attname) for name in constraint.fields}
            yield from model._base_manager.filter(constraint.condition or Q(), **same).exclude(pk=row.pk)


def _clash(deed: Deed, relation: Relation, row: Any, rule: Clash, other: Any, why: str) -> Clash:
    """Carry out ``rule``; what was done, which is KEEP where there is nothing to combine with."""
    if rule is Clash.STOP:
        text = _("“%(row)s” cannot move to the survivor: %(why)s Settle this first, then plan the merge again.")
        deed.problem(text % {"row": row, "why": why})
        return rule
    if rule is Clash.KEEP or (rule is Clash.COMBINE and other is None):
        return Clash.KEEP
    deed.archive(row, _("The record was merged into one that has the same."))
    deed.rows.store(row)
    if rule is Clash.COMBINE:
        _combine(deed, deed.rows.get(type(other), other.pk), row)
    return rule


def _combine(deed: Deed, kept: Any, row: Any) -> None:
    """Add to ``kept`` what ``row`` says and it leaves empty."""
    for fields in field_groups(type(row)):
        if is_empty(cell(kept, fields[0])) and not is_empty(cell(row, fields[0])):
            for field in fields:
                deed.put(kept, field.name, cell(row, field))
    for field in [*list_fields(type(row)), *row._meta.many_to_many]:
        members = row.many(field.name) if field.many_to_many else getattr(row, field.attname)
        deed.join(kept, field.name, members or [])
    deed.rows.store(kept)
