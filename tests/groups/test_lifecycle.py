"""The life of a group step by step, and a seat that passes from one entity to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError

from compact.kernel.errors import StaleVersion
from tests.cast import SYSTEM, Cast
from workinggroups.groups import services
from workinggroups.groups.models import EventKind, Group, GroupEvent, Term

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

pytestmark = pytest.mark.django_db


def step(group: Group, kind: str, on: str = "2020") -> GroupEvent:
    group.refresh_from_db()
    values = {"kind": kind, "on": on}
    return services.group_event_record(actor=SYSTEM, group=group, version=group.version, values=values)


def test_a_whole_life_is_recorded_in_order(cast: Cast) -> None:
    group = cast.groups["border"]
    kinds = ["renamed", "suspended", "resumed", "mandate_revised", "suspended", "resumed", "concluded"]
    for year, kind in enumerate(kinds, 2020):
        step(group, kind, str(year))
    assert list(group.events.values_list("kind", flat=True)) == ["established", *kinds]


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind != EventKind.ESTABLISHED])
def test_nothing_follows_a_conclusion(cast: Cast, kind: str) -> None:
    step(cast.groups["border"], "concluded")
    with pytest.raises(ValidationError, match="is concluded"):
        step(cast.groups["border"], kind, "2024")


def test_each_step_raises_the_version_of_the_group_by_one(cast: Cast) -> None:
    group = cast.groups["border"]
    before = group.version
    step(group, "renamed")
    group.refresh_from_db()
    assert group.version == before + 1


def test_a_refused_step_leaves_version_and_events_alone(cast: Cast) -> None:
    group = cast.groups["border"]
    before = group.version
    with pytest.raises(ValidationError):
        step(group, "resumed")
    group.refresh_from_db()
    assert (group.version, group.events.count()) == (before, 1)


def test_a_step_and_the_groups_new_version_are_one_operation(cast: Cast) -> None:
    event = step(cast.groups["border"], "renamed")
    group = cast.groups["border"]
    assert event.history.first().operation == group.history.first().operation


def test_the_api_lists_the_life_and_records_a_step(cast: Cast, api: Callable[[str], APIClient]) -> None:
    address = f"/api/v1/groups/{cast.groups['border'].uid}/lifecycle/"
    client = api("secretariat")
    tag = client.get(f"/api/v1/groups/{cast.groups['border'].uid}/")["ETag"]
    made = client.post(address, {"kind": "suspended", "on": "2020-05"}, headers={"if_match": tag})
    assert made.status_code == 201, made.json()
    assert [(row["kind"], row["on"]) for row in client.get(address).json()] == [
        ("established", "2019-04-16"),
        ("suspended", "2020-05"),
    ]
    assert client.post(address, {"kind": "resumed", "on": "2021"}, headers={"if_match": tag}).status_code == 412


def test_a_seat_passes_to_the_next_entity_in_one_operation(cast: Cast) -> None:
    ended, started = services.term_hand_over(
        actor=SYSTEM,
        term=cast.terms["chair_pcve"],
        version=1,
        values={"end": "2024-12-31"},
        next_values={"entity": cast.entities["CTED"], "start": "2025-01-01"},
    )
    assert started is not None
    assert (ended.end, ended.end_state) == ("2024-12-31", "dated")
    assert (started.group, started.role, started.entity.code) == (ended.group, "chair", "CTED")
    assert ended.history.first().operation == started.history.first().operation


def test_a_seat_without_a_next_holder_falls_vacant(cast: Cast) -> None:
    _ended, started = services.term_hand_over(
        actor=SYSTEM, term=cast.terms["chair_pcve"], version=1, values={"end": "2024"}, next_values={}
    )
    assert started is None
    assert not Term.objects.filter(group=cast.groups["pcve"], end_state="open").exists()


def test_a_next_term_that_is_refused_leaves_the_first_open(cast: Cast) -> None:
    with pytest.raises(ValidationError) as refused:
        services.term_hand_over(
            actor=SYSTEM,
            term=cast.terms["chair_pcve"],
            version=1,
            values={"end": "2024-12-31"},
            next_values={"entity": cast.entities["CTED"], "start": "sometime"},
        )
    assert list(refused.value.message_dict) == ["next_start"]
    assert Term.objects.get(pk=cast.terms["chair_pcve"].pk).end_state == "open"


def test_a_hand_over_from_a_stale_page_is_refused(cast: Cast) -> None:
    term = cast.terms["chair_pcve"]
    services.term_update(actor=SYSTEM, record=term, version=1, values={"note": "seen"})
    with pytest.raises(StaleVersion):
        services.term_hand_over(actor=SYSTEM, term=term, version=1, values={"end": "2024"}, next_values={})
