"""A merge shows nothing to anybody who did not see it before, unless its originator cleared that (domain rule 8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.merging.services import undo_look
from tests.cast import SYSTEM
from tests.merging.ground import merge, plan, undo
from tests.projects.ground import BY_MAIL, partner_make, project_make
from workinggroups.projects.services.projects import project_update

if TYPE_CHECKING:
    from tests.cast import Cast

NOT_CLEARED = "{} has not cleared wider sharing. Say in “clearance” how it agreed, then plan the merge again."


def _of(cast: Cast, title: str, visibility: str, origin: str | None = None, **values: Any) -> Any:
    originator = cast.entities[origin] if origin else None
    return project_make(cast, title, visibility=visibility, originator=originator, clearance=BY_MAIL, **values)


@pytest.mark.parametrize(("one", "other"), [("all", "secretariat"), ("secretariat", "all"), ("group", "secretariat")])
def test_the_narrower_of_the_two_is_taken(cast: Cast, one: str, other: str) -> None:
    survivor = _of(cast, "One", one)
    merge(survivor, _of(cast, "Two", other))
    assert survivor.visibility == "secretariat"


def test_the_wider_is_not_taken_without_the_clearance_of_whom_the_narrower_comes_from(cast: Cast) -> None:
    survivor, retired = _of(cast, "One", "all", "WCO"), _of(cast, "Two", "secretariat", "WCO")
    assert plan(survivor, retired, visibility="survivor").problems == (NOT_CLEARED.format("WCO"),)
    merge(survivor, retired, clearance="Call of 4 May", visibility="survivor")
    assert (survivor.visibility, survivor.clearance) == ("all", "Call of 4 May")
    assert survivor.cleared_at is not None


def test_the_secretariat_opens_what_is_its_own(cast: Cast) -> None:
    survivor, retired = _of(cast, "One", "all"), _of(cast, "Two", "secretariat")
    merge(survivor, retired, visibility="survivor")
    assert survivor.visibility == "all"


def test_what_comes_from_two_originators_needs_their_clearance_unless_all_see_both(cast: Cast) -> None:
    survivor, retired = _of(cast, "One", "secretariat", "WCO"), _of(cast, "Two", "secretariat", "CTED")
    assert plan(survivor, retired).problems == (NOT_CLEARED.format("WCO"), NOT_CLEARED.format("CTED"))
    merge(survivor, retired, clearance="Both by mail")
    assert survivor.originator == cast.entities["WCO"]


def test_what_all_see_of_two_originators_merges_without_more(cast: Cast) -> None:
    survivor = _of(cast, "One", "all", "WCO")
    merge(survivor, _of(cast, "Two", "all", "CTED"))
    assert (survivor.visibility, survivor.clearance) == ("all", BY_MAIL)


def test_what_two_groups_see_is_shown_to_neither_without_clearance(cast: Cast) -> None:
    survivor = _of(cast, "One", "group", "WCO", group=cast.groups["border"])
    retired = _of(cast, "Two", "group", "WCO", group=cast.groups["pcve"])
    told = plan(survivor, retired)
    assert (told.problems, len(told.notes)) == ((), 1)
    merged = merge(survivor, retired)
    assert survivor.visibility == "secretariat"
    undo(merged)
    merge(survivor, retired, clearance="Both by mail")
    assert (survivor.visibility, survivor.clearance) == ("group", "Both by mail")


def test_what_one_group_sees_stays_with_it(cast: Cast) -> None:
    survivor = _of(cast, "One", "group", "WCO", group=cast.groups["border"])
    merge(survivor, _of(cast, "Two", "group", "WCO", group=cast.groups["border"]))
    assert survivor.visibility == "group"


def test_an_originator_is_not_lost_to_one_that_the_record_never_had(cast: Cast) -> None:
    survivor = _of(cast, "One", "all")
    merge(survivor, _of(cast, "Two", "all", "CTED"))
    assert survivor.originator is None


def test_how_it_was_cleared_goes_with_how_far_it_is_seen(cast: Cast) -> None:
    survivor, retired = _of(cast, "One", "all", "WCO"), _of(cast, "Two", "secretariat", "WCO")
    merged = merge(survivor, retired)
    assert (survivor.visibility, survivor.cleared_at) == ("secretariat", retired.cleared_at)
    undo(merged)
    survivor.refresh_from_db()
    assert (survivor.visibility, survivor.clearance) == ("all", BY_MAIL)
    assert survivor.cleared_at is not None


def _edit(row: Any, **values: Any) -> None:
    row.refresh_from_db()
    project_update(actor=SYSTEM, record=row, version=row.version, values=values)


def test_an_undone_merge_opens_nothing_that_stays_from_the_narrower_record(cast: Cast) -> None:
    survivor = _of(cast, "One", "all", "WCO")
    merged = merge(survivor, _of(cast, "Two", "secretariat", "WCO", summary_en="Covert"))
    _edit(survivor, summary_en="Covert visits")
    assert "visible to" in {each.field.lower() for each in undo_look(actor=SYSTEM, merge=merged).conflicts}
    undo(merged)
    survivor.refresh_from_db()
    assert (survivor.visibility, survivor.summary_en) == ("secretariat", "Covert visits")


def test_an_undone_merge_opens_nothing_that_was_entered_while_fewer_people_saw_it(cast: Cast) -> None:
    survivor = _of(cast, "One", "all", "WCO")
    merged = merge(survivor, _of(cast, "Two", "secretariat", "WCO"))
    partner_make(cast, survivor, "UNDP")
    undo(merged)
    survivor.refresh_from_db()
    assert survivor.visibility == "secretariat"
