"""What merging does to pairs, and what pairs say about merging: consents, cases, a lasting “different”."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from tests.cast import SYSTEM
from tests.merging.ground import merge, plan, undo
from tests.overlaps.case_ground import subject_of, work_make
from tests.overlaps.pair_ground import decided, one_lead, open_pair, two_leads
from workinggroups.overlaps.decided import last_decision
from workinggroups.overlaps.families import different_between
from workinggroups.overlaps.merging import before_merge
from workinggroups.overlaps.models import Candidate
from workinggroups.overlaps.services.consents import consent_give

if TYPE_CHECKING:
    from tests.cast import Cast


@pytest.fixture(autouse=True)
def _rules(settings: Any) -> None:
    settings.MERGE_RULES = "workinggroups.overlaps.merging"


def _state(pair: Candidate) -> str:
    pair.refresh_from_db()
    return pair.state


def _agree(cast: Cast, pair: Candidate, *codes: str) -> None:
    for code in codes:
        pair.refresh_from_db()
        entity = cast.entities[code]
        consent_give(actor=SYSTEM, candidate=pair, version=pair.version, entity=entity, agrees=True, text="Letter")


def test_two_lead_entities_that_were_not_asked_stop_a_merge(cast: Cast) -> None:
    pair = two_leads(cast)
    made = plan(pair.a.record, pair.b.record)
    assert any("Two entities lead these" in problem for problem in made.problems)


def test_two_lead_entities_that_agree_let_it_pass(cast: Cast) -> None:
    pair = decided(two_leads(cast), "same_work")
    _agree(cast, pair, "UNODC")
    assert any("INTERPOL has not answered" in problem for problem in plan(pair.a.record, pair.b.record).problems)
    _agree(cast, pair, "INTERPOL")
    merge(pair.a.record, pair.b.record)
    assert _state(pair) == "merged"


def test_one_entity_that_leads_both_needs_no_decision(cast: Cast) -> None:
    one, other = work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Données passagers", "UNODC")
    merge(one, other)
    other.refresh_from_db()
    assert other.merged_into == one


def test_what_is_different_is_not_merged(cast: Cast) -> None:
    pair = decided(one_lead(cast), "different", reason="Two ministries")
    for survivor, retired in ((pair.a, pair.b), (pair.b, pair.a)):
        with pytest.raises(Refused, match="Two ministries"):
            before_merge(SYSTEM, survivor.record, retired.record)


def test_a_record_with_an_open_case_is_not_merged(cast: Cast) -> None:
    pair, third = two_leads(cast), work_make(cast, "Third", "UNODC")
    decided(pair, "overlapping")
    with pytest.raises(Refused, match="Settle it"):
        before_merge(SYSTEM, third, pair.a.record)
    before_merge(SYSTEM, pair.a.record, third)


def test_a_merge_closes_what_was_expected_of_the_retired_record(cast: Cast) -> None:
    pair, third = one_lead(cast), work_make(cast, "Third", "UNODC")
    survivor, retired = pair.a.record, pair.b.record
    of_retired, of_survivor = open_pair(retired, third), open_pair(survivor, third)
    merge(survivor, retired)
    assert [_state(each) for each in (pair, of_retired, of_survivor)] == ["merged", "gone", "open"]


def test_a_pair_of_the_survivor_is_different_when_the_retired_record_was(cast: Cast) -> None:
    pair, third = one_lead(cast), work_make(cast, "Third", "UNODC")
    survivor, retired = pair.a.record, pair.b.record
    decided(open_pair(retired, third), "different")
    of_survivor = open_pair(survivor, third)
    merge(survivor, retired)
    assert _state(of_survivor) == "different"
    assert different_between(survivor, third)


def test_an_undone_merge_gives_each_pair_its_state_back(cast: Cast) -> None:
    pair, third = one_lead(cast), work_make(cast, "Third", "UNODC")
    survivor, retired = pair.a.record, pair.b.record
    different = decided(open_pair(retired, third), "different")
    of_survivor, fourth = open_pair(survivor, third), work_make(cast, "Fourth", "UNODC")
    of_retired = open_pair(retired, fourth)
    undo(merge(survivor, retired))
    assert [_state(each) for each in (of_survivor, different, of_retired)] == ["open", "different", "open"]
    assert not different_between(survivor, third)


def test_an_undone_merge_leaves_a_lasting_different(cast: Cast) -> None:
    one, other = work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Données passagers", "UNODC")
    undo(merge(one, other))
    other.refresh_from_db()
    assert different_between(other, one)
    (pair,) = Candidate.objects.all()
    last = last_decision(pair)
    assert last is not None
    assert (pair.state, last.decided, last.reason) == (
        "different",
        "different",
        "Their merge was undone: They are two after all.",
    )


def test_an_undone_merge_is_repeated_only_after_a_new_decision(cast: Cast) -> None:
    one, other = work_make(cast, "Passenger data", "UNODC"), work_make(cast, "Données passagers", "UNODC")
    undo(merge(one, other))
    assert plan(one, other).problems
    decided(Candidate.objects.get(), "same_work", reason="The wrong one survived")
    merge(other, one)
    assert _state(Candidate.objects.get()) == "merged"


def test_what_was_decided_on_a_pair_after_the_merge_stays(cast: Cast) -> None:
    pair, third = one_lead(cast), work_make(cast, "Third", "UNODC")
    of_survivor = open_pair(pair.a.record, third)
    merged = merge(pair.a.record, pair.b.record)
    decided(of_survivor, "same_work")
    undo(merged)
    assert _state(of_survivor) == "same"


def test_a_merged_pair_is_not_decided(cast: Cast) -> None:
    pair = one_lead(cast)
    merge(pair.a.record, pair.b.record)
    with pytest.raises(ValidationError, match="Undo the merge instead"):
        decided(pair, "different")


def test_entities_merge_without_consents_but_not_when_they_are_different(cast: Cast) -> None:
    before_merge(SYSTEM, cast.entities["CTED"], cast.entities["DCO"])
    decided(open_pair(cast.entities["CTED"], cast.entities["DCO"]), "different")
    with pytest.raises(Refused, match="are different"):
        before_merge(SYSTEM, cast.entities["DCO"], cast.entities["CTED"])
    assert subject_of(cast.entities["DCO"]).kind == "entity"
