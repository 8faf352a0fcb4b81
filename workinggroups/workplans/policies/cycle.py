"""Who may write what goes through the cycle of rule 4 of the domain: terms of reference and work plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any
from workinggroups.workplans.models import CycleState

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import TermsOfReference, WorkPlan

FINAL = (CycleState.APPROVED, CycleState.CLOSED)
"""The states that the Committee's decision leads to, which the secretariat records."""


def cycle_write(viewer: Viewer, record: TermsOfReference | WorkPlan | None = None) -> Answer:
    """Up to the group's endorsement those who run it, alternates a draft alone; from approval on the secretariat."""
    if record is None:
        return drafts_any(viewer)
    if viewer.is_secretariat:
        return YES
    drafting = drafts(viewer, [record.group])
    if not drafting:
        return drafting
    if not runs(viewer, [record.group]):
        return YES if record.state == CycleState.DRAFT else endorses_not()
    return YES if record.state not in FINAL else _the_committee_approves()


def cycle_archive(viewer: Viewer, record: TermsOfReference | WorkPlan | None = None) -> Answer:
    """The same, but never alternates."""
    answer = cycle_write(viewer, record)
    running = runs_any(viewer) if record is None else runs(viewer, [record.group])
    return endorses_not() if answer and not running else answer


def _the_committee_approves() -> Answer:
    return no(
        _(
            "The Committee approves, and the secretariat records it: the approval, what is corrected after it, and "
            "the end. Write to the secretariat with what you need."
        )
    )
