"""The history of a record: who, when, door, why, what; each state can be seen and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.entities.models import Entity
from compact.entities.services import entity_archive, entity_update
from compact.kernel.admin.changes import ChangeKind, entries_of, history_of
from compact.kernel.admin.display import EMPTY
from tests.cast import SYSTEM, Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client


@pytest.fixture
def entity(cast: Cast) -> Entity:
    """An entity with three states."""
    values = ({"website": "https://one.example.org/"}, {"website": "https://two.example.org/", "name_fr": "Bureau"})
    for version, each in enumerate(values, start=1):
        entity_update(actor=SYSTEM, record=cast.entities["CTED"], version=version, values=each, reason=f"No. {version}")
    cast.entities["CTED"].refresh_from_db()
    return cast.entities["CTED"]


def _state_url(entity: Entity, version: int) -> str:
    history_id = history_of(Entity).get(id=entity.pk, version=version).history_id
    return f"/admin/compact/entity/{entity.pk}/history/{history_id}/"


def test_each_step_names_what_changed_from_what_to_what(entity: Entity) -> None:
    changes = {(each.label, each.before, each.after) for each in entries_of(entity)[0].changes}
    assert changes == {
        ("website", "https://one.example.org/", "https://two.example.org/"),
        ("name (French)", EMPTY, "Bureau"),
    }


def test_foreign_keys_and_choices_are_written_in_words(cast: Cast) -> None:
    changes = {each.label: each.after for each in entries_of(cast.terms["chair"])[0].changes}
    assert (changes["entity"], changes["role"]) == ("WCO", "Co-chair")


def test_archiving_is_told_as_such(entity: Entity) -> None:
    entity_archive(actor=SYSTEM, record=entity, version=3, reason="Entered twice")
    assert entries_of(entity)[0].kind == ChangeKind.ARCHIVED


def test_the_page_shows_who_when_with_zone_door_and_why(signed_in: Callable[[str], Client], entity: Entity) -> None:
    content = signed_in("secretariat").get(f"/admin/compact/entity/{entity.pk}/history/").content.decode()
    for text in ("tests", "UTC", "command", "No. 2"):
        assert text in content


def test_the_page_costs_the_same_however_long_the_history(signed_in: Callable[[str], Client], entity: Entity) -> None:
    client, url = signed_in("secretariat"), f"/admin/compact/entity/{entity.pk}/history/"
    client.get(url)
    with CaptureQueriesContext(connection) as short:
        client.get(url)
    for version in range(3, 9):
        entity_update(actor=SYSTEM, record=entity, version=version, values={"note": str(version)})
    with CaptureQueriesContext(connection) as long:
        client.get(url)
    assert len(long) == len(short)


def test_an_earlier_state_is_shown_beside_the_present(signed_in: Callable[[str], Client], entity: Entity) -> None:
    fields = signed_in("secretariat").get(_state_url(entity, 2)).context["fields"]
    website = next(each for each in fields if each.label == "website")
    assert (website.then, website.now, website.differs) == (
        "https://one.example.org/",
        "https://two.example.org/",
        True,
    )


def test_restoring_a_state_is_a_new_step_with_a_reason(signed_in: Callable[[str], Client], entity: Entity) -> None:
    signed_in("secretariat").post(_state_url(entity, 2), {"version": 3, "reason": "Their letter was withdrawn"})
    entity.refresh_from_db()
    assert (entity.website, entity.name_fr, entity.version) == ("https://one.example.org/", None, 4)
    assert entries_of(entity)[0].operation.reason == "Their letter was withdrawn"


def test_restoring_suggests_a_reason(signed_in: Callable[[str], Client], entity: Entity) -> None:
    form = signed_in("secretariat").get(_state_url(entity, 2)).context["form"]
    assert form.initial["reason"].startswith("Restored the state of ")


def test_restoring_needs_a_reason(signed_in: Callable[[str], Client], entity: Entity) -> None:
    response = signed_in("secretariat").post(_state_url(entity, 2), {"version": 3, "reason": ""})
    assert response.context["form"].errors["reason"] == ["Say why."]


def test_restoring_from_a_stale_page_is_refused_and_can_be_confirmed(
    signed_in: Callable[[str], Client], entity: Entity
) -> None:
    response = signed_in("secretariat").post(_state_url(entity, 2), {"version": 1, "reason": "Withdrawn"})
    assert "Somebody changed this record meanwhile" in response.content.decode()
    assert response.context["form"]["version"].value() == "3"


def test_a_state_that_broke_a_rule_meanwhile_is_refused_with_the_rule(
    signed_in: Callable[[str], Client], entity: Entity, cast: Cast
) -> None:
    entity_update(actor=SYSTEM, record=entity, version=3, values={"code": "DECT"})
    entity_update(actor=SYSTEM, record=cast.entities["WCO"], version=1, values={"code": "CTED"})
    response = signed_in("secretariat").post(_state_url(entity, 2), {"version": 4, "reason": "Back"})
    assert "Another entity has this code." in response.content.decode()


def test_an_archived_record_is_restored_before_its_state(signed_in: Callable[[str], Client], entity: Entity) -> None:
    entity_archive(actor=SYSTEM, record=entity, version=3, reason="Entered twice")
    assert "Restore it before you change it" in signed_in("secretariat").get(_state_url(entity, 2)).content.decode()
    assert signed_in("secretariat").post(_state_url(entity, 2), {"version": 4, "reason": "x"}).status_code == 403


def test_the_state_of_another_record_is_not_found(
    signed_in: Callable[[str], Client], entity: Entity, cast: Cast
) -> None:
    history_id = history_of(Entity).filter(id=cast.entities["WCO"].pk).first().history_id
    assert signed_in("secretariat").get(f"/admin/compact/entity/{entity.pk}/history/{history_id}/").status_code == 404
