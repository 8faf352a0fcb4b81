"""Whom to call: for each planned activity, and the focal points of the entities that lead projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from compact.kernel.periods import Certainty
from compact.reports.country_brief.lines import Line, Section, joined
from workinggroups.groups.models import Nomination, NominationStatus, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from compact.reports.country_brief.lines import Brief

_FOCAL_POINT = "focal_point"


def planned_contacts(rows: Sequence[Any]) -> Iterator[Line]:
    """The contacts of the planned activities ``rows``, each once."""
    told: set[tuple[int, str, str]] = set()
    for row in rows:
        key = (row.entity_id, row.contact, row.contact_email)
        if key in told:
            continue
        told.add(key)
        yield Line(
            Section.CONTACTS,
            row.contact,
            who=str(row.entity),
            state="planned_activity",
            state_name=_("Planned activity"),
            detail=row.contact_email,
            resource="planned-activities",
            uid=str(row.uid),
            evidence=row.evidence,
        )


def focal_points(brief: Brief, entities: Sequence[Any]) -> Iterator[Line]:
    """The focal points and alternates of ``entities`` on the day, as far as confirmed; one query."""
    seen: Any = brief.cleared(Nomination)
    confirmed = seen.as_of(brief.day).filter(status=NominationStatus.CONFIRMED, term__role=Role.FOCAL_POINT)
    rows = confirmed.filter(term__entity__in=entities).select_related("person", "term__entity")
    told: set[tuple[int, int]] = set()
    for row in rows.order_by("term__entity__code", "-capacity", "pk"):
        key = (row.term.entity_id, row.person_id)
        if key not in told:
            told.add(key)
            yield _focal_point(row)


def _focal_point(row: Any) -> Line:
    sure = Certainty(row.certainty).label if row.certainty == Certainty.POSSIBLE else ""
    return Line(
        Section.CONTACTS,
        str(row.person),
        who=str(row.term.entity),
        start=row.start,
        end=row.end,
        state=_FOCAL_POINT,
        state_name=joined(row.term.get_role_display(), row.get_capacity_display(), sure),
        detail=joined(row.person.email, row.person.phone),
        resource="people",
        uid=str(row.person.uid),
        source=row.source,
        evidence=row.evidence,
    )
