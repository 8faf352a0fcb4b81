"""One valid record of each resource; a room that adds a resource adds its line here, and every suite runs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compact.api import RESOURCES
from tests.cast import person_make

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.cast import Cast

    Payload = dict[str, Any]

NAMES = tuple(RESOURCES)
NOBODY = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Sample:
    """What the suites need to know of a resource.

    ``payload(cast, number)`` is valid and differs with the number; ``change`` is a valid PATCH; ``wrong`` a
    value of the right type that the service refuses; ``bad_filter`` a filter with a value it cannot take.
    ``parents`` are the paths of the rows without which a record is not seen.
    """

    payload: Callable[[Cast, int], Payload]
    change: Mapping[str, Any]
    wrong: Mapping[str, Any]
    bad_filter: tuple[str, str]
    parents: tuple[str, ...] = ()
    exemptions: Mapping[str, str] = field(default_factory=dict)


def uid(row: Any) -> str:
    """The public identifier of ``row``."""
    return str(row.uid)


def _year(number: int) -> Payload:
    """A year of its own in the last century, so that no two periods meet."""
    return {"start": f"{1950 + number}-01", "end": f"{1950 + number}-12"}


def _entity(cast: Cast, number: int) -> Payload:
    return {"code": f"NEW-{number}", "name_en": f"New office {number}", "kind": "non_un"}


def _alias(cast: Cast, number: int) -> Payload:
    return {"entity": uid(cast.entities["UNDP"]), "text": f"Alias {number}", "kind": "former"}


def _participation(cast: Cast, number: int) -> Payload:
    return {"entity": uid(cast.entities["UNDP"]), "status": "observer", **_year(number)}


def _person(cast: Cast, number: int) -> Payload:
    return {"given_name": "Ada", "family_name": f"Specimen-{number}"}


def _affiliation(cast: Cast, number: int) -> Payload:
    person, entity = cast.people["focal_point"], cast.entities["UNDP"]
    return {"person": uid(person), "entity": uid(entity), "title": "Adviser", **_year(number)}


def _group(cast: Cast, number: int) -> Payload:
    return {"code": f"new-{number}", "kind": "working_group", "name_en": f"New group {number}"}


def _term(cast: Cast, number: int) -> Payload:
    group, entity = cast.groups["pcve"], cast.entities["UNDP"]
    return {"group": uid(group), "entity": uid(entity), "role": "member", **_year(number)}


def _nomination(cast: Cast, number: int) -> Payload:
    return nomination_for(cast, "chair_pcve", number)


def nomination_for(cast: Cast, persona: str, number: int) -> Payload:
    """A proposal to nominate a colleague from the entity that ``persona`` speaks for."""
    term = cast.terms[persona]
    if f"colleague of {persona}" not in cast.people:
        cast.people[f"colleague of {persona}"] = person_make("colleague", term.entity)
    colleague = cast.people[f"colleague of {persona}"]
    return {"term": uid(term), "person": uid(colleague), "capacity": "alternate", **_year(number)}


_BACKWARDS = {"start": "2019-05", "end": "2018"}

SAMPLES: Mapping[str, Sample] = {
    "entities": Sample(_entity, {"acronym_fr": "BNA"}, {"code": "small letters"}, ("kind", "nonsense")),
    "aliases": Sample(_alias, {"text": "Another"}, {"text": "Alias 0"}, ("entity", "nonsense"), ("entity",)),
    "participations": Sample(_participation, {"status": "member"}, _BACKWARDS, ("as_of", "2019-13-01"), ("entity",)),
    "people": Sample(
        _person, {"honorific": "Ms"}, {}, ("unconfirmed", "perhaps"), exemptions={"wrong": "no rule beyond its form"}
    ),
    "affiliations": Sample(_affiliation, {"title": "Chief"}, _BACKWARDS, ("person", "1"), ("person", "entity")),
    "groups": Sample(_group, {"pillars": "I;IV"}, {"pillars": "V"}, ("pillar", "V")),
    "terms": Sample(_term, {"note": "Seen in the minutes"}, _BACKWARDS, ("role", "king"), ("group", "entity")),
    "nominations": Sample(
        _nomination,
        {"letter": "Letter of 3 May"},
        _BACKWARDS,
        ("status", "perhaps"),
        ("term", "person", "term__group", "term__entity"),
    ),
}


def payload(name: str, cast: Cast, number: int = 0) -> Payload:
    """A valid record of the resource ``name``."""
    return SAMPLES[name].payload(cast, number)


def made(name: str, cast: Cast, number: int = 0, **values: Any) -> Any:
    """A record of the resource ``name``, stored by the tests themselves."""
    from rest_framework.test import APIClient

    client = APIClient()
    client.force_login(cast.users["superuser"], backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post(f"/api/v1/{name}/", payload(name, cast, number) | values)
    assert answer.status_code == 201, answer.json()
    return RESOURCES[name].model._default_manager.get(uid=answer.json()["id"])
