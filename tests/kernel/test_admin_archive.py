"""Archive and restore: one record on its own page, several from the list, always with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Alias, Entity
from compact.entities.services import alias_create, alias_update, entity_archive
from compact.kernel.admin.changes import entries_of
from compact.kernel.operations import Operation
from tests.cast import SYSTEM, Cast, entity_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

LIST = "/admin/compact/alias/"


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


@pytest.fixture
def aliases(cast: Cast) -> list[Alias]:
    """Two aliases of one entity."""
    entity = cast.entities["CTED"]
    return [alias_create(actor=SYSTEM, values={"entity": entity, "text": text}) for text in ("DECT", "CTED-ED")]


def _several(aliases: list[Alias], action: str = "archive_selected", **values: Any) -> dict[str, Any]:
    shown = {f"version_{alias.pk}": alias.version for alias in aliases}
    return {"action": action, "_selected_action": [alias.pk for alias in aliases], **shown, **values}


def test_archiving_needs_a_reason(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    response = staff.post(f"/admin/compact/entity/{entity.pk}/archive/", {"version": 1, "reason": " "})
    assert response.context["form"].errors["reason"] == ["Say why."]


def test_an_archived_record_keeps_its_reason_in_row_and_history(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    staff.post(f"/admin/compact/entity/{entity.pk}/archive/", {"version": 1, "reason": "Entered twice"})
    entity.refresh_from_db()
    assert (entity.is_archived, entity.archive_reason) == (True, "Entered twice")
    assert entries_of(entity)[0].operation.reason == "Entered twice"


def test_archiving_from_a_stale_page_waits_for_a_second_look(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    response = staff.post(f"/admin/compact/entity/{entity.pk}/archive/", {"version": 9, "reason": "Entered twice"})
    assert "Somebody changed this record meanwhile" in response.content.decode()
    assert response.context["form"]["version"].value() == "1"


def test_an_archived_record_is_restored(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    staff.post(f"/admin/compact/entity/{entity.pk}/restore/", {"version": 2, "reason": "It was not"})
    entity.refresh_from_db()
    assert not entity.is_archived


def test_restoring_is_refused_when_the_place_was_taken(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    entity_make("TWICE")
    response = staff.post(f"/admin/compact/entity/{entity.pk}/restore/", {"version": 2, "reason": "It was not"})
    assert "Another entity has this code." in response.content.decode()


@pytest.mark.parametrize(("choice", "shown"), [("", 1), ("?archive=archived", 1), ("?archive=all", 2)])
def test_lists_hide_archived_rows_unless_asked(staff: Client, aliases: list[Alias], choice: str, shown: int) -> None:
    staff.post(f"{LIST}{aliases[0].pk}/archive/", {"version": 1, "reason": "Misspelt"})
    assert len(staff.get(f"{LIST}{choice}").context["cl"].result_list) == shown


def test_a_list_action_asks_before_it_acts(staff: Client, aliases: list[Alias]) -> None:
    response = staff.post(LIST, _several(aliases, index=0))
    assert "These records leave lists" in response.content.decode()
    assert Alias.objects.live().count() == 2


def test_several_records_are_archived_as_one_operation(staff: Client, aliases: list[Alias]) -> None:
    staff.post(LIST, _several(aliases, confirmed="yes", reason="Misspelt"))
    assert Alias.objects.live().count() == 0
    assert Operation.objects.filter(reason="Misspelt").count() == 1


def test_several_records_need_a_reason(staff: Client, aliases: list[Alias]) -> None:
    staff.post(LIST, _several(aliases, confirmed="yes", reason=""))
    assert Alias.objects.live().count() == 2


def test_one_stale_record_stops_all(staff: Client, aliases: list[Alias]) -> None:
    data = _several(aliases, confirmed="yes", reason="Misspelt")
    alias_update(actor=SYSTEM, record=aliases[0], version=1, values={"note": "Wait"})
    response = staff.post(LIST, data)
    assert "Nothing was done" in response.content.decode()
    assert Alias.objects.live().count() == 2


def test_several_records_are_restored(staff: Client, aliases: list[Alias]) -> None:
    staff.post(LIST, _several(aliases, confirmed="yes", reason="Misspelt"))
    found = list(Alias.objects.order_by("pk"))
    data = _several(found, "restore_selected", confirmed="yes", reason="They were not")
    staff.post(f"{LIST}?archive=all", data)
    assert Alias.objects.live().count() == 2


def test_an_action_on_nothing_says_so(staff: Client, aliases: list[Alias]) -> None:
    response = staff.post(f"{LIST}?archive=all", _several(aliases, "restore_selected"), follow=True)
    assert "No selected record is archived." in response.content.decode()


def test_nothing_can_be_deleted(staff: Client, aliases: list[Alias]) -> None:
    assert staff.post(f"{LIST}{aliases[0].pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in staff.get(LIST).content.decode()


def test_an_archived_row_has_a_button_to_restore_it(staff: Client, cast: Cast) -> None:
    entity = entity_make("TWICE")
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    assert f"/admin/compact/entity/{Entity.objects.get(code='TWICE').pk}/restore/" in (
        staff.get(f"/admin/compact/entity/{entity.pk}/change/").content.decode()
    )
