"""Meetings, what was said and decided there, and decisions by silence."""

from workinggroups.meetings.models.decisions import (
    CLOSED_ACTIONS,
    ActionItem,
    ActionStatus,
    Decision,
    DecisionVerb,
    SubjectKind,
)
from workinggroups.meetings.models.meeting import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingKind,
    MeetingMode,
    MeetingStatus,
    Presence,
)
from workinggroups.meetings.models.minutes import Minutes, MinutesState
from workinggroups.meetings.models.silence import Breakers, Objection, SilenceOutcome, SilenceProcedure, SilenceState

__all__ = [
    "CLOSED_ACTIONS",
    "ActionItem",
    "ActionStatus",
    "AgendaItem",
    "Attendance",
    "Breakers",
    "Decision",
    "DecisionVerb",
    "Meeting",
    "MeetingKind",
    "MeetingMode",
    "MeetingStatus",
    "Minutes",
    "MinutesState",
    "Objection",
    "Presence",
    "SilenceOutcome",
    "SilenceProcedure",
    "SilenceState",
    "SubjectKind",
]
