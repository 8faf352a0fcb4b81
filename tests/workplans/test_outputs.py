"""Outputs of work plans and the reports on them: who writes them, and what follows from a report."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM, nominate
from tests.workplans.plan_ground import (
    DATES,
    DECEMBER,
    JUNE,
    output_make,
    plan_make,
    priority_make,
    report_make,
)
from workinggroups.workplans.models import Output, OutputReport, OutputStatus
from workinggroups.workplans.services.plans import (
    output_archive,
    output_create,
    output_report_archive,
    output_report_create,
    output_report_restore,
    output_report_update,
    output_update,
    outputs,
)

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def output(cast: Cast) -> Output:
    return output_make(cast, plan_make(cast, "approved", reporting_dates=DATES, visibility="all"))


def _values(output: Output, on: Any = JUNE, **values: Any) -> dict[str, Any]:
    return {"output": output, "reported_on": on, "status": "on_track", "paragraph": "Done so far.", **values}


def _note(actor: Viewer, output: Output) -> Output:
    return output_update(actor=actor, record=output, version=output.version, values={"note": "x"})


class TestWhoWritesOutputs:
    """Those who run the group until the plan is closed; alternates while it is a draft."""

    @pytest.mark.parametrize("state", ["draft", "consultation", "endorsed", "approved"])
    @pytest.mark.parametrize("persona", ["chair", "vice_chair"])
    def test_those_who_run_the_group_write_them_while_the_plan_is_not_closed(
        self, cast: Cast, state: str, persona: str
    ) -> None:
        viewer, plan = cast.viewer(persona), plan_make(cast, state)
        values = {"work_plan": plan, "title_en": "Output", "lead": cast.entities["UNODC"]}
        made = output_create(actor=viewer, values=values)
        assert _note(viewer, made).version == 2
        made.refresh_from_db()
        assert output_archive(actor=viewer, record=made, version=2, reason="Twice").is_archived

    @pytest.mark.parametrize("persona", ["chair", "alternate"])
    def test_the_outputs_of_a_closed_plan_are_the_secretariats(self, cast: Cast, persona: str) -> None:
        output = output_make(cast, plan_make(cast, "closed"))
        with pytest.raises(Refused, match="This work plan is closed"):
            _note(cast.viewer(persona), output)
        assert _note(cast.viewer("secretariat"), output).note == "x"

    def test_alternates_write_the_outputs_of_a_draft_and_never_archive(self, cast: Cast) -> None:
        alternate = cast.viewer("alternate")
        values = {"work_plan": plan_make(cast), "title_en": "Output", "lead": cast.entities["UNODC"]}
        made = _note(alternate, output_create(actor=alternate, values=values))
        with pytest.raises(Refused, match="Alternates prepare drafts"):
            output_archive(actor=alternate, record=made, version=2, reason="Twice")

    @pytest.mark.parametrize("state", ["consultation", "approved"])
    def test_alternates_leave_the_outputs_of_other_plans_alone(self, cast: Cast, state: str) -> None:
        output = output_make(cast, plan_make(cast, state))
        with pytest.raises(Refused, match="Alternates prepare drafts"):
            _note(cast.viewer("alternate"), output)

    @pytest.mark.parametrize("persona", ["chair_pcve", "focal_point", "reader"])
    def test_nobody_else_writes_them(self, cast: Cast, output: Output, persona: str) -> None:
        with pytest.raises(Refused):
            _note(cast.viewer(persona), output)

    def test_an_output_is_not_moved_to_the_plan_of_another_group_by_a_chair(self, cast: Cast) -> None:
        output, other = output_make(cast, plan_make(cast)), plan_make(cast, group="pcve")
        with pytest.raises(Refused):
            output_update(actor=cast.viewer("chair"), record=output, version=1, values={"work_plan": other})


class TestOutputs:
    """What an output may say by itself."""

    def test_a_priority_is_one_of_the_joint_programme(self, cast: Cast) -> None:
        with pytest.raises(ValidationError, match="Choose a priority"):
            output_make(cast, plan_make(cast), priority=priority_make(kind="programme"))
        assert output_make(cast, plan_make(cast), priority=priority_make(code="P")).priority.code == "P"

    def test_a_number_is_given_once_in_a_plan(self, cast: Cast) -> None:
        plan = plan_make(cast)
        output_make(cast, plan)
        with pytest.raises(ValidationError, match="has this number"):
            output_make(cast, plan)
        assert output_make(cast, plan_make(cast)).number == "1.1"

    def test_a_delay_is_told_in_a_report(self, cast: Cast, output: Output) -> None:
        with pytest.raises(ValidationError, match="A delay needs its reason"):
            output_update(actor=SYSTEM, record=output, version=1, values={"status": "delayed"})
        with pytest.raises(ValidationError, match="A delay needs its reason"):
            output_make(cast, output.work_plan, "9", status="delayed")

    def test_the_status_is_set_by_hand_until_there_is_a_report(self, output: Output) -> None:
        output = output_update(actor=SYSTEM, record=output, version=1, values={"status": "on_track"})
        report_make(output)
        with pytest.raises(ValidationError, match="that of the latest report") as raised:
            output_update(actor=SYSTEM, record=output, version=output.version, values={"status": "done"})
        assert list(raised.value.message_dict) == ["status"]

    def test_all_else_is_changed_beside_the_reports(self, output: Output) -> None:
        report_make(output)
        output.refresh_from_db()
        assert _note(SYSTEM, output).note == "x"

    def test_nobody_carries_over_by_hand(self, cast: Cast, output: Output) -> None:
        with pytest.raises(ValidationError, match="by closing its plan"):
            output_update(actor=SYSTEM, record=output, version=1, values={"status": "carried_over"})
        with pytest.raises(ValidationError, match="by closing its plan"):
            output_make(cast, output.work_plan, "9", status="carried_over")

    def test_an_output_with_a_report_stays_in_its_plan(self, cast: Cast, output: Output) -> None:
        other = plan_make(cast)
        moved = output_update(actor=SYSTEM, record=output, version=1, values={"work_plan": other})
        report_make(moved)
        moved.refresh_from_db()
        with pytest.raises(ValidationError, match="stays in its plan"):
            output_update(actor=SYSTEM, record=moved, version=moved.version, values={"work_plan": plan_make(cast)})


class TestWhoReports:
    """The people of the lead, those who run the group, the secretariat."""

    @pytest.mark.parametrize("persona", ["focal_point", "chair", "vice_chair", "secretariat"])
    def test_they_write_and_correct_reports(self, cast: Cast, output: Output, persona: str) -> None:
        viewer = cast.viewer(persona)
        made = output_report_create(actor=viewer, values=_values(output))
        values = {"paragraph": "Better said."}
        assert output_report_update(actor=viewer, record=made, version=1, values=values).version == 2

    def test_an_alternate_of_the_lead_reports(self, cast: Cast, output: Output) -> None:
        nominate(cast.terms["focal_point"], cast.people["reader"], "alternate")
        assert output_report_create(actor=cast.viewer("reader"), values=_values(output)).version == 1

    @pytest.mark.parametrize("persona", ["alternate", "chair_pcve", "reader"])
    def test_others_do_not(self, cast: Cast, output: Output, persona: str) -> None:
        with pytest.raises(Refused, match="People of the entity in the lead"):
            output_report_create(actor=cast.viewer(persona), values=_values(output))

    def test_the_lead_of_another_output_does_not(self, cast: Cast, output: Output) -> None:
        other = output_make(cast, output.work_plan, "2", lead=cast.entities["UNDP"])
        with pytest.raises(Refused):
            output_report_create(actor=cast.viewer("focal_point"), values=_values(other))

    @pytest.mark.parametrize("persona", ["focal_point", "chair"])
    def test_a_closed_plan_is_reported_on_by_the_secretariat_alone(self, cast: Cast, persona: str) -> None:
        output = output_make(cast, plan_make(cast, "closed"))
        with pytest.raises(Refused, match="This work plan is closed"):
            output_report_create(actor=cast.viewer(persona), values=_values(output))
        assert output_report_create(actor=cast.viewer("secretariat"), values=_values(output)).version == 1

    def test_the_people_of_the_lead_correct_a_report_and_do_not_take_it_back(self, cast: Cast, output: Output) -> None:
        made = report_make(output)
        with pytest.raises(Refused, match="corrected, not taken back"):
            output_report_archive(actor=cast.viewer("focal_point"), record=made, version=1, reason="Twice")
        assert output_report_archive(actor=cast.viewer("chair"), record=made, version=1, reason="Twice").is_archived


class TestReports:
    """Dates, reasons, and the status that follows."""

    @pytest.mark.parametrize("status", ["on_track", "delayed", "done", "dropped"])
    def test_a_report_sets_the_status_of_its_output_in_the_same_operation(self, output: Output, status: str) -> None:
        report = report_make(output, status=status, delay_reason="No visas")
        output.refresh_from_db()
        assert (output.status, output.version) == (status, 2)
        assert output.history.first().operation == report.history.first().operation

    def test_a_focal_point_sets_it_without_any_right_to_the_output_itself(self, cast: Cast, output: Output) -> None:
        focal_point = cast.viewer("focal_point")
        assert not outputs.policy(focal_point, output)
        output_report_create(actor=focal_point, values=_values(output, status="done"))
        output.refresh_from_db()
        assert output.status == "done"

    def test_the_latest_date_counts_whichever_came_in_last(self, output: Output) -> None:
        report_make(output, DECEMBER, "done")
        report_make(output, JUNE, "on_track")
        output.refresh_from_db()
        assert (output.status, output.version) == ("done", 2)

    def test_a_corrected_report_corrects_the_status_and_the_history_keeps_both(self, output: Output) -> None:
        report = report_make(output, status="done")
        values = {"status": "delayed", "delay_reason": "No visas"}
        output_report_update(actor=SYSTEM, record=report, version=1, values=values, reason="Letter")
        output.refresh_from_db()
        assert output.status == "delayed"
        assert list(output.history.order_by("history_id").values_list("status", flat=True)) == [
            "planned",
            "done",
            "delayed",
        ]
        assert list(report.history.order_by("history_id").values_list("status", flat=True)) == ["done", "delayed"]

    def test_an_archived_report_gives_way_to_the_one_before_it(self, output: Output) -> None:
        report_make(output, JUNE, "on_track")
        last = report_make(output, DECEMBER, "done")
        last = output_report_archive(actor=SYSTEM, record=last, version=1, reason="Wrong output")
        output.refresh_from_db()
        assert output.status == "on_track"
        output_report_restore(actor=SYSTEM, record=last, version=2)
        output.refresh_from_db()
        assert output.status == "done"

    def test_without_any_report_an_output_is_planned_again(self, output: Output) -> None:
        report = report_make(output, status="done")
        output_report_archive(actor=SYSTEM, record=report, version=1, reason="Wrong output")
        output.refresh_from_db()
        assert output.status == OutputStatus.PLANNED

    def test_a_refused_report_leaves_the_output_alone(self, output: Output) -> None:
        with pytest.raises(ValidationError, match="Say why the output is delayed"):
            report_make(output, status="delayed")
        output.refresh_from_db()
        assert (output.status, output.version, OutputReport.objects.count()) == ("planned", 1, 0)

    def test_the_date_is_one_of_the_plans_and_the_error_lists_them(self, output: Output) -> None:
        with pytest.raises(ValidationError) as raised:
            report_make(output, datetime.date(2026, 7, 1))
        (text,) = raised.value.message_dict["reported_on"]
        assert "30 June 2026 (2026-06-30); 31 December 2026 (2026-12-31)" in text

    def test_any_date_will_do_where_the_plan_has_none(self, cast: Cast) -> None:
        output = output_make(cast, plan_make(cast))
        assert report_make(output, datetime.date(2026, 7, 1)).reported_on == datetime.date(2026, 7, 1)

    def test_a_report_on_a_date_that_was_given_up_can_still_be_corrected(self, cast: Cast, output: Output) -> None:
        report = report_make(output)
        type(output.work_plan).objects.filter(pk=output.work_plan_id).update(reporting_dates="2026-12-31")
        values = {"paragraph": "Better said."}
        assert output_report_update(actor=SYSTEM, record=report, version=1, values=values).version == 2

    def test_there_is_one_report_for_a_date(self, output: Output) -> None:
        report_make(output)
        with pytest.raises(ValidationError, match="for this date already"):
            report_make(output)

    def test_a_report_carries_nothing_over_and_stays_with_its_output(self, cast: Cast, output: Output) -> None:
        with pytest.raises(ValidationError, match="by closing its plan"):
            report_make(output, status="carried_over")
        report, other = report_make(output), output_make(cast, output.work_plan, "2")
        with pytest.raises(ValidationError, match="stays with its output"):
            output_report_update(actor=SYSTEM, record=report, version=1, values={"output": other})
