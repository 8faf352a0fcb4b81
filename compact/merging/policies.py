"""Who merges records and takes merges back: the secretariat, which settles duplicates (domain rule 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no

if TYPE_CHECKING:
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def merge_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Merging and undoing are the secretariat's; entities say what they think of a pair before."""
    if viewer.is_secretariat:
        return YES
    return no(_("Only the secretariat merges records and undoes merges. Tell it which records are the same."))
