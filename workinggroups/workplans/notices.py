"""Mails to the addressees of a call: the invitation, and each reminder once.

A notice is stored before its mail goes out, under a constraint, so that two runs at the same moment cannot both
send it; when the mail cannot be handed over, the notice is taken back and the next run tries again.
"""

from __future__ import annotations

import datetime
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from compact.kernel.periods import Certainty
from compact.kernel.zones import moment_in
from workinggroups.groups.models import Capacity, Nomination, NominationStatus, Role
from workinggroups.workplans.models import CallForInputs, CallState, Input, InputState, Notice, NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

    from compact.entities.models import Entity

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to write to, in a language of theirs."""

    address: str
    language: str


def addressees_of(entity_ids: Iterable[int], day: datetime.date) -> dict[int, list[Addressee]]:
    """Whom to write to for each entity on ``day``: its focal points, else whoever it has nominated at all.

    Representatives and alternates both, so that a call outlives a representative's leave; two queries.
    """
    rows = (
        Nomination.objects.live()
        .filter(status=NominationStatus.CONFIRMED, term__entity__in=set(entity_ids), term__archived_at=None)
        .filter(person__archived_at=None)
        .select_related("term", "person__user")
        .order_by("term__entity__code", "pk")
    )
    serving = [row for row in rows if row.certainty_on(day) == Certainty.CERTAIN and row.term.certainty_on(day)]
    found: dict[int, list[Addressee]] = {}
    for focal in (True, False):
        for entity, people in _by_entity(row for row in serving if (row.term.role == Role.FOCAL_POINT) == focal):
            found.setdefault(entity, people)
    return found


def _by_entity(rows: Iterable[Nomination]) -> Iterator[tuple[int, list[Addressee]]]:
    people: dict[int, dict[str, Addressee]] = {}
    for row in sorted(rows, key=lambda row: row.capacity != Capacity.REPRESENTATIVE):
        user = row.person.user
        address = row.person.email or (user.email if user is not None and user.is_active else "")
        if address:
            language = user.language if user is not None else settings.LANGUAGE_CODE
            people.setdefault(row.term.entity_id, {}).setdefault(address.lower(), Addressee(address, language))
    for entity, by_address in people.items():
        yield entity, list(by_address.values())


def unreachable(call: CallForInputs, day: datetime.date) -> list[Entity]:
    """The addressees of ``call`` with nobody to write to on ``day``: the secretariat has to reach them itself."""
    entities = list(call.addressees.order_by("code"))
    reached = addressees_of([entity.pk for entity in entities], day)
    return [entity for entity in entities if entity.pk not in reached]


def invitations_send(call: CallForInputs) -> int:
    """Invite each addressee of a call that was sent and was not invited yet; how many entities were."""
    if call.state != CallState.SENT:
        return 0
    waiting = _waiting().filter(call=call).exclude(notices__kind=NoticeKind.INVITATION)
    return _all_send(waiting, NoticeKind.INVITATION, 0)


def invitations_retry() -> int:
    """Invite whoever an earlier attempt did not reach; how many entities were."""
    return sum(invitations_send(call) for call in CallForInputs.objects.live().filter(state=CallState.SENT))


def reminders_send(now: datetime.datetime | None = None) -> int:
    """Send every reminder that is due at ``now`` (UTC), each once; how many entities were reminded.

    Of several reminders that fell due while nothing ran, only the last goes out.
    """
    moment = now or timezone.now()
    count = 0
    for call in CallForInputs.objects.live().filter(state=CallState.SENT, deadline__gt=moment):
        days = _due_days(call, moment)
        if days is not None:
            count += _all_send(_waiting().filter(call=call), NoticeKind.REMINDER, days)
    return count


def _due_days(call: CallForInputs, now: datetime.datetime) -> int | None:
    steps = [int(each) for each in call.reminder_days.split(";") if each]
    due = [days for days in steps if call.deadline - datetime.timedelta(days=days) <= now]
    return min(due, default=None)


def _waiting() -> QuerySet[Input]:
    rows = Input.objects.live().filter(state=InputState.AWAITED, entity__archived_at=None)
    return rows.select_related("call", "entity").order_by("entity__code")


def _all_send(waiting: QuerySet[Input], kind: NoticeKind, days: int) -> int:
    rows = list(waiting)
    people = addressees_of({row.entity_id for row in rows}, timezone.now().date())
    return sum(_send(row, kind, days, people.get(row.entity_id, [])) for row in rows)


def _send(row: Input, kind: NoticeKind, days: int, people: list[Addressee]) -> bool:
    """Claim the notice, then write to ``people``; False when another run has it or the mail could not go out."""
    notice = Notice(input=row, kind=kind, days_before=days, deadline=row.call.deadline)
    notice.sent_to = "; ".join(each.address for each in people)
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        return False
    try:
        for each in people:
            _message(row, kind, each).send()
    except OSError:
        logger.exception("The mail about input %s could not be handed over; it is tried again.", row.uid)
        notice.delete()
        return False
    return bool(people)


def _message(row: Input, kind: NoticeKind, to: Addressee) -> EmailMessage:
    with translation.override(to.language):
        subject = _("Input wanted: %(title)s") if kind == NoticeKind.INVITATION else _("Reminder: %(title)s")
        context = {
            "call": row.call,
            "entity": row.entity,
            "reminder": kind == NoticeKind.REMINDER,
            "deadline": moment_in(row.call.deadline, row.call.zone),
            "address": settings.SITE_URL + reverse("input-answer", args=[row.uid]),
        }
        body = render_to_string("email/call_for_inputs.txt", context)
        return EmailMessage(" ".join((subject % {"title": row.call.title}).split()), body, to=[to.address])
