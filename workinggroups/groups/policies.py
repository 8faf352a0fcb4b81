"""Who may write groups, terms and nominations (domain rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.groups.models import LEADING_ROLES, NominationStatus, Role

if TYPE_CHECKING:
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer
    from workinggroups.groups.models import Nomination, Term

NOMINATING_ROLES = (*LEADING_ROLES, Role.FOCAL_POINT)
"""Those who, for their own entity, may nominate a person."""


def group_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Groups and their status are the secretariat's; chairs do not change their own group."""
    if viewer.is_secretariat:
        return YES
    return no(_("Groups and their status are kept by the secretariat. Write to it with the change you need."))


def term_write(viewer: Viewer, term: Term | None = None) -> Answer:
    """Appointing is the secretariat's, never the chairs'; only a superuser appoints to the secretariat."""
    if not viewer.is_secretariat:
        return no(_("Terms of office are entered by the secretariat. Write to it with the decision or letter."))
    if term is not None and term.role == Role.SECRETARIAT and not viewer.is_superuser:
        return no(_("Terms of the secretariat give rights over the whole site, so only a superuser changes them."))
    return YES


def nomination_write(viewer: Viewer, nomination: Nomination | None = None) -> Answer:
    """An entity nominates its own people; the secretariat confirms; nobody confirms themselves."""
    if viewer.is_superuser:
        return YES
    if viewer.is_secretariat:
        return _secretariat_nomination(viewer, nomination)
    return _own_entity_nomination(viewer, nomination)


def _own_entity_nomination(viewer: Viewer, nomination: Nomination | None) -> Answer:
    own = viewer.entity_ids(*NOMINATING_ROLES)
    if not own:
        return no(
            _(
                "Chairs, vice-chairs and focal points nominate people of their own entity. "
                "You hold none of these roles today."
            )
        )
    if nomination is None:
        return YES
    if nomination.term.entity_id not in own:
        return no(_("You can nominate people of your own entity only."))
    if nomination.term.role == Role.SECRETARIAT:
        return no(_("Staff of the secretariat are nominated by the secretariat itself."))
    return _own_proposal(viewer, nomination)


def _secretariat_nomination(viewer: Viewer, nomination: Nomination | None) -> Answer:
    if nomination is None:
        return YES
    if nomination.term.role == Role.SECRETARIAT:
        return no(_("Terms of the secretariat give rights over the whole site, so only a superuser changes them."))
    if nomination.person_id == viewer.person_id:
        return no(_("Nobody approves their own record. Ask a colleague in the secretariat to enter it."))
    return YES


def _own_proposal(viewer: Viewer, nomination: Nomination) -> Answer:
    if nomination.status != NominationStatus.PROPOSED:
        return no(
            _(
                "The secretariat confirms nominations. Send yours as “proposed”; "
                "write to the secretariat to change a confirmed one."
            )
        )
    affiliations: Any = nomination.person.affiliations
    if not affiliations.live().as_of(viewer.today).filter(entity_id=nomination.term.entity_id).exists():
        return no(
            _(
                "%(person)s is not on record as staff of %(entity)s today. "
                "Ask the secretariat to enter the affiliation first."
            )
            % {"person": nomination.person, "entity": nomination.term.entity}
        )
    return YES
