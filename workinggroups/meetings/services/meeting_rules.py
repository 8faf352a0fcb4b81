"""What holds between a meeting, the groups that meet, and what was decided there (domain rule 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from workinggroups.groups.models import Group, GroupKind
from workinggroups.meetings.models import Decision, Meeting, MeetingKind, MeetingStatus
from workinggroups.meetings.policies.leading import drafts
from workinggroups.meetings.services.attending import head_count_check

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer

COMMITTEE_KINDS = (MeetingKind.COMMITTEE, MeetingKind.RETREAT)
"""The kinds of meeting that are the Committee's; groups may join it at a retreat."""


def meeting_check(meeting: Meeting) -> None:
    """Raise ValidationError where the kind, the groups, the state or the counts of ``meeting`` do not fit."""
    _kind_check(meeting)
    _decisions_check(meeting)
    head_count_check(meeting)


def groups_check(actor: Viewer, meeting: Meeting) -> None:
    """Raise ValidationError where others than the secretariat change for a group that they do not run whether it met.

    Those who run one group may ask another to a meeting that is planned. They never take it off, since it would lose
    sight of what it said there; nor do they add it to a meeting that was held, whose minutes it would then see.
    """
    if actor.is_secretariat or meeting.pk is None:
        return
    before = {group.pk: group for group in Group.objects.filter(meetings=meeting)}
    after = {group.pk: group for group in meeting.many("groups")}
    was_held = Meeting.objects.filter(pk=meeting.pk, status=MeetingStatus.HELD).exists()
    changed = before.keys() ^ after.keys() if was_held else before.keys() - after.keys()
    others = [group for key, group in (before | after).items() if key in changed and not drafts(actor, [group])]
    if others:
        text = _("Others run “%(group)s”. Only they and the secretariat say whether it took part.")
        raise ValidationError({"groups": text % {"group": others[0]}})


def _kind_check(meeting: Meeting) -> None:
    groups = meeting.many("groups")
    of_committee = any(group.kind == GroupKind.COMMITTEE for group in groups)
    if meeting.kind in COMMITTEE_KINDS and not of_committee:
        raise ValidationError(
            {"groups": _("A meeting of this kind is the Coordination Committee’s. Choose the Committee.")}
        )
    if meeting.kind == MeetingKind.COMMITTEE and len(groups) > 1:
        raise ValidationError({"groups": _("The Coordination Committee meets alone. Choose the Committee alone.")})
    if meeting.kind not in COMMITTEE_KINDS and of_committee:
        text = _("Where the Coordination Committee meets, choose “Coordination Committee” or “Retreat of the Compact”.")
        raise ValidationError({"kind": text})


def _decisions_check(meeting: Meeting) -> None:
    """What was decided in a meeting stays true of it."""
    if meeting.pk is None:
        return
    decided = list(Decision.objects.live().filter(meeting=meeting).select_related("group"))
    if decided and meeting.status != MeetingStatus.HELD:
        raise ValidationError(
            {"status": _("Decisions are recorded for this meeting, so it was held. Archive them first.")}
        )
    met = {group.pk for group in meeting.many("groups")}
    gone = [each.group for each in decided if each.group.kind != GroupKind.COMMITTEE and each.group_id not in met]
    if gone:
        text = _("“%(group)s” took decisions in this meeting. Keep it among the groups, or correct those first.")
        raise ValidationError({"groups": text % {"group": gone[0]}})
