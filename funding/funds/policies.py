"""Who may write what in the funds room: the secretariat all, others nothing; nobody takes out what was posted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import Answer, no, secretariat_only

if TYPE_CHECKING:
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def fund_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Funds, funding partners and all entries are the secretariat's."""
    return secretariat_only(viewer)


def entry_archive(viewer: Viewer, record: Record | None = None) -> Answer:
    """Nobody: an entry leaves the sums by its reversal alone (domain rule 6)."""
    return fund_write(viewer, record) and no(
        _("What was posted stays. Reverse the entry, with a reason, instead of archiving it.")
    )
