"""Every write to decisions. They are never deleted: a correction is an update, which the history keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.entities.queries import LANGUAGES
from compact.kernel.writes import RecordServices
from workinggroups.groups.models import GroupKind
from workinggroups.meetings.models import Decision, MeetingStatus
from workinggroups.meetings.policies.decisions import by_silence, decision_archive_policy, decision_write
from workinggroups.meetings.services.meetings import meeting_lock

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


_SILENCE_TOOK = (
    *("group", "meeting", "verb", "subject_kind", "text", "document", "decided_on"),
    *(f"subject_{language}" for language in LANGUAGES),
)
"""What the addressees of a silence procedure agreed to, and when."""


def _exact_check(actor: Viewer, decision: Decision) -> None:
    """What silence has decided stays as the addressees had it before them; the secretariat corrects a slip."""
    if actor.is_secretariat or not by_silence(decision):
        return
    stored, fields = Decision.objects.get(pk=decision.pk), Decision._meta
    columns = {name: getattr(fields.get_field(name), "attname", name) for name in _SILENCE_TOOK}
    changed = [name for name, column in columns.items() if getattr(stored, column) != getattr(decision, column)]
    if changed:
        text = _("Silence has decided exactly this. Write to the secretariat with the correction.")
        raise ValidationError(dict.fromkeys(changed, text))


def _decision_guard(actor: Viewer, decision: Decision) -> None:
    """A decision of a meeting was taken there: the meeting was held, and by one that met or by the Committee."""
    _exact_check(actor, decision)
    if decision.meeting is None:
        return
    meeting = meeting_lock(decision.meeting)
    if meeting.status != MeetingStatus.HELD:
        raise ValidationError(
            {"meeting": _("This meeting is not recorded as held. Mark it as held, then record what it decided.")}
        )
    if decision.group.kind != GroupKind.COMMITTEE and decision.group not in meeting.many("groups"):
        raise ValidationError(
            {"group": _("This group did not meet there. Choose a group of the meeting, or another meeting.")}
        )


decisions = RecordServices(Decision, decision_write, _decision_guard, decision_archive_policy)
decision_create, decision_update = decisions.create, decisions.update
decision_archive, decision_restore = decisions.archive, decisions.restore
