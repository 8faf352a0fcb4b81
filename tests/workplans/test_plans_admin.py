"""Staff pages of terms of reference and work plans: lists, steps, next version, comparison, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.kernel.admin.changes import entries_of
from tests.cast import SYSTEM
from tests.workplans.plan_ground import (
    DATES,
    DECEMBER,
    decision_make,
    output_make,
    plan_make,
    priority_make,
    report_make,
    terms_make,
)
from workinggroups.workplans.models import Output, OutputReport, TermsOfReference, WorkPlan
from workinggroups.workplans.services.plans import work_plan_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LISTS = ("termsofreference", "workplan", "output", "outputreport")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def _address(record: Any, page: str = "change") -> str:
    return f"/admin/workinggroups/{record._meta.model_name}/{record.pk}/{page}/"


def _fill(cast: Cast, start: int, count: int) -> None:
    for number in range(start, start + count):
        terms_make(cast, "closed", number=number, approved_by=decision_make(cast))
        plan = plan_make(cast, "approved", start="2026")
        priority = priority_make(code=f"P-{number}")
        report_make(output_make(cast, plan, due="2020", priority=priority))


@pytest.mark.parametrize("name", LISTS)
def test_ten_rows_of_a_list_cost_what_two_cost(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 0, 2)
    staff.get(f"/admin/workinggroups/{name}/")
    with CaptureQueriesContext(connection) as few:
        staff.get(f"/admin/workinggroups/{name}/")
    _fill(cast, 2, 8)
    with CaptureQueriesContext(connection) as many:
        assert staff.get(f"/admin/workinggroups/{name}/").status_code == 200
    assert len(many) == len(few)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("which", ["change", "history", "archive"])
def test_the_pages_of_a_record_open(staff: Client, cast: Cast, name: str, which: str) -> None:
    _fill(cast, 0, 1)
    pk = staff.get(f"/admin/workinggroups/{name}/").context["cl"].result_list[0].pk
    assert staff.get(f"/admin/workinggroups/{name}/{pk}/{which}/").status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_a_new_record_has_its_form(staff: Client, cast: Cast, name: str) -> None:
    assert staff.get(f"/admin/workinggroups/{name}/add/").status_code == 200


def test_the_list_of_plans_counts_outputs_and_those_that_are_overdue(staff: Client, cast: Cast) -> None:
    plan = plan_make(cast, "approved", start="2026-01", end="2026-12")
    output_make(cast, plan, "1", due="2020")
    output_make(cast, plan, "2", due="2020", status="done")
    content = staff.get("/admin/workinggroups/workplan/").content.decode()
    assert f'?work_plan__id__exact={plan.pk}">2</a> <span class="badge-vacant">1 overdue</span>' in content
    assert "January 2026 – December 2026" in content
    output_make(cast, plan_make(cast))
    rows = staff.get(f"/admin/workinggroups/output/?work_plan__id__exact={plan.pk}").context["cl"].result_list
    assert [row.number for row in rows] == ["1", "2"]


def test_the_list_of_outputs_tells_due_status_and_latest_report(staff: Client, cast: Cast) -> None:
    report_make(output_make(cast, plan_make(cast), due="2020-05"), DECEMBER)
    content = staff.get("/admin/workinggroups/output/").content.decode()
    for told in ("Work plan · ", "UNODC", "May 2020", "overdue", "On track", "31 December 2026"):
        assert told in content, told


@pytest.mark.parametrize(("query", "count"), [("overdue=yes", 1), ("overdue=no", 1), ("q=nothing", 0), ("q=output", 2)])
def test_outputs_are_found(staff: Client, cast: Cast, query: str, count: int) -> None:
    plan = plan_make(cast)
    output_make(cast, plan, due="2020")
    output_make(cast, plan, "1.2")
    assert len(staff.get(f"/admin/workinggroups/output/?{query}").context["cl"].result_list) == count


def test_a_plan_shows_its_outputs_and_an_output_its_reports(staff: Client, cast: Cast) -> None:
    plan = plan_make(cast, "approved", reporting_dates=DATES)
    output = output_make(cast, plan)
    report = report_make(output)
    content = staff.get(_address(plan)).content.decode()
    assert _address(output) in content
    assert f"/admin/workinggroups/output/add/?work_plan={plan.pk}" in content
    content = staff.get(_address(output)).content.decode()
    assert _address(report) in content
    assert f"/admin/workinggroups/outputreport/add/?output={output.pk}" in content


def test_the_form_of_a_report_names_the_reporting_dates(staff: Client, cast: Cast) -> None:
    output = output_make(cast, plan_make(cast, "approved", reporting_dates=DATES))
    content = staff.get(f"/admin/workinggroups/outputreport/add/?output={output.pk}").content.decode()
    assert "30 June 2026 (2026-06-30); 31 December 2026 (2026-12-31)" in content
    assert "30 June 2026" not in staff.get("/admin/workinggroups/outputreport/add/?output=nonsense").content.decode()
    assert "30 June 2026" in staff.get(_address(report_make(output))).content.decode()


def test_a_report_is_stored_from_its_form_and_sets_the_status(staff: Client, cast: Cast) -> None:
    output = output_make(cast, plan_make(cast, "approved", reporting_dates=DATES))
    data = {"output": output.pk, "reported_on": "2026-06-30", "status": "delayed", "paragraph": "One workshop."}
    response = staff.post("/admin/workinggroups/outputreport/add/", data)
    assert "Say why the output is delayed." in response.content.decode()
    staff.post("/admin/workinggroups/outputreport/add/", {**data, "delay_reason": "No visas"})
    output.refresh_from_db()
    assert (output.status, OutputReport.objects.get().paragraph) == ("delayed", "One workshop.")


class TestMovingOn:
    """A page for one step of the cycle."""

    @pytest.fixture
    def plan(self, cast: Cast) -> WorkPlan:
        return plan_make(cast, "endorsed")

    def test_it_offers_the_states_ahead_and_decisions_that_fit(self, staff: Client, cast: Cast, plan: WorkPlan) -> None:
        fitting, other = decision_make(cast), decision_make(cast, "border", "endorses")
        form = staff.get(_address(plan, "move")).context["form"]
        assert [key for key, _ in form.fields["state"].choices] == ["approved", "consultation", "draft"]
        assert list(form.fields["approved_by"].queryset) == [fitting]
        assert "endorsed_by" not in form.fields
        form = staff.get(_address(plan_make(cast, "consultation"), "move")).context["form"]
        assert list(form.fields["endorsed_by"].queryset) == [other]

    def test_the_approval_is_recorded_with_its_decision_and_reason(
        self, staff: Client, cast: Cast, plan: WorkPlan
    ) -> None:
        data = {"version": 1, "state": "approved", "approved_by": decision_make(cast).pk, "reason": "Fourth meeting"}
        response = staff.post(_address(plan, "move"), data, follow=True)
        assert "It is now: Approved by the Committee." in response.content.decode()
        plan.refresh_from_db()
        assert (plan.state, entries_of(plan)[0].operation.reason) == ("approved", "Fourth meeting")

    def test_what_is_missing_lands_on_its_field(self, staff: Client, plan: WorkPlan) -> None:
        response = staff.post(_address(plan, "move"), {"version": 1, "state": "approved", "reason": "Typed"})
        assert "approved_by" in response.context["form"].errors
        assert "Typed" in response.content.decode()
        response = staff.post(_address(plan, "move"), {"version": 1, "state": "draft", "reason": ""})
        assert "Say why it goes back" in response.context["form"].errors["state"][0]

    def test_a_stale_page_says_what_happened(self, staff: Client, plan: WorkPlan) -> None:
        work_plan_update(actor=SYSTEM, record=plan, version=1, values={"note": "x"}, reason="Theirs")
        response = staff.post(_address(plan, "move"), {"version": 1, "state": "draft", "reason": "Comments"})
        assert "Theirs" in response.content.decode()

    def test_only_the_steps_that_make_sense_have_a_button(self, staff: Client, cast: Cast, plan: WorkPlan) -> None:
        approved = plan_make(cast, "approved")
        for record, there in ((plan, {"move"}), (approved, {"close"}), (plan_make(cast, "closed"), {"move"})):
            content = staff.get(_address(record)).content.decode()
            assert {page for page in ("move", "close") if _address(record, page) in content} == there
        terms = terms_make(cast, "approved")
        content = staff.get(_address(terms)).content.decode()
        assert all(_address(terms, page) in content for page in ("move", "next", "compare"))
        assert _address(terms_make(cast, number=2), "next") not in content


class TestVersions:
    """The next version of terms of reference, and two side by side."""

    def test_the_next_version_is_started_and_linked(self, staff: Client, cast: Cast) -> None:
        terms = terms_make(cast, "approved")
        response = staff.post(_address(terms, "next"), {"reason": "Review of 2026"}, follow=True)
        made = TermsOfReference.objects.get(number=2)
        assert (made.state, made.text) == ("draft", terms.text)
        assert f'<a href="{_address(made)}">' in response.content.decode()
        response = staff.post(_address(terms, "next"), {"reason": ""})
        assert "This version is on record already." in response.content.decode()

    def test_two_versions_are_compared_line_by_line_the_older_first(self, staff: Client, cast: Cast) -> None:
        first = terms_make(cast, "approved", text="Share.\nMeet twice.")
        second = terms_make(cast, number=2, text="Share.\nMeet <often>.")
        for terms in (first, second):
            content = staff.get(_address(terms, "compare")).content.decode()
            assert "<del>Meet twice.</del>" in content
            assert "<ins>Meet &lt;often&gt;.</ins>" in content
            assert "From version 1 to version 2" in content

    def test_the_version_to_compare_with_is_a_choice(self, staff: Client, cast: Cast) -> None:
        terms_make(cast, "closed", text="Old")
        terms_make(cast, "approved", number=2, text="Newer")
        newest = terms_make(cast, number=3, text="Newest")
        assert "From version 2 to version 3" in staff.get(_address(newest, "compare")).content.decode()
        assert "<del>Old</del>" in staff.get(_address(newest, "compare"), {"with": "1"}).content.decode()

    @pytest.mark.parametrize("wanted", ["7", "x", "3"])
    def test_a_version_that_is_not_there_is_not_found(self, staff: Client, cast: Cast, wanted: str) -> None:
        terms_make(cast, "approved")
        terms_make(cast, "approved", "pcve", number=7)
        newest = terms_make(cast, number=3)
        assert staff.get(_address(newest, "compare"), {"with": wanted}).status_code == 404

    def test_a_first_version_has_none_to_compare_with(self, staff: Client, cast: Cast) -> None:
        content = staff.get(_address(terms_make(cast), "compare")).content.decode()
        assert "no other version" in content


class TestClosing:
    """Close and carry over in one form."""

    @pytest.fixture
    def plan(self, cast: Cast) -> WorkPlan:
        plan = plan_make(cast, "approved")
        for number, status in (("1", "planned"), ("2", "on_track"), ("3", "done")):
            output_make(cast, plan, number, status=status)
        return plan

    def test_it_offers_what_is_unfinished_and_the_open_plans_of_the_group(
        self, staff: Client, cast: Cast, plan: WorkPlan
    ) -> None:
        following = plan_make(cast, title_en="Next")
        plan_make(cast, "closed")
        plan_make(cast, group="pcve")
        form = staff.get(_address(plan, "close")).context["form"]
        assert [output.number for output in form.fields["outputs"].queryset] == ["1", "2"]
        assert list(form.fields["carry_to"].queryset) == [following]
        assert form.initial["carry_to"] == following

    def test_what_is_chosen_is_carried_over(self, staff: Client, cast: Cast, plan: WorkPlan) -> None:
        following, chosen = plan_make(cast, title_en="Next"), plan.outputs.get(number="2")
        data = {"version": 1, "carry_to": following.pk, "outputs": [chosen.pk], "reason": "Fourth meeting"}
        response = staff.post(_address(plan, "close"), data, follow=True)
        assert "The work plan is closed." in response.content.decode()
        assert Output.objects.get(work_plan=following).carried_from == chosen
        content = staff.get(_address(chosen)).content.decode()
        assert _address(Output.objects.get(work_plan=following)) in content

    def test_none_chosen_carries_none(self, staff: Client, cast: Cast, plan: WorkPlan) -> None:
        following = plan_make(cast, title_en="Next")
        staff.post(_address(plan, "close"), {"version": 1, "carry_to": following.pk, "reason": ""})
        plan.refresh_from_db()
        assert (plan.state, following.outputs.count()) == ("closed", 0)

    def test_nothing_is_carried_without_a_plan(self, staff: Client, plan: WorkPlan) -> None:
        keys = [output.pk for output in plan.outputs.filter(number__in=("1", "2"))]
        staff.post(_address(plan, "close"), {"version": 1, "carry_to": "", "outputs": keys, "reason": ""})
        plan.refresh_from_db()
        assert plan.state == "closed"
        assert set(plan.outputs.values_list("status", flat=True)) == {"planned", "on_track", "done"}

    def test_a_plan_that_is_not_approved_is_told_so(self, staff: Client, cast: Cast) -> None:
        plan = plan_make(cast)
        response = staff.post(_address(plan, "close"), {"version": 1, "carry_to": "", "reason": ""})
        assert "the next step is one of" in response.content.decode()
