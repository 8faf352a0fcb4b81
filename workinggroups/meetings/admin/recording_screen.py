"""The state of the screen that records a meeting: what is shown, what was typed, what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.forms import formset_factory
from django.utils.translation import gettext as _

from compact.kernel.admin.forms import errors_show
from compact.kernel.comparing import compared
from compact.kernel.errors import StaleVersion
from workinggroups.meetings.admin.recording_forms import (
    PARTS,
    LineSet,
    MinutesForm,
    ReasonForm,
    RecordedMeetingForm,
    TicksForm,
)
from workinggroups.meetings.admin.recording_rows import rows_of, ticked_rows
from workinggroups.meetings.models import Meeting, Minutes, Presence
from workinggroups.meetings.services.minutes import minutes_latest
from workinggroups.meetings.services.recording import Line, Part, Recording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from compact.kernel.viewers import Viewer
    from workinggroups.meetings.services.recording import RecordingErrors

MORE_ROWS = 5
_EMPTY_ROWS_LATER = 3
_MOST_ROWS = 300


class Screen:
    """All forms of one recording.

    ``data`` is what was typed, None for a fresh page; ``quiet`` keeps the forms from telling mistakes before
    anything is to be saved.
    """

    def __init__(
        self, viewer: Viewer, meeting: Meeting | None, data: QueryDict | None = None, *, quiet: bool = False
    ) -> None:
        self.viewer, self.meeting, self.quiet = viewer, meeting, quiet
        self.data = data
        self.stored = rows_of(viewer, meeting)
        self.ticked = ticked_rows(viewer, meeting)
        self.latest = minutes_latest(meeting) if meeting else None
        self.minutes_differences: list[Any] = []
        self.since: list[Any] = []
        self._build()

    def _build(self) -> None:
        # A copy: the form must not change the row that is compared and saved.
        instance = Meeting.objects.get(pk=self.meeting.pk) if self.meeting else None
        self.facts = RecordedMeetingForm(self.data, instance=instance, viewer=self.viewer)
        ticks = {"entities": list(self.ticked), "shown": ",".join(str(row.pk) for row in self.ticked.values())}
        self.ticks = TicksForm(self.data, viewer=self.viewer, prefix="ticks", initial=ticks)
        follows = {"follows": self.latest.pk, "text": self.latest.text} if self.latest else {}
        self.minutes = MinutesForm(self.data, prefix="minutes", initial=follows)
        self.reason = ReasonForm(self.data)
        self.parts = {name: self._part(name) for name in PARTS}

    def _part(self, name: str) -> LineSet:
        form, empty = PARTS[name]
        initial = self.stored[name]
        extra = max(empty - len(initial), _EMPTY_ROWS_LATER)
        made: Any = formset_factory(
            form, formset=LineSet, extra=extra, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS + 100
        )
        lines = made(self.data, prefix=name, initial=initial, form_kwargs={"viewer": self.viewer})
        return cast("LineSet", lines)

    def grow(self) -> None:
        """Give every part more empty rows; what was typed stays, nothing is stored."""
        data = cast("Any", self.data).copy()
        for name, (form, _empty) in PARTS.items():
            key = f"{name}-TOTAL_FORMS"
            rows = _number(data.get(key))
            more = min(rows + MORE_ROWS, _MOST_ROWS)
            data[key] = str(more)
            # A list of choices that is sent without a choice would show its first one and so look changed.
            chosen = {field: each.initial for field, each in form.base_fields.items() if each.initial}
            for place in range(rows, more):
                data.update({f"{name}-{place}-{field}": value for field, value in chosen.items()})
        self.data, self.quiet = data, True
        self._build()

    def is_valid(self) -> bool:
        """Whether the forms can be handed to the service; each says what is wrong with it."""
        forms: list[Any] = [self.facts, self.ticks, self.minutes, self.reason, *self.parts.values()]
        return not [form for form in forms if not form.is_valid()]

    @property
    def has_errors(self) -> bool:
        """Whether something is to be corrected, once what was typed is to be saved."""
        if self.quiet or self.data is None:
            return False
        lines = [form for part in self.parts.values() for form in part]
        return any(form.errors for form in [self.facts, self.ticks, self.minutes, self.reason, *lines])

    # --- What to store ---

    def recording(self) -> Recording:
        """What was typed, as the service takes it."""
        lines: dict[str, list[Line]] = {part: [] for part in Part}
        self._places: dict[tuple[str, int], Any] = {}
        for name, part in self.parts.items():
            for form in part:
                if form.has_changed() or form.is_stored:
                    self._places[name, len(lines[name])] = form
                    lines[name].append(self._line(name, form))
        lines[Part.ATTENDANCE] += self._tick_lines()
        text, follows = self.minutes.cleaned_data["text"], self.minutes.cleaned_data["follows"]
        earlier = Minutes.objects.visible_to(self.viewer).filter(pk=follows, meeting=self.meeting).first()
        return Recording(self.facts.values(), lines, (text, earlier) if text.strip() else None)

    def _line(self, name: str, form: Any) -> Line:
        values = dict(form.cleaned_data)
        key, version, dropped = values.pop("record"), values.pop("version") or 0, values.pop("dropped")
        links = {link: values.pop(link) or 0 for link in ("agenda_item", "decision") if link in values}
        if "group" in values and values["group"] is None:
            values["group"] = self._only_group()
        record = self._record(name, key) if key else None
        return Line(values, record, version, dropped=dropped and record is not None, **links)

    def _record(self, name: str, key: int) -> Any:
        model = rows_of.models[name]
        record = model.objects.visible_to(self.viewer).filter(pk=key, meeting=self.meeting).first()
        if record is None:
            raise ValidationError(_("There is no such record."))
        return record

    def _only_group(self) -> Any:
        groups = list(self.facts.cleaned_data["groups"])
        return groups[0] if len(groups) == 1 else None

    def _tick_lines(self) -> list[Line]:
        """A row for each entity newly ticked; those unticked that were ticked when the page was made are taken off."""
        told = self._told_below()
        chosen = {entity.pk: entity for entity in self.ticks.cleaned_data["entities"] if entity.pk not in told}
        there = {row.entity_id: row for row in self.ticked.values()}
        shown = {_number(key) for key in self.ticks.cleaned_data["shown"].split(",")}
        gone = [row for row in there.values() if row.pk in shown and row.entity_id not in chosen]
        new = [Line({"entity": entity}) for key, entity in chosen.items() if key not in there]
        return [*(Line({}, row, row.version, dropped=True) for row in gone), *new]

    def _told_below(self) -> set[int]:
        """The entities of which a row below the ticks says more, such as how many came: their tick adds nothing."""
        rows = [form.cleaned_data for form in self.parts["attendance"] if form.has_changed() or form.is_stored]
        there = [row for row in rows if row["presence"] == Presence.PRESENT and not row["dropped"]]
        return {row["entity"].pk for row in there if row["entity"] and not row["person"]}

    # --- What went wrong ---

    def errors_tell(self, errors: RecordingErrors) -> None:
        """Put what the service answered on the forms, row by row."""
        for part, place, error in errors.found:
            if part == "minutes":
                self._minutes_tell(error)
                continue
            form = self._places.get((part, place), self.ticks if part else self.facts)
            if isinstance(error, StaleVersion):
                self._row_renew(form, error)
            elif isinstance(error, ValidationError):
                errors_show(form, error)

    def _row_renew(self, form: Any, stale: StaleVersion) -> None:
        current: Any = stale.current
        self._put(form.add_prefix("version"), str(current.version))
        form.data = self.data
        text = _("Somebody changed this row meanwhile; it says now: “%(row)s”. Saving again replaces that.")
        form.add_error(None, text % {"row": current})

    def _minutes_tell(self, error: ValidationError | StaleVersion) -> None:
        if isinstance(error, StaleVersion):
            latest = cast("Minutes", error.current)
            self._put(self.minutes.add_prefix("follows"), str(latest.pk))
            self.minutes.data = cast("QueryDict", self.data)
            self.minutes_differences = compared(latest.text, self.minutes.cleaned_data["text"])
            self.minutes.add_error("text", str(error))
        else:
            errors_show(self.minutes, error)

    def stale_tell(self, stale: StaleVersion) -> None:
        """The meeting itself was changed or recorded meanwhile: keep all that was typed, and let it be saved again."""
        current: Any = stale.current
        self._put(self.facts.add_prefix("version"), str(current.version))
        self.facts.data = cast("QueryDict", self.data)
        self.facts.add_error(None, str(stale))

    def _put(self, name: str, value: str) -> None:
        data = cast("Any", self.data).copy()
        data[name] = value
        self.data = data

    @property
    def added_meanwhile(self) -> Mapping[str, list[Any]]:
        """Rows on record that the page does not hold, because somebody else added them since."""
        if self.data is None:
            return {}
        found = {}
        for name, part in self.parts.items():
            held = {str(form["record"].value()) for form in part}
            found[name] = [row["shown_as"] for row in self.stored[name] if str(row["record"]) not in held]
        return {name: rows for name, rows in found.items() if rows}


def _number(text: Any) -> int:
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 10 else 0
