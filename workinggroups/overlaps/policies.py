"""Who reports, decides and consents about pairs of records (domain rules 2 and 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no, secretariat_only
from workinggroups.groups.models import LEADING_ROLES, Role
from workinggroups.overlaps.concerned import lead_groups_of, lead_of, works_of
from workinggroups.overlaps.models import ComparedKind, Decided
from workinggroups.overlaps.queries import subject_concerns
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate, Subject


# --- Whom a pair concerns ---------------------------------------------------------------------------------------------


def leads_between(one: Any, other: Any) -> tuple[Entity, ...]:
    """The entities that lead two pieces of work, each once; none for entities and people."""
    leads = [lead_of(record) for record in (one, other) if isinstance(record, Project | PlannedActivity)]
    return tuple({lead.pk: lead for lead in leads}.values())


def leads_of(candidate: Candidate) -> tuple[Entity, ...]:
    """The same for the records that stand for a pair today."""
    return leads_between(*works_of(candidate))


def speaks_for(viewer: Viewer) -> frozenset[int]:
    """The entities whose focal point ``viewer`` is; alternates prepare and decide nothing."""
    return viewer.entity_ids(Role.FOCAL_POINT)


# --- Reporting --------------------------------------------------------------------------------------------------------


def pair_report(viewer: Viewer, candidate: Candidate | None = None) -> Answer:
    """The secretariat, and whoever speaks for an entity or sits in a group, alternates too, about work of theirs."""
    if viewer.is_secretariat:
        return YES
    if not (viewer.entity_ids(alternates=True) or viewer.group_ids(alternates=True)):
        text = _(
            "Records that look alike are reported by the secretariat, the entities and the groups. Tell one of them."
        )
        return no(text)
    if candidate is None:
        return YES
    if candidate.kind != ComparedKind.WORK:
        return no(_("Entities and people are kept by the secretariat. Tell it which two are the same."))
    if any(_concerns(viewer, subject) for subject in (candidate.a, candidate.b)):
        return YES
    return no(_("You report work of your own entity or group. Tell the secretariat which two records look alike."))


def _concerns(viewer: Viewer, subject: Subject) -> bool:
    return type(subject)._base_manager.filter(subject_concerns(viewer, ""), pk=subject.pk).exists()


def pair_keep(viewer: Viewer, record: Record | None = None) -> Answer:
    """Nobody: what was decided on a pair is added to, never taken out."""
    return secretariat_only(viewer) and no(
        _("Pairs stay on record with what was decided on them. Decide on the pair instead.")
    )


# --- Deciding ---------------------------------------------------------------------------------------------------------


def pair_decide(viewer: Viewer, candidate: Candidate, decision: str) -> Answer:
    """Who may decide ``decision`` (one of ``Decided``) on a pair.

    The secretariat all. A lead entity's focal point that the two are the same, which asks the other entity, or that
    they overlap; that they are different, which lasts, only where their entity leads both. Whoever runs a lead group
    may open a case. Asking again what was decided to be different is the administrator's.
    """
    if decision == Decided.ASK_AGAIN:
        return _asks_again(viewer)
    if viewer.is_secretariat:
        return YES
    if candidate.kind != ComparedKind.WORK:
        return secretariat_only(viewer)
    leads, own = {lead.pk for lead in leads_of(candidate)}, speaks_for(viewer)
    if decision == Decided.DIFFERENT and leads & own and not leads <= own:
        return no(_("That two records are different lasts, so the secretariat decides it where two entities lead."))
    if leads & own or (decision == Decided.OVERLAPPING and _runs(viewer, candidate)):
        return YES
    return _not_theirs(viewer, leads)


def _runs(viewer: Viewer, candidate: Candidate) -> bool:
    """Whether ``viewer`` chairs, or is vice-chair of, a group that leads one of the two."""
    own = viewer.group_ids(*LEADING_ROLES)
    return any(group.pk in own for group in lead_groups_of(candidate))


def _not_theirs(viewer: Viewer, leads: set[int]) -> Answer:
    if leads & viewer.entity_ids(alternates=True) or viewer.group_ids(*LEADING_ROLES, alternates=True):
        return no(
            _("The focal points of the lead entities and the secretariat decide this. Tell one of them what you know.")
        )
    return no(_("The focal points of the lead entities and the secretariat decide this. Write to one of them."))


def _asks_again(viewer: Viewer) -> Answer:
    if viewer.is_superuser:
        return YES
    return no(_("Only a superuser asks again about records that were decided to be different. Ask the administrator."))


def own_entity(viewer: Viewer, candidate: Candidate) -> Entity | None:
    """The one lead entity whose focal point ``viewer`` is; None where there is none, or both."""
    own = [lead for lead in leads_of(candidate) if lead.pk in speaks_for(viewer)]
    return own[0] if len(own) == 1 else None


# --- Consenting -------------------------------------------------------------------------------------------------------


def consent_give(viewer: Viewer, entity: Entity | None = None) -> Answer:
    """The entity's own focal point; the secretariat records what it received, and says how."""
    own = speaks_for(viewer)
    if viewer.is_secretariat or (own if entity is None else entity.pk in own):
        return YES
    if own:
        return no(_("You answer for your own entity only."))
    if viewer.entity_ids(alternates=True):
        return no(_("Alternates prepare. Ask the focal point of your entity, or the secretariat, to enter this."))
    return no(_("Whether two records become one is answered by the focal points of the entities that lead them."))
