"""Writes of the entities room."""

import pytest
from django.core.exceptions import ValidationError

from compact.accounts.models import User
from compact.entities import services
from compact.entities.models import Entity
from compact.kernel.errors import Conflict, Refused
from tests.cast import PASSWORD, PERSONAS, SYSTEM, Cast, entity_make, person_make

pytestmark = pytest.mark.django_db
OTHERS = [name for name in PERSONAS if name not in ("superuser", "secretariat")]


@pytest.mark.parametrize("persona", OTHERS)
@pytest.mark.parametrize("service", ["entities", "aliases", "participations", "people", "affiliations"])
def test_only_the_secretariat_writes(cast: Cast, persona: str, service: str) -> None:
    with pytest.raises(Refused, match="Only the secretariat"):
        getattr(services, service).create(actor=cast.viewer(persona), values={})


@pytest.mark.parametrize("code", ["un oct", "unoct", "É", "-A", ""])
def test_a_code_is_capitals_digits_and_hyphens(code: str) -> None:
    with pytest.raises(ValidationError):
        entity_make(code)


@pytest.mark.parametrize("identifier", ["XM-DAC-41305", "XI-IATI-UNOCT", "41304"])
def test_an_iati_identifier_is_kept(identifier: str) -> None:
    assert entity_make("A", iati_identifier=identifier).iati_identifier == identifier


@pytest.mark.parametrize("identifier", ["UNOCT", "XM DAC 41305", "http://example.org"])
def test_what_is_no_iati_identifier_is_refused_with_an_example(identifier: str) -> None:
    with pytest.raises(ValidationError, match="XM-DAC-41305"):
        entity_make("A", iati_identifier=identifier)


def test_an_english_name_is_required() -> None:
    with pytest.raises(ValidationError) as caught:
        entity_make("A", name_en="")
    assert "name_en" in caught.value.message_dict


def test_two_entities_in_use_cannot_share_a_code() -> None:
    entity_make("A")
    with pytest.raises(ValidationError, match="Another entity has this code"):
        entity_make("A")


def test_one_open_participation_at_a_time(cast: Cast) -> None:
    values = {"entity": cast.entities["CTED"], "status": "observer", "start": "2020"}
    with pytest.raises(ValidationError, match="End that participation first"):
        services.participation_create(actor=SYSTEM, values=values)


def test_one_affiliation_to_an_entity_at_a_time(cast: Cast) -> None:
    person = person_make("amina", cast.entities["CTED"])
    values = {"person": person, "entity": cast.entities["CTED"], "start": "2021"}
    with pytest.raises(ValidationError, match="End that affiliation first"):
        services.affiliation_create(actor=SYSTEM, values=values)


@pytest.mark.parametrize("country", ["KE", "XXX", "Kenya"])
def test_a_country_is_an_iso_code(cast: Cast, country: str) -> None:
    values = {"person": cast.people["reader"], "entity": cast.entities["DCO"], "country": country}
    with pytest.raises(ValidationError) as caught:
        services.affiliation_create(actor=SYSTEM, values=values)
    assert "country" in caught.value.message_dict


def test_an_officer_does_not_give_themselves_a_country(cast: Cast) -> None:
    values = {"person": cast.people["secretariat"], "entity": cast.entities["DCO"], "country": "KEN"}
    with pytest.raises(Refused, match="Nobody approves their own record"):
        services.affiliation_create(actor=cast.viewer("secretariat"), values=values)


def test_only_a_superuser_links_a_login_to_a_person(cast: Cast) -> None:
    person = person_make("amina", cast.entities["CTED"])
    values = {"user": User.objects.create_user("new@example.org", PASSWORD, full_name="New")}
    with pytest.raises(Refused, match="Only a superuser can link"):
        services.person_update(actor=cast.viewer("secretariat"), record=person, version=1, values=values)
    unlinked = services.person_update(
        actor=cast.viewer("superuser"), record=cast.people["chair"], version=1, values={"user": None}
    )
    assert unlinked.user is None


def test_a_row_that_the_database_refuses_is_a_conflict_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    entity_make("A")
    monkeypatch.setattr(Entity, "full_clean", lambda self: None)
    with pytest.raises(Conflict, match="at the same moment"):
        entity_make("A")
    assert Entity.objects.count() == 1
