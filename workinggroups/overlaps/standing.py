"""How an overlap case stands: who has said what, who is still awaited, and for whom it waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from workinggroups.groups.models import LEADING_ROLES, Role
from workinggroups.overlaps.concerned import WORK_RELATIONS, leads_of, works_of
from workinggroups.overlaps.models import OPEN_CASES, Case, CaseState, Outcome, Position, PositionRole
from workinggroups.overlaps.sides import work_name
from workinggroups.overlaps.working_days import working_days_between

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate

RELATIONS = tuple(f"candidate__{path}" for path in WORK_RELATIONS)


def cases_seen(viewer: Viewer) -> Any:
    """The cases in use that ``viewer`` sees, with their works."""
    return Case.objects.visible_to(viewer).live().select_related("candidate", *RELATIONS)


def latest_of(positions: Iterable[Position]) -> dict[int, Position]:
    """The latest position of each entity among ``positions``, by its id; it alone counts."""
    said = [each for each in positions if each.role == PositionRole.ENTITY]
    return {each.entity_id or 0: each for each in sorted(said, key=lambda each: (each.made_at, each.pk))}


def positions_of(cases: Sequence[Case]) -> dict[int, list[Position]]:
    """What was said in each of ``cases``, the oldest first, by the key of the case; one query."""
    rows = Position.objects.live().filter(case__in=[case.pk for case in cases]).select_related("entity", "group")
    found: dict[int, list[Position]] = {case.pk: [] for case in cases}
    for row in rows.order_by("made_at", "pk"):
        found[row.case_id].append(row)
    return found


def agreement(entities: Sequence[Entity], positions: Iterable[Position]) -> list[Position]:
    """The latest positions of all ``entities`` when they agree; none otherwise.

    Who withdraws is said in words alone, so there the words have to be the same.
    """
    latest = latest_of(positions)
    said = [latest[entity.pk] for entity in entities if entity.pk in latest]
    if not said or len(said) < len(entities) or len({each.outcome for each in said}) > 1:
        return []
    words = {" ".join(each.text.casefold().split()) for each in said}
    return said if said[0].outcome != Outcome.ONE_WITHDRAWS or len(words) == 1 else []


def case_name(case: Case) -> str:
    """What a case is called: both works, in the order of the pair."""
    return pair_name(case.candidate)


def pair_name(pair: Candidate) -> str:
    """What a pair of works is called: both, in their order."""
    return " ↔ ".join(map(work_name, works_of(pair)))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for a viewer, and how many working days are left; negative when it is late."""

    case: Case
    days_left: int

    @property
    def name(self) -> str:
        """Both works."""
        return case_name(self.case)

    @property
    def days_late(self) -> int:
        """By how many working days it is late; negative when it is not."""
        return -self.days_left

    @property
    def is_open(self) -> bool:
        """Whether the entities still have to agree."""
        return self.case.state == CaseState.OPEN


def days_left(case: Case, day: datetime.date) -> int:
    """The working days from ``day`` until the case goes to the secretariat; negative when that is over."""
    return working_days_between(day, case.due_on)


def cases_waiting(viewer: Viewer) -> list[Waiting]:
    """The open cases in which something is asked of ``viewer``, the most urgent first; three queries at most.

    Of focal points and their alternates: that their entity accepts, until it did after all that others said. Of those
    who run a group: that it proposes. Of nobody else; what waits for the secretariat is on its own work list.
    """
    entities = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    groups = viewer.group_ids(*LEADING_ROLES, alternates=True)
    if not entities and not groups:
        return []
    rows = list(cases_seen(viewer).filter(state__in=OPEN_CASES).prefetch_related("groups").order_by("due_on", "pk"))
    said = positions_of(rows)
    waiting = [row for row in rows if _asks(row, said[row.pk], entities, groups)]
    return [Waiting(row, days_left(row, viewer.today)) for row in waiting]


def _asks(case: Case, said: list[Position], entities: frozenset[int], groups: frozenset[int]) -> bool:
    own = {lead.pk for lead in leads_of(case.candidate)} & entities
    if any(_is_to_answer(entity, said) for entity in own):
        return True
    facilitating = any(group.pk in groups for group in case.groups.all())
    return facilitating and case.state == CaseState.OPEN and not any(each.group_id for each in said)


def _is_to_answer(entity: int, said: list[Position]) -> bool:
    """Whether the last thing said in the case differs from what the entity said last."""
    own = latest_of(said).get(entity)
    return own is None or said[-1].outcome != own.outcome


def cases_referred(viewer: Viewer) -> list[Case]:
    """The cases that the secretariat is to settle, the oldest first."""
    return list(cases_seen(viewer).filter(Q(state=CaseState.SECRETARIAT)).order_by("referred_on", "pk"))
