"""The log of merges as a resource: read like all others, and written by merging and undoing alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import Answer, no
from compact.kernel.writes import RecordServices
from compact.merging.models import Merge
from compact.merging.policies import merge_write

if TYPE_CHECKING:
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def log_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Nobody edits the log."""
    answer = merge_write(viewer)
    return no(_("The log of merges is not edited: undo the merge instead.")) if answer else answer


log = RecordServices(Merge, log_write)
