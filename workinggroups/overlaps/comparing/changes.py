"""Which records changed since an operation: read from the histories, so that no write has to tell anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q

from compact.entities.models import Affiliation, Alias, Entity, Person
from compact.kernel.operations import OperationCounter
from workinggroups.overlaps.comparing.records import OF_KIND
from workinggroups.overlaps.models import ComparedKind, Subject
from workinggroups.projects.models import PlannedActivity, Project, ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

type Keys = Mapping[str, set[int]]
"""Keys of rows by the reference of subjects that leads to them."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed up to the operation ``number``."""

    number: int
    keys: Keys

    def __len__(self) -> int:
        return sum(map(len, self.keys.values()))


def last_number() -> int:
    """The number of the last operation that was committed."""
    return OperationCounter.objects.filter(pk=1).values_list("last", flat=True).first() or 0


def everything(kind: str) -> Changes:
    """All records of ``kind`` that are in use, and those that the index knows still."""
    number, found = last_number(), {}
    for name in OF_KIND[kind]:
        model: Any = Subject._meta.get_field(name).related_model
        rows = model._default_manager
        known = Subject.objects.filter(row__isnull=False, **{f"{name}__isnull": False})
        found[name] = {*_keys(rows.live(), "pk"), *_keys(known, f"{name}_id")}
    return Changes(number, found)


def changed_since(kind: str, number: int) -> Changes:
    """The records of ``kind`` whose comparison may have changed after the operation ``number``."""
    last = last_number()
    return Changes(last, _CHANGED[kind](Q(operation__number__gt=number, operation__number__lte=last)))


def _work(then: Q) -> Keys:
    projects = _touched(Project, then, "id") | _touched(ProjectPartner, then, "project_id")
    planned = _touched(PlannedActivity, then, "id")
    renamed = _renamed(Entity, then, "code")
    if renamed:
        projects |= _keys(Project.objects.filter(Q(lead__in=renamed) | Q(partners__entity__in=renamed)), "pk")
        planned |= _keys(PlannedActivity.objects.filter(entity__in=renamed), "pk")
    moved = _renamed(Project, then, "parent_id") | _begun(Project, then)
    if moved:
        projects |= _around(moved)
    return {"project": projects, "planned": planned}


def _entities(then: Q) -> Keys:
    return {"entity": _touched(Entity, then, "id") | _touched(Alias, then, "entity_id")}


def _people(then: Q) -> Keys:
    return {"person": _touched(Person, then, "id") | _touched(Affiliation, then, "person_id")}


_CHANGED: Mapping[str, Callable[[Q], Keys]] = {
    ComparedKind.WORK: _work,
    ComparedKind.ENTITY: _entities,
    ComparedKind.PERSON: _people,
}


def _history(model: Any) -> Any:
    return model.history.model._base_manager


def _touched(model: Any, then: Q, column: str) -> set[int]:
    return _keys(_history(model).filter(then), column)


def _begun(model: Any, then: Q) -> set[int]:
    return _keys(_history(model).filter(then, history_type="+", parent__isnull=False), "id")


def _renamed(model: Any, then: Q, column: str) -> set[int]:
    """The rows written then whose ``column`` ever had another value: few, and one too many costs little."""
    touched = _keys(_history(model).filter(then, history_type="~"), "id")
    if not touched:
        return touched
    rows = _history(model).filter(id__in=touched).values("id")
    # Not counted as a value, yet a difference: none.
    values = rows.annotate(known=Count(column, distinct=True), rows=Count("pk"), filled=Count(column))
    return set(values.filter(Q(known__gt=1) | Q(filled__gt=0, filled__lt=F("rows"))).values_list("id", flat=True))


def _around(keys: set[int]) -> set[int]:
    """The projects above and below ``keys``, whose family they are or were."""
    above = _keys(_history(Project).filter(id__in=keys, parent__isnull=False), "parent_id")
    found, below = set(above), set(keys)
    while below:
        below = _keys(Project.objects.filter(parent__in=below), "pk") - found
        found |= below
    return found


def _keys(rows: Any, column: str) -> set[int]:
    found: Iterable[int] = rows.values_list(column, flat=True)
    return set(found)
