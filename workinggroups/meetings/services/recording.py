"""A whole meeting recorded at once: its facts, agenda, attendance, minutes, decisions and action items.

All of it is one operation, or nothing is stored and every mistake is told by the place of its row.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from compact.kernel.errors import StaleVersion
from compact.kernel.operations import operation
from workinggroups.meetings.models import Meeting
from workinggroups.meetings.services.actions import actions
from workinggroups.meetings.services.decisions import decisions
from workinggroups.meetings.services.meetings import agenda_items, attendances, meetings
from workinggroups.meetings.services.minutes import minutes_append

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from compact.kernel.records import Record
    from compact.kernel.viewers import Viewer
    from compact.kernel.writes import RecordServices
    from workinggroups.meetings.models import Minutes


class Part(models.TextChoices):
    """The parts of a recording that have rows."""

    AGENDA = "agenda"
    ATTENDANCE = "attendance"
    DECISIONS = "decisions"
    ACTIONS = "actions"


_SERVICES: Mapping[str, RecordServices[Any]] = {
    Part.AGENDA: agenda_items,
    Part.ATTENDANCE: attendances,
    Part.DECISIONS: decisions,
    Part.ACTIONS: actions,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a part: ``values`` to store in ``record`` as it was at ``version``, or in a new row.

    ``agenda_item`` and ``decision`` are places, from 1, in those parts of the same recording; 0 means none,
    None leaves the row's link as it is.
    """

    values: Mapping[str, Any]
    record: Record | None = None
    version: int = 0
    dropped: bool = False
    agenda_item: int | None = None
    decision: int | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """What is recorded of a meeting; ``minutes`` is the text and the revision that it was written from."""

    values: Mapping[str, Any]
    lines: Mapping[str, Sequence[Line]] = field(default_factory=dict)
    minutes: tuple[str, Minutes | None] | None = None


class RecordingErrors(Exception):
    """What is wrong, by part and place of the row from 0; part "" is the meeting itself, "minutes" its minutes."""

    def __init__(self) -> None:
        super().__init__(_("Nothing was stored. Correct what is marked below, then save again."))
        self.found: list[tuple[str, int, ValidationError | StaleVersion]] = []

    def add(self, part: str, place: int, error: ValidationError | StaleVersion) -> None:
        """Note what is wrong with a row."""
        self.found.append((part, place, error))


def meeting_record(
    *, actor: Viewer, meeting: Meeting | None, version: int, recording: Recording, reason: str = ""
) -> Meeting:
    """Store ``recording`` of ``meeting``, or of a new one, as one operation; returns the meeting.

    The meeting's version grows whenever anything is stored, so that two people who record one meeting cannot
    pass each other by: the second gets StaleVersion, with nothing stored. RecordingErrors names every row that
    cannot be stored as it is; Refused when ``actor`` may not.
    """
    with operation(actor=actor, reason=reason):
        try:
            stored = _meeting_stored(actor, meeting, version, recording)
        except ValidationError as error:
            wrong = RecordingErrors()
            wrong.add("", 0, error)
            raise wrong from error
        written = _Writer(actor, stored)
        written.write(recording)
        if written.errors.found:
            raise written.errors
        if meeting is not None and stored.version == version and written.changed:
            stored.version += 1
            stored.save()
    return stored


def _meeting_stored(actor: Viewer, meeting: Meeting | None, version: int, recording: Recording) -> Meeting:
    if meeting is None:
        return meetings.create(actor=actor, values=recording.values)
    return meetings.update(actor=actor, record=meeting, version=version, values=recording.values)


class _Writer:
    """Stores the rows of one recording; what cannot be stored is collected."""

    def __init__(self, actor: Viewer, meeting: Meeting) -> None:
        self.actor, self.meeting = actor, meeting
        self.errors = RecordingErrors()
        self.changed = False
        self.rows: dict[str, dict[int, Any]] = {part: {} for part in Part}

    def write(self, recording: Recording) -> None:
        """Store each part; agenda and decisions come before what refers to them, those dropped before new ones."""
        for part in Part:
            lines = list(enumerate(recording.lines.get(part, ())))
            for place, line in sorted(lines, key=lambda each: not each[1].dropped):
                self._line(part, place, line)
        if recording.minutes is not None:
            self._minutes(*recording.minutes)

    def _line(self, part: str, place: int, line: Line) -> None:
        try:
            self.rows[part][place] = self._stored(part, line)
        except (ValidationError, StaleVersion) as error:
            self.errors.add(part, place, error)

    def _stored(self, part: str, line: Line) -> Any:
        services = _SERVICES[part]
        if line.record is None:
            self.changed = True
            return services.create(
                actor=self.actor, values={"meeting": self.meeting, **line.values, **self._links(line)}
            )
        if line.dropped:
            self.changed = True
            reason = _("Taken off while the meeting was recorded")
            return services.archive(actor=self.actor, record=line.record, version=line.version, reason=reason)
        values = {**line.values, **self._links(line)}
        row = services.update(actor=self.actor, record=line.record, version=line.version, values=values)
        self.changed = self.changed or row.version != line.version
        return row

    def _links(self, line: Line) -> dict[str, Any]:
        places = {"agenda_item": (Part.AGENDA, line.agenda_item), "decision": (Part.DECISIONS, line.decision)}
        found: dict[str, Any] = {}
        for name, (part, place) in places.items():
            if place is None:
                continue
            found[name] = self.rows[part].get(place - 1) if place else None
            if place and found[name] is None and not any(each == part for each, _at, _why in self.errors.found):
                raise ValidationError({name: _("There is no row %(place)d above.") % {"place": place}})
        return found

    def _minutes(self, text: str, follows: Minutes | None) -> None:
        if not text.strip() or (follows is not None and text.replace("\r\n", "\n") == follows.text):
            return
        try:
            minutes_append(actor=self.actor, meeting=self.meeting, values={"text": text, "follows": follows})
            self.changed = True
        except (ValidationError, StaleVersion) as error:
            self.errors.add("minutes", 0, error)
