"""Records with all that were merged into them: what was decided on one pair of them holds for the pair of survivors.

Two families are *different* while the last decision on a pair between them says so, in whichever order the two are
named, however often either was merged since. Whoever decides otherwise on the survivors decides it for all such pairs.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, UUIDField
from django.db.models.functions import Coalesce

from compact.entities.models import Entity, Person
from compact.kernel.moving import survivor_of
from workinggroups.overlaps.models import NAMES, Candidate, ComparedKind, Decided, Subject
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

_NAMES: dict[type[Any], tuple[str, ComparedKind]] = {
    Project: ("project", ComparedKind.WORK),
    PlannedActivity: ("planned", ComparedKind.WORK),
    Entity: ("entity", ComparedKind.ENTITY),
    Person: ("person", ComparedKind.PERSON),
}
COMPARED = tuple(_NAMES)
"""The models whose records are compared with their like."""


def is_compared(record: Any) -> bool:
    """Whether records of this model are compared with their like."""
    return type(record) in _NAMES


def kind_of(record: Any) -> ComparedKind | None:
    """As what the record is compared with its like; None for a record that is not."""
    return _NAMES[type(record)][1] if is_compared(record) else None


def subject_of(record: Any) -> Subject:
    """The subject that stands for ``record`` in pairs; made where there is none yet."""
    name, kind = _NAMES[type(record)]
    found, _made = Subject.objects.get_or_create(**{name: record}, defaults={"kind": kind})
    return found


def family(record: Any, prefix: str = "") -> Q:
    """The condition that the subject at ``prefix`` is of the survivor of ``record``, or of one merged into that."""
    name, _kind = _NAMES[type(record)]
    survivor = survivor_of(record)
    return Q(**{f"{prefix}{name}": survivor.pk}) | Q(**{f"{prefix}{name}__merged_into": survivor.pk})


def pairs_between(one: Any, other: Any) -> QuerySet[Candidate]:
    """The pairs on record between the two families."""
    pairs: Any = Candidate.objects
    found: QuerySet[Candidate] = pairs.filter(
        family(one, "a__") & family(other, "b__") | family(other, "a__") & family(one, "b__")
    )
    return found


def different_pairs(one: Any, other: Any) -> QuerySet[Candidate]:
    """Those of them whose last decision is that they are different."""
    pairs: Any = pairs_between(one, other)
    found: QuerySet[Candidate] = pairs.last_decided(Decided.DIFFERENT)
    return found


def different_between(one: Any, other: Any) -> bool:
    """Whether it stands that the two records are different; they are of one kind or both are work."""
    return different_pairs(one, other).exists()


def different_from(record: Any) -> frozenset[str]:
    """The identifiers of the records that are different from ``record`` by decision, survivors on both sides."""
    own = str(survivor_of(record).uid)
    return frozenset(uid for pair in _different(family(record, "a__") | family(record, "b__")) for uid in pair - {own})


def different_in(kind: str) -> frozenset[frozenset[str]]:
    """Every pair of ``kind`` that is different by decision: the identifiers of the two survivors, in no order."""
    return frozenset(_different(Q(kind=kind)))


def _different(chosen: Q) -> Iterator[frozenset[str]]:
    """The survivors' identifiers of the pairs ``chosen`` that were decided to be different."""
    pairs: Any = Candidate.objects
    rows = pairs.filter(chosen).last_decided(Decided.DIFFERENT).order_by()
    for pair in rows.values_list(survivor_uid("a__"), survivor_uid("b__")):
        yield frozenset(map(str, pair))


def survivor_uid(prefix: str) -> Coalesce:
    """The identifier of the record that stands today for the subject reached through ``prefix``."""
    steps = (f"{prefix}{name}__{step}" for name, step in product(NAMES, ("merged_into__uid", "uid")))
    return Coalesce(*map(F, steps), output_field=UUIDField())
