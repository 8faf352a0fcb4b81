"""Who may record decisions (domain rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import no
from workinggroups.meetings.models import SilenceProcedure
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any

if TYPE_CHECKING:
    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import Decision


def decision_write(viewer: Viewer, decision: Decision | None = None) -> Answer:
    """The secretariat and those who run the group that decides; their alternates never."""
    if decision is None:
        running, preparing = runs_any(viewer), drafts_any(viewer)
    else:
        running, preparing = runs(viewer, [decision.group]), drafts(viewer, [decision.group])
    return endorses_not() if preparing and not running else running


def decision_archive_policy(viewer: Viewer, decision: Decision | None = None) -> Answer:
    """The same; what silence has decided is taken out of use by the secretariat alone."""
    answer = decision_write(viewer, decision)
    if answer and decision is not None and not viewer.is_secretariat and by_silence(decision):
        return no(_("Silence has decided exactly this. Write to the secretariat with the correction."))
    return answer


def by_silence(decision: Decision) -> bool:
    """Whether a silence procedure has taken ``decision``."""
    return bool(decision.pk) and SilenceProcedure.objects.filter(decision=decision.pk).exists()
