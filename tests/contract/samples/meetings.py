"""Samples of meetings, what was said and decided there, and what follows from it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import NOMINATORS, WRITE, Rights, written_by
from workinggroups.meetings.models import Meeting, SilenceProcedure
from workinggroups.meetings.services.meetings import meeting_create
from workinggroups.meetings.services.silence import silence_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

LEADERS = ("chair", "vice_chair", "chair_pcve")
"""Those who run one of the groups."""


def _group_of(cast: Cast, persona: str) -> Any:
    return cast.groups["pcve" if persona == "chair_pcve" else "border"]


def meeting_of(cast: Cast, persona: str = "chair") -> Meeting:
    """The planned meeting, open to all, of the group that ``persona`` runs or prepares for."""
    group = _group_of(cast, persona)
    title = f"Meeting of the samples: {group.code}"
    values = {"title_en": title, "groups": [group], "kind": "working_group_meeting", "visibility": "all"}
    found: Meeting | None = Meeting.objects.filter(title_en=title).first()
    return found or meeting_create(actor=SYSTEM, values={**values, "start": "2026-12"})


def _meeting(cast: Cast, number: int) -> Payload:
    return _meeting_for(cast, "chair", number)


def _meeting_for(cast: Cast, persona: str, number: int) -> Payload:
    return {
        "groups": [uid(_group_of(cast, persona))],
        "kind": "working_group_meeting",
        "title_en": f"Meeting {number}",
        "starts_at": f"20{10 + number % 80}-03-15T21:00:00Z",
        "zone": "America/New_York",
    }


def _agenda_item(cast: Cast, number: int) -> Payload:
    return _agenda_item_for(cast, "chair", number)


def _agenda_item_for(cast: Cast, persona: str, number: int) -> Payload:
    return {"meeting": uid(meeting_of(cast, persona)), "position": number + 1, "title": f"Item {number}"}


def _attendance(cast: Cast, number: int) -> Payload:
    return _attendance_for(cast, "chair", number)


def _attendance_for(cast: Cast, persona: str, number: int) -> Payload:
    """A guest: entities and people are on a list once."""
    return {"meeting": uid(meeting_of(cast, persona)), "guest": f"Minister {number}"}


def _decision(cast: Cast, number: int) -> Payload:
    return _decision_for(cast, "chair", number)


def _decision_for(cast: Cast, persona: str, number: int) -> Payload:
    """A decision whose meeting is not known."""
    return {
        "group": uid(_group_of(cast, persona)),
        "number": f"D/{number}",
        "verb": "approves",
        "subject_kind": "work_plan",
        "subject_en": f"Work plan {number}",
        "decided_on": "2019-04-16",
    }


def _silence(cast: Cast, number: int) -> Payload:
    return _silence_for(cast, "chair", number)


def _silence_for(cast: Cast, persona: str, number: int) -> Payload:
    """A text whose addressees have time until long after these tests."""
    return {
        "group": uid(_group_of(cast, persona)),
        "verb": "endorses",
        "subject_kind": "document",
        "subject_en": f"Paper {number}",
        "text": f"# Paper {number}\n\nAs it is to be endorsed.",
        "addressees": [uid(cast.entities["INTERPOL"]), uid(cast.entities["WCO"])],
        "breakers": "all" if persona == "chair_pcve" else "members",  # neither of them is in that group
        "deadline": "2098-03-08T21:00:00Z",
        "zone": "America/New_York",
        "visibility": "all",
    }


def silence_of(cast: Cast, number: int) -> SilenceProcedure:
    """A running procedure, open to all and addressed to every entity of the cast that a persona speaks for."""
    subject = f"Procedure of the samples {number}"
    values = {"subject_en": subject, "text": subject, "verb": "endorses", "subject_kind": "document"}
    addressees = [cast.entities[code] for code in ("WCO", "INTERPOL", "UNDP", "UNODC")]
    deadline = datetime.datetime(2098, 3, 8, 21, tzinfo=datetime.UTC)
    values |= {"group": cast.groups["border"], "addressees": addressees, "deadline": deadline, "visibility": "all"}
    found: SilenceProcedure | None = SilenceProcedure.objects.filter(subject_en=subject).first()
    return found or silence_create(actor=SYSTEM, values=values)


def _objection(cast: Cast, number: int) -> Payload:
    return _objection_for(cast, "chair", number)


def _objection_for(cast: Cast, persona: str, number: int) -> Payload:
    """Each to a procedure of its own: an entity objects once."""
    term = cast.terms[persona if persona in NOMINATORS else "chair"]
    return {"procedure": uid(silence_of(cast, number)), "entity": uid(term.entity), "text": f"Objection {number}"}


def _drafted(actions: tuple[str, ...] = ("create", "bulk", "update")) -> Rights:
    """Written by those who run the group; prepared, never archived, by an alternate."""
    return Rights({**written_by(*LEADERS, actions=WRITE).writes, "alternate": frozenset(actions)})


def _minutes(cast: Cast, number: int) -> Payload:
    return _minutes_for(cast, "chair", number)


def _minutes_for(cast: Cast, persona: str, number: int) -> Payload:
    """The first revision of a meeting of its own."""
    group = _group_of(cast, persona)
    values = {"groups": [group], "kind": "working_group_meeting", "title_en": f"Meeting with minutes {number}"}
    values |= {"start": "2019-05-08", "status": "held", "visibility": "all"}
    found = Meeting.objects.filter(title_en=values["title_en"], groups=group).first()
    meeting = found or meeting_create(actor=SYSTEM, values=values)
    return {"meeting": uid(meeting), "text": f"# Opening {number}\n\nThe chair opened the meeting."}


def _action_item(cast: Cast, number: int) -> Payload:
    return _action_item_for(cast, "chair", number)


def _action_item_for(cast: Cast, persona: str, number: int) -> Payload:
    """Something that CTED, which no persona speaks for, is to do."""
    return {
        "group": uid(_group_of(cast, persona)),
        "entity": uid(cast.entities["CTED"]),
        "title": f"Send the guide {number}",
        "due": f"20{26 + number % 70}-06",
    }


SAMPLES: Mapping[str, Sample] = {
    "meetings": Sample(
        _meeting,
        {"place": "Vienna"},
        {"kind": "coordination_committee"},
        ("held_on", "2019-13-01"),
        ("groups",),
        payload_for=_meeting_for,
        visible={"visibility": "all"},
    ),
    "agenda-items": Sample(
        _agenda_item,
        {"text": "For discussion"},
        {"position": 1},
        ("meeting", "nonsense"),
        ("meeting", "meeting__groups"),
        payload_for=_agenda_item_for,
    ),
    "attendances": Sample(
        _attendance,
        {"presence": "apologies"},
        {"guest": ""},
        ("presence", "perhaps"),
        ("meeting", "meeting__groups"),
        payload_for=_attendance_for,
    ),
    "decisions": Sample(
        _decision,
        {"text": "The work plan is approved."},
        {"number": "D/0"},
        ("verb", "likes"),
        ("group",),
        payload_for=_decision_for,
        visible={"visibility": "all"},
    ),
    "silence-procedures": Sample(
        _silence,
        {"note": "Sent by e-mail as well"},
        {"deadline": "2019-03-08T21:00:00Z"},
        ("state", "perhaps"),
        ("group",),
        payload_for=_silence_for,
    ),
    "objections": Sample(
        _objection,
        {"text": "Only with a budget"},
        {"made_at": "2098-03-08T20:00:00Z"},
        ("standing", "perhaps"),
        ("procedure", "entity", "procedure__group"),
        payload_for=_objection_for,
    ),
    "minutes": Sample(
        _minutes,
        {"note": "Names to be checked"},
        {"adopted_on": "2019-06-01"},
        ("latest", "perhaps"),
        ("meeting", "meeting__groups"),
        payload_for=_minutes_for,
        visible={"state": "circulated", "visibility": "all"},
        texts=("text", "note"),
    ),
    "action-items": Sample(
        _action_item,
        {"progress": "Half way"},
        {"done_on": "2019-06-01"},
        ("overdue", "perhaps"),
        ("group", "entity"),
        payload_for=_action_item_for,
        visible={"visibility": "all"},
        texts=("title", "progress"),
    ),
}
RIGHTS: Mapping[str, Rights] = {
    "minutes": _drafted(("create", "bulk")),
    "action-items": _drafted(),
    "meetings": _drafted(),
    "agenda-items": _drafted(),
    "attendances": _drafted(),
    "decisions": written_by(*LEADERS),
    "silence-procedures": written_by(*LEADERS, actions=("create", "bulk", "update")),
    "objections": written_by(*NOMINATORS, actions=("create", "bulk", "update")),
}
