"""Terms that end, leading seats without a holder, nominations to confirm."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy

from compact.kernel.dates import on_or_after, on_or_before, partial_date_display
from compact.kernel.periods import EndState
from compact.reports.worklist.blocks import Block
from workinggroups.groups.models import Group, GroupKind, Nomination, NominationStatus, Role, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import _StrPromise

    from compact.kernel.viewers import Viewer

SOON = datetime.timedelta(days=90)


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


def blocks(viewer: Viewer) -> list[Block]:
    """Ending terms as a table, vacant seats, proposed nominations."""
    return [
        Block(
            "proposed",
            gettext_lazy("Nominations waiting for confirmation"),
            gettext_lazy("nominations to confirm"),
            nominations_proposed(viewer),
            "admin/worklist/nominations.html",
        ),
        Block(
            "vacant",
            gettext_lazy("Leading seats without a holder"),
            gettext_lazy("leading seats without a holder"),
            vacancies(viewer),
            "admin/worklist/vacancies.html",
        ),
        Block(
            "ending",
            gettext_lazy("Terms ending within 90 days"),
            gettext_lazy("terms that end within 90 days"),
            terms_ending(viewer),
            "admin/worklist/terms.html",
            more_address=f"{reverse('admin:workinggroups_term_changelist')}?today=yes",
            more_label=gettext_lazy("All terms in force today"),
            wide=True,
        ),
    ]
