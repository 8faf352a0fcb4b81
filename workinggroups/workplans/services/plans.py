"""Every write to work plans, their outputs, and the reports on these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from compact.kernel.dates import partial_date_display
from compact.kernel.operations import operation
from compact.kernel.policies import YES
from compact.kernel.writes import RecordServices
from workinggroups.workplans.models import Output, OutputReport, OutputStatus, WorkPlan
from workinggroups.workplans.policies import plans as policies
from workinggroups.workplans.services.cycle import CycleServices, cycle_check

if TYPE_CHECKING:
    from collections.abc import Mapping

    from compact.kernel.policies import Answer
    from compact.kernel.viewers import Viewer

work_plans = CycleServices(WorkPlan, policies.work_plan_write, cycle_check, policies.work_plan_archive)
work_plan_create, work_plan_update = work_plans.create, work_plans.update
work_plan_archive, work_plan_restore = work_plans.archive, work_plans.restore


# --- Outputs --------------------------------------------------------------------------------------------------------


def _output_guard(actor: Viewer, output: Output) -> None:
    """An output stays in its plan, and once it is reported on its status is that of the latest report."""
    stored = Output.objects.filter(pk=output.pk).first() if output.pk else None
    reported = stored is not None and stored.reports.live().exists()
    carried = stored is not None and (stored.carried_from_id is not None or stored.status == OutputStatus.CARRIED_OVER)
    moves = stored is not None and stored.work_plan_id != output.work_plan_id
    if moves and (reported or carried or not actor.is_secretariat):
        raise ValidationError(
            {"work_plan": _("This output stays in its plan. To carry it over, close the plan and choose the next one.")}
        )
    if output.status != (stored.status if stored else OutputStatus.PLANNED):
        _status_check(stored, output, reported=reported)


def _status_check(stored: Output | None, output: Output, *, reported: bool) -> None:
    """What is wrong with setting the status of ``output`` by hand."""
    problem = ""
    if OutputStatus.CARRIED_OVER in (output.status, stored.status if stored else ""):
        problem = _("An output is carried over by closing its plan, and stays so.")
    elif reported:
        problem = _("The status is that of the latest report. Report on this output, or correct that report.")
    elif output.status == OutputStatus.DELAYED:
        problem = _("A delay needs its reason. Report on this output as delayed, with the reason.")
    if problem:
        raise ValidationError({"status": problem})


outputs = RecordServices(Output, policies.output_write, _output_guard, policies.output_archive)
output_create, output_update = outputs.create, outputs.update
output_archive, output_restore = outputs.archive, outputs.restore


def _follows(viewer: Viewer, output: Output | None) -> Answer:
    """A status follows from what was decided elsewhere: there, the rights were asked."""
    return YES


_statuses = RecordServices(Output, _follows)


def output_status_set(*, actor: Viewer, output: Output, status: str) -> None:
    """Store the ``status`` that follows from a report or from carrying over; only the room's services call this."""
    row = Output.objects.select_for_update(of=("self",)).get(pk=output.pk)
    if not row.is_archived:
        _statuses.update(actor=actor, record=row, version=row.version, values={"status": status})


# --- Reports --------------------------------------------------------------------------------------------------------


def _report_guard(actor: Viewer, report: OutputReport) -> None:
    """A report stays with its output, is on one of the plan's dates, and says nothing that closing a plan says."""
    Output.objects.select_for_update(of=("self",)).get(pk=report.output_id)
    stored = OutputReport.objects.filter(pk=report.pk).first() if report.pk else None
    if stored is not None and stored.output_id != report.output_id:
        raise ValidationError({"output": _("A report stays with its output. Archive it and write another one.")})
    if report.status == OutputStatus.CARRIED_OVER:
        raise ValidationError({"status": _("An output is carried over by closing its plan. Choose how it stands now.")})
    if stored is None or stored.reported_on != report.reported_on:
        _date_check(report)


def _date_check(report: OutputReport) -> None:
    days = report.output.work_plan.reporting_days()
    if not days or report.reported_on.isoformat() in days:
        return
    text = _("This is no reporting date of the work plan. Choose one of: %(dates)s.")
    listed = "; ".join(f"{partial_date_display(day)} ({day})" for day in days)
    raise ValidationError({"reported_on": text % {"dates": listed}})


class OutputReportServices(RecordServices[OutputReport]):
    """The writes of reports; the output's status follows the latest of them in the same operation."""

    def create(self, *, actor: Viewer, values: Mapping[str, Any], reason: str = "") -> OutputReport:
        """Store a report."""
        with operation(actor=actor, reason=reason):
            return self._followed(actor, super().create(actor=actor, values=values, reason=reason))

    def update(
        self, *, actor: Viewer, record: OutputReport, version: int, values: Mapping[str, Any], reason: str = ""
    ) -> OutputReport:
        """Correct a report; its history keeps what it said."""
        with operation(actor=actor, reason=reason):
            row = super().update(actor=actor, record=record, version=version, values=values, reason=reason)
            return self._followed(actor, row)

    def archive(self, *, actor: Viewer, record: OutputReport, version: int, reason: str = "") -> OutputReport:
        """Take a report out of use; the output stands as the one before it says."""
        with operation(actor=actor, reason=reason):
            row = super().archive(actor=actor, record=record, version=version, reason=reason)
            return self._followed(actor, row)

    def restore(self, *, actor: Viewer, record: OutputReport, version: int, reason: str = "") -> OutputReport:
        """Bring a report back."""
        with operation(actor=actor, reason=reason):
            row = super().restore(actor=actor, record=record, version=version, reason=reason)
            return self._followed(actor, row)

    def _followed(self, actor: Viewer, report: OutputReport) -> OutputReport:
        """``report``, once its output has the status of the latest report; without any it is planned again."""
        output = Output.objects.select_for_update(of=("self",)).get(pk=report.output_id)
        if output.status != OutputStatus.CARRIED_OVER:
            latest = output.reports.live().order_by("-reported_on", "-pk").first()
            status = latest.status if latest else OutputStatus.PLANNED
            output_status_set(actor=actor, output=output, status=status)
        return report


output_reports = OutputReportServices(
    OutputReport, policies.report_write, _report_guard, archive_policy=policies.report_archive
)
output_report_create, output_report_update = output_reports.create, output_reports.update
output_report_archive, output_report_restore = output_reports.archive, output_reports.restore
