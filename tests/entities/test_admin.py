"""Staff pages of the entities room: what lists show, find and cost; who may link a login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.entities.models import Person
from compact.entities.services import affiliation_create, alias_create, participation_create, person_create
from compact.kernel.records import Evidence
from tests.cast import SYSTEM, Cast, entity_make, person_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

LISTS = ("entity", "alias", "participation", "person", "affiliation")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def _found(client: Client, path: str) -> list[str]:
    return [str(row) for row in client.get(f"/admin/compact/{path}").context["cl"].result_list]


def _fill(cast: Cast, start: int, count: int) -> None:
    for number in range(start, start + count):
        entity = entity_make(f"NEW-{number}", originator=cast.entities["UNOCT"], clearance="Letter")
        alias_create(actor=SYSTEM, values={"entity": entity, "text": f"New {number}"})
        participation_create(actor=SYSTEM, values={"entity": entity, "status": "member", "start": "2019"})
        person_make(f"new{number}", entity)


@pytest.mark.parametrize("name", LISTS)
def test_ten_rows_of_a_list_cost_what_two_cost(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 0, 2)
    staff.get(f"/admin/compact/{name}/")
    with CaptureQueriesContext(connection) as few:
        staff.get(f"/admin/compact/{name}/")
    _fill(cast, 2, 8)
    with CaptureQueriesContext(connection) as many:
        staff.get(f"/admin/compact/{name}/")
    assert len(many) == len(few)


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_a_record_opens(staff: Client, cast: Cast, name: str) -> None:
    _fill(cast, 0, 1)
    pk = staff.get(f"/admin/compact/{name}/").context["cl"].result_list[0].pk
    assert staff.get(f"/admin/compact/{name}/{pk}/change/").status_code == 200
    assert staff.get(f"/admin/compact/{name}/add/").status_code == 200


@pytest.mark.parametrize("text", ["CTED", "Direction", "дирекция", "DECT", "ffice cte"])
def test_an_entity_is_found_by_code_names_in_any_language_and_alias(staff: Client, cast: Cast, text: str) -> None:
    from compact.entities.services import entity_update

    names = {"name_fr": "Direction exécutive", "name_ru": "Исполнительная дирекция"}
    entity = entity_update(actor=SYSTEM, record=cast.entities["CTED"], version=1, values=names)
    alias_create(actor=SYSTEM, values={"entity": entity, "text": "DECT"})
    assert _found(staff, f"entity/?q={text}") == ["CTED"]


@pytest.mark.parametrize("text", ["Vladimir Voronkov", "Voronkov Vladimir", "voron"])
def test_a_person_is_found_by_names_in_any_order(staff: Client, cast: Cast, text: str) -> None:
    person_create(actor=SYSTEM, values={"given_name": "Vladimir", "family_name": "Voronkov"})
    assert _found(staff, f"person/?q={text}") == ["Vladimir Voronkov"]


def test_the_list_of_entities_says_what_each_is_in_the_compact_today(staff: Client, cast: Cast) -> None:
    row = staff.get("/admin/compact/entity/?q=CTED").context["cl"].result_list[0]
    assert row.part_today.status == "member"


def test_the_list_of_people_names_their_posts_today(staff: Client, cast: Cast) -> None:
    person = person_create(actor=SYSTEM, values={"family_name": "Former"})
    for entity, title, end in (("CTED", "Director", ""), ("WCO", "Clerk", "2015")):
        affiliation_create(
            actor=SYSTEM,
            values={"person": person, "entity": cast.entities[entity], "title": title, "start": "2010", "end": end},
        )
    row = staff.get("/admin/compact/person/?q=Former").context["cl"].result_list[0]
    assert row.posts_today == ["CTED, Director"]


def test_weak_facts_wear_a_badge(staff: Client, cast: Cast) -> None:
    entity_make("WEAK", source="Page", evidence=Evidence.PREDECESSOR)
    assert '<span class="badge-unconfirmed">unconfirmed</span>' in (
        staff.get("/admin/compact/entity/?q=WEAK").content.decode()
    )


@pytest.mark.parametrize(
    ("choice", "codes"),
    [("unsourced", ["NONE"]), ("unconfirmed", ["WEAK", "NONE"]), ("confirmed", ["SOUND"])],
)
def test_rows_are_filtered_by_what_they_rest_on(staff: Client, cast: Cast, choice: str, codes: list[str]) -> None:
    entity_make("X-SOUND", acronym_en="SOUND", source="Letter", evidence=Evidence.RECORD)
    entity_make("X-WEAK", acronym_en="WEAK", source="Page", evidence=Evidence.PREDECESSOR)
    entity_make("X-NONE", acronym_en="NONE")
    assert set(_found(staff, f"entity/?q=X-&basis={choice}")) == set(codes)


@pytest.mark.parametrize(("choice", "count"), [("certain", 7), ("possible", 1), ("yes", 8), ("no", 1)])
def test_participations_are_filtered_by_whether_they_hold_today(
    staff: Client, cast: Cast, choice: str, count: int
) -> None:
    values: dict[str, Any] = {"entity": entity_make("MAYBE"), "status": "member", "end_state": "unknown"}
    participation_create(actor=SYSTEM, values=values)
    participation_create(actor=SYSTEM, values={"entity": entity_make("PAST"), "status": "member", "end": "2015"})
    assert len(_found(staff, f"participation/?today={choice}")) == count


def test_the_page_of_an_entity_shows_its_neighbours_with_links_to_add_more(staff: Client, cast: Cast) -> None:
    entity = cast.entities["CTED"]
    tables = staff.get(f"/admin/compact/entity/{entity.pk}/change/").context["tables"]
    assert [table.name for table in tables] == ["alias", "participation", "affiliation"]
    assert f"entity={entity.pk}" in tables[0].add_address


def test_a_bad_date_is_told_in_our_words(staff: Client, cast: Cast) -> None:
    data = {"entity": cast.entities["CTED"].pk, "status": "member", "start": "May 2019", "end_state": "open"}
    response = staff.post("/admin/compact/participation/add/", data)
    assert "“May 2019” is not a date" in response.content.decode()


class TestLogin:
    """Linking a login to a person gives rights."""

    DATA = {"family_name": "New", "visibility": "all"}

    def test_the_secretariat_sees_the_login_and_does_not_change_it(self, staff: Client, cast: Cast) -> None:
        staff.post("/admin/compact/person/add/", {**self.DATA, "user": cast.users["superuser"].pk})
        assert Person.objects.get(family_name="New").user is None

    def test_a_superuser_links_it(self, signed_in: Callable[[str], Client], cast: Cast) -> None:
        client = signed_in("superuser")
        client.post("/admin/compact/person/add/", {**self.DATA, "user": cast.users["superuser"].pk})
        assert Person.objects.get(family_name="New").user == cast.users["superuser"]


def test_nobody_of_the_secretariat_gives_themselves_a_country_office(staff: Client, cast: Cast) -> None:
    data = {"person": cast.people["secretariat"].pk, "entity": cast.entities["DCO"].pk, "country": "KEN"}
    response = staff.post("/admin/compact/affiliation/add/", {**data, "end_state": "open", "start": "2020"})
    assert "Nobody approves their own record" in response.content.decode()
