"""Mails from one officer to the contacts of activities near their own; each contact gets one of their own.

What is sent is recorded as an operation with its subject and the entities written to, never the text. That record
also keeps count: a user sends a few such messages an hour.
"""

from __future__ import annotations

import datetime
import logging
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.operations import Operation, operation
from workinggroups.projects.near import MOST_CONTACTS
from workinggroups.projects.pages import shown
from workinggroups.projects.policies.planned import contacts_write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compact.accounts.models import User
    from compact.kernel.viewers import Viewer
    from workinggroups.projects.models import PlannedActivity

logger = logging.getLogger(__name__)

MOST_AN_HOUR = 10
"""How many messages a user sends within an hour at most."""

_SIGN = "✉ "
"""What the record of a message begins with, in every language."""


def contacts_send(
    *, actor: Viewer, sender: User, activities: Iterable[PlannedActivity], subject: str, body: str
) -> tuple[int, list[str]]:
    """Write to the contacts of ``activities``, which ``actor`` may see; how many were reached, and who was not.

    The answer goes to ``sender``. Refused for those who may not; ValidationError for too much at once.
    """
    contacts_write(actor).require()
    by_address: dict[str, list[PlannedActivity]] = {}
    for activity in activities:
        if activity.contact_email:
            by_address.setdefault(activity.contact_email.lower(), []).append(activity)
    _limits_check(actor, sum(len(rows) for rows in by_address.values()))
    subject = " ".join(subject.split())
    entities = dict.fromkeys(str(row.entity) for rows in by_address.values() for row in rows)
    with operation(actor=actor, reason=f"{_SIGN}{subject} → {', '.join(entities)}"):
        pass
    missed = [
        rows[0].contact_email
        for rows in by_address.values()
        if not _sent(_message(sender, rows[0].contact_email, _words(actor, rows), subject, body))
    ]
    return len(by_address) - len(missed), missed


def _words(actor: Viewer, activities: list[PlannedActivity]) -> list[str]:
    """Each of ``activities`` in a line, without a theme that is hidden from ``actor``."""
    found = []
    for each in shown(actor, activities):
        parts = (each.entity, each.where, each.institution, each.title or each.theme, each.when)
        found.append(" · ".join(part for part in parts if part))
    return found


def _limits_check(actor: Viewer, number: int) -> None:
    if not number:
        raise ValidationError(_("None of these contacts has an e-mail address. Call them."))
    if number > MOST_CONTACTS:
        raise ValidationError(_("Write to %(most)d contacts at most.") % {"most": MOST_CONTACTS})
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    sent = Operation.objects.filter(actor_id=actor.user_id, time__gte=hour_ago, reason__startswith=_SIGN)
    if sent.count() >= MOST_AN_HOUR:
        text = _("You have sent %(most)d messages within the hour. Send this one later, or use your own mail program.")
        raise ValidationError(text % {"most": MOST_AN_HOUR})


def _message(sender: User, address: str, activities: list[str], subject: str, body: str) -> EmailMessage:
    """One mail; of activities it names only those of the contact who gets it."""
    context = {"body": body.replace("\r\n", "\n"), "sender": sender, "activities": activities}
    text = render_to_string("email/planned_activity.txt", context)
    return EmailMessage(subject, text, to=[address], reply_to=[sender.email])


def _sent(message: EmailMessage) -> bool:
    try:
        message.send()
    except OSError:
        logger.exception("A message to the contact of a planned activity could not be handed over.")
        return False
    return True
