"""Overlap cases: who takes which step, when one is settled, and when it goes to the secretariat."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import operation
from tests.cast import SYSTEM, nominate, person_make, term_make
from tests.overlaps.case_ground import case_make, days_over, pair_make, works_make
from tests.projects.ground import alternate_of
from workinggroups.groups.models import Role
from workinggroups.overlaps.models import Case, Position
from workinggroups.overlaps.services import cases as services
from workinggroups.overlaps.working_days import working_days_between

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db

LETTER = "Letter of 3 May 2026"


@pytest.fixture
def case(cast: Cast) -> Case:
    """UNODC and INTERPOL are to agree, the border group facilitates."""
    return case_make(cast)


@pytest.fixture
def interpol(cast: Cast) -> Viewer:
    """The focal point of INTERPOL."""
    term = term_make(cast.groups["committee"], cast.entities["INTERPOL"], Role.FOCAL_POINT)
    from compact.accounts.models import User

    user = User.objects.create_user("interpol@example.org", "a long enough password", full_name="Interpol")
    cast.users["interpol"] = user
    nominate(term, person_make("interpol", cast.entities["INTERPOL"], user))
    return cast.viewer("interpol")


def accept(actor: Viewer, case: Case, outcome: str, text: str = "", **values: Any) -> Case:
    """The case after ``actor`` accepted ``outcome``."""
    case.refresh_from_db()
    return services.case_accept(actor=actor, case=case, version=case.version, outcome=outcome, text=text, **values)


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_a_case_has_ten_working_days_and_the_groups_that_lead(case: Case) -> None:
    assert case.state == "open"
    assert [group.code for group in case.many("groups")] == ["border"]
    assert working_days_between(case.opened_on, case.due_on) == 10
    assert case.due_on.weekday() < 5
    kept = case.history.get()
    assert kept.operation.reason == "Same airport"


def test_a_pair_has_one_open_case(cast: Cast, case: Case) -> None:
    with pytest.raises(ValidationError, match="There is an open case on this pair already"):
        services.case_open(actor=SYSTEM, candidate=case.candidate, reason="Again")


def test_a_settled_case_leaves_room_for_another(cast: Cast, case: Case) -> None:
    services.case_settle(actor=SYSTEM, case=case, version=1, outcome="no_overlap", text="Not", reason="Asked")
    again = services.case_open(actor=SYSTEM, candidate=case.candidate, reason="Now it does")
    assert again.state == "open"


def test_entities_and_people_do_not_overlap(cast: Cast) -> None:
    pair = pair_make(cast.entities["WCO"], cast.entities["CTED"])
    with pytest.raises(ValidationError, match="Only projects and planned activities overlap"):
        services.case_open(actor=SYSTEM, candidate=pair, reason="Same")


@pytest.mark.parametrize(
    ("persona", "may"),
    [("focal_point", True), ("chair", True), ("vice_chair", True), ("alternate", False), ("chair_pcve", False),
     ("reader", False)],
)  # fmt: skip
def test_those_who_lead_open_a_case(cast: Cast, persona: str, may: bool) -> None:
    pair = pair_make(*works_make(cast))
    if may:
        assert services.case_open(actor=cast.viewer(persona), candidate=pair, reason="Same").state == "open"
        return
    with pytest.raises(Refused, match="A case is opened by the focal point"):
        services.case_open(actor=cast.viewer(persona), candidate=pair, reason="Same")


# --- Proposing --------------------------------------------------------------------------------------------------------


def test_a_chair_proposes_for_the_group(cast: Cast, case: Case) -> None:
    after = services.case_propose(
        actor=cast.viewer("chair"), case=case, version=1, outcome="sequence", text="UNODC in March"
    )
    assert after.version == 2
    (said,) = Position.objects.all()
    assert (said.role, said.group, said.entity, said.outcome) == ("group", cast.groups["border"], None, "sequence")
    assert said.made_by == cast.users["chair"]


@pytest.mark.parametrize(
    ("persona", "why"),
    [("alternate", "Alternates prepare drafts"), ("chair_pcve", "The chairs and vice-chairs of the groups that lead"),
     ("focal_point", "The chairs and vice-chairs of the groups that lead")],
)  # fmt: skip
def test_nobody_else_proposes(cast: Cast, case: Case, persona: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        services.case_propose(actor=cast.viewer(persona), case=case, version=1, outcome="sequence", text="First")
    assert not Position.objects.exists()


def test_where_no_group_leads_the_secretariat_facilitates(cast: Cast) -> None:
    one, other = works_make(cast)
    type(one).objects.filter(pk=one.pk).update(group=None)
    one.refresh_from_db()
    case = services.case_open(actor=SYSTEM, candidate=pair_make(one, other), reason="Same")
    with pytest.raises(Refused, match="the secretariat facilitates"):
        services.case_propose(actor=cast.viewer("chair"), case=case, version=1, outcome="sequence", text="First")


def test_a_proposal_is_said_in_words(cast: Cast, case: Case) -> None:
    with pytest.raises(ValidationError, match="Say who does what until when"):
        services.case_propose(actor=cast.viewer("chair"), case=case, version=1, outcome="sequence", text=" ")


def test_the_secretariat_records_a_proposal_with_its_source(cast: Cast, case: Case) -> None:
    values: dict[str, Any] = {"case": case, "version": 1, "outcome": "sequence", "text": "First UNODC"}
    with pytest.raises(ValidationError, match="Say how they told you"):
        services.case_propose(actor=cast.viewer("secretariat"), **values)
    services.case_propose(actor=cast.viewer("secretariat"), **values, reason=LETTER)
    assert Position.objects.get().group == cast.groups["border"]


# --- Accepting --------------------------------------------------------------------------------------------------------


def test_a_case_is_settled_once_all_entities_accept_the_same(cast: Cast, case: Case, interpol: Viewer) -> None:
    accept(cast.viewer("focal_point"), case, "joint_delivery", "One team")
    case.refresh_from_db()
    assert case.state == "open"
    after = accept(interpol, case, "joint_delivery", "In Nairobi")
    assert (after.state, after.outcome, after.settled_on) == ("settled", "joint_delivery", interpol.today)
    assert after.outcome_text == "One team\n\nIn Nairobi"


def test_different_outcomes_settle_nothing_and_the_latest_counts(cast: Cast, case: Case, interpol: Viewer) -> None:
    accept(cast.viewer("focal_point"), case, "joint_delivery", "One team")
    assert accept(interpol, case, "no_overlap", "Other people").state == "open"
    assert accept(cast.viewer("focal_point"), case, "no_overlap").state == "settled"
    assert Position.objects.count() == 3


def test_without_words_those_of_the_proposal_are_accepted(cast: Cast, case: Case) -> None:
    services.case_propose(actor=cast.viewer("chair"), case=case, version=1, outcome="sequence", text="UNODC first")
    accept(cast.viewer("focal_point"), case, "sequence")
    assert Position.objects.get(role="entity").text == "UNODC first"


def test_who_withdraws_has_to_be_the_same_for_both(cast: Cast, case: Case, interpol: Viewer) -> None:
    focal = cast.viewer("focal_point")
    with pytest.raises(ValidationError, match="Say which one withdraws"):
        accept(focal, case, "one_withdraws")
    accept(focal, case, "one_withdraws", "INTERPOL withdraws")
    assert accept(interpol, case, "one_withdraws", "UNODC withdraws").state == "open"
    assert accept(interpol, case, "one_withdraws", "interpol  withdraws").state == "settled"


def test_the_only_lead_entity_settles_alone(cast: Cast) -> None:
    one, other = works_make(cast)
    type(one).objects.filter(pk=other.pk).update(lead=cast.entities["UNODC"])
    other.refresh_from_db()
    case = services.case_open(actor=SYSTEM, candidate=pair_make(one, other), reason="Same")
    assert accept(cast.viewer("focal_point"), case, "sequence", "March, then May").state == "settled"


@pytest.mark.parametrize("persona", ["chair", "vice_chair", "reader", "chair_pcve"])
def test_nobody_else_accepts(cast: Cast, case: Case, persona: str) -> None:
    with pytest.raises(Refused, match="The focal points of the entities that lead"):
        accept(cast.viewer(persona), case, "sequence", "First")


def test_alternates_prepare_and_do_not_accept(cast: Cast, case: Case) -> None:
    with pytest.raises(Refused, match="Alternates prepare"):
        accept(alternate_of(cast.viewer("focal_point")), case, "sequence", "First")


def test_nobody_accepts_for_another_entity(cast: Cast, case: Case) -> None:
    with pytest.raises(ValidationError, match="not yours to speak for"):
        accept(cast.viewer("focal_point"), case, "sequence", "First", entity=cast.entities["INTERPOL"])


def test_the_secretariat_records_for_whom_it_was_told(cast: Cast, case: Case) -> None:
    secretariat = cast.viewer("secretariat")
    with pytest.raises(ValidationError, match="Choose for whom you say this"):
        accept(secretariat, case, "sequence", "First", reason=LETTER)
    with pytest.raises(ValidationError, match="Say how they told you"):
        accept(secretariat, case, "sequence", "First", entity=cast.entities["UNODC"])
    accept(secretariat, case, "sequence", "First", entity=cast.entities["UNODC"], reason=LETTER)
    assert accept(secretariat, case, "sequence", entity=cast.entities["INTERPOL"], reason=LETTER).state == "settled"


def test_two_who_answer_at_once_are_told_of_each_other(cast: Cast, case: Case, interpol: Viewer) -> None:
    accept(cast.viewer("focal_point"), case, "sequence", "First")
    with pytest.raises(StaleVersion):
        services.case_accept(actor=interpol, case=case, version=1, outcome="sequence", text="First")


def test_a_settled_case_is_for_reading(cast: Cast, case: Case) -> None:
    services.case_settle(actor=SYSTEM, case=case, version=1, outcome="sequence", text="So", reason="Asked")
    for step in (services.case_propose, services.case_accept, services.case_settle):
        with pytest.raises(Refused, match="This case is settled"):
            step(actor=SYSTEM, case=case, version=2, outcome="sequence", text="So", reason=LETTER)  # type: ignore[operator]  # three services alike


# --- The secretariat --------------------------------------------------------------------------------------------------


def test_a_case_is_handed_over_the_day_after_its_time_is_over(case: Case) -> None:
    assert services.cases_refer(case.due_on) == 0
    assert services.cases_refer(days_over(case)) == 1
    case.refresh_from_db()
    assert (case.state, case.referred_on, case.version) == ("secretariat", days_over(case), 2)
    assert services.cases_refer(days_over(case)) == 0, "once"


def test_entities_can_still_agree_after_that(cast: Cast, case: Case, interpol: Viewer) -> None:
    services.cases_refer(days_over(case))
    accept(cast.viewer("focal_point"), case, "sequence", "First")
    assert accept(interpol, case, "sequence").state == "settled"


def test_the_secretariat_settles_what_was_handed_over(cast: Cast, case: Case) -> None:
    services.cases_refer(days_over(case))
    after = services.case_settle(
        actor=cast.viewer("secretariat"), case=case, version=2, outcome="one_withdraws", text="INTERPOL withdraws"
    )
    assert (after.state, after.outcome_text) == ("settled", "INTERPOL withdraws")
    assert Position.objects.get().role == "secretariat"


def test_before_the_time_is_over_somebody_has_to_ask_for_it(cast: Cast, case: Case) -> None:
    values: dict[str, Any] = {"case": case, "version": 1, "outcome": "sequence", "text": "UNODC first"}
    with pytest.raises(ValidationError, match="The entities still have time to agree"):
        services.case_settle(actor=cast.viewer("secretariat"), **values)
    assert services.case_settle(actor=cast.viewer("secretariat"), **values, reason="UNODC asked").state == "settled"


@pytest.mark.parametrize("persona", ["chair", "focal_point"])
def test_nobody_else_settles(cast: Cast, case: Case, persona: str) -> None:
    with pytest.raises(Refused, match="The secretariat settles"):
        services.case_settle(actor=cast.viewer(persona), case=case, version=1, outcome="sequence", text="So")


# --- What follows -----------------------------------------------------------------------------------------------------


def test_an_action_item_follows_and_stays_with_the_case(cast: Cast, case: Case) -> None:
    values = {"title": "Agree on dates", "entity": cast.entities["UNODC"], "due": "2027-01"}
    item = services.case_follow_up(actor=cast.viewer("chair"), case=case, version=1, values=values)
    case.refresh_from_db()
    assert (item.group, case.many("action_items"), case.version) == (cast.groups["border"], [item], 2)
    assert case.history.latest().action_items.get().actionitem == item


def test_an_action_item_can_follow_a_settled_case(cast: Cast, case: Case) -> None:
    services.case_settle(actor=SYSTEM, case=case, version=1, outcome="sequence", text="So", reason="Asked")
    values = {"title": "Agree on dates", "entity": cast.entities["UNODC"]}
    services.case_follow_up(actor=cast.viewer("vice_chair"), case=case, version=2, values=values)
    assert Case.objects.get().action_items.count() == 1


def test_what_is_wrong_with_the_item_leaves_the_case_as_it_was(cast: Cast, case: Case) -> None:
    with pytest.raises(ValidationError):
        services.case_follow_up(actor=cast.viewer("chair"), case=case, version=1, values={"title": "", "entity": None})
    assert Case.objects.get().version == 1


def test_an_entity_gives_out_no_action_items(cast: Cast, case: Case) -> None:
    values = {"title": "Agree on dates", "entity": cast.entities["INTERPOL"]}
    with pytest.raises(Refused):
        services.case_follow_up(actor=cast.viewer("focal_point"), case=case, version=1, values=values)


# --- The record -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", ["create", "update", "archive", "restore"])
@pytest.mark.parametrize("kind", ["cases", "positions"])
def test_a_case_moves_by_steps_alone(cast: Cast, case: Case, kind: str, write: str) -> None:
    room = getattr(services, kind)
    given: dict[str, Any] = {"values": {}} if write in ("create", "update") else {"reason": "Why"}
    with pytest.raises(Refused, match=r"steps|what was said stays"):
        getattr(room, write)(actor=SYSTEM, **given, **({} if write == "create" else {"record": case, "version": 1}))


def test_every_step_is_in_the_history_with_who_took_it(cast: Cast, case: Case, interpol: Viewer) -> None:
    accept(cast.viewer("focal_point"), case, "sequence", "First")
    accept(interpol, case, "sequence")
    kept = list(case.history.order_by("history_id").values_list("version", "state", "operation__actor__email"))
    assert kept == [
        (1, "open", None),
        (2, "open", "focal-point@example.org"),
        (3, "settled", "interpol@example.org"),
    ]


def test_a_step_joins_the_operation_under_way(cast: Cast) -> None:
    pair = pair_make(*works_make(cast))
    with operation(actor=SYSTEM, reason="Decided") as act:
        case = services.case_open(actor=SYSTEM, candidate=pair, reason="Same")
    assert case.history.get().operation == act


def test_an_archived_case_takes_no_step(cast: Cast, case: Case) -> None:
    Case.objects.update(archived_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC))
    with pytest.raises(Refused, match="archived"):
        accept(cast.viewer("focal_point"), case, "sequence", "First")


def test_the_day_of_a_case_is_the_actors(cast: Cast) -> None:
    friday = dataclasses.replace(SYSTEM, today=datetime.date(2026, 11, 20))
    case = case_make(cast, actor=friday)
    assert (case.opened_on, case.due_on) == (datetime.date(2026, 11, 20), datetime.date(2026, 12, 4))
