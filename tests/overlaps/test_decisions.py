"""Deciding on pairs: who may, what follows, and that nothing decided is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.kernel.operations import Operation
from tests.cast import SYSTEM
from tests.overlaps.case_ground import work_make
from tests.overlaps.pair_ground import decided, focal_point, merged, one_lead, open_pair, two_leads
from workinggroups.groups.models import Capacity
from workinggroups.overlaps.decided import last_decision
from workinggroups.overlaps.families import different_between, different_from, different_in
from workinggroups.overlaps.models import Case, PairDecision
from workinggroups.overlaps.policies import pair_decide
from workinggroups.overlaps.services import pairs as services

if TYPE_CHECKING:
    from tests.cast import Cast


def _works(pair: Any) -> tuple[Any, Any]:
    return pair.a.record, pair.b.record


def test_a_decision_keeps_who_when_and_why_in_one_operation(cast: Cast) -> None:
    pair, actor = one_lead(cast), cast.viewer("secretariat")
    before = Operation.objects.count()
    done = decided(pair, "different", actor, "Other ministries")
    last = last_decision(done)
    assert last is not None
    assert (last.decided_by_id, last.reason, last.operation.reason) == (
        actor.user_id,
        "Other ministries",
        "Other ministries",
    )
    assert (done.state, done.version) == ("different", 2)
    assert Operation.objects.count() == before + 1


def test_a_decision_says_why(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Say why"):
        decided(one_lead(cast), "different", reason=" ")


def test_an_unknown_decision_is_refused(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="Choose what you decide"):
        decided(one_lead(cast), "perhaps")


def test_who_read_an_older_version_is_told(cast: Cast) -> None:
    pair = one_lead(cast)
    decided(pair, "different")
    with pytest.raises(StaleVersion):
        services.decide(actor=SYSTEM, candidate=pair, version=1, decision="same_work", reason="No")


@pytest.mark.parametrize("decision", ["same_work", "different"])
def test_the_same_decision_is_not_taken_twice(cast: Cast, decision: str) -> None:
    pair = one_lead(cast)
    decided(pair, decision)
    with pytest.raises(ValidationError, match="decided already"):
        decided(pair, decision)


def test_overlapping_opens_a_case(cast: Cast) -> None:
    pair = decided(two_leads(cast), "overlapping")
    assert pair.state == "case"
    assert Case.objects.get(candidate=pair).state == "open"


def test_an_open_case_is_settled_before_the_pair_is_decided_anew(cast: Cast) -> None:
    pair = decided(two_leads(cast), "overlapping")
    with pytest.raises(ValidationError, match="Settle it first"):
        decided(pair, "same_work")


def test_entities_do_not_overlap(cast: Cast) -> None:
    pair = open_pair(cast.entities["WCO"], cast.entities["CTED"])
    with pytest.raises(ValidationError, match="do not overlap"):
        decided(pair, "overlapping")
    assert decided(pair, "different").state == "different"


def test_a_part_is_not_the_same_as_its_whole(cast: Cast) -> None:
    whole = work_make(cast, "Passenger data", "UNODC", kind="programme")
    middle = work_make(cast, "Passenger data in Africa", "UNODC", parent=whole)
    pair = open_pair(work_make(cast, "Passenger data in Kenya", "UNODC", kind="activity", parent=middle), whole)
    with pytest.raises(ValidationError, match="is part of"):
        decided(pair, "same_work")
    assert decided(pair, "different").state == "different"


def test_a_pair_with_an_archived_record_is_not_decided(cast: Cast) -> None:
    pair = one_lead(cast)
    type(pair.a.record)._base_manager.filter(pk=pair.a.project_id).update(archived_at="2026-01-01T00:00:00Z")
    with pytest.raises(ValidationError, match="in the archive"):
        decided(pair, "different")


# --- Who decides ------------------------------------------------------------------------------------------------------

RIGHTS = {
    "superuser": {"same_work", "overlapping", "different", "ask_again"},
    "secretariat": {"same_work", "overlapping", "different"},
    "chair": {"overlapping"},
    "vice_chair": {"overlapping"},
    "alternate": set(),
    "chair_pcve": set(),
    "focal_point": {"same_work", "overlapping"},
    "country_office": set(),
    "reader": set(),
}


@pytest.mark.parametrize("persona", RIGHTS)
def test_the_rights_to_decide_where_two_entities_lead(cast: Cast, persona: str) -> None:
    pair, viewer = two_leads(cast), cast.viewer(persona)
    answers = {each: pair_decide(viewer, pair, each) for each in RIGHTS["superuser"]}
    assert {each for each, answer in answers.items() if answer} == RIGHTS[persona]
    assert all(answer.reason.endswith(".") for answer in answers.values() if not answer)


def test_a_focal_point_decides_that_two_records_of_their_own_entity_differ(cast: Cast) -> None:
    assert decided(one_lead(cast), "different", cast.viewer("focal_point")).state == "different"


def test_an_alternate_of_the_lead_entity_decides_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        decided(one_lead(cast), "same_work", focal_point(cast, "UNODC", Capacity.ALTERNATE))


def test_only_the_secretariat_decides_on_entities(cast: Cast) -> None:
    pair = open_pair(cast.entities["UNODC"], cast.entities["CTED"])
    with pytest.raises(Refused):
        decided(pair, "same_work", cast.viewer("focal_point"))


def test_a_focal_point_does_not_overrule_the_secretariat(cast: Cast) -> None:
    pair = decided(two_leads(cast), "different", cast.viewer("secretariat"))
    with pytest.raises(Refused, match="secretariat has decided"):
        decided(pair, "same_work", cast.viewer("focal_point"))
    assert decided(pair, "same_work", cast.viewer("secretariat")).state == "same"


# --- Different, for good ----------------------------------------------------------------------------------------------


def test_different_holds_in_either_direction(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    one, other = _works(pair)
    assert different_between(one, other)
    assert different_between(other, one)
    assert different_from(one) == {str(other.uid)}
    assert different_from(other) == {str(one.uid)}
    assert different_in("work") == {frozenset({str(one.uid), str(other.uid)})}
    assert different_in("entity") == frozenset()


def test_different_is_nobody_elses(cast: Cast) -> None:
    pair, third = decided(one_lead(cast), "different"), work_make(cast, "Third", "UNODC")
    assert not different_between(pair.a.record, third)


@pytest.mark.parametrize("side", [0, 1])
def test_different_holds_through_later_merges_of_either_side(cast: Cast, side: int) -> None:
    pair = decided(one_lead(cast), "different")
    works = _works(pair)
    survivor, last = work_make(cast, "Third", "UNODC"), work_make(cast, "Last", "UNODC")
    merged(survivor, works[side])
    merged(last, survivor)
    other = works[1 - side]
    works[side].refresh_from_db()
    assert different_between(last, other)
    assert different_between(other, last)
    assert different_between(other, works[side]), "the retired record stands for its survivor"
    assert different_from(other) == {str(last.uid)}
    assert different_in("work") == {frozenset({str(last.uid), str(other.uid)})}


def test_a_later_decision_on_the_pair_stands(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    decided(pair, "same_work")
    assert not different_between(*_works(pair))
    assert PairDecision.objects.filter(candidate=pair).count() == 2


def test_a_later_decision_on_the_survivors_stands_for_all_that_was_merged_into_them(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    retired, other = _works(pair)
    survivor = work_make(cast, "Third", "UNODC")
    merged(survivor, retired)
    decided(open_pair(survivor, other), "same_work")
    assert not different_between(survivor, other)


# --- Asking again -----------------------------------------------------------------------------------------------------


def _edit(project: Any, **values: Any) -> None:
    from workinggroups.projects.services.projects import project_update

    project.refresh_from_db()
    project_update(actor=SYSTEM, record=project, version=project.version, values=values)


def _ask(pair: Any, actor: Any) -> Any:
    pair.refresh_from_db()
    return services.ask_again(actor=actor, candidate=pair, version=pair.version, reason="Title was corrected")


def test_nobody_asks_again_before_a_material_edit(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    _edit(pair.a.record, note="Read again")
    with pytest.raises(ValidationError, match="Neither of the two was edited"):
        _ask(pair, cast.viewer("superuser"))


def test_a_superuser_asks_again_after_a_material_edit(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    _edit(pair.a.record, title_en="Passenger data in Uganda")
    assert _ask(pair, cast.viewer("superuser")).state == "open"
    assert not different_between(*_works(pair))


def test_the_secretariat_does_not_ask_again(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different")
    _edit(pair.a.record, title_en="Passenger data in Uganda")
    with pytest.raises(Refused, match="superuser"):
        _ask(pair, cast.viewer("secretariat"))


def test_what_was_not_decided_to_be_different_is_not_asked_again(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="nothing to ask again"):
        _ask(one_lead(cast), cast.viewer("superuser"))
