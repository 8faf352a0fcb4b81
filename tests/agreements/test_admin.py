"""The agreements room on staff pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compact.agreements.models import Agreement
from compact.agreements.services import signature_create
from tests.agreements.test_models import agreement_make, instrument_make
from tests.cast import SYSTEM, entity_make, person_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from tests.cast import Cast

LISTS = ("agreement", "signature", "instrument")


@pytest.fixture
def staff(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("secretariat")


def _fill(cast: Cast, start: int, count: int) -> None:
    for number in range(start, start + count):
        agreement = agreement_make(title_en=f"Agreement {number}")
        entity = entity_make(f"NEW-{number}")
        values = {"agreement": agreement, "entity": entity, "person": person_make(f"new{number}", entity)}
        signature_create(actor=SYSTEM, values=values)
        parent = instrument_make(f"CONVENTION-{number}", kind="legal_instrument")
        instrument_make(f"PROTOCOL-{number}", kind="legal_instrument", parent=parent)


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


def test_the_page_of_an_agreement_shows_who_signed_it_with_the_title_then(staff: Client, cast: Cast) -> None:
    agreement = agreement_make()
    values = {"agreement": agreement, "entity": cast.entities["WCO"], "person": cast.people["chair"]}
    signature_create(actor=SYSTEM, values={**values, "title": "Secretary General"})
    signature_create(actor=SYSTEM, values={"agreement": agreement, "party": "Qatar"})
    (table,) = staff.get(f"/admin/compact/agreement/{agreement.pk}/change/").context["tables"]
    assert table.name == "signature"
    assert [line.cells for line in table.lines] == [
        ("WCO", "–", "Chair Example", "Secretary General"),
        ("–", "Qatar", "–", "–"),
    ]
    assert f"agreement={agreement.pk}" in table.add_address


def test_ten_signatures_on_a_page_cost_what_two_cost(staff: Client, cast: Cast) -> None:
    agreement = agreement_make()
    counts = []
    for start, count in ((0, 2), (2, 8)):
        for number in range(start, start + count):
            entity = entity_make(f"NEW-{number}")
            person = person_make(f"new{number}", entity)
            signature_create(actor=SYSTEM, values={"agreement": agreement, "entity": entity, "person": person})
        staff.get(f"/admin/compact/agreement/{agreement.pk}/change/")
        with CaptureQueriesContext(connection) as queries:
            staff.get(f"/admin/compact/agreement/{agreement.pk}/change/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_of_an_instrument_shows_its_parts(staff: Client, cast: Cast) -> None:
    strategy = instrument_make("A/RES/60/288", kind="ga_resolution")
    for code in ("PILLAR-II", "PILLAR-I"):
        instrument_make(code, kind="pillar", parent=strategy)
    (table,) = staff.get(f"/admin/compact/instrument/{strategy.pk}/change/").context["tables"]
    assert [line.cells[0] for line in table.lines] == ["PILLAR-I", "PILLAR-II"]


def test_the_list_of_agreements_names_each_party_once(staff: Client, cast: Cast) -> None:
    agreement = agreement_make()
    for persona in ("chair", "alternate"):
        values = {"agreement": agreement, "entity": cast.entities["WCO"], "person": cast.people[persona]}
        signature_create(actor=SYSTEM, values=values)
    signature_create(actor=SYSTEM, values={"agreement": agreement, "party": "Qatar"})
    row = staff.get("/admin/compact/agreement/").context["cl"].result_list[0]
    assert sorted(row.parties_found) == ["Qatar", "WCO"]


def test_an_agreement_is_found_by_its_title_in_any_language(staff: Client, cast: Cast) -> None:
    agreement_make(title_ru="Меморандум")
    agreement_make(title_en="Another")
    rows = staff.get("/admin/compact/agreement/?q=еморандум").context["cl"].result_list
    assert [row.title_en for row in rows] == ["Memorandum"]


def test_an_agreement_is_entered_and_a_bad_day_is_told_in_our_words(staff: Client, cast: Cast) -> None:
    data = {"title_en": "Memorandum", "signed_on": "8 May", "visibility": "all"}
    page = staff.post("/admin/compact/agreement/add/", data)
    assert "“8 May” is not a date" in page.content.decode()
    assert 'value="8 May"' in page.content.decode()
    staff.post("/admin/compact/agreement/add/", {**data, "signed_on": "2019-05-08"})
    assert Agreement.objects.get().signed_on == "2019-05-08"


def test_nobody_but_the_secretariat_enters_the_room(signed_in: Callable[[str], Client], cast: Cast) -> None:
    assert signed_in("chair").get("/admin/compact/agreement/").status_code == 403
