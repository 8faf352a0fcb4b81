"""Who may write work plans, their outputs, and the reports on these (domain rules 2 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from compact.kernel.policies import YES, Answer, no
from workinggroups.meetings.policies.leading import drafts, drafts_any, endorses_not, runs, runs_any
from workinggroups.workplans.models import CycleState
from workinggroups.workplans.policies.cycle import cycle_archive, cycle_write

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from workinggroups.workplans.models import Output, OutputReport, WorkPlan


def work_plan_write(viewer: Viewer, plan: WorkPlan | None = None) -> Answer:
    """Those who run the group until it has endorsed the plan, alternates a draft; then the secretariat."""
    return cycle_write(viewer, plan)


def work_plan_archive(viewer: Viewer, plan: WorkPlan | None = None) -> Answer:
    """The same without the alternates."""
    return cycle_archive(viewer, plan)


def output_write(viewer: Viewer, output: Output | None = None) -> Answer:
    """Those who run the group until the plan is closed, alternates while it is a draft; the secretariat always."""
    if output is None:
        return drafts_any(viewer)
    plan = output.work_plan
    drafting = drafts(viewer, [plan.group])
    if not drafting:
        return drafting
    if plan.state == CycleState.CLOSED and not viewer.is_secretariat:
        return _closed()
    return YES if plan.state == CycleState.DRAFT or runs(viewer, [plan.group]) else endorses_not()


def output_archive(viewer: Viewer, output: Output | None = None) -> Answer:
    """The same without the alternates."""
    answer = output_write(viewer, output)
    running = runs_any(viewer) if output is None else runs(viewer, [output.work_plan.group])
    return endorses_not() if answer and not running else answer


def report_write(viewer: Viewer, report: OutputReport | None = None) -> Answer:
    """People of the entity in the lead, alternates among them, and those who run the group, until it is closed."""
    if report is None:
        return YES if viewer.entity_ids(alternates=True) or runs_any(viewer) else _the_lead_reports()
    plan = report.output.work_plan
    leading = report.output.lead_id in viewer.entity_ids(alternates=True)
    if not leading and not runs(viewer, [plan.group]):
        return _the_lead_reports()
    return _closed() if plan.state == CycleState.CLOSED and not viewer.is_secretariat else YES


def report_archive(viewer: Viewer, report: OutputReport | None = None) -> Answer:
    """Those who run the group: who reports for an entity corrects a report, and its history keeps both."""
    answer = report_write(viewer, report)
    if not answer or report is None or runs(viewer, [report.output.work_plan.group]):
        return answer
    return no(_("A report is corrected, not taken back. Change it; to archive it, write to those who run the group."))


def _closed() -> Answer:
    return no(_("This work plan is closed. Write to the secretariat with the correction."))


def _the_lead_reports() -> Answer:
    return no(
        _(
            "People of the entity in the lead report on an output, and the chairs, co-chairs and vice-chairs of the "
            "group. Send your text to one of them or to the secretariat."
        )
    )
