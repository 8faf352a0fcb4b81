"""Samples of entities, their names and participation, people and their affiliations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.contract.samples.base import BACKWARDS, Sample, uid, year
from tests.contract.samples.rights import Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload


def _entity(cast: Cast, number: int) -> Payload:
    return {"code": f"NEW-{number}", "name_en": f"New office {number}", "kind": "non_un"}


def _alias(cast: Cast, number: int) -> Payload:
    return {"entity": uid(cast.entities["UNDP"]), "text": f"Alias {number}", "kind": "former"}


def _participation(cast: Cast, number: int) -> Payload:
    return {"entity": uid(cast.entities["UNDP"]), "status": "observer", **year(number)}


def _person(cast: Cast, number: int) -> Payload:
    return {"given_name": "Ada", "family_name": f"Specimen-{number}"}


def _affiliation(cast: Cast, number: int) -> Payload:
    person, entity = cast.people["focal_point"], cast.entities["UNDP"]
    return {"person": uid(person), "entity": uid(entity), "title": "Adviser", **year(number)}


SAMPLES: Mapping[str, Sample] = {
    "entities": Sample(_entity, {"acronym_fr": "BNA"}, {"code": "small letters"}, ("kind", "nonsense")),
    "aliases": Sample(_alias, {"text": "Another"}, {"text": "Alias 0"}, ("entity", "nonsense"), ("entity",)),
    "participations": Sample(_participation, {"status": "member"}, BACKWARDS, ("as_of", "2019-13-01"), ("entity",)),
    "people": Sample(
        _person, {"honorific": "Ms"}, {}, ("unconfirmed", "perhaps"), exemptions={"wrong": "no rule beyond its form"}
    ),
    "affiliations": Sample(_affiliation, {"title": "Chief"}, BACKWARDS, ("person", "1"), ("person", "entity")),
}
RIGHTS: Mapping[str, Rights] = {
    "entities": written_by(),
    "aliases": written_by(),
    "participations": written_by(),
    "people": written_by(),
    "affiliations": written_by(),
}
