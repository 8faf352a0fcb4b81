"""Every save of the staff goes through the service; whatever it answers lands on the form, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities.models import Entity, EntityKind
from compact.entities.services import entity_archive, entity_update
from compact.kernel.admin.changes import entries_of
from compact.kernel.viewers import Door
from tests.cast import SYSTEM, Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

ADD = "/admin/compact/entity/add/"


def entity_data(**values: Any) -> dict[str, Any]:
    """What the form of an entity sends."""
    empty = {f"{name}_{code}": "" for name in ("name", "acronym") for code in ("en", "fr", "ar", "zh_hans", "ru", "es")}
    plain = {"code": "ICAO", "kind": EntityKind.SPECIALISED_AGENCY, "name_en": "International Civil Aviation"}
    other = {"website": "", "iati_identifier": "", "source": "", "evidence": "", "note": ""}
    cleared = {"visibility": "all", "originator": "", "clearance": "", "version": "", "change_reason": ""}
    return {**empty, **plain, **other, **cleared, **values}


def change_data(entity: Entity, **values: Any) -> dict[str, Any]:
    """What the change form of ``entity`` sends."""
    stored = {"code": entity.code, "kind": entity.kind, "name_en": entity.name_en, "acronym_en": entity.acronym_en}
    return entity_data(**{**stored, "version": entity.version, **values})


def change_url(entity: Entity) -> str:
    return f"/admin/compact/entity/{entity.pk}/change/"


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def test_a_new_row_is_stored_in_an_operation_of_the_admin_with_its_reason(staff: Client, cast: Cast) -> None:
    staff.post(ADD, entity_data(change_reason="Letter of 3 May 2026"))
    made = entries_of(Entity.objects.get(code="ICAO"))[0].operation
    assert (made.door, made.reason, made.actor) == (Door.ADMIN, "Letter of 3 May 2026", cast.users["secretariat"])


def test_a_change_grows_the_version(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    staff.post(change_url(entity), change_data(entity, website="https://www.un.org/"))
    entity.refresh_from_db()
    assert (entity.website, entity.version) == ("https://www.un.org/", 2)


def test_a_save_that_changes_nothing_leaves_no_trace(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    staff.post(change_url(entity), change_data(entity))
    assert len(entries_of(entity)) == 1


def test_what_the_service_refuses_lands_on_the_field(staff: Client, cast: Cast) -> None:
    response = staff.post(ADD, entity_data(code="small letters"))
    assert response.context["adminform"].form.errors["code"] == ["Capital letters, digits and hyphens only."]


def test_a_code_in_use_is_told_in_our_words(staff: Client, cast: Cast) -> None:
    response = staff.post(ADD, entity_data(code="CTED"))
    assert "Another entity has this code." in response.content.decode()


def test_all_mistakes_are_named_at_once(staff: Client, cast: Cast) -> None:
    errors = staff.post(ADD, entity_data(code="small", name_en="")).context["adminform"].form.errors
    assert set(errors) == {"code", "name_en"}


def test_a_refusal_becomes_an_error_of_the_form(staff: Client, cast: Cast) -> None:
    data = entity_data(originator=cast.entities["WCO"].pk, visibility="all")
    response = staff.post(ADD, data)
    assert "WCO has not cleared wider sharing" in response.content.decode()
    assert response.context["adminform"].form["name_en"].value() == data["name_en"]


class TestStaleForm:
    """Somebody else changed the row while the form was open."""

    @pytest.fixture
    def answer(self, staff: Client, cast: Cast) -> Any:
        entity = cast.entities["CTED"]
        theirs = {"website": "https://theirs.example.org/"}
        entity_update(actor=SYSTEM, record=entity, version=1, values=theirs, reason="Their letter")
        return staff.post(change_url(entity), change_data(entity, website="https://mine.example.org/"))

    def test_it_is_not_stored(self, answer: Any, cast: Cast) -> None:
        cast.entities["CTED"].refresh_from_db()
        assert cast.entities["CTED"].website == "https://theirs.example.org/"

    def test_both_versions_stand_side_by_side(self, answer: Any) -> None:
        differing = [each for each in answer.context["adminform"].form.conflict.fields if each.differs]
        assert [(each.label, each.stored, each.typed) for each in differing] == [
            ("website", "https://theirs.example.org/", "https://mine.example.org/")
        ]

    def test_it_says_who_changed_the_row_and_why(self, answer: Any) -> None:
        content = answer.content.decode()
        assert "Two versions of this record" in content
        assert "Their letter" in content

    def test_what_was_typed_stays_in_the_form(self, answer: Any) -> None:
        assert 'name="website" value="https://mine.example.org/"' in answer.content.decode()

    def test_a_second_save_replaces_what_is_stored(self, answer: Any, staff: Client, cast: Cast) -> None:
        entity = cast.entities["CTED"]
        version = answer.context["adminform"].form["version"].value()
        staff.post(change_url(entity), change_data(entity, website="https://mine.example.org/", version=version))
        entity.refresh_from_db()
        assert (entity.website, entity.version) == ("https://mine.example.org/", 3)


def test_a_form_without_version_is_stale(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    response = staff.post(change_url(entity), change_data(entity, version="", website="https://mine.example.org/"))
    assert response.context["adminform"].form.conflict is not None


def test_a_row_that_was_archived_meanwhile_keeps_what_was_typed(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    response = staff.post(change_url(entity), change_data(entity, website="https://mine.example.org/"))
    assert response.context["adminform"].form.conflict.is_archived
    assert "https://mine.example.org/" in response.content.decode()


def test_an_archived_row_is_shown_for_reading_with_its_reason(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    entity_archive(actor=SYSTEM, record=entity, version=1, reason="Entered twice")
    content = staff.get(change_url(entity)).content.decode()
    assert "Entered twice" in content
    assert 'name="_save"' not in content


def test_the_label_of_a_translated_field_names_its_language(staff: Client, cast: Cast) -> None:
    assert "Name (Arabic):" in staff.get(ADD).content.decode()


def test_arabic_is_written_from_right_to_left(staff: Client, cast: Cast) -> None:
    field = staff.get(ADD).context["adminform"].form.fields["name_ar"]
    assert (field.widget.attrs["lang"], field.widget.attrs["dir"]) == ("ar", "rtl")


def test_a_new_neighbour_leads_back_to_the_page_that_asked_for_it(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    back = change_url(entity)
    data = {"entity": entity.pk, "text": "DECT", "kind": "other", "language": "", "source": "", "evidence": ""}
    response = staff.post(f"/admin/compact/alias/add/?entity={entity.pk}&back={back}", {**data, "note": ""})
    assert response["Location"] == back


def test_a_new_neighbour_does_not_lead_to_other_sites(staff: Client, cast: Cast) -> None:
    data = {"entity": cast.entities["CTED"].pk, "text": "DECT", "kind": "other", "language": "", "note": ""}
    response = staff.post("/admin/compact/alias/add/?back=https://elsewhere.example/", data)
    assert response["Location"] == "/admin/compact/alias/"


@pytest.mark.parametrize("path", ["delete/", "history/99999/", "change/"])
def test_what_is_not_there_is_not_found(staff: Client, cast: Cast, path: str) -> None:
    pk = cast.entities["CTED"].pk if path != "change/" else 99999
    assert staff.get(f"/admin/compact/entity/{pk}/{path}").status_code in (403, 404)
