"""The cell of an agreement that says who signed: “Name (title); Name (title)”, read into people and parties."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PERSON = re.compile(r"(?P<name>[^()]+?)\s*\((?P<title>[^()]+)\)")
_PARTICLES = {"al", "el", "da", "de", "den", "der", "di", "dos", "du", "la", "le", "ten", "van", "von"}
"""Words that begin a family name of several words."""
_TITLES_OF = {"Under-Secretary-General": "UNOCT"}
"""Titles that name no entity and that one entity's head alone has (domain: the Committee's chair)."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """One party of an agreement and who signed for it, "" for what is not known.

    ``entity`` is the acronym of an entity, ``party`` the name of one outside the Compact.
    """

    entity: str = ""
    party: str = ""
    given_name: str = ""
    family_name: str = ""
    title: str = ""


def signatories(signed_by: Iterable[str], entities: Sequence[str], parties: Sequence[str]) -> list[Signatory]:
    """Each party with who signed for it, entities first; people who signed for none of them come last.

    A title tells the entity by its acronym; who belongs to none of ``entities`` signed for the party outside
    where there is one. What is no “Name (title)” is left out: see :func:`unnamed`.
    """
    people = [_person(match, entities, parties) for match in map(_PERSON.fullmatch, signed_by) if match]
    found: list[Signatory] = []
    for name in entities:
        found += [each for each in people if each.entity == name] or [Signatory(entity=name)]
    for name in parties:
        found += [each for each in people if each.party == name] or [Signatory(party=name)]
    return found + [each for each in people if not each.entity and not each.party]


def unnamed(signed_by: Iterable[str]) -> list[str]:
    """What the cell says of signatories without naming them."""
    return [text for text in signed_by if not _PERSON.fullmatch(text)]


def name_split(name: str) -> tuple[str, str]:
    """Given and family name of ``name``; a particle before the last word belongs to the family name (“Al Mahmoud”)."""
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _person(match: re.Match[str], entities: Sequence[str], parties: Sequence[str]) -> Signatory:
    given, family = name_split(match["name"])
    entity, title = _entity_of(match["title"].strip(), entities)
    party = parties[0] if not entity and len(parties) == 1 else ""
    return Signatory(entity, party, given, family, title)


def _entity_of(title: str, entities: Sequence[str]) -> tuple[str, str]:
    """The entity among ``entities`` that ``title`` tells, "" for none, and the title without its acronym."""
    for name in entities:
        word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        if word.search(title):
            return name, " ".join(word.sub("", title).split()).strip(" ,")
    of = _TITLES_OF.get(title, "")
    return (of, title) if of in entities else ("", title)
