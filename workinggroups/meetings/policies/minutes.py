"""Who writes, circulates, adopts and takes back minutes (domain rules 2 and 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.meetings.models import MinutesState
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any
from workinggroups.meetings.policies.meetings import of_its_groups

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import Meeting, Minutes


def minutes_write(viewer: Viewer, minutes: Minutes | None = None) -> Answer:
    """Those who run a group that met, and the secretariat; their alternates as long as it is a draft."""
    if minutes is None:
        return drafts_any(viewer)
    if minutes.state == MinutesState.DRAFT:
        return of_its_groups(viewer, minutes.meeting, drafts)
    return running(viewer, minutes.meeting)


def minutes_archive(viewer: Viewer, minutes: Minutes | None = None) -> Answer:
    """Those who run the group; what is adopted stays, unless the secretariat takes it out of use."""
    if minutes is None:
        return runs_any(viewer)
    answer = running(viewer, minutes.meeting)
    if answer and minutes.state == MinutesState.ADOPTED:
        return adopted_change(viewer)
    return answer


def adopted_change(viewer: Viewer) -> Answer:
    """What was adopted is the record: only the secretariat corrects it, takes it back or archives it."""
    if viewer.is_secretariat:
        return YES
    return no(_("These minutes are adopted. Ask the secretariat to correct them or to take the adoption back."))


def running(viewer: Viewer, meeting: Meeting) -> Answer:
    """Those who run a group that met (of the Committee's meetings the Committee), and the secretariat."""
    answer = of_its_groups(viewer, meeting, runs)
    return endorses_not() if not answer and of_its_groups(viewer, meeting, drafts) else answer
