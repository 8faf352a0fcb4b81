"""Entities and people as the matching reads them: under all names that they are known by."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from compact.entities.models import Affiliation, Alias, Entity, Person
from compact.entities.queries import LANGUAGES
from compact.matching.records import NamedRecord
from workinggroups.overlaps.comparing.works import filled

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMES = [f"name_{language}" for language in LANGUAGES]
_ACRONYMS = [f"acronym_{language}" for language in LANGUAGES]


def entity_records(keys: Sequence[int]) -> dict[int, NamedRecord]:
    """The entities of ``keys`` that are in use, by key, with their names, acronyms and aliases in all languages."""
    aliases: defaultdict[int, list[str]] = defaultdict(list)
    known = Alias.objects.live().filter(entity__in=keys).order_by("pk")
    for entity, text in known.values_list("entity_id", "text"):
        aliases[entity].append(text)
    rows = Entity.objects.live().filter(pk__in=keys).values("pk", "uid", "code", *_NAMES, *_ACRONYMS)
    found = {}
    for row in rows:
        others = aliases[row["pk"]]
        found[row["pk"]] = NamedRecord(
            key=str(row["uid"]),
            names=filled([*(row[name] for name in _NAMES), *(each for each in others if not _is_acronym(each))]),
            kind="entity",
            acronyms=filled([*(row[name] for name in _ACRONYMS), row["code"], *filter(_is_acronym, others)]),
        )
    return found


def _is_acronym(text: str) -> bool:
    return text.isupper() and " " not in text


def person_records(keys: Sequence[int]) -> dict[int, NamedRecord]:
    """The people of ``keys`` that are in use, by key; ``parent`` is the code of the entity that they work for last."""
    posts = Affiliation.objects.live().filter(person__in=keys).order_by("start", "pk")
    works_for: dict[int, str] = dict(posts.values_list("person_id", "entity__code"))
    rows = Person.objects.live().filter(pk__in=keys)
    columns = ("pk", "uid", "given_name", "family_name", "email")
    return {
        key: NamedRecord(
            key=str(uid),
            names=filled([f"{given} {family}"]),
            kind="person",
            parent=works_for.get(key, ""),
            email=email.lower(),
        )
        for key, uid, given, family, email in rows.values_list(*columns)
    }
