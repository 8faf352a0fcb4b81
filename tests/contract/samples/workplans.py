"""Samples of terms of reference, work plans, outputs and calls for inputs."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.cast import SYSTEM
from tests.contract.samples.base import Sample, uid
from tests.contract.samples.rights import Rights, written_by
from workinggroups.workplans.models import Output, WorkPlan
from workinggroups.workplans.services.plans import output_create, work_plan_create

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload

LEADERS = ("chair", "vice_chair", "chair_pcve")
"""Those who run one of the groups."""


def _group_of(cast: Cast, persona: str) -> Any:
    return cast.groups["pcve" if persona == "chair_pcve" else "border"]


def plan_of(cast: Cast, persona: str = "chair") -> WorkPlan:
    """The draft of a plan, open to all, of the group that ``persona`` runs or prepares for."""
    group = _group_of(cast, persona)
    title = f"Plan of the samples: {group.code}"
    found: WorkPlan | None = WorkPlan.objects.filter(title_en=title).first()
    return found or work_plan_create(actor=SYSTEM, values={"group": group, "title_en": title, "visibility": "all"})


def output_of(cast: Cast, persona: str = "chair") -> Output:
    """An output of that plan, with UNODC in the lead."""
    plan = plan_of(cast, persona)
    found: Output | None = plan.outputs.filter(number="0").first()
    values = {"work_plan": plan, "number": "0", "title_en": "Output", "lead": cast.entities["UNODC"]}
    return found or output_create(actor=SYSTEM, values=values)


def _terms(cast: Cast, number: int) -> Payload:
    return _terms_for(cast, "chair", number)


def _terms_for(cast: Cast, persona: str, number: int) -> Payload:
    group = _group_of(cast, persona)
    return {"group": uid(group), "number": number + 1, "text": f"Text {number}", "review_on": "2030-06"}


def _plan(cast: Cast, number: int) -> Payload:
    return _plan_for(cast, "chair", number)


def _plan_for(cast: Cast, persona: str, number: int) -> Payload:
    dates = "2026-06-30;2026-12-31"
    return {"group": uid(_group_of(cast, persona)), "title_en": f"Work plan {number}", "reporting_dates": dates}


def _output(cast: Cast, number: int) -> Payload:
    return _output_for(cast, "chair", number)


def _output_for(cast: Cast, persona: str, number: int) -> Payload:
    plan, lead = plan_of(cast, persona), cast.entities["UNODC"]
    return {"work_plan": uid(plan), "number": f"1.{number}", "title_en": f"Output {number}", "lead": uid(lead)}


def _report(cast: Cast, number: int) -> Payload:
    return _report_for(cast, "chair", number)


def _report_for(cast: Cast, persona: str, number: int) -> Payload:
    day = datetime.date(2026, 1, 1) + datetime.timedelta(days=number)
    output = output_of(cast, persona)
    return {"output": uid(output), "reported_on": str(day), "status": "on_track", "paragraph": f"Paragraph {number}"}


def _drafted() -> Rights:
    """Written by those who run the group; prepared, never archived, by an alternate."""
    return Rights({**written_by(*LEADERS).writes, "alternate": frozenset({"create", "bulk", "update"})})


def _reported() -> Rights:
    """Written by those who run the group; not archived by the people of the lead."""
    return Rights({**written_by(*LEADERS).writes, "focal_point": frozenset({"create", "bulk", "update"})})


SAMPLES: Mapping[str, Sample] = {
    "terms-of-reference": Sample(
        _terms,
        {"review_on": "2031"},
        {"state": "approved"},
        ("state", "nonsense"),
        ("group",),
        payload_for=_terms_for,
        visible={"visibility": "all"},
    ),
    "work-plans": Sample(
        _plan,
        {"end": "2027"},
        {"start": "2019", "end": "2018"},
        ("overdue", "perhaps"),
        ("group",),
        payload_for=_plan_for,
        visible={"visibility": "all"},
    ),
    "outputs": Sample(
        _output,
        {"due": "2031"},
        {"status": "carried_over"},
        ("due_before", "2019-13-01"),
        ("work_plan", "lead", "work_plan__group"),
        payload_for=_output_for,
    ),
    "output-reports": Sample(
        _report,
        {"paragraph": "Two workshops were held."},
        {"status": "delayed"},
        ("reported_on", "2026-06"),
        ("output", "output__work_plan", "output__lead", "output__work_plan__group"),
        payload_for=_report_for,
    ),
}
RIGHTS: Mapping[str, Rights] = {
    "terms-of-reference": _drafted(),
    "work-plans": _drafted(),
    "outputs": _drafted(),
    "output-reports": _reported(),
}
