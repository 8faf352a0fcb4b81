"""The end of a work plan: unfinished outputs go on in the next one, or stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.workplans.plan_ground import output_make, plan_make, priority_make, report_make
from workinggroups.workplans.models import Output, WorkPlan
from workinggroups.workplans.services.closing import work_plan_close
from workinggroups.workplans.services.plans import output_archive, output_update, work_plan_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(cast: Cast) -> WorkPlan:
    """An approved plan with an output of each status."""
    plan = plan_make(cast, "approved", visibility="all")
    for number, status in enumerate(("planned", "on_track", "delayed", "done", "dropped"), 1):
        output = output_make(cast, plan, str(number), due="2026-05", title_fr=f"Produit {number}")
        if status != "planned":
            report_make(output, status=status, delay_reason="No visas" if status == "delayed" else "")
    return plan


@pytest.fixture
def following(cast: Cast) -> WorkPlan:
    return plan_make(cast, title_en="Next work plan", visibility="all")


def _close(plan: WorkPlan, **options: Any) -> WorkPlan:
    return work_plan_close(**{"actor": SYSTEM, "plan": plan, "version": plan.version, **options})


def _statuses(plan: WorkPlan) -> dict[str, str]:
    return dict(plan.outputs.order_by("number").values_list("number", "status"))


def test_all_that_is_unfinished_is_carried_over_by_default(plan: WorkPlan, following: WorkPlan) -> None:
    assert _close(plan, carry_to=following).state == "closed"
    over = "carried_over"
    assert _statuses(plan) == {"1": over, "2": over, "3": over, "4": "done", "5": "dropped"}
    assert _statuses(following) == {"1": "planned", "2": "planned", "3": "planned"}


def test_the_copies_keep_what_they_are_and_where_they_come_from(plan: WorkPlan, following: WorkPlan) -> None:
    first = plan.outputs.get(number="1")
    values = {"priority": priority_make(), "detail": "Airports first", "source": "Plan of 2026"}
    first = output_update(actor=SYSTEM, record=first, version=1, values=values)
    _close(plan, carry_to=following)
    copy = following.outputs.get(number="1")
    assert copy.carried_from == first
    for name in ("title_en", "title_fr", "detail", "lead", "due", "priority", "source"):
        assert getattr(copy, name) == getattr(first, name), name
    first.refresh_from_db()
    assert first.carried_to == copy
    assert first.work_plan == plan


def test_closing_and_carrying_are_one_operation_and_one_step_of_each_version(
    plan: WorkPlan, following: WorkPlan
) -> None:
    first = plan.outputs.get(number="1")
    _close(plan, carry_to=following, reason="Fourth meeting")
    plan.refresh_from_db()
    first.refresh_from_db()
    rows = (plan, first, following.outputs.get(number="1"))
    assert [row.version for row in rows] == [2, 2, 1]
    operations = {row.history.first().operation for row in rows}
    assert [operation.reason for operation in operations] == ["Fourth meeting"]


def test_only_the_outputs_chosen_are_carried_over(plan: WorkPlan, following: WorkPlan) -> None:
    _close(plan, carry_to=following, outputs=[plan.outputs.get(number="2")])
    assert _statuses(plan)["2"] == "carried_over"
    assert (_statuses(plan)["1"], _statuses(plan)["3"]) == ("planned", "delayed")
    assert list(_statuses(following)) == ["2"]


def test_an_archived_output_is_not_carried_over(plan: WorkPlan, following: WorkPlan) -> None:
    output_archive(actor=SYSTEM, record=plan.outputs.get(number="1"), version=1, reason="Twice")
    _close(plan, carry_to=following)
    assert list(_statuses(following)) == ["2", "3"]


def test_without_a_target_nothing_is_carried(plan: WorkPlan) -> None:
    before = _statuses(plan)
    assert _close(plan).state == "closed"
    assert _statuses(plan) == before


def test_a_number_that_is_taken_there_is_left_out(cast: Cast, plan: WorkPlan, following: WorkPlan) -> None:
    output_make(cast, following, "1")
    _close(plan, carry_to=following, outputs=[plan.outputs.get(number="1")])
    assert following.outputs.get(carried_from__number="1").number == ""


def test_what_was_carried_over_is_settled(plan: WorkPlan, following: WorkPlan) -> None:
    _close(plan, carry_to=following)
    old = plan.outputs.get(number="1")
    report_make(old, status="done")
    old.refresh_from_db()
    assert old.status == "carried_over"
    with pytest.raises(ValidationError, match="stays so"):
        output_update(actor=SYSTEM, record=old, version=old.version, values={"status": "planned"})


def test_what_goes_on_goes_on_in_a_plan_of_the_same_group_that_is_open(cast: Cast, plan: WorkPlan) -> None:
    archived = plan_make(cast)
    archived = work_plan_archive(actor=SYSTEM, record=archived, version=1, reason="Twice")
    for target, text in (
        (plan_make(cast, group="pcve"), "of another group"),
        (plan_make(cast, "closed"), "closed or archived"),
        (archived, "closed or archived"),
        (plan, "into itself"),
    ):
        with pytest.raises(ValidationError, match=text) as raised:
            _close(plan, carry_to=target)
        assert list(raised.value.message_dict) == ["carry_to"]
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("approved", 1)
    assert "carried_over" not in _statuses(plan).values()


def test_finished_outputs_and_those_of_other_plans_are_named(cast: Cast, plan: WorkPlan, following: WorkPlan) -> None:
    chosen = [plan.outputs.get(number="4"), output_make(cast, following, "9"), plan.outputs.get(number="1")]
    with pytest.raises(ValidationError) as raised:
        _close(plan, carry_to=following, outputs=chosen)
    (text,) = raised.value.message_dict["outputs"]
    assert "4 Output 4; 9 Output 9" in text
    assert Output.objects.filter(carried_from__isnull=False).count() == 0


def test_outputs_without_a_target_are_an_error(plan: WorkPlan) -> None:
    with pytest.raises(ValidationError, match="takes these outputs over"):
        _close(plan, outputs=[plan.outputs.get(number="1")])
    plan.refresh_from_db()
    assert plan.state == "approved"


@pytest.mark.parametrize("persona", ["chair", "alternate", "reader"])
def test_the_secretariat_alone_closes(cast: Cast, plan: WorkPlan, persona: str) -> None:
    with pytest.raises(Refused):
        _close(plan, actor=cast.viewer(persona))


@pytest.mark.parametrize("state", ["draft", "endorsed", "closed"])
def test_only_an_approved_plan_is_closed(cast: Cast, following: WorkPlan, state: str) -> None:
    plan = plan_make(cast, state)
    output_make(cast, plan)
    with pytest.raises(ValidationError, match="closed already" if state == "closed" else "the next step is one of"):
        _close(plan, carry_to=following)
    assert not following.outputs.exists()


def test_a_plan_that_changed_meanwhile_is_not_closed(plan: WorkPlan, following: WorkPlan) -> None:
    with pytest.raises(StaleVersion):
        _close(plan, version=7, carry_to=following)
    assert not following.outputs.exists()


class TestThroughTheApi:
    """POST /work-plans/{id}/close/."""

    @pytest.fixture
    def address(self, plan: WorkPlan) -> str:
        return f"/api/v1/work-plans/{plan.uid}/close/"

    def test_it_closes_and_carries_over(
        self, api: Callable[[str], APIClient], plan: WorkPlan, following: WorkPlan, address: str
    ) -> None:
        client = api("secretariat")
        tag = client.get(f"/api/v1/work-plans/{plan.uid}/")["ETag"]
        sent = {
            "carry_to": str(following.uid),
            "outputs": [str(plan.outputs.get(number="1").uid)],
            "reason": "Fourth meeting",
        }
        answer = client.post(address, sent, headers={"if_match": tag})
        assert answer.status_code == 200, answer.json()
        assert (answer.json()["state"], answer.json()["version"], answer.json()["current"]) == ("closed", 2, False)
        assert answer["ETag"] == client.get(f"/api/v1/work-plans/{plan.uid}/")["ETag"]
        assert plan.history.first().operation.reason == "Fourth meeting"
        (copy,) = client.get("/api/v1/outputs/", {"work_plan": str(following.uid)}).json()["results"]
        assert copy["carried_from"] == sent["outputs"][0]
        old = client.get(f"/api/v1/outputs/{sent['outputs'][0]}/").json()
        assert (old["status"], old["carried_to"]) == ("carried_over", copy["id"])

    def test_it_needs_the_version_that_was_read(
        self, api: Callable[[str], APIClient], address: str, following: WorkPlan
    ) -> None:
        client = api("secretariat")
        assert client.post(address, {}).status_code == 428
        assert client.post(address, {}, headers={"if_match": '"7-ab"'}).status_code == 412

    @pytest.mark.parametrize("persona", ["chair", "reader"])
    def test_it_is_refused_to_others_with_the_reason(
        self, api: Callable[[str], APIClient], address: str, persona: str
    ) -> None:
        answer = api(persona).post(address, {}, headers={"if_match": "*"})
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:compact:problem:refused"

    def test_what_is_wrong_is_told_field_by_field(
        self, cast: Cast, api: Callable[[str], APIClient], plan: WorkPlan, address: str
    ) -> None:
        client, other = api("secretariat"), plan_make(cast, group="pcve")
        for sent, pointer in (
            ({"carry_to": str(other.uid)}, "/carry_to"),
            ({"carry_to": "nonsense"}, "/carry_to"),
            ({"carry_to": str(other.uid), "outputs": ["nonsense"]}, "/outputs/0"),
            ({"outputs": [str(plan.outputs.get(number="1").uid)]}, "/carry_to"),
        ):
            answer = client.post(address, sent, headers={"if_match": "*"})
            assert answer.status_code == 400
            assert [each["pointer"] for each in answer.json()["errors"]] == [pointer], answer.json()
