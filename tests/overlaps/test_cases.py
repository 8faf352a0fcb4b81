"""Overlap cases: how one is opened, what follows from it, and what is kept of every step."""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import Refused
from compact.kernel.operations import operation
from tests.cast import SYSTEM
from tests.overlaps.case_ground import accept, case_make, pair_make, works_make
from workinggroups.overlaps.models import Case
from workinggroups.overlaps.services import cases as services
from workinggroups.overlaps.working_days import working_days_between

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer
    from tests.cast import Cast

pytestmark = pytest.mark.django_db


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
