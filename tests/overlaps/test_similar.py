"""What is alike is told as far as its reader may see it, and never what was decided to be different."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django_tasks_db.models import DBTaskResult

from compact.matching.evidence import Code, Evidence
from compact.matching.records import Record
from tests.cast import SYSTEM
from tests.needs.ground import theme_make
from tests.overlaps.case_ground import pair_make, work_make
from tests.overlaps.index_ground import ALIKE, TITLE, alike, comparable, planned_make
from tests.overlaps.pair_ground import decided, merged
from tests.projects.ground import entity_hide, hide
from workinggroups.overlaps import similar as module
from workinggroups.overlaps.comparing import process
from workinggroups.overlaps.comparing.pairs import evidence_kept
from workinggroups.overlaps.similar import evidence_for_all, similar

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")

NEW = Record(key="new", titles=(TITLE,), entities=frozenset({"UNODC"}), countries=frozenset({"KEN"}))


def evidence_for(viewer: Viewer, evidence: list[Any]) -> list[Any]:
    """What ``viewer`` may know of the evidence of one pair."""
    return evidence_for_all(viewer, [evidence])[0]


def rows(viewer: Viewer, record: Any = NEW, **options: Any) -> list[Any]:
    """The records that are shown to be alike."""
    return [each.row for each in similar(viewer=viewer, record=record, kind="work", **options)]


def test_what_is_typed_is_compared_with_projects_and_planned_activities(cast: Cast) -> None:
    one, other = alike(cast)
    planned = planned_make(cast)
    assert {one, other, planned} <= set(rows(cast.viewer("reader")))


def test_the_likeliest_comes_first_and_no_more_than_wanted(cast: Cast) -> None:
    alike(cast)
    found = similar(viewer=SYSTEM, record=NEW, kind="work")
    assert [each.match.probability for each in found] == sorted((e.match.probability for e in found), reverse=True)
    assert len(rows(SYSTEM, k=1)) == 1


def test_a_record_is_not_alike_to_itself_nor_to_what_is_left_out(cast: Cast) -> None:
    one, other = alike(cast)
    record = comparable(one)
    assert rows(SYSTEM, record) == [other]
    assert rows(SYSTEM, record, leave_out={str(other.uid)}) == []


def test_hidden_records_are_not_told(cast: Cast) -> None:
    one, other = alike(cast)
    hide(other)
    assert rows(cast.viewer("reader")) == [one]
    assert set(rows(cast.viewer("secretariat"))) == {one, other}


def test_behind_many_hidden_records_a_visible_one_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WIDE", 0)
    seen = work_make(cast, f"{ALIKE} and the port", "UNODC")
    for _ in range(3):
        hide(work_make(cast, TITLE, "UNODC"))
    assert rows(cast.viewer("reader"), k=2) == [seen]


def test_what_was_decided_to_be_different_is_not_shown_from_either_side(cast: Cast) -> None:
    one, other = alike(cast)
    decided(pair_make(one, other, state="open"), "different")
    assert rows(SYSTEM, comparable(one)) == []
    assert rows(SYSTEM, comparable(other)) == []


def test_different_holds_through_a_later_merge(cast: Cast) -> None:
    one, other = alike(cast)
    decided(pair_make(one, other, state="open"), "different")
    third = work_make(cast, TITLE, "UNODC")
    merged(third, other)
    process.forget_all()
    assert rows(SYSTEM, comparable(one)) == []
    assert rows(SYSTEM, comparable(third)) == []


def test_the_background_is_asked_once_for_an_index_that_is_behind(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alike(cast)
    monkeypatch.setattr(process, "AT_ONCE", 1)
    assert rows(SYSTEM) == []
    assert rows(SYSTEM) == []
    waiting = DBTaskResult.objects.ready().get()
    assert waiting.args_kwargs["args"] == ["work"]
    assert waiting.task.call("work") is None
    assert len(rows(SYSTEM)) == 2


# --- Evidence ---------------------------------------------------------------------------------------------------------


def lists(code: Code, **values: Any) -> Evidence:
    """A piece of evidence."""
    return Evidence("field", 1.0, code, {"only_a": [], "only_b": [], **values})


def test_the_secretariat_knows_all_evidence(cast: Cast) -> None:
    entity_hide(cast, "WCO")
    evidence = [lists(Code.ENTITIES_SHARED, shared=["WCO"]), Evidence("context", 1, Code.CONTEXT_CLOSER, {"nearer": 3})]
    assert evidence_for(cast.viewer("secretariat"), evidence) == evidence


def test_hidden_partners_are_not_named(cast: Cast) -> None:
    entity_hide(cast, "CTED")
    both = lists(Code.ENTITIES_SHARED, shared=["CTED", "UNODC"], only_a=["CTED"])
    assert evidence_for(cast.viewer("reader"), [both]) == [lists(Code.ENTITIES_SHARED, shared=["UNODC"])]
    assert evidence_for(cast.viewer("reader"), [lists(Code.ENTITIES_SHARED, shared=["CTED"])]) == []
    assert evidence_for(cast.viewer("reader"), [lists(Code.ENTITIES_DIFFERENT, only_a=["CTED"])]) == []


def test_hidden_themes_are_not_named_and_groups_are(cast: Cast) -> None:
    hide(theme_make("secret-theme"))
    evidence = [lists(Code.THEMES_SHARED, shared=["border", "secret-theme"])]
    assert evidence_for(cast.viewer("reader"), evidence) == [lists(Code.THEMES_SHARED, shared=["border"])]


def test_a_hidden_programme_is_no_evidence(cast: Cast) -> None:
    programme = work_make(cast, "Programme", "UNODC", kind="programme")
    evidence = [Evidence("family", -2.0, Code.FAMILY_SIBLINGS, {"family": str(programme.uid)})]
    assert evidence_for(cast.viewer("reader"), evidence) == evidence
    hide(programme)
    assert evidence_for(cast.viewer("reader"), evidence) == []


def test_how_many_others_are_near_is_not_told(cast: Cast) -> None:
    evidence = [Evidence("context", -1.0, Code.CONTEXT_CROWDED, {"nearer": 7})]
    assert evidence_for(cast.viewer("focal_point"), evidence) == []


def test_evidence_that_pairs_keep_is_told_alike(cast: Cast) -> None:
    entity_hide(cast, "CTED")
    kept = evidence_kept(lists(Code.ENTITIES_SHARED, shared=["CTED", "UNODC"]))
    (shown,) = evidence_for(cast.viewer("reader"), [kept])
    assert shown["values"]["shared"] == ["UNODC"]
    assert kept["values"]["shared"] == ["CTED", "UNODC"]
