"""Mails about overlap cases, to the focal points of the entities concerned, the chairs, and the secretariat.

Nobody is written to who may not see the case: where one of the works is hidden from an entity, its people are told
nothing, and the secretariat's page of the case says so.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compact.kernel.periods import Certainty
from compact.kernel.viewers import Door, Seat, Viewer
from workinggroups.groups.models import LEADING_ROLES, Nomination, NominationStatus, Role
from workinggroups.overlaps.concerned import WORK_RELATIONS, leads_of, works_of
from workinggroups.overlaps.models import Case
from workinggroups.overlaps.sides import work_name
from workinggroups.workplans.notices import Addressee, addressees_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from compact.entities.models import Entity

logger = logging.getLogger(__name__)


class Event(models.TextChoices):
    """What a mail tells, as its first sentence."""

    OPENED = "opened", gettext_lazy("Two pieces of work overlap. Please agree how to go on.")
    PROPOSED = "proposed", gettext_lazy("A chair proposes how to settle an overlap. Please accept it, or answer.")
    ACCEPTED = "accepted", gettext_lazy("An entity accepts an outcome of an overlap. Not all have answered yet.")
    REFERRED = "referred", gettext_lazy("An overlap was not agreed in time. The secretariat settles it now.")
    SETTLED = "settled", gettext_lazy("An overlap is settled.")


class Party(NamedTuple):
    """A seat that is concerned, as a viewer who holds nothing else, and the people in it."""

    viewer: Viewer
    people: tuple[Addressee, ...]


def case_tell(case_id: int, event: Event, day: datetime.date) -> int:
    """Write to everybody concerned who may see the case on ``day``; how many mails went out."""
    case = _case(case_id)
    people: dict[str, Addressee] = {}
    for party in _parties(case, event, day):
        if _sees(party.viewer, case):
            people.update({each.address.lower(): each for each in party.people})
    return sum(_send(case, event, to) for to in people.values())


def blind_entities(case: Case, day: datetime.date) -> list[Entity]:
    """The entities concerned whose people may not see the case on ``day``: the other work is hidden from them."""
    return [each for each in leads_of(case.candidate) if not _sees(_seat(Role.FOCAL_POINT, day, entity=each.pk), case)]


def _case(case_id: int) -> Case:
    relations = [f"candidate__{path}" for path in WORK_RELATIONS]
    found: Case = Case.objects.select_related(*relations).get(pk=case_id)
    return found


def _sees(viewer: Viewer, case: Case) -> bool:
    return bool(Case.objects.visible_to(viewer).filter(pk=case.pk).exists())


def _seat(role: str, day: datetime.date, *, entity: int | None = None, group: int | None = None) -> Viewer:
    seat = Seat(role=role, why="", entity_id=entity, group_id=group)
    secretariat = role == Role.SECRETARIAT
    return Viewer(None, "", Door.COMMAND, day, is_secretariat=secretariat, seats=(seat,))


def _parties(case: Case, event: Event, day: datetime.date) -> list[Party]:
    found = [
        Party(_seat(Role.FOCAL_POINT, day, entity=entity), tuple(people))
        for entity, people in addressees_of([lead.pk for lead in leads_of(case.candidate)], day).items()
    ]
    seats = models.Q(term__role__in=LEADING_ROLES, term__group__in=[group.pk for group in case.many("groups")])
    if event == Event.REFERRED:
        seats |= models.Q(term__role=Role.SECRETARIAT)
    return [*found, *_nominated(seats, day)]


def _nominated(seats: models.Q, day: datetime.date) -> Iterable[Party]:
    rows = (
        Nomination.objects.live()
        .filter(seats, status=NominationStatus.CONFIRMED, term__archived_at=None, person__archived_at=None)
        .select_related("term", "person__user")
        .order_by("pk")
    )
    for row in rows:
        to = _addressee(row.person)
        if to is not None and row.certainty_on(day) == Certainty.CERTAIN and row.term.certainty_on(day):
            yield Party(_seat(row.term.role, day, entity=row.term.entity_id, group=row.term.group_id), (to,))


def _addressee(person: Any) -> Addressee | None:
    user = person.user
    address = person.email or (user.email if user is not None and user.is_active else "")
    return Addressee(address, user.language if user is not None else settings.LANGUAGE_CODE) if address else None


def _send(case: Case, event: Event, to: Addressee) -> bool:
    try:
        _message(case, event, to).send()
    except OSError:
        logger.exception("A mail about overlap case %s could not be handed over.", case.uid)
        return False
    return True


def _message(case: Case, event: Event, to: Addressee) -> EmailMessage:
    with translation.override(to.language):
        one, other = map(work_name, works_of(case.candidate))
        context = {
            "sentence": event.label,
            "one": one,
            "other": other,
            "case": case,
            "due": formats.date_format(case.due_on, "DATE_FORMAT"),
            "waits": event in (Event.OPENED, Event.PROPOSED, Event.ACCEPTED),
            "address": settings.SITE_URL + reverse("overlap-case", args=[case.uid]),
        }
        body = render_to_string("email/overlap_case.txt", context)
        subject = _("Overlap: %(one)s and %(other)s") % {"one": one, "other": other}
        return EmailMessage(" ".join(subject.split()), body, to=[to.address])
