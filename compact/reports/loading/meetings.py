"""committee_meetings.csv: meetings of the Committee and its groups, with bare counts of those who took part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

from compact.kernel.visibility import Visibility
from compact.reports.loading.entities import sourced
from compact.reports.loading.terms import COMMITTEE
from workinggroups.meetings.models import Meeting, MeetingKind, MeetingMode, MeetingStatus
from workinggroups.meetings.services.meetings import meeting_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.reports.loading.sheets import Row, Sheet
    from compact.reports.loading.stock import Stock
    from workinggroups.groups.models import Group

COLUMNS = (
    "group_code",
    "kind",
    "number",
    "date",
    "end_date",
    "venue",
    "participants",
    "entities_represented",
    "decisions",
    "source_url",
    "evidence",
)
KEY = ("group_code", "kind", "number", "date", "decisions")
_HYBRID = ", hybrid"


def load(sheet: Sheet, stock: Stock) -> None:
    """Store each meeting as held and open to all, since it was read on a public page."""
    if not sheet.readable:
        stock.unread.add(Meeting)
    for row in sheet.rows:
        group = stock.group(row, "group_code", row.text("group_code") or COMMITTEE)
        values = _values(row)
        if row.sound and group is not None:
            stock.meetings[group.pk, values["start"]] = _meeting(row, stock, group, values)


def _values(row: Row) -> dict[str, Any]:
    start, end = row.period("date", "end_date")
    place, mode = _venue(row.text("venue"))
    return {
        "kind": row.choice("kind", MeetingKind),
        "number": row.number("number"),
        "status": MeetingStatus.HELD,
        "start": start,
        "end": end,
        "place": place,
        "mode": mode,
        "summary": row.text("decisions"),
        "head_count": row.number("participants"),
        "entities_count": row.number("entities_represented"),
        "visibility": Visibility.ALL,
        **sourced(row),
    }


def _venue(text: str) -> tuple[str, str]:
    """Place and mode, "" for what is not known: “Virtual” is no place, “New York, hybrid” both."""
    if text.lower() == MeetingMode.VIRTUAL:
        return "", MeetingMode.VIRTUAL
    if text.lower().endswith(_HYBRID):
        return text[: -len(_HYBRID)], MeetingMode.HYBRID
    return text, ""


def _meeting(row: Row, stock: Stock, group: Group, values: Mapping[str, Any]) -> Meeting | None:
    key = {name: values[name] for name in ("kind", "number", "start", "summary")}
    return stock.keep(
        Meeting,
        lambda values: meeting_create(actor=stock.actor, values=values),
        row,
        key={**key, "groups": group.pk},
        values={**values, "groups": [group]},
        columns={
            "groups": "group_code",
            "start": "date",
            "end": "end_date",
            "status": "date",
            "place": "venue",
            "mode": "venue",
            "summary": "decisions",
            "head_count": "participants",
            "entities_count": "entities_represented",
            "source": "source_url",
        },
        rival=lambda: _rival(group, values),
    )


def _rival(group: Group, values: Mapping[str, Any]) -> Meeting | None:
    """A meeting on record of the same group and kind, on the same day or with the same number."""
    same = Q(pk__in=[])
    for name in ("start", "number"):
        if values[name]:
            same |= Q(**{name: values[name]})
    found: Meeting | None = Meeting.objects.live().filter(same, kind=values["kind"], groups=group).first()
    return found
