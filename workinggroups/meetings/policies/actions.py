"""Who gives out action items, and who says how far they have come (domain rule 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import ActionItem


def action_write(viewer: Viewer, item: ActionItem | None = None) -> Answer:
    """Those who run the group, their alternates, and the secretariat; of a stored item also the entity in charge."""
    if item is None:
        return drafts_any(viewer)
    answer = drafts(viewer, [item.group])
    if answer or item.pk is None:
        return answer
    if item.entity_id in viewer.entity_ids(alternates=True):
        return YES
    return no(
        _(
            "Only the secretariat, those who run the group and the entity in charge can change this action item. "
            "Write to them with what you know."
        )
    )


def action_archive(viewer: Viewer, item: ActionItem | None = None) -> Answer:
    """Those who run the group, and the secretariat; their alternates prepare only."""
    if item is None:
        return runs_any(viewer)
    answer = runs(viewer, [item.group])
    return endorses_not() if not answer and drafts(viewer, [item.group]) else answer
