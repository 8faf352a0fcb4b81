"""Who may write what in the agreements room: the secretariat all, others nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compact.kernel.policies import Answer, secretariat_only

if TYPE_CHECKING:
    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer


def agreement_write(viewer: Viewer, record: Record | None = None) -> Answer:
    """Agreements, signatures and instruments are the secretariat's."""
    return secretariat_only(viewer)
