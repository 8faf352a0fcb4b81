"""Terms of reference, work plans, outputs and reports through the API: columns, filters, and who sees what."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from tests.cast import SYSTEM
from tests.workplans.plan_ground import (
    DATES,
    DECEMBER,
    JUNE,
    decision_make,
    output_make,
    plan_make,
    priority_make,
    report_make,
    terms_make,
)
from workinggroups.workplans.services.closing import work_plan_close

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast
    from workinggroups.workplans.models import WorkPlan

pytestmark = pytest.mark.django_db

RESOURCES = ("terms-of-reference", "work-plans", "outputs", "output-reports")
TODAY = timezone.now().date()
PAST, COMING = (str(TODAY + datetime.timedelta(days=days)) for days in (-1, 1))


def _rows(client: APIClient, name: str, **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{name}/", {"page_size": "200", **query})
    assert answer.status_code == 200, answer.json()
    rows: list[dict[str, Any]] = answer.json()["results"]
    assert answer.json()["count"] == len(rows)
    return rows


@pytest.fixture
def keeper(api: Callable[[str], APIClient]) -> APIClient:
    return api("secretariat")


class TestWhatIsSeen:
    """A plan for the group is seen by the group, with all that hangs on it."""

    @pytest.fixture
    def plan(self, cast: Cast) -> WorkPlan:
        plan = plan_make(cast, "approved")
        report_make(output_make(cast, plan))
        terms_make(cast, "approved")
        return plan

    @pytest.mark.parametrize("name", RESOURCES)
    @pytest.mark.parametrize(
        ("persona", "count"),
        [("chair", 1), ("vice_chair", 1), ("alternate", 1), ("chair_pcve", 0), ("focal_point", 0), ("reader", 0)],
    )
    def test_what_is_for_the_group_is_the_groups(
        self, api: Callable[[str], APIClient], plan: WorkPlan, name: str, persona: str, count: int
    ) -> None:
        rows = _rows(api(persona), name)
        assert len(rows) == count
        uid = str({"work-plans": plan.uid}.get(name, "")) or _rows(api("secretariat"), name)[0]["id"]
        assert api(persona).get(f"/api/v1/{name}/{uid}/").status_code == (200 if count else 404)

    @pytest.mark.parametrize("filters", [{"search": "output"}, {"lead_code": "UNODC"}, {"group_code": "border"}])
    def test_no_filter_brings_a_hidden_output_back(
        self, api: Callable[[str], APIClient], plan: WorkPlan, filters: dict[str, str]
    ) -> None:
        assert len(_rows(api("chair"), "outputs", **filters)) == 1
        assert _rows(api("reader"), "outputs", **filters) == []

    def test_counts_and_latest_reports_leave_out_what_is_hidden(
        self, cast: Cast, api: Callable[[str], APIClient], plan: WorkPlan
    ) -> None:
        hidden = output_make(cast, plan, "2", lead=cast.entities["CTED"])
        report_make(hidden, DECEMBER)
        type(cast.entities["CTED"]).objects.filter(code="CTED").update(visibility="secretariat")
        (seen,), (kept,) = (_rows(api(persona), "work-plans") for persona in ("vice_chair", "secretariat"))
        assert (kept["outputs_count"], kept["latest_report_on"]) == (2, "2026-12-31")
        assert (seen["outputs_count"], seen["latest_report_on"]) == (1, "2026-06-30")

    def test_the_focal_point_of_a_lead_sees_and_reports_on_what_is_for_all(
        self, cast: Cast, api: Callable[[str], APIClient]
    ) -> None:
        output = output_make(cast, plan_make(cast, "approved", visibility="all", reporting_dates=DATES))
        sent = {"output": str(output.uid), "reported_on": "2026-06-30", "status": "done", "paragraph": "All done."}
        answer = api("focal_point").post("/api/v1/output-reports/", sent)
        assert answer.status_code == 201, answer.json()
        (row,) = _rows(api("reader"), "outputs")
        assert (row["status"], row["latest_report_on"], row["latest_paragraph"]) == ("done", "2026-06-30", "All done.")

    def test_a_report_on_a_hidden_output_is_answered_like_one_on_none(
        self, cast: Cast, api: Callable[[str], APIClient], plan: WorkPlan
    ) -> None:
        sent = {"reported_on": "2026-06-30", "status": "done", "paragraph": "x"}
        client, nobody = api("focal_point"), "00000000-0000-4000-8000-000000000000"
        answers = [
            client.post("/api/v1/output-reports/", {**sent, "output": each})
            for each in (str(plan.outputs.get().uid), nobody)
        ]
        assert [answer.status_code for answer in answers] == [400, 400]
        assert answers[0].json() == answers[1].json()


class TestColumns:
    """What the columns say of neighbours, and that they hide with them."""

    def test_a_decision_is_told_where_it_may_be_seen(self, cast: Cast, api: Callable[[str], APIClient]) -> None:
        approval = decision_make(cast, number="CC/4", subject_en="Plan of 2026", decided_on="2026-04")
        plan_make(cast, "approved", approved_by=approval, visibility="all")
        names = ("approved_by", "approved_by_number", "approved_by_subject", "approved_by_decided_on")
        (row,) = _rows(api("reader"), "work-plans")
        assert [row[name] for name in names] == [str(approval.uid), "CC/4", "Plan of 2026", "2026-04"]
        assert (row["current"], row["endorsed_by"]) == (True, None)
        type(approval).objects.filter(pk=approval.pk).update(visibility="secretariat")
        (row,) = _rows(api("reader"), "work-plans")
        assert [row[name] for name in names] == [None] * 4

    def test_a_priority_is_told_with_its_title_where_it_may_be_seen(
        self, cast: Cast, api: Callable[[str], APIClient]
    ) -> None:
        priority = priority_make(title_fr="Sécurité des frontières")
        output_make(cast, plan_make(cast, visibility="all"), priority=priority)
        answer = api("reader").get("/api/v1/outputs/", headers={"accept_language": "fr"}).json()
        (row,) = answer["results"]
        assert (row["priority_code"], row["priority_name"]) == ("JPOW-1", "Sécurité des frontières")
        type(priority).objects.filter(pk=priority.pk).update(visibility="secretariat")
        (row,) = _rows(api("reader"), "outputs")
        assert (row["priority"], row["priority_code"], row["priority_name"]) == (None, None, None)

    def test_the_way_of_a_carried_output_ends_where_the_viewer_sees_no_further(
        self, cast: Cast, api: Callable[[str], APIClient]
    ) -> None:
        plan = plan_make(cast, "approved", visibility="all")
        following = plan_make(cast, title_en="Next")
        old = output_make(cast, plan)
        work_plan_close(actor=SYSTEM, plan=plan, version=1, carry_to=following)
        copy = following.outputs.get()
        (row,) = _rows(api("reader"), "outputs")
        assert (row["id"], row["status"], row["carried_to"]) == (str(old.uid), "carried_over", None)
        (seen, _next) = sorted(_rows(api("chair"), "outputs"), key=lambda each: bool(each["carried_from"]))
        assert (seen["carried_to"], _next["carried_from"]) == (str(copy.uid), str(old.uid))

    def test_a_report_is_read_with_its_output_plan_group_and_lead(self, cast: Cast, keeper: APIClient) -> None:
        report_make(output_make(cast, plan_make(cast, title_fr="Plan de travail")), delay_reason="No visas")
        (row,) = _rows(keeper, "output-reports")
        assert (row["output_number"], row["work_plan_name"], row["group_code"], row["lead_code"]) == (
            "1.1",
            "Work plan",
            "border",
            "UNODC",
        )
        assert (row["reported_on"], row["status"], row["delay_reason"]) == ("2026-06-30", "on_track", "No visas")

    def test_without_reports_there_is_no_latest(self, cast: Cast, keeper: APIClient) -> None:
        output_make(cast, plan_make(cast))
        for name in ("work-plans", "outputs"):
            assert _rows(keeper, name)[0]["latest_report_on"] == ""

    @pytest.mark.parametrize(
        ("due", "overdue"), [(PAST, True), (str(TODAY), False), (COMING, False), ("", False), ("2020", True)]
    )
    def test_an_output_is_overdue_when_its_day_is_past_beyond_doubt(
        self, cast: Cast, keeper: APIClient, due: str, overdue: bool
    ) -> None:
        output_make(cast, plan_make(cast), due=due)
        assert _rows(keeper, "outputs")[0]["overdue"] is overdue
        assert len(_rows(keeper, "outputs", overdue=str(overdue).lower())) == 1
        assert _rows(keeper, "outputs", overdue=str(not overdue).lower()) == []

    @pytest.mark.parametrize("status", ["done", "dropped"])
    def test_what_is_finished_is_not_overdue(self, cast: Cast, keeper: APIClient, status: str) -> None:
        output_make(cast, plan_make(cast), due="2020", status=status)
        assert _rows(keeper, "outputs")[0]["overdue"] is False

    def test_what_is_in_a_closed_plan_is_not_overdue(self, cast: Cast, keeper: APIClient) -> None:
        output_make(cast, plan_make(cast, "closed", end="2020"), due="2020")
        assert _rows(keeper, "outputs")[0]["overdue"] is False
        assert _rows(keeper, "work-plans")[0]["overdue"] is False

    def test_a_plan_or_a_review_is_overdue_while_it_runs(self, cast: Cast, keeper: APIClient) -> None:
        plan_make(cast, "approved", end="2020")
        terms_make(cast, "approved", review_on="2020")
        terms_make(cast, "closed", "pcve", review_on="2020")
        assert [row["overdue"] for row in _rows(keeper, "work-plans")] == [True]
        assert {row["group_code"]: row["overdue"] for row in _rows(keeper, "terms-of-reference")} == {
            "border": True,
            "pcve": False,
        }


class TestFilters:
    """Each filter keeps what it says."""

    @pytest.fixture
    def ground(self, cast: Cast) -> dict[str, Any]:
        running = plan_make(cast, "approved", title_en="Airports")
        draft = plan_make(cast, group="pcve", title_en="Prevention")
        first = output_make(cast, running, "1", due="2026-05", priority=priority_make(), title_en="Handbook")
        second = output_make(cast, draft, "2", due="2027-03-15", lead=cast.entities["UNDP"], detail="Workshops")
        report_make(first, JUNE, "done", paragraph="Printed in Vienna.")
        report_make(second, DECEMBER, "delayed", delay_reason="No visas")
        terms_make(cast, "approved", review_on="2026-05")
        terms_make(cast, "draft", "pcve", text="Resilience")
        return {"running": running, "draft": draft, "first": first, "second": second, "priority": first.priority}

    @pytest.mark.parametrize(
        ("name", "filters", "groups"),
        [
            ("terms-of-reference", {"group_code": "pcve"}, ["pcve"]),
            ("terms-of-reference", {"state": "approved"}, ["border"]),
            ("terms-of-reference", {"current": "true"}, ["border"]),
            ("terms-of-reference", {"current": "false"}, ["pcve"]),
            ("terms-of-reference", {"review_before": "2026-05-01"}, ["border"]),
            ("terms-of-reference", {"review_before": "2026-04-30"}, []),
            ("terms-of-reference", {"search": "resilience"}, ["pcve"]),
            ("work-plans", {"group_code": "border"}, ["border"]),
            ("work-plans", {"state": "draft"}, ["pcve"]),
            ("work-plans", {"current": "true"}, ["border"]),
            ("work-plans", {"search": "airports"}, ["border"]),
            ("outputs", {"group_code": "pcve"}, ["pcve"]),
            ("outputs", {"state": "approved"}, ["border"]),
            ("outputs", {"current": "false"}, ["pcve"]),
            ("outputs", {"lead_code": "UNDP"}, ["pcve"]),
            ("outputs", {"status": "done"}, ["border"]),
            ("outputs", {"due_before": "2026-05-01"}, ["border"]),
            ("outputs", {"due_before": "2026-04-30"}, []),
            ("outputs", {"due_after": "2026-05-31"}, ["border", "pcve"]),
            ("outputs", {"due_after": "2026-06-01"}, ["pcve"]),
            ("outputs", {"search": "handbook"}, ["border"]),
            ("outputs", {"search": "workshops"}, ["pcve"]),
            ("output-reports", {"group_code": "pcve"}, ["pcve"]),
            ("output-reports", {"lead_code": "UNODC"}, ["border"]),
            ("output-reports", {"status": "delayed"}, ["pcve"]),
            ("output-reports", {"reported_on": "2026-06-30"}, ["border"]),
            ("output-reports", {"reported_after": "2026-07-01"}, ["pcve"]),
            ("output-reports", {"reported_before": "2026-06-30"}, ["border"]),
            ("output-reports", {"search": "vienna"}, ["border"]),
            ("output-reports", {"search": "visas"}, ["pcve"]),
            ("output-reports", {"search": "handbook"}, ["border"]),
        ],
    )
    def test_a_filter_keeps_what_it_says(
        self, keeper: APIClient, ground: dict[str, Any], name: str, filters: dict[str, str], groups: list[str]
    ) -> None:
        assert sorted(row["group_code"] for row in _rows(keeper, name, **filters)) == groups

    @pytest.mark.parametrize(
        ("name", "parameter", "which", "count"),
        [
            ("outputs", "work_plan", "running", 1),
            ("outputs", "priority", "priority", 1),
            ("output-reports", "output", "second", 1),
            ("output-reports", "work_plan", "draft", 1),
        ],
    )
    def test_a_reference_keeps_what_refers_to_it(
        self, keeper: APIClient, ground: dict[str, Any], name: str, parameter: str, which: str, count: int
    ) -> None:
        assert len(_rows(keeper, name, **{parameter: str(ground[which].uid)})) == count

    def test_group_and_lead_are_filters_of_all_that_hangs_on_a_plan(
        self, cast: Cast, keeper: APIClient, ground: dict[str, Any]
    ) -> None:
        for name in RESOURCES:
            assert [row["group_code"] for row in _rows(keeper, name, group=str(cast.groups["pcve"].uid))] == ["pcve"]
        for name in ("outputs", "output-reports"):
            assert len(_rows(keeper, name, lead=str(cast.entities["UNDP"].uid))) == 1


def test_the_cycle_works_through_the_api(cast: Cast, api: Callable[[str], APIClient]) -> None:
    chair, keeper = api("chair"), api("secretariat")
    sent = {"group": str(cast.groups["border"].uid), "title_en": "Work plan"}
    made = chair.post("/api/v1/work-plans/", sent).json()
    assert (made["originator_code"], made["visibility"], made["state"]) == ("WCO", "group", "draft")

    def move(client: APIClient, **values: str) -> Any:
        return client.patch(made["url"], values, headers={"if_match": "*"})

    assert move(chair, state="consultation").status_code == 200
    assert move(chair, state="endorsed").status_code == 200
    refused = move(chair, state="approved", approved_by=str(decision_make(cast).uid))
    assert refused.status_code == 403
    assert "The Committee approves" in refused.json()["detail"]
    missing = move(keeper, state="approved")
    assert [each["pointer"] for each in missing.json()["errors"]] == ["/approved_by"]
    assert move(keeper, state="approved", approved_by=str(decision_make(cast).uid)).json()["current"] is True
