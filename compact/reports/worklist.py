"""What waits for the secretariat: terms that end, seats without a holder, proposals, weak facts, recent acts."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Value
from django.utils.translation import gettext_lazy

from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.admin.touched import Touched, touched_by
from compact.kernel.dates import on_or_after, on_or_before, partial_date_display
from compact.kernel.operations import Operation
from compact.kernel.periods import EndState
from compact.kernel.records import unconfirmed, unsourced
from workinggroups.groups.models import (
    Group,
    GroupEvent,
    GroupKind,
    Nomination,
    NominationStatus,
    Role,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db import models
    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer

SOON = datetime.timedelta(days=90)
RECENT = 15
SOURCED: tuple[type[models.Model], ...] = (
    Entity,
    Alias,
    Participation,
    Person,
    Affiliation,
    Group,
    GroupEvent,
    Term,
    Nomination,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """A leading seat of a group, and the roles that fill it."""

    name: str | _StrPromise
    roles: tuple[Role, ...]
    kinds: tuple[GroupKind, ...]


SEATS = (
    Seat(
        gettext_lazy("Chair or co-chairs"),
        (Role.CHAIR, Role.CO_CHAIR),
        (GroupKind.COMMITTEE, GroupKind.WORKING_GROUP, GroupKind.SUB_GROUP),
    ),
    Seat(gettext_lazy("Vice-chair"), (Role.VICE_CHAIR,), (GroupKind.WORKING_GROUP,)),
)


@dataclass(frozen=True, slots=True)
class Ending:
    """A term in force that ends soon, its last day in words, and whether a later term of the role is recorded."""

    term: Term
    last_day: str
    has_next: bool


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that nobody holds today; ``last`` is the latest term on record, None when there is none."""

    group: Group
    seat: Seat
    last: Term | None

    @property
    def is_known(self) -> bool:
        """Vacant when a term ended; otherwise the holder is not known."""
        return self.last is not None

    @property
    def since(self) -> str:
        """The last day of the last term in words; "" when not known."""
        return partial_date_display(self.last.end) if self.last else ""


@dataclass(frozen=True, slots=True)
class WeakFacts:
    """How many records of one kind have no source, or are shown as unconfirmed."""

    model: type[models.Model]
    unsourced: int
    unconfirmed: int

    @property
    def name(self) -> str:
        """The kind of record, in the plural."""
        return str(self.model._meta.verbose_name_plural)

    @property
    def list_name(self) -> str:
        """The name of the staff page that lists them."""
        return f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}_changelist"


@dataclass(frozen=True, slots=True)
class Act:
    """One operation and the records that it wrote."""

    operation: Operation
    touched: tuple[Touched, ...]


def terms_ending(viewer: Viewer) -> list[Ending]:
    """Terms in force whose end is recorded and can fall within 90 days, the soonest first."""
    today = viewer.today
    later = Term.objects.live().filter(group=OuterRef("group"), role=OuterRef("role"), start__gt=OuterRef("end"))
    ending = Term.objects.visible_to(viewer).live().as_of(today).filter(end_state=EndState.DATED)
    ending = ending.filter(on_or_after("end", today), on_or_before("end", today + SOON))
    rows = ending.annotate(has_next=Exists(later)).select_related("group", "entity")
    return [
        Ending(term, partial_date_display(term.end), has_next=term.has_next)
        for term in rows.order_by("end", "group__code", "pk")
    ]


def vacancies(viewer: Viewer) -> list[Vacancy]:
    """Leading seats of the groups of today that nobody, certainly or possibly, holds; three queries."""
    kinds = {kind for seat in SEATS for kind in seat.kinds}
    groups = list(
        Group.objects.visible_to(viewer).live().as_of(viewer.today).filter(kind__in=kinds).order_by("kind", "code")
    )
    roles = [role for seat in SEATS for role in seat.roles]
    terms = Term.objects.visible_to(viewer).live().filter(group__in=groups, role__in=roles)
    held = {(group, role) for group, role in terms.as_of(viewer.today).values_list("group_id", "role")}
    past: dict[tuple[int, str], Term] = {}
    begun = terms.filter(on_or_before("start", viewer.today)).select_related("entity", "group")
    for term in begun.order_by("end", "start", "pk"):
        past[term.group_id, term.role] = term
    return [
        Vacancy(group, seat, _latest(past.get((group.pk, role)) for role in seat.roles))
        for group in groups
        for seat in SEATS
        if group.kind in seat.kinds and not any((group.pk, role) in held for role in seat.roles)
    ]


def _latest(terms: Iterable[Term | None]) -> Term | None:
    return max((term for term in terms if term is not None), key=lambda term: (term.end, term.start), default=None)


def nominations_proposed(viewer: Viewer) -> list[Nomination]:
    """Nominations that wait for the secretariat's confirmation, oldest first."""
    proposed = Nomination.objects.visible_to(viewer).live().filter(status=NominationStatus.PROPOSED)
    return list(proposed.select_related("person", "term__group", "term__entity").order_by("pk"))


def weak_facts(viewer: Viewer) -> list[WeakFacts]:
    """For each kind of record that has any: how many lack a source, how many are unconfirmed; one query."""
    counted = [_weak(model, place, viewer) for place, model in enumerate(SOURCED)]
    rows = counted[0].union(*counted[1:], all=True).order_by("place")
    found = [WeakFacts(SOURCED[row["place"]], row["without"], row["doubtful"]) for row in rows]
    return [each for each in found if each.unsourced or each.unconfirmed]


def _weak(model: Any, place: int, viewer: Viewer) -> models.QuerySet[Any, dict[str, Any]]:
    rows = model.objects.visible_to(viewer).live().order_by()
    rows = rows.rewrite(False) if hasattr(rows, "rewrite") else rows
    counted: models.QuerySet[Any, dict[str, Any]] = (
        rows.annotate(place=Value(place, output_field=IntegerField()))
        .values("place")
        .annotate(without=Count("pk", filter=unsourced()), doubtful=Count("pk", filter=unconfirmed()))
        .values("place", "without", "doubtful")
    )
    return counted


def recent_acts(viewer: Viewer) -> list[Act]:
    """The last operations and what each wrote; the secretariat's alone, for it names records of all kinds."""
    if not viewer.is_secretariat:
        return []
    operations = list(Operation.objects.filter(number__isnull=False).order_by("-number")[:RECENT])
    touched = touched_by(operations)
    return [Act(operation, tuple(touched.get(operation.pk, ()))) for operation in operations]


def worklist(viewer: Viewer) -> dict[str, Any]:
    """Every block of the work list, by the name that the index page gives it."""
    return {
        "terms_ending": terms_ending(viewer),
        "vacancies": vacancies(viewer),
        "nominations_proposed": nominations_proposed(viewer),
        "weak_facts": weak_facts(viewer),
        "recent_acts": recent_acts(viewer),
    }
