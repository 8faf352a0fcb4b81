"""A scan fills the queue of pairs, and never touches what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import entity_make, person_make
from tests.overlaps.case_ground import pair_make, work_make
from tests.overlaps.index_ground import (
    ALIKE,
    TITLE,
    UNLIKE,
    alike,
    pair,
    planned_make,
    scan_do,
    work_archive,
    work_edit,
    work_restore,
)
from tests.overlaps.pair_ground import decided, merged
from workinggroups.overlaps.models import Candidate, CandidateState, ScanState

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")


def test_a_scan_puts_pairs_into_the_queue_with_their_evidence(cast: Cast) -> None:
    one, other = alike(cast)
    work_make(cast, UNLIKE, "WCO", countries=[])
    done = scan_do()
    found = pair(one, other)
    assert found is not None
    assert (found.state, found.verdict, found.kind) == (CandidateState.OPEN, "same_work", "work")
    assert found.evidence[0].keys() == {"field", "weight", "code", "values"}
    assert (done.state, done.records, done.compared) == (ScanState.DONE, 3, 3)
    assert done.found == Candidate.objects.count()
    assert done.ended_at is not None


def test_pairs_have_a_history(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    found: Any = pair(one, other)
    assert [row.operation.actor_label for row in found.history.all()] == ["scan"]


def test_planned_activities_are_compared_with_projects(cast: Cast) -> None:
    one, planned = work_make(cast, TITLE, "UNODC"), planned_make(cast)
    scan_do()
    assert pair(one, planned) is not None


def test_entities_and_people_are_scanned_too(cast: Cast) -> None:
    entity_make("UNODC-2", name_en="Office UNODC")
    scan_do("entity")
    person_make("awa", cast.entities["WCO"])
    person_make("awa", cast.entities["WCO"])
    scan_do("person")
    assert Candidate.objects.filter(kind="entity", a__entity=cast.entities["UNODC"]).exists()
    assert Candidate.objects.filter(kind="person", a__person__given_name="Awa").exists()


def test_a_second_scan_changes_nothing_when_nothing_changed(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    before = list(Candidate.objects.order_by("pk").values())
    scan_do()
    assert list(Candidate.objects.order_by("pk").values()) == before
    found: Any = pair(one, other)
    assert found.history.count() == 1


def test_an_edit_is_told_anew(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    before = pair(one, other)
    work_edit(other, start="2010", end="2011")
    scan_do()
    after = pair(one, other)
    assert before is not None
    assert after is not None
    assert after.probability < before.probability
    assert after.version == before.version + 1


@pytest.mark.parametrize("state", ["same", "merged", "case", "different"])
def test_what_was_decided_is_not_touched(cast: Cast, state: str) -> None:
    one, other = alike(cast)
    pair_make(one, other, state=state, probability=0.123, verdict="related")
    before = Candidate.objects.values().get()
    scan_do()
    assert Candidate.objects.values().get(pk=before["id"]) == before


def test_what_is_no_longer_alike_leaves_the_queue_and_comes_back(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    work_edit(other, title_en=UNLIKE, countries=[], start="2010", end="2011")
    scan_do()
    found: Any = pair(one, other)
    assert found.state == CandidateState.GONE
    work_edit(other, title_en=ALIKE, start="2026", end="2027")
    scan_do()
    found.refresh_from_db()
    assert found.state == CandidateState.OPEN


def test_archived_records_leave_the_queue(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    work_archive(other)
    scan_do()
    found: Any = pair(one, other)
    assert found.state == CandidateState.GONE
    work_restore(other)
    scan_do()
    found.refresh_from_db()
    assert found.state == CandidateState.OPEN


def test_a_pair_that_somebody_reported_stays(cast: Cast) -> None:
    from workinggroups.overlaps.services.pairs import pair_report

    one, other = work_make(cast, TITLE, "UNODC"), work_make(cast, UNLIKE, "WCO", countries=[])
    reported = pair_report(actor=cast.viewer("secretariat"), one=one, other=other, reason="Same trainers")
    scan_do()
    reported.refresh_from_db()
    assert reported.state == CandidateState.OPEN


def test_a_pair_decided_to_be_different_is_not_found_again_through_a_merge(cast: Cast) -> None:
    one, other = alike(cast)
    decided(pair_make(one, other, state="open"), "different")
    third = work_make(cast, TITLE, "UNODC")
    merged(third, other)
    scan_do()
    assert pair_exists(one, third) is False


def pair_exists(one: Any, other: Any) -> bool:
    """Whether the pair is in the queue."""
    keys = {one.pk, other.pk}
    return any({row.a.project_id, row.b.project_id} == keys for row in Candidate.objects.all())
