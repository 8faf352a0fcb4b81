"""What is particular to the resources of the agreements room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from compact.agreements import services
from compact.entities.services import entity_archive, entity_update, person_update
from tests.agreements.test_models import agreement_make, instrument_make
from tests.cast import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from tests.cast import Cast


@pytest.fixture
def memorandum(cast: Cast) -> Any:
    """Signed by two entities, one of them through two people, and by a ministry."""
    agreement = agreement_make(title_fr="Mémorandum d’accord", signed_on="2019-05-08", place="Geneva")
    for code, persona, party in (("WCO", "chair", ""), ("UNODC", "", ""), ("WCO", "alternate", ""), ("", "", "QAT")):
        values = {"entity": cast.entities.get(code), "person": cast.people.get(persona), "party": party}
        services.signature_create(actor=SYSTEM, values={"agreement": agreement, "title": "Director", **values})
    return agreement


def _found(client: APIClient, name: str, column: str, **query: Any) -> list[Any]:
    answer = client.get(f"/api/v1/{name}/", query)
    assert answer.status_code == 200, answer.json()
    return [row[column] for row in answer.json()["results"]]


def test_an_agreement_tells_each_entity_that_signed_it_once(memorandum: Any, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    assert _found(client, "agreements", "party_codes") == [["UNODC", "WCO"]]
    text = client.get("/api/v1/agreements/", {"format": "csv"}).getvalue().decode()
    assert ",UNODC;WCO," in text


@pytest.mark.parametrize("how", ["hidden", "archived"])
def test_an_entity_that_a_reader_may_not_see_signed_nothing(
    memorandum: Any, cast: Cast, api: Callable[[str], APIClient], how: str
) -> None:
    unodc = cast.entities["UNODC"]
    if how == "hidden":
        entity_update(actor=SYSTEM, record=unodc, version=1, values={"visibility": "secretariat"})
    else:
        entity_archive(actor=SYSTEM, record=unodc, version=1, reason="Entered twice")
    client = api("reader")
    assert _found(client, "agreements", "party_codes") == [["WCO"]]
    assert _found(client, "agreements", "id", entity_code="UNODC") == []
    assert _found(client, "signatures", "id", entity_code="UNODC") == []
    assert client.get("/api/v1/agreements/", {"entity": str(unodc.uid)}).status_code == 400
    assert client.get("/api/v1/signatures/", {"entity": str(unodc.uid)}).status_code == 400
    assert None in _found(client, "signatures", "entity_code")
    assert _found(api("secretariat"), "signatures", "entity_code", entity_code="UNODC") == ["UNODC"]


def test_the_name_of_a_signatory_who_is_hidden_is_blank(
    memorandum: Any, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    person_update(actor=SYSTEM, record=cast.people["chair"], version=1, values={"visibility": "secretariat"})
    assert _found(api("reader"), "signatures", "person_name") == [None, None, "Alternate Example", None]
    assert _found(api("secretariat"), "signatures", "person_name") == ["Chair Example", None, "Alternate Example", None]


def test_a_signature_tells_the_agreement_the_title_then_and_the_party(
    memorandum: Any, api: Callable[[str], APIClient]
) -> None:
    (row,) = api("reader").get("/api/v1/signatures/", {"entity_code": "UNODC"}).json()["results"]
    assert (row["agreement"], row["agreement_name"]) == (str(memorandum.uid), "Memorandum")
    assert (row["entity_code"], row["person"], row["person_name"], row["title"]) == ("UNODC", None, None, "Director")
    assert _found(api("reader"), "signatures", "party") == ["", "", "", "QAT"]


def test_agreements_are_found_by_who_signed_them(memorandum: Any, cast: Cast, api: Callable[[str], APIClient]) -> None:
    agreement_make(title_en="Another")
    client = api("reader")
    for query in ({"entity": str(cast.entities["WCO"].uid)}, {"entity_code": "WCO"}):
        assert _found(client, "agreements", "title_en", **query) == ["Memorandum"]
    assert _found(client, "agreements", "title_en", entity_code="CTED") == []


def test_a_signature_taken_back_no_longer_finds_the_agreement(
    memorandum: Any, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    signature = memorandum.signatures.get(entity=cast.entities["UNODC"])
    services.signature_archive(actor=SYSTEM, record=signature, version=1, reason="Did not sign")
    client = api("reader")
    assert _found(client, "agreements", "id", entity=str(cast.entities["UNODC"].uid)) == []
    assert _found(client, "agreements", "party_codes") == [["WCO"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"signed_on": "2019-05-08"}, ["2019", "2019-05", "2019-05-08"]),
        ({"signed_on": "2019-05-09"}, ["2019", "2019-05"]),
        ({"signed_after": "2019-05-09"}, ["2019", "2019-05", "2020-10"]),
        ({"signed_before": "2019-05-08"}, ["2019-05-08"]),
        ({"signed_before": "2019-12-31"}, ["2019", "2019-05", "2019-05-08"]),
        ({"signed_after": "2019-06-01", "signed_before": "2020-12-01"}, ["2019", "2020-10"]),
    ],
)
def test_agreements_are_found_by_the_day_as_far_as_it_is_known(
    cast: Cast, api: Callable[[str], APIClient], query: dict[str, str], found: list[str]
) -> None:
    for day in ("", "2019", "2019-05", "2019-05-08", "2020-10"):
        agreement_make(signed_on=day)
    assert _found(api("reader"), "agreements", "signed_on", **query) == found


@pytest.mark.parametrize("text", ["mémorandum", "geneva", "Shura"])
def test_agreements_are_found_by_title_in_any_language_place_and_other_parties(
    memorandum: Any, cast: Cast, api: Callable[[str], APIClient], text: str
) -> None:
    services.agreement_update(
        actor=SYSTEM, record=memorandum, version=1, values={"other_parties": "Shura Council of Qatar"}
    )
    agreement_make(title_en="Another")
    assert _found(api("reader"), "agreements", "title_en", search=text) == ["Memorandum"]


def test_signatures_are_found_by_agreement_and_person(
    memorandum: Any, cast: Cast, api: Callable[[str], APIClient]
) -> None:
    other = services.signature_create(
        actor=SYSTEM, values={"agreement": agreement_make(), "person": cast.people["chair"]}
    )
    client = api("reader")
    assert len(_found(client, "signatures", "id", agreement=str(memorandum.uid))) == 4
    assert len(_found(client, "signatures", "id", person=str(cast.people["chair"].uid))) == 2
    assert _found(client, "signatures", "id", agreement=str(other.agreement.uid)) == [str(other.uid)]


def test_instruments_are_found_by_kinds_symbol_parent_and_words(cast: Cast, api: Callable[[str], APIClient]) -> None:
    strategy = instrument_make("A/RES/60/288", kind="ga_resolution", title_fr="Stratégie antiterroriste mondiale")
    instrument_make("PILLAR-I", kind="pillar", parent=strategy)
    instrument_make("S/RES/2395 (2017)")
    client = api("reader")
    for query, codes in (
        ({"kind": ["pillar", "ga_resolution"]}, ["A/RES/60/288", "PILLAR-I"]),
        ({"code": "S/RES/2395 (2017)"}, ["S/RES/2395 (2017)"]),
        ({"parent": str(strategy.uid)}, ["PILLAR-I"]),
        ({"search": "2395"}, ["S/RES/2395 (2017)"]),
        ({"search": "antiterroriste"}, ["A/RES/60/288"]),
    ):
        assert _found(client, "instruments", "code", **query) == codes
    assert _found(client, "instruments", "parent_code", code="PILLAR-I") == ["A/RES/60/288"]


def test_the_parent_of_an_instrument_hides_with_it(cast: Cast, api: Callable[[str], APIClient]) -> None:
    programme = instrument_make("JPOW", kind="programme", visibility="secretariat")
    instrument_make("JPOW/1", kind="priority", parent=programme)
    client = api("reader")
    assert _found(client, "instruments", "parent_code") == [None]
    assert client.get("/api/v1/instruments/", {"parent": str(programme.uid)}).status_code == 400
    assert _found(api("secretariat"), "instruments", "parent_code", code="JPOW/1") == ["JPOW"]


def test_a_memorandum_with_its_signatures_is_entered_through_the_api(
    cast: Cast, api: Callable[[str], APIClient]
) -> None:
    client = api("secretariat")
    made = client.post("/api/v1/agreements/", {"title_en": "Memorandum", "signed_on": "2019-05", "place": "Geneva"})
    assert made.status_code == 201, made.json()
    rows = [
        {"agreement": made.json()["id"], "entity": str(cast.entities["WCO"].uid), "title": "Secretary General"},
        {"agreement": made.json()["id"], "party": "Qatar"},
    ]
    answer = client.post("/api/v1/signatures/bulk/", rows)
    assert answer.status_code == 201, answer.json()
    assert client.get(made["Location"]).json()["party_codes"] == ["WCO"]


def test_a_signature_of_nobody_is_refused_in_words(cast: Cast, api: Callable[[str], APIClient]) -> None:
    answer = api("secretariat").post("/api/v1/signatures/", {"agreement": str(agreement_make().uid)})
    assert answer.status_code == 400
    assert answer.json()["detail"] == "Name the entity, the person or the party outside the Compact."
