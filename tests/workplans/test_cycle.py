"""The cycle of terms of reference and work plans: who may take which step, and what each step needs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.workplans.plan_ground import decision_make, plan_make, terms_make
from workinggroups.workplans.services.cycle import next_states
from workinggroups.workplans.services.plans import work_plans
from workinggroups.workplans.services.terms import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

KINDS = pytest.mark.parametrize(
    ("make", "services"), [(terms_make, terms), (plan_make, work_plans)], ids=["terms", "plan"]
)
LEADERS = ("chair", "vice_chair")


def _move(services: Any, actor: Viewer, record: Any, state: str, reason: str = "", **values: Any) -> Any:
    values = {"state": state, **values}
    return services.update(actor=actor, record=record, version=record.version, values=values, reason=reason)


@pytest.fixture
def chair(cast: Cast) -> Viewer:
    return cast.viewer("chair")


@KINDS
@pytest.mark.parametrize("persona", LEADERS)
def test_those_who_run_the_group_take_it_from_draft_to_endorsement(
    cast: Cast, make: Callable[..., Any], services: Any, persona: str
) -> None:
    record, step = make(cast), partial(_move, services, cast.viewer(persona))
    record = step(record, "consultation")
    record = step(record, "endorsed", endorsed_by=decision_make(cast, "border", "endorses"))
    assert (record.state, record.version) == ("endorsed", 3)


@KINDS
def test_the_endorsement_needs_no_decision(cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer) -> None:
    assert _move(services, chair, make(cast, "consultation"), "endorsed").endorsed_by is None


@KINDS
@pytest.mark.parametrize("persona", LEADERS)
def test_chairs_do_not_approve_their_own(cast: Cast, make: Callable[..., Any], services: Any, persona: str) -> None:
    record, approval = make(cast, "endorsed"), decision_make(cast)
    with pytest.raises(Refused, match="The Committee approves"):
        _move(services, cast.viewer(persona), record, "approved", approved_by=approval)
    record.refresh_from_db()
    assert (record.state, record.version) == ("endorsed", 1)


@KINDS
def test_chairs_do_not_close_or_change_what_is_approved(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer
) -> None:
    record = make(cast, "approved")
    with pytest.raises(Refused, match="The Committee approves"):
        _move(services, chair, record, "closed")
    with pytest.raises(Refused, match="The Committee approves"):
        services.update(actor=chair, record=record, version=1, values={"note": "x"})
    with pytest.raises(Refused, match="The Committee approves"):
        services.archive(actor=chair, record=record, version=1, reason="Old")


@KINDS
def test_the_secretariat_records_the_approval_with_its_decision(
    cast: Cast, make: Callable[..., Any], services: Any
) -> None:
    officer, record = cast.viewer("secretariat"), make(cast, "endorsed")
    with pytest.raises(ValidationError, match="Name the decision"):
        _move(services, officer, record, "approved")
    approval = decision_make(cast, verb="adopts")
    assert _move(services, officer, record, "approved", approved_by=approval).state == "approved"


@KINDS
@pytest.mark.parametrize(
    ("group", "verb", "text"),
    [
        ("border", "approves", "The Coordination Committee approves"),
        ("committee", "takes_note", "does not approve or adopt"),
        ("committee", "endorses", "does not approve or adopt"),
    ],
)
def test_only_a_committee_decision_that_approves_will_do(
    cast: Cast, make: Callable[..., Any], services: Any, group: str, verb: str, text: str
) -> None:
    record, decision = make(cast, "endorsed"), decision_make(cast, group, verb)
    with pytest.raises(ValidationError, match=text) as raised:
        _move(services, SYSTEM, record, "approved", approved_by=decision)
    assert list(raised.value.message_dict) == ["approved_by"]


@KINDS
def test_another_groups_decision_does_not_endorse(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer
) -> None:
    record, decision = make(cast, "consultation"), decision_make(cast, "pcve", "endorses")
    with pytest.raises(ValidationError, match="a decision of another group") as raised:
        _move(services, chair, record, "endorsed", endorsed_by=decision)
    assert list(raised.value.message_dict) == ["endorsed_by"]


@KINDS
def test_a_draft_names_no_decision_yet(cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer) -> None:
    record = make(cast)
    values = {"endorsed_by": decision_make(cast, "border", "endorses"), "approved_by": decision_make(cast)}
    with pytest.raises(ValidationError) as raised:
        services.update(actor=chair, record=record, version=1, values=values)
    assert set(raised.value.message_dict) == {"endorsed_by", "approved_by"}


@KINDS
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("draft", "endorsed"),
        ("draft", "approved"),
        ("draft", "closed"),
        ("consultation", "approved"),
        ("endorsed", "closed"),
        ("approved", "endorsed"),
        ("approved", "draft"),
        ("closed", "draft"),
    ],
)
def test_no_step_is_left_out_and_none_leads_back_from_the_approval(
    cast: Cast, make: Callable[..., Any], services: Any, before: str, after: str
) -> None:
    record, approval = make(cast, before), decision_make(cast)
    with pytest.raises(ValidationError) as raised:
        _move(services, SYSTEM, record, after, "Because", approved_by=approval)
    assert "the next step is one of" in raised.value.message_dict["state"][0]


@KINDS
@pytest.mark.parametrize(("before", "after"), [("consultation", "draft"), ("endorsed", "consultation")])
def test_a_step_back_needs_a_reason(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer, before: str, after: str
) -> None:
    record = make(cast, before)
    with pytest.raises(ValidationError, match="Say why it goes back"):
        _move(services, chair, record, after, "  ")
    assert _move(services, chair, record, after, "UNDP has comments").state == after


@KINDS
def test_a_step_back_takes_the_decision_that_endorsed_off(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer
) -> None:
    record = make(cast, "endorsed", endorsed_by=decision_make(cast, "border", "endorses"))
    back = _move(services, chair, record, "consultation", "UNDP has comments")
    assert back.endorsed_by is None
    assert [row.endorsed_by_id is None for row in back.history.order_by("history_id")] == [False, True]


@KINDS
def test_an_end_recorded_in_error_is_taken_back_with_a_reason(
    cast: Cast, make: Callable[..., Any], services: Any
) -> None:
    record = _move(services, SYSTEM, make(cast, "approved"), "closed")
    with pytest.raises(ValidationError, match="Say why"):
        _move(services, SYSTEM, record, "approved")
    assert _move(services, SYSTEM, record, "approved", "Closed the wrong one").state == "approved"


@KINDS
def test_alternates_create_and_change_drafts(cast: Cast, make: Callable[..., Any], services: Any) -> None:
    alternate = cast.viewer("alternate")
    values = {"group": cast.groups["border"], **({"title_en": "Plan"} if services is work_plans else {})}
    record = services.create(actor=alternate, values=values)
    assert services.update(actor=alternate, record=record, version=1, values={"note": "x"}).version == 2


@KINDS
@pytest.mark.parametrize("before", ["draft", "consultation"])
def test_alternates_never_endorse_or_move_on(cast: Cast, make: Callable[..., Any], services: Any, before: str) -> None:
    record = make(cast, before)
    with pytest.raises(Refused, match="Alternates prepare drafts"):
        _move(services, cast.viewer("alternate"), record, "consultation" if before == "draft" else "endorsed")


@KINDS
def test_alternates_never_archive(cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer) -> None:
    record = make(cast)
    with pytest.raises(Refused, match="Alternates prepare drafts"):
        services.archive(actor=cast.viewer("alternate"), record=record, version=1, reason="Twice")
    assert services.archive(actor=chair, record=record, version=1, reason="Twice").is_archived


@KINDS
@pytest.mark.parametrize("persona", ["chair_pcve", "focal_point", "reader"])
def test_other_groups_and_readers_write_nothing(
    cast: Cast, make: Callable[..., Any], services: Any, persona: str
) -> None:
    with pytest.raises(Refused):
        services.update(actor=cast.viewer(persona), record=make(cast), version=1, values={"note": "x"})


@KINDS
def test_a_chair_does_not_hand_a_record_to_another_group(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer
) -> None:
    with pytest.raises(Refused):
        services.update(actor=chair, record=make(cast), version=1, values={"group": cast.groups["pcve"]})


@KINDS
def test_a_chair_begins_with_a_draft_while_the_secretariat_records_what_was(
    cast: Cast, make: Callable[..., Any], services: Any, chair: Viewer
) -> None:
    values = {"group": cast.groups["border"], "state": "endorsed", "number": 1, "title_en": "Plan"}
    values.pop("number" if services is work_plans else "title_en")
    with pytest.raises(ValidationError, match="Enter it as a draft"):
        services.create(actor=chair, values=values)
    assert services.create(actor=SYSTEM, values=values).state == "endorsed"


def test_the_states_ahead_are_those_that_the_viewer_may_set(cast: Cast, chair: Viewer) -> None:
    record = plan_make(cast, "endorsed")
    assert next_states(SYSTEM, record) == ["approved", "consultation", "draft"]
    assert next_states(chair, record) == ["consultation", "draft"]
