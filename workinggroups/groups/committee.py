"""Who sits on the Coordination Committee on a day: computed from terms and participations, never typed.

The Committee has its chair; a representative of CTED; the chairs, co-chairs and vice-chairs of the working
groups; representatives of the *other* entities of the Compact; and UNOCT as its secretariat. Hence an entity
whose seat through one of the former is certain has no further seat as an entity. Where such a seat is only
possible, both are listed: one of the two is true. Focal points do not sit on the Committee.

A post that nobody is known to have held is *not known*; one whose last known holder's term ended is *vacant*.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Case, QuerySet, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from compact.entities.models import Participation
from compact.kernel.dates import on_or_before
from compact.kernel.periods import Certainty, certainly_on, possibly_on
from workinggroups.groups.models import Capacity, Group, GroupKind, Nomination, NominationStatus, Role, Term
from workinggroups.groups.reasons import since, words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    from compact.entities.models import Entity, Person
    from compact.kernel.viewers import Viewer

CTED = "CTED"
"""The entity that has a seat of its own by the Committee's rules."""


class SeatKind(TextChoices):
    """What a seat follows from."""

    COMMITTEE_CHAIR = "committee_chair", _("Chair of the Committee")
    NAMED = "named", _("Seat by name")
    GROUP_CHAIR = "group_chair", _("Chair of a working group")
    GROUP_VICE_CHAIR = "group_vice_chair", _("Vice-chair of a working group")
    ENTITY = "entity", _("Entity of the Compact")
    SECRETARIAT = "secretariat", _("Secretariat of the Committee")


class HolderState(TextChoices):
    """Whether somebody holds the seat. *Not known* and *vacant* are different answers."""

    HELD = "held", _("held")
    VACANT = "vacant", _("vacant")
    NOT_KNOWN = "not_known", _("not known")


@dataclass(frozen=True, slots=True)
class CommitteeSeat:
    """One seat on one ground.

    ``group`` is the Committee or the working group that the seat follows from, None for an entity's own;
    ``certainty`` is "" for a seat that is not held; ``ground`` the record that the seat follows from, of a
    vacant one the term that ended last.
    """

    kind: SeatKind
    group: Group | None
    entity: Entity | None
    holder: HolderState
    certainty: str
    reason: str
    ground: Term | Participation | None
    representatives: tuple[Person, ...] = field(default=())
    alternates: tuple[Person, ...] = field(default=())

    @property
    def source(self) -> str:
        """Where the ground of the seat is from."""
        return self.ground.source if self.ground else ""

    @property
    def evidence(self) -> str:
        """What the ground of the seat rests on."""
        return self.ground.evidence if self.ground else ""

    @property
    def is_unconfirmed(self) -> bool:
        """Whether the ground of the seat is shown as unconfirmed."""
        return self.ground is not None and self.ground.is_unconfirmed


_POSTS = (
    (GroupKind.COMMITTEE, SeatKind.COMMITTEE_CHAIR, (Role.CHAIR, Role.CO_CHAIR)),
    (GroupKind.COMMITTEE, SeatKind.NAMED, (Role.VICE_CHAIR, Role.MEMBER, Role.OBSERVER)),
    (GroupKind.WORKING_GROUP, SeatKind.GROUP_CHAIR, (Role.CHAIR, Role.CO_CHAIR)),
    (GroupKind.WORKING_GROUP, SeatKind.GROUP_VICE_CHAIR, (Role.VICE_CHAIR,)),
    (GroupKind.COMMITTEE, SeatKind.SECRETARIAT, (Role.SECRETARIAT,)),
)
_ENDED = "ended"


def committee_composition(viewer: Viewer, day: datetime.date) -> list[CommitteeSeat]:
    """The seats of the Committee on ``day`` as far as ``viewer`` may see, in four queries; none before it existed."""
    groups = _groups(viewer, day)
    if not any(group.kind == GroupKind.COMMITTEE for group in groups):
        return []
    terms = _terms(viewer, day, groups)
    participations = _participations(viewer, day)
    people = _People(viewer, day, [term for term in terms if term.standing != _ENDED])
    seats = [seat for post in _POSTS for seat in _post_seats(post, groups, terms, participations, people)]
    seated = {
        seat.entity.pk
        for seat in seats
        if seat.entity and seat.certainty == Certainty.CERTAIN and seat.kind != SeatKind.SECRETARIAT
    }
    own = [_participant(each) for each in participations if each.standing != _ENDED and each.entity_id not in seated]
    own = [seat for seat in own if seat.entity and seat.entity.code != CTED]
    return [*(seat for seat in seats if seat.kind != SeatKind.SECRETARIAT), *own, *_only(seats, SeatKind.SECRETARIAT)]


def _only(seats: Sequence[CommitteeSeat], kind: SeatKind) -> list[CommitteeSeat]:
    return [seat for seat in seats if seat.kind == kind]


# --- What there is on the day -----------------------------------------------------------------------------------------


def _groups(viewer: Viewer, day: datetime.date) -> list[Any]:
    kinds = (GroupKind.COMMITTEE, GroupKind.WORKING_GROUP)
    return list(Group.objects.visible_to(viewer).live().as_of(day).filter(kind__in=kinds).order_by("code"))


def _begun(rows: QuerySet[Any], day: datetime.date) -> QuerySet[Any]:
    """Of ``rows`` those that can have begun by ``day``; ``standing`` says certain, possible or ended."""
    standing = Case(
        When(certainly_on(day), then=Value(Certainty.CERTAIN)),
        When(possibly_on(day), then=Value(Certainty.POSSIBLE)),
        default=Value(_ENDED),
    )
    seen = rows.filter(on_or_before("start", day), archived_at__isnull=True, entity__archived_at__isnull=True)
    begun: QuerySet[Any] = seen.annotate(standing=standing).select_related("entity")
    return begun


def _terms(viewer: Viewer, day: datetime.date, groups: Sequence[Any]) -> list[Any]:
    """The terms of ``groups`` by entity, the one that ended last before the others that ended."""
    certain = {group.pk for group in groups if group.certainty == Certainty.CERTAIN}
    rows = _begun(Term.objects.visible_to(viewer), day).filter(group__in=groups)
    terms = list(rows.order_by("entity__code", "-end", "-start", "pk"))
    for term in terms:
        if term.standing == Certainty.CERTAIN and term.group_id not in certain:
            term.standing = Certainty.POSSIBLE
    return terms


def _participations(viewer: Viewer, day: datetime.date) -> list[Any]:
    return list(_begun(Participation.objects.visible_to(viewer), day).order_by("entity__code", "start", "pk"))


class _People:
    """The people confirmed for terms on the day, as far as the viewer may see them."""

    def __init__(self, viewer: Viewer, day: datetime.date, terms: Sequence[Term]) -> None:
        nominations = Nomination.objects.visible_to(viewer).live().as_of(day).select_related("person")
        self._by_term: dict[tuple[int, str], list[Person]] = {}
        for nomination in nominations.filter(
            term__in=terms, status=NominationStatus.CONFIRMED, person__archived_at__isnull=True
        ):
            self._by_term.setdefault((nomination.term_id, nomination.capacity), []).append(nomination.person)

    def of(self, term: Term) -> dict[str, tuple[Person, ...]]:
        """Representatives and alternates in ``term``."""
        names = {"representatives": Capacity.REPRESENTATIVE, "alternates": Capacity.ALTERNATE}
        return {name: tuple(self._by_term.get((term.pk, capacity), ())) for name, capacity in names.items()}


# --- Seats ----------------------------------------------------------------------------------------------------------


def _post_seats(
    post: tuple[GroupKind, SeatKind, tuple[Role, ...]],
    groups: Sequence[Any],
    terms: Sequence[Any],
    participations: Sequence[Any],
    people: _People,
) -> Iterator[CommitteeSeat]:
    """Who holds a post in each group of its kind, or one seat that says why nobody does."""
    group_kind, kind, roles = post
    for group in groups:
        if group.kind != group_kind:
            continue
        theirs = [term for term in terms if term.group_id == group.pk and term.role in roles]
        held = [term for term in theirs if term.standing != _ENDED]
        for term in held:
            yield _held(kind, group, term, people)
        if kind == SeatKind.NAMED:
            if all(term.entity.code != CTED for term in held):
                yield _cted(group, theirs, participations)
        elif not held:
            yield _empty(kind, group, theirs)


def _held(kind: SeatKind, group: Group, term: Any, people: _People) -> CommitteeSeat:
    sentence = words(kind, term.role) % {"group": group.name}
    return CommitteeSeat(
        kind, group, term.entity, HolderState.HELD, term.standing, since(sentence, term), term, **people.of(term)
    )


def _empty(kind: SeatKind, group: Group, ended: Sequence[Any]) -> CommitteeSeat:
    """A post without a holder: vacant when one is known whose term ended."""
    if not ended:
        reason = words(kind, HolderState.NOT_KNOWN) % {"group": group.name}
        return CommitteeSeat(kind, group, None, HolderState.NOT_KNOWN, "", reason, None)
    last = max(ended, key=lambda term: (term.end, term.start))
    facts = {"group": group.name, "entity": last.entity, "period": last.period_display}
    return CommitteeSeat(kind, group, None, HolderState.VACANT, "", words(kind, HolderState.VACANT) % facts, last)


def _cted(group: Group, terms: Sequence[Any], participations: Sequence[Any]) -> CommitteeSeat:
    """CTED's seat where no term on the Committee records it: its part in the Compact decides."""
    theirs = [each for each in (*participations, *terms) if each.entity.code == CTED]
    for participation in theirs:
        if participation.standing != _ENDED:
            reason = since(words(SeatKind.NAMED, Role.MEMBER) % {"group": group.name}, participation)
            return CommitteeSeat(
                SeatKind.NAMED,
                group,
                participation.entity,
                HolderState.HELD,
                participation.standing,
                reason,
                participation,
            )
    return _empty(SeatKind.NAMED, group, theirs)


def _participant(participation: Any) -> CommitteeSeat:
    sentence = words(SeatKind.ENTITY, participation.status) % {"entity": participation.entity}
    return CommitteeSeat(
        SeatKind.ENTITY,
        None,
        participation.entity,
        HolderState.HELD,
        participation.standing,
        since(sentence, participation),
        participation,
    )
