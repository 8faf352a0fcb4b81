"""Ground for the tests of what is shown while somebody enters something: a matching that knows titles alone."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from compact.matching.evidence import Code, Evidence, Match, Strength, Verdict
from workinggroups.overlaps.similar import Similar
from workinggroups.projects.models import PlannedActivity, Project

if TYPE_CHECKING:
    from collections.abc import Collection

    from compact.kernel.viewers import Viewer
    from compact.matching.records import Record

FINDER = "workinggroups.overlaps.typing.work.similar_work"


def same_title(
    *, viewer: Viewer, record: Record, kind: str, k: int = 10, leave_out: Collection[str] = ()
) -> list[Similar]:
    """Every record of the same title that ``viewer`` may see; “Next” makes an overlap, “Far” no more than that."""
    hidden = {record.key, *leave_out}
    rows = chain(*(model.objects.visible_to(viewer).live() for model in (Project, PlannedActivity)))
    found = [row for row in rows if str(row.uid) not in hidden and row.title in record.titles]
    return [Similar(_match(record, row), row) for row in found[:k]]


def _match(record: Record, row: Any) -> Match:
    verdict = Verdict.SAME_WORK
    if row.title.startswith("Next"):
        verdict = Verdict.OVERLAP
    elif row.title.startswith("Far"):
        verdict = Verdict.RELATED
    title = {"title_a": row.title, "title_b": row.title}
    places = {"only_a": sorted(record.countries), "only_b": ["UGA"]}
    evidence = (
        Evidence("countries", -0.5, Code.COUNTRIES_DIFFERENT, places),
        Evidence("title", 3.0, Code.TITLE_SAME, title),
    )
    return Match(record.key, str(row.uid), verdict, 0.9, Strength.LIKELY, evidence)


def seen_in(page: str, name: str = "similar_seen") -> str:
    """The hidden field that says what was shown."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return found[1] if found else ""
