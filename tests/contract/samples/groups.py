"""Samples of groups, terms of office and nominations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cast import person_make
from tests.contract.samples.base import BACKWARDS, Sample, uid, year
from tests.contract.samples.rights import NOMINATORS, Rights, written_by

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.cast import Cast
    from tests.contract.samples.base import Payload


def _group(cast: Cast, number: int) -> Payload:
    return {"code": f"new-{number}", "kind": "working_group", "name_en": f"New group {number}"}


def _term(cast: Cast, number: int) -> Payload:
    group, entity = cast.groups["pcve"], cast.entities["UNDP"]
    return {"group": uid(group), "entity": uid(entity), "role": "member", **year(number)}


def _nomination(cast: Cast, number: int) -> Payload:
    return _nomination_for(cast, "chair_pcve", number)


def _nomination_for(cast: Cast, persona: str, number: int) -> Payload:
    """A proposal to nominate a colleague from the entity that ``persona`` speaks for."""
    persona = persona if persona in NOMINATORS else "chair_pcve"
    term = cast.terms[persona]
    if f"colleague of {persona}" not in cast.people:
        cast.people[f"colleague of {persona}"] = person_make("colleague", term.entity)
    colleague = cast.people[f"colleague of {persona}"]
    return {"term": uid(term), "person": uid(colleague), "capacity": "alternate", **year(number)}


SAMPLES: Mapping[str, Sample] = {
    "groups": Sample(_group, {"pillars": "I;IV"}, {"pillars": "V"}, ("pillar", "V")),
    "terms": Sample(_term, {"note": "Seen in the minutes"}, BACKWARDS, ("role", "king"), ("group", "entity")),
    "nominations": Sample(
        _nomination,
        {"letter": "Letter of 3 May"},
        BACKWARDS,
        ("status", "perhaps"),
        ("term", "person", "term__group", "term__entity"),
        payload_for=_nomination_for,
    ),
}
RIGHTS: Mapping[str, Rights] = {
    "groups": written_by(),
    "terms": written_by(),
    "nominations": written_by(*NOMINATORS),
}
