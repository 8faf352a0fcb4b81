"""The read doors of the entities room."""

import datetime

import pytest
from django.utils import translation

from compact.entities import services
from compact.entities.models import Affiliation, Alias, Entity, Participation, Person
from compact.kernel.visibility import Visibility
from tests.cast import PERSONAS, SYSTEM, Cast, entity_make, person_make
from workinggroups.groups.models import Nomination, Term

pytestmark = pytest.mark.django_db
OUTSIDERS = [name for name in PERSONAS if name not in ("superuser", "secretariat")]


def hide(record: Entity | Person, cast: Cast) -> None:
    service = services.entity_update if isinstance(record, Entity) else services.person_update
    service(actor=SYSTEM, record=record, version=1, values={"visibility": Visibility.SECRETARIAT})


def test_an_entity_is_found_by_code_acronym_name_in_any_language_and_alias() -> None:
    entity = entity_make("CTED", name_fr="Direction exécutive du Comité", acronym_fr="DECT")
    services.alias_create(actor=SYSTEM, values={"entity": entity, "text": "Counter Terrorism Directorate"})
    for text in ("cted", "dect", "direction", "counter terrorism dir"):
        assert list(Entity.objects.all().search(text)) == [entity]
    assert not Entity.objects.all().search("police")


def test_an_archived_alias_finds_nothing() -> None:
    alias = services.alias_create(actor=SYSTEM, values={"entity": entity_make("CTED"), "text": "Directorate"})
    services.alias_archive(actor=SYSTEM, record=alias, version=1, reason="wrong")
    assert not Entity.objects.all().search("directorate")


@pytest.mark.parametrize("text", ["amina example", "Example Amina", "EXAMPLE"])
def test_a_person_is_found_whatever_the_order_of_names(text: str) -> None:
    person = person_make("amina", entity_make("WCO"))
    assert list(Person.objects.all().search(text)) == [person]


def test_a_name_falls_back_to_english_where_a_language_has_none() -> None:
    entity = entity_make("WCO", name_fr="Organisation mondiale des douanes")
    for language, name in (("fr", "Organisation mondiale des douanes"), ("ru", "Office WCO")):
        with translation.override(language):
            assert Entity.objects.get(pk=entity.pk).name == name


@pytest.mark.parametrize("persona", OUTSIDERS)
def test_a_hidden_entity_takes_all_that_hangs_on_it_out_of_sight(cast: Cast, persona: str) -> None:
    hidden = cast.entities["INTERPOL" if persona != "vice_chair" else "UNDP"]
    services.alias_create(actor=SYSTEM, values={"entity": hidden, "text": "Alias"})
    hide(hidden, cast)
    viewer = cast.viewer(persona)
    assert not Entity.objects.visible_to(viewer).filter(pk=hidden.pk)
    for model in (Alias, Participation, Affiliation, Term):
        assert not model.objects.visible_to(viewer).filter(entity=hidden), model
    assert not Nomination.objects.visible_to(viewer).filter(term__entity=hidden)


@pytest.mark.parametrize("persona", ["superuser", "secretariat"])
def test_the_secretariat_sees_hidden_and_archived_rows(cast: Cast, persona: str) -> None:
    hidden = cast.entities["CTED"]
    hide(hidden, cast)
    services.entity_archive(actor=SYSTEM, record=hidden, version=2, reason="twice")
    assert Entity.objects.visible_to(cast.viewer(persona)).filter(pk=hidden.pk)


def test_an_archived_entity_is_out_of_everybody_elses_sight(cast: Cast) -> None:
    services.entity_archive(actor=SYSTEM, record=cast.entities["CTED"], version=1, reason="twice")
    assert not Entity.objects.visible_to(cast.viewer("reader")).filter(code="CTED")


def test_an_entity_sees_itself_and_what_it_originated(cast: Cast) -> None:
    hide(cast.entities["UNODC"], cast)
    own = entity_make("NEW", originator=cast.entities["UNODC"], visibility=Visibility.SECRETARIAT)
    seen = Entity.objects.visible_to(cast.viewer("focal_point"))
    assert {"UNODC", "NEW"} <= set(seen.values_list("code", flat=True))
    assert own not in Entity.objects.visible_to(cast.viewer("reader"))


def test_a_hidden_person_is_seen_by_themselves_only(cast: Cast) -> None:
    hide(cast.people["reader"], cast)
    assert Person.objects.visible_to(cast.viewer("reader")).filter(pk=cast.people["reader"].pk)
    assert not Person.objects.visible_to(cast.viewer("chair")).filter(pk=cast.people["reader"].pk)


def test_participations_on_a_day_tell_certain_from_possible() -> None:
    known, by_year = entity_make("KNOWN"), entity_make("YEAR")
    for entity, start in ((known, "2019-05-08"), (by_year, "2019")):
        services.participation_create(actor=SYSTEM, values={"entity": entity, "status": "member", "start": start})
    on_the_day = Participation.objects.as_of(datetime.date(2019, 5, 8)).values_list("entity__code", "certainty")
    assert dict(on_the_day) == {"KNOWN": "certain", "YEAR": "possible"}
    assert not Participation.objects.as_of(datetime.date(2018, 12, 31))
