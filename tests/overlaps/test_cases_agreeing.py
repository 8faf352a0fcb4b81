"""Overlap cases: who proposes, who accepts, and when one is settled or goes to the secretariat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from tests.cast import SYSTEM
from tests.overlaps.case_ground import LETTER, accept, days_over, pair_make, works_make
from tests.projects.ground import alternate_of
from workinggroups.overlaps.models import Case, Position
from workinggroups.overlaps.services import cases as services

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


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
