"""Who opens a silence procedure, and who may break silence (domain rules 2 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from compact.entities.models import Entity
from compact.kernel.policies import YES, Answer, no, secretariat_only
from compact.kernel.zones import moment_in
from workinggroups.groups.models import LEADING_ROLES, Role, Term
from workinggroups.meetings.models import Breakers, Objection
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any

if TYPE_CHECKING:
    import datetime

    from django.db import models

    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import SilenceProcedure

_BREAKING_ROLES = {Breakers.MEMBERS: (*LEADING_ROLES, Role.MEMBER), Breakers.CHAIRS: LEADING_ROLES}


# --- The procedure ----------------------------------------------------------------------------------------------------


def procedure_write(viewer: Viewer, procedure: SilenceProcedure | None = None) -> Answer:
    """The secretariat and those who run the group, until it is closed; their alternates prepare the text."""
    if procedure is None:
        running, preparing = runs_any(viewer), drafts_any(viewer)
    else:
        running, preparing = runs(viewer, [procedure.group]), drafts(viewer, [procedure.group])
    if not running:
        return endorses_not() if preparing else running
    return YES if procedure is None else still_running(procedure)


def procedure_archive(viewer: Viewer, procedure: SilenceProcedure | None = None) -> Answer:
    """The secretariat, while it runs; those who run the group withdraw it instead."""
    if viewer.is_secretariat:
        return YES if procedure is None else still_running(procedure)
    if runs_any(viewer):
        return no(_("Close the silence procedure as withdrawn. Only the secretariat archives one, entered in error."))
    return secretariat_only(viewer)


def still_running(procedure: SilenceProcedure) -> Answer:
    """Yes until the procedure is closed; then it is for reading only."""
    if procedure.is_running:
        return YES
    when = moment_in(procedure.closed_at, procedure.zone) if procedure.closed_at else _("not known")
    text = _("This silence procedure was closed (%(outcome)s, %(moment)s), so it is for reading only.")
    return no(text % {"outcome": procedure.get_state_display(), "moment": when})


# --- Objections -------------------------------------------------------------------------------------------------------


def objection_write(viewer: Viewer, objection: Objection | None = None) -> Answer:
    """Representatives for their own entity, and the secretariat on behalf of one, while the procedure runs."""
    if objection is None:
        return _speaks(viewer)
    allowed = _speaks_for(viewer, objection.entity_id)
    if not allowed:
        return allowed
    if objection.withdrawn_at is not None:
        return no(_("This objection is withdrawn, so it is for reading only. Make a new one while there is time."))
    return still_running(objection.procedure)


def objection_archive(viewer: Viewer, objection: Objection | None = None) -> Answer:
    """The secretariat, for what it entered itself in error; what an entity said is withdrawn, never put away."""
    if not viewer.is_secretariat:
        return secretariat_only(viewer)
    if objection is None:
        return YES
    if made_by_entity(objection):
        return no(_("The entity made this objection itself. It is ended by withdrawing it, not by the archive."))
    return still_running(objection.procedure)


def made_by_entity(objection: Objection) -> bool:
    """Whether the person whom the objection names entered it: its wording is the entity's own."""
    if objection.person is None or objection.person.user_id is None:
        return False
    rows = objection.history.order_by("history_id")  # type: ignore[attr-defined]  # every record's
    actor = rows.values_list("operation__actor", flat=True).first()
    return bool(actor == objection.person.user_id)


def _speaks(viewer: Viewer) -> Answer:
    if viewer.is_secretariat or viewer.entity_ids():
        return YES
    if viewer.entity_ids(alternates=True):
        return _representative_only()
    return no(
        _(
            "Silence is broken by the representatives of the addressees. You represent no entity today. "
            "Write to the focal point of your entity."
        )
    )


def _speaks_for(viewer: Viewer, entity_id: int) -> Answer:
    if viewer.is_secretariat or entity_id in viewer.entity_ids():
        return YES
    if entity_id in viewer.entity_ids(alternates=True):
        return _representative_only()
    return no(_("You can object for your own entity only.")) if viewer.entity_ids() else _speaks(viewer)


def _representative_only() -> Answer:
    return no(_("Alternates prepare. Ask the representative of your entity, or the secretariat, to enter this."))


# --- Who may break silence --------------------------------------------------------------------------------------------


class Breaking(NamedTuple):
    """For which ``entities`` a viewer may object now; when for none, the ``answer`` says why not."""

    entities: tuple[Entity, ...]
    answer: Answer


def breaking(viewer: Viewer, procedure: SilenceProcedure) -> Breaking:
    """For which of their own entities ``viewer`` may break silence at this moment, or the reason why for none."""
    now = timezone.now()
    answer = still_running(procedure)
    if answer and now > procedure.deadline:
        answer = no(deadline_over(procedure))
    own = viewer.entity_ids()
    addressed = [entity for entity in procedure.many("addressees") if entity.pk in own]
    if answer and not addressed:
        answer = _not_addressed(viewer, procedure)
    if not answer:
        return Breaking((), answer)
    able = entitled(procedure, now.date())
    entities = [entity for entity in addressed if entity.pk in able]
    if not entities:
        return Breaking((), no(not_entitled(procedure, addressed[0])))
    standing = set(standing_objections(procedure).values_list("entity_id", flat=True))
    left = tuple(entity for entity in entities if entity.pk not in standing)
    return Breaking(left, YES if left else no(_("Your entity has objected already, and the objection stands.")))


def entitled(procedure: SilenceProcedure, day: datetime.date) -> frozenset[int]:
    """The ids of the addressees that may break silence on ``day``, by their terms in the group."""
    addressees = frozenset(entity.pk for entity in procedure.many("addressees"))
    roles = _BREAKING_ROLES.get(Breakers(procedure.breakers))
    if roles is None:
        return addressees
    terms = Term.objects.live().as_of(day).filter(group=procedure.group_id, role__in=roles, entity__in=addressees)
    return frozenset(terms.values_list("entity_id", flat=True))


def standing_objections(procedure: SilenceProcedure) -> models.QuerySet[Any]:
    """The objections that stand: neither withdrawn nor archived."""
    found: models.QuerySet[Any] = Objection.objects.live().filter(procedure=procedure, withdrawn_at__isnull=True)
    return found


def deadline_over(procedure: SilenceProcedure) -> str:
    """The sentence for whoever comes too late; it names the deadline in its own zone."""
    text = _(
        "The deadline was %(moment)s. It is over, so no objection is taken any more. "
        "Ask those who opened the procedure for an extension."
    )
    return text % {"moment": moment_in(procedure.deadline, procedure.zone)}


def not_entitled(procedure: SilenceProcedure, entity: Entity) -> str:
    """The sentence for an addressee that is told of the procedure but may not break silence."""
    text = _("%(entity)s is an addressee but may not break silence here. Who may: %(who)s.")
    return text % {"entity": entity, "who": procedure.get_breakers_display()}


def _not_addressed(viewer: Viewer, procedure: SilenceProcedure) -> Answer:
    stands_in = viewer.entity_ids(alternates=True)
    if any(entity.pk in stands_in for entity in procedure.many("addressees")):
        return _representative_only()
    return no(_("Only the addressees can object. None of them is an entity that you represent."))
