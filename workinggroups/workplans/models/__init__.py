"""What a group is to do, what it plans and reports, and what it asks its entities for."""

from workinggroups.workplans.models.calls import CallForInputs, CallState, Input, InputState, Notice, NoticeKind
from workinggroups.workplans.models.plans import ENDED_OUTPUTS, Output, OutputReport, OutputStatus, WorkPlan
from workinggroups.workplans.models.terms import CycleState, TermsOfReference

__all__ = [
    "ENDED_OUTPUTS",
    "CallForInputs",
    "CallState",
    "CycleState",
    "Input",
    "InputState",
    "Notice",
    "NoticeKind",
    "Output",
    "OutputReport",
    "OutputStatus",
    "TermsOfReference",
    "WorkPlan",
]
