"""What is particular to the resources of the entities room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.entities import services
from compact.entities.models import Person
from tests.cast import SYSTEM, entity_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


def _codes(client: APIClient, **query: Any) -> list[str]:
    answer = client.get("/api/v1/entities/", query)
    assert answer.status_code == 200, answer.json()
    return [row["code"] for row in answer.json()["results"]]


def test_entities_are_found_by_kind_code_and_words(cast: Cast, api: Callable[[str], APIClient]) -> None:
    parliaments = entity_make("IPU", kind="non_un", name_en="Inter-Parliamentary Union", name_ru="Союз")
    services.alias_create(actor=SYSTEM, values={"entity": parliaments, "text": "Parliaments", "kind": "other"})
    client = api("reader")
    assert _codes(client, kind="non_un") == ["IPU"]
    assert len(_codes(client, kind=["non_un", "un_secretariat"])) == 8
    assert _codes(client, code="IPU") == ["IPU"]
    for text in ("parliamentary", "Союз", "ipu", "Parliaments"):
        assert _codes(client, search=text) == ["IPU"], text
    assert _codes(client, search="nothing of the kind") == []


def test_entities_are_found_by_their_part_in_the_compact_today(cast: Cast, api: Callable[[str], APIClient]) -> None:
    for code, status, period in (
        ("OBS", "observer", {"start": "2020"}),
        ("GONE", "member", {"start": "2018", "end": "2020"}),
        ("UNSURE", "not_known", {"end_state": "unknown"}),
    ):
        values = {"entity": entity_make(code), "status": status, **period}
        services.participation_create(actor=SYSTEM, values=values)
    client = api("reader")
    assert _codes(client, participation="observer") == ["OBS"]
    assert _codes(client, participation="not_known") == ["UNSURE"]
    assert "GONE" not in _codes(client, participation="member")


def test_facts_that_are_not_confirmed_are_told_and_found(cast: Cast, api: Callable[[str], APIClient]) -> None:
    entity_make("RUMOUR", evidence="general_knowledge")
    client = api("reader")
    assert _codes(client, unconfirmed="true") == ["RUMOUR"]
    assert "RUMOUR" not in _codes(client, unconfirmed="false")
    assert client.get("/api/v1/entities/", {"code": "RUMOUR"}).json()["results"][0]["unconfirmed"] is True


def test_participations_of_a_day_say_how_sure_they_are(cast: Cast, api: Callable[[str], APIClient]) -> None:
    entity = entity_make("UNSURE")
    services.participation_create(
        actor=SYSTEM, values={"entity": entity, "status": "member", "end_state": "unknown", "observed_on": "2022"}
    )
    client = api("reader")
    rows = client.get("/api/v1/participations/", {"as_of": "2020-06-01"}).json()["results"]
    sure = {row["entity_code"]: row["certainty"] for row in rows}
    assert sure.pop("UNSURE") == "possible"
    assert set(sure.values()) == {"certain"}
    undated = client.get("/api/v1/participations/").json()["results"]
    assert {row["certainty"] for row in undated} == {None}
    assert client.get("/api/v1/participations/", {"as_of": "2017-01-01"}).json()["count"] == 1


def test_aliases_are_found_by_entity_language_and_text(cast: Cast, api: Callable[[str], APIClient]) -> None:
    for text, kind, language in (("BLT", "other", "fr"), ("CTITF Office", "former", "")):
        services.alias_create(
            actor=SYSTEM,
            values={"entity": cast.entities["UNOCT"], "text": text, "kind": kind, "language": language},
        )
    client = api("reader")
    for query, texts in (
        ({"language": "fr"}, ["BLT"]),
        ({"search": "ctitf"}, ["CTITF Office"]),
        ({"kind": "former"}, ["CTITF Office"]),
        ({"entity": str(cast.entities["UNOCT"].uid)}, ["BLT", "CTITF Office"]),
        ({"entity_code": "CTED"}, []),
    ):
        rows = client.get("/api/v1/aliases/", query).json()["results"]
        assert [row["text"] for row in rows] == texts


def test_people_are_found_by_name_and_by_the_entity_they_serve_today(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("reader")
    found = client.get("/api/v1/people/", {"search": "example chair"}).json()["results"]
    assert {row["given_name"] for row in found} == {"Chair", "Vice_Chair", "Chair_Pcve"}
    at_undp = client.get("/api/v1/people/", {"entity_code": "UNDP"}).json()["results"]
    assert [row["given_name"] for row in at_undp] == ["Chair_Pcve"]


def test_a_person_shows_that_there_is_a_login_and_nothing_of_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("superuser").get("/api/v1/people/", {"search": "focal"})
    (row,) = answer.json()["results"]
    assert row["has_login"] is True
    user = cast.users["focal_point"]
    assert not {"user", "user_id", "password", "is_superuser"} & set(row)
    assert user.email not in answer.content.decode()
    assert user.password not in answer.content.decode()


@pytest.mark.parametrize("field", ["user", "user_id", "has_login", "archived_at", "cleared_by"])
def test_not_even_a_superuser_links_a_login_through_the_api(
    field: str, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    values = {"family_name": "Example", field: cast.users["reader"].pk}
    answer = api("superuser").post("/api/v1/people/", values)
    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [f"/{field}"]
    assert Person.objects.filter(user=cast.users["reader"]).count() == 1


def test_affiliations_are_found_by_country(cast: Cast, api: Callable[[str], APIClient]) -> None:
    rows = api("reader").get("/api/v1/affiliations/", {"country": "KEN"}).json()["results"]
    assert [(row["person_name"], row["entity_code"]) for row in rows] == [("Country_Office Example", "DCO")]


def test_widening_what_is_seen_of_an_entity_needs_its_originators_clearance(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    values = {
        "code": "NEW",
        "name_en": "New",
        "kind": "non_un",
        "originator": str(cast.entities["WCO"].uid),
        "visibility": "all",
    }
    refused = client.post("/api/v1/entities/", values)
    assert refused.status_code == 403
    assert "clearance" in refused.json()["detail"]
    cleared = client.post("/api/v1/entities/", {**values, "clearance": "E-mail of 3 May"})
    assert cleared.status_code == 201
    assert cleared.json()["cleared_at"]
    assert cleared.json()["originator_code"] == "WCO"


def test_a_second_entity_with_the_same_code_is_refused(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").post("/api/v1/entities/", {"code": "WCO", "name_en": "New", "kind": "non_un"})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Another entity has this code."


def test_what_must_be_there_is_named_all_at_once(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").post("/api/v1/entities/", {})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/code", "/name_en", "/kind"]


def test_a_reference_to_the_archive_is_refused_but_an_old_one_may_stay(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    gone = entity_make("GONE")
    participation = services.participation_create(
        actor=SYSTEM, values={"entity": gone, "status": "member", "start": "2018"}
    )
    services.entity_archive(actor=SYSTEM, record=gone, version=1, reason="Entered twice")
    sent = {"entity": str(gone.uid), "text": "Late"}
    refused = client.post("/api/v1/aliases/", sent)
    assert refused.status_code == 400
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/entity"]
    where = f"/api/v1/participations/{participation.uid}/"
    read = client.get(where)
    kept = client.put(where, {**read.json(), "end": "2020"}, headers={"if_match": read["ETag"]})
    assert kept.status_code == 200
