"""Ground for the tests of terms of reference and work plans."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from compact.agreements.services import instrument_create
from tests.cast import SYSTEM
from workinggroups.meetings.services.decisions import decision_create
from workinggroups.workplans.services.plans import output_create, output_report_create, work_plan_create
from workinggroups.workplans.services.terms import terms_create

if TYPE_CHECKING:
    from compact.agreements.models import Instrument
    from tests.cast import Cast
    from workinggroups.meetings.models import Decision
    from workinggroups.workplans.models import Output, OutputReport, TermsOfReference, WorkPlan

DATES = "2026-06-30;2026-12-31"
JUNE, DECEMBER = datetime.date(2026, 6, 30), datetime.date(2026, 12, 31)


def decision_make(cast: Cast, group: str = "committee", verb: str = "approves", **values: Any) -> Decision:
    """A decision whose meeting is not known, open to all."""
    values = {"subject_kind": "work_plan", "subject_en": "The work plan", "visibility": "all", **values}
    return decision_create(actor=SYSTEM, values={"group": cast.groups[group], "verb": verb, **values})


def _state(cast: Cast, state: str) -> dict[str, Any]:
    return {"state": state, **({"approved_by": decision_make(cast)} if state == "approved" else {})}


def terms_make(cast: Cast, state: str = "draft", group: str = "border", **values: Any) -> TermsOfReference:
    """Terms of reference in ``state``, entered by the secretariat."""
    values = {"text": "To share information.", **_state(cast, state), **values}
    return terms_create(actor=SYSTEM, values={"group": cast.groups[group], **values})


def plan_make(cast: Cast, state: str = "draft", group: str = "border", **values: Any) -> WorkPlan:
    """A work plan in ``state``, entered by the secretariat."""
    values = {"title_en": "Work plan", **_state(cast, state), **values}
    return work_plan_create(actor=SYSTEM, values={"group": cast.groups[group], **values})


def output_make(cast: Cast, plan: WorkPlan, number: str = "1.1", **values: Any) -> Output:
    """An output of ``plan`` with UNODC in the lead."""
    values = {"title_en": f"Output {number}", "lead": cast.entities["UNODC"], **values}
    return output_create(actor=SYSTEM, values={"work_plan": plan, "number": number, **values})


def report_make(output: Output, on: datetime.date = JUNE, status: str = "on_track", **values: Any) -> OutputReport:
    """A report on ``output``."""
    values = {"reported_on": on, "status": status, "paragraph": "Two workshops were held.", **values}
    return output_report_create(actor=SYSTEM, values={"output": output, **values})


def priority_make(**values: Any) -> Instrument:
    """A priority of a Joint Programme of Work."""
    values = {"code": "JPOW-1", "kind": "priority", "title_en": "Border security", **values}
    return instrument_create(actor=SYSTEM, values=values)
