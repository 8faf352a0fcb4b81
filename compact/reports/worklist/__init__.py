"""What waits for the secretariat, block by block; blocks with nothing in them are named in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compact.reports.worklist import groups, meetings, overlaps, pairs, plans, records

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def worklist(viewer: Viewer) -> dict[str, Any]:
    """Every block that has something to do, the most urgent first; the names of the others; the last acts."""
    silence, *rest = meetings.blocks(viewer)
    calls, *reports = plans.blocks(viewer)
    found = [
        silence,
        calls,
        *rest,
        *overlaps.blocks(viewer),
        *pairs.blocks(viewer),
        *reports,
        *groups.blocks(viewer),
        *records.blocks(viewer),
    ]
    return {
        "blocks": [block for block in found if block.rows],
        "nothing": [block.short for block in found if not block.rows],
        "recent_acts": records.recent_acts(viewer),
    }
