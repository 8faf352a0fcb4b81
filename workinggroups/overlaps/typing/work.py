"""Projects and planned activities that are alike to one that somebody is entering."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator

from compact.kernel.admin.base import address_of
from compact.kernel.dates import partial_date_display
from compact.kernel.places import place_name
from compact.kernel.viewers import Door
from compact.matching.evidence import Strength, Verdict
from workinggroups.overlaps.models import ComparedKind
from workinggroups.overlaps.naming import code_names
from workinggroups.overlaps.similar import Similar, similar
from workinggroups.overlaps.typing.records import tree_above, typed_record
from workinggroups.overlaps.words import ENTERED, evidence_words, looks_words, speaks_for
from workinggroups.projects.models import PlannedActivity, Project
from workinggroups.projects.similar import SimilarWork, Typed

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from compact.matching.evidence import Match

MOST = 5
"""How many are shown: who is entering something compares a few."""

_ASKED = 20
_REASONS_FOR, _REASONS_AGAINST = 4, 3
"""How many reasons are told for each direction, the heaviest first."""

_LONGEST_SUMMARY = 600


def similar_found(viewer: Viewer, typed: Typed) -> list[Similar]:
    """The likeliest of what ``viewer`` may see that may be the same work as ``typed`` or overlap it.

    Where ``typed`` tells no place or no time, that is also what its words make possible: nothing more can be told yet.
    What it is part of, its own parts and what it came from are no others. What was decided to be different is left out.
    """
    record = typed_record(typed)
    if record is None:
        return []
    found = similar(viewer=viewer, record=record, kind=ComparedKind.WORK, k=_ASKED, leave_out=_own(typed))
    is_bare = not record.countries or not record.start
    return [each for each in found if _is_worth(each.match, is_bare=is_bare)][:MOST]


def _is_worth(match: Match, *, is_bare: bool) -> bool:
    return match.verdict != Verdict.RELATED or (is_bare and match.strength != Strength.RELATED)


def similar_work(viewer: Viewer, typed: Typed) -> tuple[SimilarWork, ...]:
    """The same in words of the active language."""
    found = similar_found(viewer, typed)
    names = code_names(viewer, (evidence for each in found for evidence in each.match.evidence))
    return tuple(_shown(viewer, each, names) for each in found)


def _own(typed: Typed) -> set[str]:
    """The identifiers of what belongs to it: what is above it, below it, and what it was planned as or became."""
    record = typed.record
    own: set[Any] = set(tree_above(typed.above))
    if isinstance(record, Project):
        below = Project.objects.filter(Q(parent=record) | Q(parent__parent=record))
        own.update(below.values_list("uid", flat=True))
        own.update(PlannedActivity.objects.filter(project=record).values_list("uid", flat=True))
    elif record is not None and record.project is not None:
        own.add(record.project.uid)
    return set(map(str, own))


def _key(row: Project | PlannedActivity) -> str:
    return f"{'p' if isinstance(row, Project) else 'a'}{row.pk}"


def _shown(viewer: Viewer, found: Similar, names: Any) -> SimilarWork:
    row, match = found.row, found.match
    facts = _project_facts(row) if isinstance(row, Project) else _planned_facts(row)
    heaviest = sorted(match.evidence, key=lambda each: -abs(each.weight))
    reasons = [(evidence_words(each, names, ENTERED), speaks_for(each)) for each in heaviest]
    return SimilarWork(
        key=_key(row),
        uid=row.uid,
        is_same=match.verdict == Verdict.SAME_WORK,
        looks_like=looks_words(match.verdict, match.strength),
        speaks_for=tuple(told for told, is_for in reasons if is_for)[:_REASONS_FOR],
        speaks_against=tuple(told for told, is_for in reasons if not is_for)[:_REASONS_AGAINST],
        address=_address(viewer, row),
        **facts,
    )


def _project_facts(row: Project) -> dict[str, str]:
    days = [partial_date_display(day) for day in dict.fromkeys((row.start, row.end)) if day]
    places = [place_name(place.pk) for places in (row.countries, row.regions) for place in places.all()]
    return {
        "kind": row.get_kind_display(),
        "name": str(row),
        "entity": str(row.lead),
        "where": ", ".join(places),
        "when": " – ".join(days),
        "summary": Truncator(row.summary).chars(_LONGEST_SUMMARY),
    }


def _planned_facts(row: PlannedActivity) -> dict[str, str]:
    contact = " · ".join(part for part in (row.contact, row.contact_email) if part)
    return {
        "kind": str(row._meta.verbose_name),
        "name": row.title or row.institution or place_name(row.country),
        "entity": str(row.entity),
        "where": place_name(row.country),
        "when": partial_date_display(row.month),
        "summary": "",
        "contact": contact,
    }


def _address(viewer: Viewer, row: Project | PlannedActivity) -> str:
    """The page of a record: of the staff's site for staff, else of the portal, which has none for projects."""
    if viewer.is_secretariat and (viewer.door == Door.ADMIN or isinstance(row, Project)):
        return address_of(type(row), "change", row.pk)
    return "" if isinstance(row, Project) else reverse("planned-activity", args=[row.uid])
