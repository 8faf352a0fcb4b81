"""What agreements, signatures and instruments refuse to be, and what is kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from compact.agreements import services
from compact.agreements.models import Instrument, Signature
from tests.cast import SYSTEM

if TYPE_CHECKING:
    from tests.cast import Cast


def agreement_make(**values: Any) -> Any:
    return services.agreement_create(actor=SYSTEM, values={"title_en": "Memorandum", **values})


def instrument_make(code: str, **values: Any) -> Any:
    values = {"kind": "sc_resolution", "title_en": f"Resolution {code}", **values}
    return services.instrument_create(actor=SYSTEM, values={"code": code, **values})


def told(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return " ".join(error.value.messages)


def test_a_signature_is_somebodys(cast: Cast) -> None:
    with pytest.raises(ValidationError) as error:
        services.signature_create(actor=SYSTEM, values={"agreement": agreement_make(), "title": "Minister"})
    assert "Name the entity, the person or the party outside the Compact." in told(error)


def test_an_entity_without_a_name_is_a_party_once(cast: Cast) -> None:
    agreement, wco = agreement_make(), cast.entities["WCO"]
    services.signature_create(actor=SYSTEM, values={"agreement": agreement, "entity": wco})
    with pytest.raises(ValidationError, match="on record as a party already"):
        services.signature_create(actor=SYSTEM, values={"agreement": agreement, "entity": wco})


def test_two_people_can_sign_for_one_entity_but_nobody_twice(cast: Cast) -> None:
    agreement, wco = agreement_make(), cast.entities["WCO"]
    for persona in ("chair", "alternate"):
        values = {"agreement": agreement, "entity": wco, "person": cast.people[persona]}
        services.signature_create(actor=SYSTEM, values=values)
    with pytest.raises(ValidationError, match="on record as signatory already"):
        services.signature_create(actor=SYSTEM, values={"agreement": agreement, "person": cast.people["chair"]})
    assert Signature.objects.filter(agreement=agreement).count() == 2


def test_the_same_person_signs_another_agreement(cast: Cast) -> None:
    for title in ("One", "Two"):
        values = {"agreement": agreement_make(title_en=title), "person": cast.people["chair"], "title": "Director"}
        services.signature_create(actor=SYSTEM, values=values)
    assert cast.people["chair"].signatures.count() == 2


def test_a_signature_that_was_archived_leaves_its_place(cast: Cast) -> None:
    values = {"agreement": agreement_make(), "entity": cast.entities["WCO"]}
    first = services.signature_create(actor=SYSTEM, values=values)
    services.signature_archive(actor=SYSTEM, record=first, version=1, reason="Did not sign")
    services.signature_create(actor=SYSTEM, values=values)
    with pytest.raises(ValidationError, match="on record as a party already"):
        services.signature_restore(actor=SYSTEM, record=first, version=2)


def test_a_signature_tells_who_signed_what_for_whom(cast: Cast) -> None:
    values = {"agreement": agreement_make(), "entity": cast.entities["WCO"], "person": cast.people["chair"]}
    assert str(services.signature_create(actor=SYSTEM, values=values)) == "Chair Example, WCO · Memorandum"


def test_a_symbol_is_used_once_among_the_instruments_in_use(cast: Cast) -> None:
    first = instrument_make("S/RES/2395 (2017)")
    with pytest.raises(ValidationError, match="Another instrument has this symbol"):
        instrument_make("S/RES/2395 (2017)")
    services.instrument_archive(actor=SYSTEM, record=first, version=1, reason="Entered twice")
    instrument_make("S/RES/2395 (2017)")


def test_an_instrument_is_no_part_of_itself_not_even_round_a_corner(cast: Cast) -> None:
    strategy = instrument_make("STRATEGY", kind="strategy")
    pillar = instrument_make("PILLAR-I", kind="pillar", parent=strategy)
    for parent in (strategy, pillar):
        with pytest.raises(ValidationError) as error:
            services.instrument_update(actor=SYSTEM, record=strategy, version=1, values={"parent": parent})
        assert error.value.message_dict == {"parent": ["An instrument cannot be part of itself. Choose another one."]}
    assert Instrument.objects.get(code="STRATEGY").parent is None


def test_a_title_in_english_is_required(cast: Cast) -> None:
    with pytest.raises(ValidationError) as error:
        services.agreement_create(actor=SYSTEM, values={"title_fr": "Mémorandum d’accord"})
    assert "title_en" in error.value.message_dict


def test_every_change_keeps_what_was_before(cast: Cast) -> None:
    agreement = agreement_make(signed_on="2019")
    services.agreement_update(
        actor=SYSTEM, record=agreement, version=1, values={"signed_on": "2019-05-08"}, reason="Letter of 3 May"
    )
    rows = list(agreement.history.order_by("history_id"))
    assert [(row.signed_on, row.operation.reason) for row in rows] == [("2019", ""), ("2019-05-08", "Letter of 3 May")]
