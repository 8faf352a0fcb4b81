"""Mails to the focal points of lead entities that are asked whether two records are the same work.

Nobody is written to who may not see the pair: the secretariat asks such an entity itself.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from compact.kernel.viewers import Door, Seat, Viewer
from workinggroups.groups.models import Role
from workinggroups.overlaps.concerned import works_of
from workinggroups.overlaps.models import Candidate, Consent
from workinggroups.overlaps.sides import work_name
from workinggroups.workplans.notices import addressees_of

if TYPE_CHECKING:
    import datetime

    from workinggroups.overlaps.models import PairDecision
    from workinggroups.workplans.notices import Addressee

logger = logging.getLogger(__name__)


def consents_tell(decision: PairDecision, day: datetime.date) -> None:
    """Write to whoever has to answer, once the decision is stored."""
    transaction.on_commit(partial(consents_send, decision.pk, day))


def consents_send(decision_id: int, day: datetime.date) -> int:
    """Write to the focal points and alternates of each entity whose answer is awaited; how many mails went out."""
    rows: Any = Consent.objects.filter(decision=decision_id, agrees__isnull=True).select_related("decision", "entity")
    people = addressees_of([row.entity_id for row in rows], day)
    return sum(_send(row, to) for row in rows if _sees(row, day) for to in people.get(row.entity_id, ()))


def _sees(consent: Consent, day: datetime.date) -> bool:
    """Whether the entity's focal point, who holds nothing else, sees the pair."""
    seat = Seat(role=Role.FOCAL_POINT, why="", entity_id=consent.entity_id)
    viewer = Viewer(None, "", Door.COMMAND, day, seats=(seat,))
    return bool(Candidate.objects.visible_to(viewer).filter(pk=consent.decision.candidate_id).exists())


def _send(consent: Consent, to: Addressee) -> bool:
    try:
        _message(consent, to).send()
    except OSError:
        logger.exception("A mail about pair decision %s could not be handed over.", consent.decision.uid)
        return False
    return True


def _message(consent: Consent, to: Addressee) -> EmailMessage:
    pair = consent.decision.candidate
    with translation.override(to.language):
        one, other = map(work_name, works_of(pair))
        context = {
            "entity": consent.entity,
            "one": one,
            "other": other,
            "reason": consent.decision.reason,
            "address": settings.SITE_URL + reverse("overlap", args=[pair.uid]),
        }
        subject = _("The same work twice? %(title)s") % {"title": one}
        body = render_to_string("email/merge_consent.txt", context)
        return EmailMessage(" ".join(subject.split()), body, to=[to.address])
