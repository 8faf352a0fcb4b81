"""What an entity, its aliases, participations, people and affiliations may hold, and what they are called."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from compact.entities import services
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person, validate_iati
from tests.cast import SYSTEM, entity_make, person_make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["UNOCT", "UN-WOMEN", "1267", "A"])
def test_a_code_is_of_capitals_digits_and_hyphens(code: str) -> None:
    assert entity_make(code).code == code


@pytest.mark.parametrize("code", ["unoct", "-UN", "UN WOMEN", "UN_W", "", "ÉTAT"])
def test_any_other_code_is_refused_on_its_field(code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        entity_make(code)
    assert list(refused.value.message_dict) == ["code"]


@pytest.mark.parametrize("text", ["XM-DAC-41305", "XI-IATI-UNOCT", "41305"])
def test_an_iati_identifier_is_accepted_in_its_known_forms(text: str) -> None:
    validate_iati(text)


@pytest.mark.parametrize("text", ["unoct", "XM DAC", "XM-DAC-4/1", "4130", "XM-DAC-a?b"])
def test_any_other_iati_identifier_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="looks like XM-DAC-41305"):
        validate_iati(text)


def test_two_entities_share_neither_code_nor_iati_identifier() -> None:
    entity_make("CTED", iati_identifier="XM-DAC-41305")
    with pytest.raises(ValidationError, match="Another entity has this code"):
        entity_make("CTED")
    with pytest.raises(ValidationError, match="Another entity has this IATI identifier"):
        entity_make("WCO", iati_identifier="XM-DAC-41305")


def test_an_entity_is_called_by_its_acronym_else_by_its_name() -> None:
    assert str(entity_make("CTED")) == "CTED"
    assert str(entity_make("LONG", acronym_en="", name_en="Office of the Long Name")) == "Office of the Long Name"


def test_an_entity_is_called_by_the_acronym_of_the_readers_language() -> None:
    entity = entity_make("CTED", acronym_fr="DECT")
    with translation.override("fr"):
        assert str(Entity.objects.get(pk=entity.pk)) == "DECT"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"honorific": "Ms", "given_name": "Ada", "family_name": "Example"}, "Ms Ada Example"),
        ({"given_name": "Ada", "family_name": "Example"}, "Ada Example"),
        ({"family_name": "Example"}, "Example"),
    ],
)
def test_a_person_is_called_by_what_is_known_of_the_name(values: dict[str, str], name: str) -> None:
    assert str(Person(**values)) == name


def test_a_person_needs_a_family_name_alone() -> None:
    with pytest.raises(ValidationError) as refused:
        services.person_create(actor=SYSTEM, values={"given_name": "Ada"})
    assert list(refused.value.message_dict) == ["family_name"]


def test_an_entity_has_an_alias_once() -> None:
    entity = entity_make("CTED")
    values = {"entity": entity, "text": "Directorate"}
    services.alias_create(actor=SYSTEM, values=values)
    with pytest.raises(ValidationError, match="has this alias already"):
        services.alias_create(actor=SYSTEM, values=values)
    assert services.alias_create(actor=SYSTEM, values={**values, "entity": entity_make("WCO")}).pk


def test_an_entity_takes_part_once_at_a_time() -> None:
    entity = entity_make("IPU")
    values = {"entity": entity, "status": "member", "start": "2019-05-08"}
    first = services.participation_create(actor=SYSTEM, values=values)
    with pytest.raises(ValidationError, match="takes part already"):
        services.participation_create(actor=SYSTEM, values={**values, "start": "2023"})
    services.participation_update(actor=SYSTEM, record=first, version=1, values={"end": "2022"})
    assert services.participation_create(actor=SYSTEM, values={**values, "start": "2023"}).pk


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [("2020", "", True), ("2019-06-01", "2019-07-01", True), ("2010", "2018-12-31", False)],
)
def test_a_person_holds_one_post_in_an_entity_at_a_time(start: str, end: str, refused: bool) -> None:
    entity = entity_make("CTED")
    person = person_make("ada", entity)
    first = person.affiliations.get()
    services.affiliation_update(actor=SYSTEM, record=first, version=1, values={"start": "2019-01-01"})
    values = {"person": person, "entity": entity, "start": start, "end": end}
    if not refused:
        assert services.affiliation_create(actor=SYSTEM, values=values).end_state == "dated"
        return
    with pytest.raises(ValidationError, match="over those days already"):
        services.affiliation_create(actor=SYSTEM, values=values)


@pytest.mark.parametrize(("country", "valid"), [("KEN", True), ("", True), ("KE", False), ("XYZ", False)])
def test_a_country_is_one_of_the_united_nations_list(country: str, valid: bool) -> None:
    person, entity = person_make("ada", entity_make("DCO")), entity_make("UNDP")
    values = {"person": person, "entity": entity, "start": "2019", "country": country}
    if valid:
        assert services.affiliation_create(actor=SYSTEM, values=values).country == country
        return
    with pytest.raises(ValidationError) as refused:
        services.affiliation_create(actor=SYSTEM, values=values)
    assert list(refused.value.message_dict) == ["country"]


@pytest.mark.parametrize("model", [Entity, Alias, Participation, Person, Affiliation])
def test_every_model_is_named_in_french(model: Any) -> None:
    english = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
    with translation.override("fr"):
        french = [str(model._meta.verbose_name), str(model._meta.verbose_name_plural)]
    assert all(french)
    assert french[0] != english[0] or model in (Alias, Participation)
