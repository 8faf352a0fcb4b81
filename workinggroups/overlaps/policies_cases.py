"""Who opens, facilitates, accepts and settles overlap cases (domain rules 2 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import LEADING_ROLES, Role
from workinggroups.meetings.policies.actions import action_write
from workinggroups.meetings.policies.leading import drafts, endorses_not
from workinggroups.overlaps.concerned import lead_groups_of, leads_of
from workinggroups.overlaps.models import CaseState

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Group
    from workinggroups.overlaps.models import Candidate, Case, Position


class Possible(NamedTuple):
    """For which ``parties`` (entities or groups) a viewer may act; when for none, the ``answer`` says why not."""

    parties: tuple[Any, ...]
    answer: Answer


def case_write(viewer: Viewer, case: Case | None = None) -> Answer:
    """Nobody: a case is opened by a decision on a pair, moves by steps, and is never put away."""
    return no(
        _(
            "A case is opened by deciding on a pair that it overlaps. It moves by steps: chairs propose, "
            "entities accept, the secretariat settles what is not agreed in time."
        )
    )


def position_write(viewer: Viewer, position: Position | None = None) -> Answer:
    """Nobody: positions are taken by the steps of a case, and what was said stays."""
    return no(_("Positions are taken on the page of the case, by proposing or accepting; what was said stays."))


def case_open(viewer: Viewer, candidate: Candidate) -> Answer:
    """The secretariat, the focal points of the lead entities, and those who run the lead groups; no alternates."""
    if viewer.is_secretariat:
        return YES
    own, led = viewer.entity_ids(Role.FOCAL_POINT), viewer.group_ids(*LEADING_ROLES)
    if any(lead.pk in own for lead in leads_of(candidate)) or any(each.pk in led for each in lead_groups_of(candidate)):
        return YES
    return no(
        _(
            "A case is opened by the focal point of an entity that leads one of the two, by the chairs and "
            "vice-chairs of their groups, and by the secretariat. Write to one of them."
        )
    )


def proposing(viewer: Viewer, case: Case) -> Possible:
    """For which groups ``viewer`` may propose an outcome; the secretariat records what a chair told it."""
    groups = case.many("groups")
    answer = still_open(case)
    if not answer:
        return Possible((), answer)
    own = viewer.group_ids(*LEADING_ROLES)
    found = tuple(group for group in groups if viewer.is_secretariat or group.pk in own)
    if found:
        return Possible(found, YES)
    if not groups:
        return Possible((), no(_("No group leads either of the two, so the secretariat facilitates.")))
    return Possible((), endorses_not() if drafts(viewer, groups) else _not_chairing())


def _not_chairing() -> Answer:
    return no(
        _(
            "The chairs and vice-chairs of the groups that lead one of the two propose an outcome. "
            "Write to them with your idea."
        )
    )


def accepting(viewer: Viewer, case: Case) -> Possible:
    """For which entities concerned ``viewer`` may accept an outcome; the secretariat records what one told it."""
    entities = leads_of(case.candidate)
    answer = still_open(case)
    if not answer:
        return Possible((), answer)
    own = viewer.entity_ids(Role.FOCAL_POINT)
    found = tuple(entity for entity in entities if viewer.is_secretariat or entity.pk in own)
    return Possible(found, YES) if found else Possible((), _not_concerned(viewer, entities))


def _not_concerned(viewer: Viewer, entities: list[Entity]) -> Answer:
    stands_in = viewer.entity_ids(Role.FOCAL_POINT, alternates=True)
    if any(entity.pk in stands_in for entity in entities):
        return no(_("Alternates prepare. Ask the focal point of your entity, or the secretariat, to accept this."))
    return no(
        _(
            "The focal points of the entities that lead one of the two accept an outcome. "
            "Write to them, or to the chairs who facilitate."
        )
    )


def case_propose(viewer: Viewer, case: Case) -> Answer:
    """Whether ``viewer`` may propose an outcome for one of the groups."""
    return proposing(viewer, case).answer


def case_accept(viewer: Viewer, case: Case) -> Answer:
    """Whether ``viewer`` may accept an outcome for one of the entities concerned."""
    return accepting(viewer, case).answer


def case_settle(viewer: Viewer, case: Case) -> Answer:
    """The secretariat decides what was not agreed in time, or what it is asked to decide."""
    if viewer.is_secretariat:
        return still_open(case)
    return no(_("The secretariat settles what is not agreed in time. Write to it if you cannot agree."))


def case_follow_up(viewer: Viewer, case: Case, group: Group | None = None) -> Answer:
    """Those who give out action items of the group, their alternates, and the secretariat; also when settled."""
    groups = [group] if group is not None else case.many("groups")
    answer = drafts(viewer, groups)
    return action_write(viewer, None) if answer else answer


def still_open(case: Case) -> Answer:
    """Yes until the case is settled; then it is for reading, and for what is to be done about it."""
    if case.is_archived:
        return no(_("This record is archived. Restore it before you change it."))
    if case.state != CaseState.SETTLED:
        return YES
    text = _("This case is settled (%(outcome)s), so it is for reading only.")
    return no(text % {"outcome": case.get_outcome_display()})
