"""Several merges in a row, and taking them back one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused, StaleVersion
from compact.merging import services
from tests.cast import SYSTEM
from tests.merging.ground import everything, merge, undo
from tests.projects.ground import partner_make, project_make
from workinggroups.projects.services.projects import project_create, project_update

if TYPE_CHECKING:
    from tests.cast import Cast


def test_merged_records_lead_to_the_one_that_survives_today(cast: Cast) -> None:
    one, two, three = (project_make(cast, title) for title in ("One", "Two", "Three"))
    merge(two, one)
    merge(three, two)
    one.refresh_from_db()
    assert (one.merged_into, two.merged_into) == (three, three)


def test_undoing_the_second_merge_leaves_the_first_whole(cast: Cast) -> None:
    one, two, three = (project_make(cast, title) for title in ("One", "Two", "Three"))
    partner = partner_make(cast, one, "CTED")
    merge(two, one)
    between = everything()
    second = merge(three, two)
    partner.refresh_from_db()
    assert partner.project == three
    undo(second)
    assert everything() == between
    one.refresh_from_db()
    assert one.merged_into == two


def test_a_merge_on_which_a_later_one_rests_is_undone_after_that(cast: Cast) -> None:
    one, two, three = (project_make(cast, title) for title in ("One", "Two", "Three"))
    before = everything()
    first = merge(two, one)
    second = merge(three, two)
    text = "“Two into Three” was done later and rests on this one. Undo that first."
    assert services.undo_look(actor=SYSTEM, merge=first).problems == (text,)
    with pytest.raises(ValidationError, match="done later"):
        undo(first)
    undo(second)
    undo(first)
    assert everything() == before


def test_two_merges_into_one_record_are_undone_in_reverse(cast: Cast) -> None:
    one, two, three = (project_make(cast, title) for title in ("One", "Two", "Three"))
    first = merge(three, one)
    merge(three, two)
    with pytest.raises(ValidationError, match="done later"):
        undo(first)


def test_merges_that_have_nothing_in_common_are_undone_in_any_order(cast: Cast) -> None:
    one, two, three, four = (project_make(cast, title) for title in ("One", "Two", "Three", "Four"))
    before = everything()
    first, second = merge(one, two), merge(three, four)
    undo(first)
    undo(second)
    assert everything() == before


def test_a_merge_of_another_kind_that_has_nothing_in_common_stands_by_itself(cast: Cast) -> None:
    one, two, three = project_make(cast, "One"), project_make(cast, "Two"), project_make(cast, "Three", "WCO")
    before = everything()
    first, entities = merge(one, two), merge(cast.entities["UNODC"], cast.entities["WCO"])
    three.refresh_from_db()
    assert three.lead == cast.entities["UNODC"]
    undo(first)
    undo(entities)
    assert everything() == before


def test_a_later_merge_of_another_kind_that_changed_an_added_row_is_undone_first(cast: Cast) -> None:
    one, two = project_make(cast, "One"), project_make(cast, "Two", "WCO")
    first = merge(one, two)
    entities = merge(cast.entities["CTED"], cast.entities["WCO"])
    with pytest.raises(ValidationError, match="“WCO into CTED” was done later"):
        undo(first)
    undo(entities)
    assert services.undo_look(actor=SYSTEM, merge=first).conflicts == ()
    undo(first)


def test_what_was_undone_can_be_merged_again_and_undone_again(cast: Cast) -> None:
    one, two = project_make(cast, "One"), project_make(cast, "Two")
    before = everything()
    undo(merge(one, two))
    undo(merge(two, one))
    undo(merge(one, two))
    for row in (one, two):
        row.refresh_from_db()
    assert everything() == before


def test_a_merge_is_undone_once(cast: Cast) -> None:
    merged = merge(project_make(cast, "One"), project_make(cast, "Two"))
    undone = undo(merged)
    assert undone.is_undone
    with pytest.raises(ValidationError, match="undone already"):
        undo(undone)


def test_an_undoing_needs_the_version_that_was_read(cast: Cast) -> None:
    merged = merge(project_make(cast, "One"), project_make(cast, "Two"))
    with pytest.raises(StaleVersion):
        services.merge_undo(actor=SYSTEM, merge=merged, version=merged.version + 1, reason="Not the same")


def test_others_than_the_secretariat_undo_nothing(cast: Cast) -> None:
    merged = merge(project_make(cast, "One"), project_make(cast, "Two"))
    with pytest.raises(Refused):
        undo(merged, cast.viewer("focal_point"))
    with pytest.raises(Refused):
        services.undo_look(actor=cast.viewer("chair"), merge=merged)


def test_a_look_at_an_undoing_changes_nothing(cast: Cast) -> None:
    merged = merge(project_make(cast, "One"), project_make(cast, "Two"))
    before = everything(versions=True)
    assert services.undo_look(actor=SYSTEM, merge=merged).is_possible
    assert everything(versions=True) == before


def test_an_undoing_waits_until_a_code_that_was_given_away_is_free(cast: Cast) -> None:
    one, two = project_make(cast, "One", code="A"), project_make(cast, "Two", code="B")
    merged = merge(one, two)
    third = project_create(actor=SYSTEM, values={"title_en": "Third", "lead": cast.entities["CTED"], "code": "B"})
    with pytest.raises(ValidationError, match=r"cannot be restored: Another project has this reference"):
        undo(merged)
    project_update(actor=SYSTEM, record=third, version=third.version, values={"code": "C"})
    undo(merged)
    two.refresh_from_db()
    assert not two.is_archived


def test_values_that_mean_something_together_are_not_restored_by_halves(cast: Cast) -> None:
    from decimal import Decimal

    one = project_make(cast, "One", budget=Decimal(100), budget_currency="USD")
    two = project_make(cast, "Two", budget=Decimal(200), budget_currency="EUR", budget_note="As signed")
    merged = merge(one, two, budget="retired")
    project_update(actor=SYSTEM, record=one, version=one.version, values={"budget": Decimal(300)})
    conflicts = services.undo_look(actor=SYSTEM, merge=merged).conflicts
    assert {each.field for each in conflicts} == {"budget", "currency of the budget", "note on the budget"}
    undo(merged)
    one.refresh_from_db()
    assert (str(one.budget_money), one.budget_note) == ("EUR 300", "As signed")


def test_a_member_that_somebody_took_out_stays_out(cast: Cast) -> None:
    from tests.needs.ground import theme_make

    theme = theme_make()
    one, two = project_make(cast, "One"), project_make(cast, "Two", themes=[theme])
    merged = merge(one, two)
    project_update(actor=SYSTEM, record=one, version=one.version, values={"themes": []})
    undo(merged)
    assert (list(one.themes.all()), list(two.themes.all())) == ([], [theme])
