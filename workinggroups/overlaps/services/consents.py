"""Every write to consents: each lead entity says whether two records are the same work and become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.writes import RecordServices, record_lock, record_save
from workinggroups.overlaps import policies
from workinggroups.overlaps.decided import consents_of, merge_allowed
from workinggroups.overlaps.models import CandidateState, Consent
from workinggroups.overlaps.services.linking import planned_link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.entities.models import Entity
    from compact.kernel.viewers import Viewer
    from workinggroups.overlaps.models import Candidate, PairDecision

consents = RecordServices(Consent, policies.pair_keep)
"""What every record has; answers are given by :func:`consent_give` alone."""


def consents_ask(actor: Viewer, decision: PairDecision, leads: Iterable[Entity]) -> None:
    """Make a place for the answer of each of ``leads``; whoever decides for their own entity has answered."""
    own = policies.speaks_for(actor)
    for entity in leads:
        row = Consent(decision=decision, entity=entity)
        if entity.pk in own:
            _answer(actor, row, agrees=True, text=decision.reason)
        record_save(row)


def consent_give(
    *, actor: Viewer, candidate: Candidate, version: int, entity: Entity | None, agrees: bool | None, text: str = ""
) -> Candidate:
    """Say for a lead entity whether the two records become one; the pair's own version grows.

    An answer can be changed until the two are merged. A no says why; what the secretariat enters for an entity says
    how it was told. A planned activity and a project are linked as soon as all agree, since they cannot be merged.
    StaleVersion, Refused, or ValidationError on ``entity``, ``agrees`` or ``text``.
    """
    policies.consent_give(actor, entity).require()
    with operation(actor=actor, reason=text):
        row = record_lock(candidate, version=version, submitted={"agrees": agrees, "text": text})
        consent = _place(row, entity)
        policies.consent_give(actor, consent.entity).require()
        _check(actor, consent, agrees, text)
        _answer(actor, consent, agrees=bool(agrees), text=text)
        consent.version += 1
        record_save(consent)
        if merge_allowed(row.a.survivor, row.b.survivor):
            planned_link(actor, row)
        row.version += 1
        record_save(row)
    return row


def _place(row: Candidate, entity: Entity | None) -> Consent:
    if row.state != CandidateState.SAME:
        raise ValidationError(_("Nobody is asked about this pair now. Look at what was decided."))
    consents = consents_of(row)
    if not consents:
        raise ValidationError(_("One entity leads both, so nobody else has to agree."))
    found = next((each for each in consents if entity is not None and each.entity_id == entity.pk), None)
    if found is None:
        names = ", ".join(str(each.entity) for each in consents)
        raise ValidationError({"entity": _("Name the entity that answers: %(names)s.") % {"names": names}})
    return found


def _check(actor: Viewer, consent: Consent, agrees: bool | None, text: str) -> None:
    if agrees is None:
        raise ValidationError({"agrees": _("Say whether the entity agrees.")})
    if not agrees and not text.strip():
        raise ValidationError({"text": _("Say why not, so that the others know what is to be settled.")})
    if consent.entity_id not in policies.speaks_for(actor) and not text.strip():
        raise ValidationError({"text": _("Say how the entity answered, for example “letter of 3 May 2026”.")})


def _answer(actor: Viewer, consent: Consent, *, agrees: bool, text: str) -> None:
    consent.agrees, consent.text = agrees, text.strip()
    consent.answered_at, consent.answered_by_id = timezone.now(), actor.user_id
