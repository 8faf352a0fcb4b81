"""What is on record of a meeting, as the initial rows of the screen that records it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workinggroups.meetings.models import ActionItem, AgendaItem, Attendance, Decision, Presence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.models import Meeting


def ticked_rows(viewer: Viewer, meeting: Meeting | None) -> dict[int, Attendance]:
    """The rows of entities that were present and of which no person or number is known, by the entity's key."""
    if meeting is None:
        return {}
    rows = Attendance.objects.visible_to(viewer).live().filter(meeting=meeting, person=None, head_count=None)
    return {row.entity_id: row for row in rows.filter(guest="", presence=Presence.PRESENT, entity__isnull=False)}


def _agenda(item: Any, places: Mapping[int, int]) -> dict[str, Any]:
    return {"title": item.title, "presenter": item.presenter_id, "text": item.text}


def _attendance(row: Any, places: Mapping[int, int]) -> dict[str, Any]:
    names = ("guest", "head_count", "presence")
    return {"entity": row.entity_id, "person": row.person_id, **{name: getattr(row, name) for name in names}}


def _decision(row: Any, places: Mapping[int, int]) -> dict[str, Any]:
    names = ("verb", "subject_kind", "subject_en", "number", "text")
    values = {name: getattr(row, name) for name in names}
    return {**values, "group": row.group_id, "agenda_item": places.get(row.agenda_item_id or 0)}


def _action(row: Any, places: Mapping[int, int]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ("title", "due", "status", "progress")}
    keys = {"entity": row.entity_id, "person": row.person_id, "group": row.group_id}
    return {**values, **keys, "agenda_item": places.get(row.agenda_item_id or 0)}


class _Rows:
    """Reads the rows of every part; ``models`` names the model of each."""

    models: Mapping[str, Any] = {
        "agenda": AgendaItem,
        "attendance": Attendance,
        "decisions": Decision,
        "actions": ActionItem,
    }
    _initial: Mapping[str, Callable[[Any, Mapping[int, int]], dict[str, Any]]] = {
        "agenda": _agenda,
        "attendance": _attendance,
        "decisions": _decision,
        "actions": _action,
    }

    def __call__(self, viewer: Viewer, meeting: Meeting | None) -> dict[str, list[dict[str, Any]]]:
        """The initial values of each stored row by part, with its name under ``shown_as``; one query a part."""
        if meeting is None:
            return {name: [] for name in self.models}
        rows = {name: self._read(name, viewer, meeting) for name in self.models}
        agenda = {row.pk: place for place, row in enumerate(rows["agenda"], 1)}
        decided = {row.pk: place for place, row in enumerate(rows["decisions"], 1)}
        found: dict[str, list[dict[str, Any]]] = {}
        for name, each in rows.items():
            found[name] = [
                {"record": row.pk, "version": row.version, "shown_as": str(row), **self._initial[name](row, agenda)}
                for row in each
            ]
        for initial, row in zip(found["actions"], rows["actions"], strict=True):
            initial["decision"] = decided.get(row.decision_id or 0)
        return found

    def _read(self, name: str, viewer: Viewer, meeting: Meeting) -> list[Any]:
        rows = self.models[name].objects.visible_to(viewer).live().filter(meeting=meeting)
        if name == "attendance":
            ticked = [row.pk for row in ticked_rows(viewer, meeting).values()]
            rows = rows.exclude(pk__in=ticked).select_related("person", "entity")
        return list(rows.order_by("position", "pk") if name == "agenda" else rows.order_by("pk"))


rows_of = _Rows()
