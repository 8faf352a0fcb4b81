"""Entities that stand twice become one, with all that refers to them; what clashes goes by the rule of its key."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Alias, Participation
from compact.entities.services import alias_create
from compact.kernel.moving import Clash, Moves
from funding.funds.services.funds import partner_create as funding_partner_create
from tests.cast import SYSTEM, term_make
from tests.meetings.making import attendance_make, meeting_make
from tests.merging.ground import everything, merge, plan, two_projects, undo
from tests.projects.ground import partner_make, project_make
from workinggroups.groups.services import term_archive
from workinggroups.meetings.services.actions import action_item_create
from workinggroups.projects.models import ProjectPartner
from workinggroups.workplans.services.calls import call_create

DEADLINE = datetime.datetime(2027, 1, 31, 12, tzinfo=datetime.UTC)

if TYPE_CHECKING:
    from compact.entities.models import Entity
    from tests.cast import Cast


def _roles(project: Any) -> dict[str, str]:
    rows = ProjectPartner.objects.live().filter(project=project)
    return dict(rows.values_list("entity__code", "role"))


def _two(cast: Cast) -> tuple[Entity, Entity]:
    return cast.entities["CTED"], cast.entities["DCO"]


def test_all_that_refers_to_an_entity_moves_and_comes_back(cast: Cast) -> None:
    survivor, retired = _two(cast)
    two_projects(cast)
    led = project_make(cast, "Led", "DCO", originator=retired, visibility="all", clearance="By mail")
    partner_make(cast, led, "DCO", "lead")
    item = action_item_create(
        actor=SYSTEM, values={"group": cast.groups["border"], "title": "Write", "entity": retired}
    )
    alias_create(actor=SYSTEM, values={"entity": retired, "text": "Office of old"})
    before = everything()
    merged = merge(survivor, retired)
    for row in (led, item):
        row.refresh_from_db()
    assert (led.lead, led.originator, item.entity) == (survivor, survivor, survivor)
    assert _roles(led) == {"CTED": "lead"}
    assert [alias.text for alias in survivor.aliases.live()] == ["Office of old"]
    undo(merged)
    after = everything()
    for table, rows in before.items():
        assert after[table] == rows, table


def test_a_set_that_held_both_holds_the_survivor_once(cast: Cast) -> None:
    survivor, retired = _two(cast)
    values = {"group": cast.groups["border"], "title": "Report", "text": "Please", "deadline": DEADLINE}
    call = _call(values, [survivor, retired, cast.entities["WCO"]])
    other = _call(values, [retired])
    before = everything()
    merged = merge(survivor, retired)
    assert sorted(each.code for each in call.addressees.all()) == ["CTED", "WCO"]
    assert [each.code for each in other.addressees.all()] == ["CTED"]
    undo(merged)
    assert everything() == before


def _call(values: dict[str, Any], addressees: list[Entity]) -> Any:
    return call_create(actor=SYSTEM, values={**values, "addressees": addressees})


def test_an_alias_that_both_have_is_kept_once(cast: Cast) -> None:
    survivor, retired = _two(cast)
    for entity in (survivor, retired):
        alias_create(actor=SYSTEM, values={"entity": entity, "text": "The office"})
    merged = merge(survivor, retired)
    assert [alias.entity for alias in Alias.objects.live()] == [survivor]
    undo(merged)
    assert Alias.objects.live().count() == 2


def test_of_two_open_participations_the_survivors_stands(cast: Cast) -> None:
    survivor, retired = _two(cast)
    clashes = [clash.clash for each in plan(survivor, retired).relations for clash in each.clashes]
    assert "drop" in clashes
    merge(survivor, retired)
    assert Participation.objects.live().filter(entity=survivor).count() == 1


def test_two_open_terms_in_one_role_are_settled_first(cast: Cast) -> None:
    survivor, retired = _two(cast)
    term_make(cast.groups["border"], survivor, "member")
    theirs = term_make(cast.groups["border"], retired, "member")
    (text,) = plan(survivor, retired).problems
    assert text.startswith("“DCO · Member · Group border” cannot move to the survivor: The entity holds this role")
    term_archive(actor=SYSTEM, record=theirs, version=1, reason="The same")
    assert plan(survivor, retired).problems == ()


def test_two_terms_over_the_same_days_are_settled_first_also_where_the_database_alone_says_so(cast: Cast) -> None:
    survivor, retired = _two(cast)
    term_make(cast.groups["border"], survivor, "member", "2019", end="2021")
    term_make(cast.groups["border"], retired, "member", "2020", end="2022")
    (text,) = plan(survivor, retired).problems
    assert "The survivor has one that says the same." in text


def test_two_funding_partners_are_settled_first(cast: Cast) -> None:
    survivor, retired = _two(cast)
    for entity in (survivor, retired):
        funding_partner_create(actor=SYSTEM, values={"code": entity.code, "kind": "entity", "entity": entity})
    (text,) = plan(survivor, retired).problems
    assert "This entity is a funding partner already." in text


def test_attendance_of_both_is_combined(cast: Cast) -> None:
    survivor, retired = _two(cast)
    meeting = meeting_make(cast, status="held")
    kept = attendance_make(meeting, entity=survivor)
    attendance_make(meeting, entity=retired, head_count=3)
    merge(survivor, retired)
    kept.refresh_from_db()
    assert (kept.head_count, meeting.attendances.live().count()) == (3, 1)


def test_a_partner_that_leads_from_now_on_says_so(cast: Cast) -> None:
    """The project's lead merges into one of its partners."""
    survivor, retired = _two(cast)
    project = project_make(cast, "One", "DCO")
    partner_make(cast, project, "CTED", "joint")
    before = everything()
    merged = merge(survivor, retired)
    assert _roles(project) == {"CTED": "lead"}
    undo(merged)
    assert everything() == before


def test_a_partner_and_the_lead_that_become_one_stand_once_as_the_lead(cast: Cast) -> None:
    survivor, retired = _two(cast)
    project = project_make(cast, "One", "CTED")
    partner_make(cast, project, "CTED", "lead")
    partner_make(cast, project, "DCO", "implementing", contribution="A room")
    merge(survivor, retired)
    (row,) = ProjectPartner.objects.live().filter(project=project)
    assert (row.entity, row.role, row.contribution) == (survivor, "lead", "A room")


def test_a_row_whose_rule_is_to_stay_stays_where_it_cannot_move(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from compact.merging import registry

    survivor, retired = _two(cast)
    for entity in (survivor, retired):
        alias_create(actor=SYSTEM, values={"entity": entity, "text": "The office"})
    monkeypatch.setattr(Alias, "on_merge", {"entity": Moves(Clash.KEEP)})
    registry._relations.cache_clear()
    merge(survivor, retired)
    registry._relations.cache_clear()
    assert Alias.objects.live().filter(entity=retired).count() == 1
