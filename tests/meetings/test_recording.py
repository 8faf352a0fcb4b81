"""A whole meeting is recorded at once: all of it, or nothing with every mistake at its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from workinggroups.meetings.models import ActionItem, AgendaItem, Attendance, Decision, Meeting, Minutes
from workinggroups.meetings.services.recording import Line, Part, Recording, RecordingErrors, meeting_record

if TYPE_CHECKING:
    from tests.cast import Cast


def _facts(cast: Cast, **values: Any) -> dict[str, Any]:
    groups = [cast.groups["border"], cast.groups["pcve"]]
    return {"groups": groups, "kind": "working_group_meeting", "status": "held", "start": "2026-05-08", **values}


def _whole(cast: Cast) -> Recording:
    border, entities = cast.groups["border"], cast.entities
    return Recording(
        _facts(cast, head_count=30),
        {
            Part.AGENDA: [Line({"title": f"Point {number}"}) for number in range(1, 7)],
            Part.ATTENDANCE: [
                Line({"entity": entities["WCO"]}),
                Line({"entity": entities["UNDP"], "head_count": 4}),
                Line({"person": cast.people["vice_chair"], "entity": entities["INTERPOL"]}),
            ],
            Part.DECISIONS: [
                Line(
                    {"verb": "approves", "subject_kind": "document", "subject_en": f"Paper {number}", "group": border},
                    agenda_item=number,
                )
                for number in (1, 2, 3)
            ],
            Part.ACTIONS: [
                Line({"title": "Follow up", "entity": entities["WCO"], "group": border}, agenda_item=2, decision=2)
            ],
        },
        ("# Minutes\n\nAll agreed.", None),
    )


def _record(cast: Cast, recording: Recording, meeting: Meeting | None = None, **options: Any) -> Meeting:
    version = meeting.version if meeting else 0
    actor = cast.viewer(options.pop("persona", "secretariat"))
    return meeting_record(actor=actor, meeting=meeting, version=version, recording=recording, **options)


def test_everything_is_stored_as_one_operation(cast: Cast) -> None:
    before = Operation.objects.count()
    meeting = _record(cast, _whole(cast), reason="From the notes")
    assert Operation.objects.count() == before + 1
    assert {group.code for group in meeting.groups.all()} == {"border", "pcve"}
    assert list(meeting.agenda_items.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert meeting.attendances.count() == 3
    assert meeting.decisions.get(subject_en="Paper 2").agenda_item == meeting.agenda_items.get(position=2)
    action = meeting.action_items.get()
    assert (action.agenda_item.position, action.decision.subject_en) == (2, "Paper 2")
    assert meeting.minutes.get().text == "# Minutes\n\nAll agreed."
    operations = {row.history.get().operation_id for row in (action, *meeting.agenda_items.all())}
    assert operations == {meeting.history.first().operation_id}


def test_one_mistake_stores_nothing_and_every_mistake_is_at_its_row(cast: Cast) -> None:
    whole, before = _whole(cast), Operation.objects.count()
    whole.lines[Part.AGENDA][3] = Line({"title": ""})
    whole.lines[Part.ACTIONS].append(Line({"title": "Nobody's", "group": cast.groups["border"]}))
    with pytest.raises(RecordingErrors) as told:
        _record(cast, whole)
    assert [(part, place) for part, place, _error in told.value.found] == [(Part.AGENDA, 3), (Part.ACTIONS, 1)]
    assert Operation.objects.count() == before
    assert not Meeting.objects.exists()
    assert not AgendaItem.objects.exists()


def test_a_mistake_in_the_meeting_itself_is_told(cast: Cast) -> None:
    with pytest.raises(RecordingErrors) as told:
        _record(cast, Recording(_facts(cast, groups=[])))
    ((part, _place, error),) = told.value.found
    assert part == ""
    assert isinstance(error, ValidationError)
    assert "groups" in error.message_dict


def test_a_link_to_a_row_that_is_not_there_is_told(cast: Cast) -> None:
    whole = _whole(cast)
    whole.lines[Part.DECISIONS][0] = Line(dict(whole.lines[Part.DECISIONS][0].values), agenda_item=9)
    with pytest.raises(RecordingErrors) as told:
        _record(cast, whole)
    assert "no row 9" in str(told.value.found[0][2])


def test_who_records_later_than_somebody_else_is_told_and_stores_nothing(cast: Cast) -> None:
    meeting = _record(cast, _whole(cast))
    opened = Meeting.objects.get(pk=meeting.pk)
    more = Recording(_facts(cast, head_count=30), {Part.AGENDA: [Line({"title": "Any other business"})]})
    _record(cast, more, Meeting.objects.get(pk=meeting.pk))
    with pytest.raises(StaleVersion):
        _record(cast, more, opened)
    assert AgendaItem.objects.filter(title="Any other business").count() == 1


def test_a_row_that_was_changed_elsewhere_is_told_at_its_place(cast: Cast) -> None:
    meeting = _record(cast, _whole(cast))
    item = meeting.agenda_items.get(position=1)
    AgendaItem.objects.filter(pk=item.pk).update(version=5)
    changed = Recording(_facts(cast, head_count=30), {Part.AGENDA: [Line({"title": "New"}, item, version=1)]})
    with pytest.raises(RecordingErrors) as told:
        _record(cast, changed, Meeting.objects.get(pk=meeting.pk))
    assert isinstance(told.value.found[0][2], StaleVersion)


def test_a_row_is_taken_off_with_a_reason_and_its_place_can_be_taken(cast: Cast) -> None:
    meeting = _record(cast, _whole(cast))
    row = meeting.attendances.get(entity__code="UNDP")
    lines = [Line({"entity": cast.entities["UNDP"]}), Line({}, row, row.version, dropped=True)]
    _record(cast, Recording(_facts(cast, head_count=30), {Part.ATTENDANCE: lines}), Meeting.objects.get())
    row.refresh_from_db()
    assert row.is_archived
    assert Attendance.objects.live().get(entity__code="UNDP").head_count is None


def test_minutes_that_did_not_change_are_no_new_revision(cast: Cast) -> None:
    meeting = _record(cast, _whole(cast))
    first = meeting.minutes.get()
    same = Recording(_facts(cast, head_count=30), {}, (first.text.replace("\n", "\r\n"), first))
    _record(cast, same, Meeting.objects.get())
    assert Minutes.objects.count() == 1
    assert Meeting.objects.get().version == meeting.version


def test_minutes_written_on_top_of_an_earlier_revision_are_not_lost_in_silence(cast: Cast) -> None:
    meeting = _record(cast, _whole(cast))
    first = meeting.minutes.get()
    _record(cast, Recording(_facts(cast, head_count=30), {}, ("Second", first)), Meeting.objects.get())
    with pytest.raises(RecordingErrors) as told:
        _record(cast, Recording(_facts(cast, head_count=30), {}, ("Mine", first)), Meeting.objects.get())
    ((part, _place, error),) = told.value.found
    assert part == "minutes"
    assert error.current.text == "Second"


def test_a_chair_records_the_meeting_of_their_group_and_a_stranger_does_not(cast: Cast) -> None:
    recording = Recording(_facts(cast, groups=[cast.groups["border"]]), {Part.AGENDA: [Line({"title": "Point"})]})
    assert _record(cast, recording, persona="chair").agenda_items.count() == 1
    with pytest.raises(Refused):
        _record(cast, recording, persona="chair_pcve")
    assert Decision.objects.count() == ActionItem.objects.count() == 0
