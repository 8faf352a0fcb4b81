"""What the names of two entities, or of two people, say for and against their being the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from compact.matching import spelling
from compact.matching.evidence import Code, Evidence
from compact.matching.text import language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from compact.matching.records import NamedRecord

    Rarity = Callable[[str], float]

_NAME_SAME: Final = 7.0
_NAME_KNOTS: Final = ((0.0, 0.5, 0.7, 0.8, 0.9, 1.0), (-6.0, -4.0, -1.5, 1.0, 4.0, 6.0))
_TWO_LANGUAGES: Final = -2.0
"""Names in two languages need not look alike: that they do not weighs at most so much."""
_ACRONYM_SAME: Final = (4.5, 1.5)
_SPELT: Final = (4.0, 2.5)
_ACRONYM_DIFFERENT: Final = -0.7
_UNMATCHED: Final = -4.0
_LEFT_OVER: Final = -0.7
_INITIAL: Final = 0.7
_SOUND: Final = 0.8
_FUZZY: Final = 0.6
_FUZZY_FROM: Final = 0.92


def entity_evidence(a: NamedRecord, b: NamedRecord, rarity: Rarity) -> list[Evidence]:
    """Answer the evidence on two entities: names, acronyms, country, parent, e-mail."""
    found = [each for each in (_entity_name(a, b, rarity), _acronyms(a, b)) if each]
    if a.country and b.country:
        same = a.country == b.country
        values = {
            "shared": [a.country] if same else [],
            "only_a": [] if same else [a.country],
            "only_b": [] if same else [b.country],
        }
        code = Code.COUNTRIES_SHARED if same else Code.COUNTRIES_DIFFERENT
        found.append(Evidence("country", 0.5 if same else -2.0, code, values))
    return found + _about(a, b, email=(5.0, -0.3), parent=(0.5, -1.0))


def person_evidence(a: NamedRecord, b: NamedRecord, rarity: Rarity) -> list[Evidence]:
    """Answer the evidence on two people: names, e-mail, the entity they work for."""
    pairs = [_person_name(x, y, rarity) for x in a.names for y in b.names]
    best = max(pairs, key=lambda each: each.weight, default=None)
    return ([best] if best else []) + _about(a, b, email=(7.0, -0.5), parent=(1.2, -0.8))


def _about(
    a: NamedRecord, b: NamedRecord, *, email: tuple[float, float], parent: tuple[float, float]
) -> list[Evidence]:
    """Answer the evidence of e-mail address and parent: the first weight where they are the same, else the second."""
    found = []
    if a.email and b.email:
        if a.email.casefold() == b.email.casefold():
            found.append(Evidence("email", email[0], Code.EMAIL_SAME, {"email": a.email}))
        else:
            found.append(Evidence("email", email[1], Code.EMAIL_DIFFERENT, {"email_a": a.email, "email_b": b.email}))
    if a.parent and b.parent:
        if a.parent == b.parent:
            found.append(Evidence("parent", parent[0], Code.PARENT_SHARED, {"parent": a.parent}))
        else:
            values = {"parent_a": a.parent, "parent_b": b.parent}
            found.append(Evidence("parent", parent[1], Code.PARENT_DIFFERENT, values))
    return found


def _entity_name(a: NamedRecord, b: NamedRecord, rarity: Rarity) -> Evidence | None:
    full_a, full_b = ([name for name in each.names if not spelling.is_acronym(name)] for each in (a, b))
    judged = [_entity_names(x, y, rarity) for x in full_a for y in full_b]
    return max(judged, key=lambda each: each.weight, default=None)


def _entity_names(x: str, y: str, rarity: Rarity) -> Evidence:
    first, second = spelling.entity(x), spelling.entity(y)
    values: dict[str, object] = {"name_a": x, "name_b": y}
    if first == second and first:
        return Evidence("name", _NAME_SAME, Code.NAME_SAME, values)
    closeness = _alike(first, second, rarity)
    weight = float(np.interp(closeness, *_NAME_KNOTS))
    if sorted(first) == sorted(second) and first:
        return Evidence("name", weight, Code.NAME_REORDERED, values)
    if weight < _TWO_LANGUAGES and language(x) != language(y):
        weight = _TWO_LANGUAGES
    code = Code.NAME_CLOSE if weight > 0 else Code.NAME_DIFFERENT
    return Evidence("name", weight, code, values | {"similarity": round(closeness, 3)})


def _alike(first: tuple[str, ...], second: tuple[str, ...], rarity: Rarity) -> float:
    """Answer the share of the words' rarity that both names have, a misspelt word counting for as much as is right."""
    if not first or not second:
        return 0.0
    total = shared = 0.0
    for here, there in ((first, second), (second, first)):
        for word in here:
            weight = rarity(word)
            best = max(fuzz.ratio(word, other) / 100 for other in there)
            total += weight
            shared += weight * (best if best >= 0.8 and (best == 1 or len(word) > 4) else 0.0)
    return shared / total


def _acronyms(a: NamedRecord, b: NamedRecord) -> Evidence | None:
    mine, yours = (
        {spelling.letters(each): each for each in (*record.acronyms, *filter(spelling.is_acronym, record.names))}
        for record in (a, b)
    )
    common = sorted(set(mine) & set(yours) - {""}, key=lambda each: (-len(each), each))
    if common:
        weight = _ACRONYM_SAME[0 if len(common[0]) > 2 else 1]
        return Evidence("acronym", weight, Code.ACRONYM_SAME, {"acronym": mine[common[0]]})
    for one, acronyms, other, its_own in ((a, mine, b, yours), (b, yours, a, mine)):
        for letters, acronym in sorted(acronyms.items()):
            name = _spelt(acronym, one, other, its_own.values())
            if name:
                weight = _SPELT[0 if len(letters) > 3 else 1]
                return Evidence("acronym", weight, Code.ACRONYM_OF_NAME, {"acronym": acronym, "name": name})
    if mine and yours:
        values = {"acronym_a": min(mine.values()), "acronym_b": min(yours.values())}
        return Evidence("acronym", _ACRONYM_DIFFERENT, Code.ACRONYM_DIFFERENT, values)
    return None


def _spelt(acronym: str, owner: NamedRecord, other: NamedRecord, its_own: Collection[str]) -> str:
    """Answer the name of the other record that an acronym stands for; "" for none.

    The initials of "Office of Information and Communications Technology" are nearly those of many names, so only what
    is not explained already counts: an acronym of its own name stands for no other, and neither does another acronym
    for a name that has one.
    """
    if any(spelling.spells(acronym, name) for name in owner.names):
        return ""
    free = (name for name in other.names if not any(spelling.spells(each, name) for each in its_own))
    return next((name for name in free if spelling.spells(acronym, name)), "")


def _person_name(x: str, y: str, rarity: Rarity) -> Evidence:
    first, second = spelling.person(x), spelling.person(y)
    values: dict[str, object] = {"name_a": x, "name_b": y}
    short, long = sorted((first, second), key=len)
    weight, initials = _aligned(short, long, rarity)
    if first == second:
        return Evidence("name", weight, Code.NAME_SAME, values)
    if sorted(first) == sorted(second):
        return Evidence("name", weight, Code.NAME_REORDERED, values)
    if initials and weight > 0:
        return Evidence("name", weight, Code.NAME_INITIALS, values)
    similarity = fuzz.token_sort_ratio(" ".join(first), " ".join(second)) / 100
    code = Code.NAME_CLOSE if weight > 0 else Code.NAME_DIFFERENT
    return Evidence("name", weight, code, values | {"similarity": round(similarity, 3)})


def _aligned(short: tuple[str, ...], long: tuple[str, ...], rarity: Rarity) -> tuple[float, bool]:
    """Answer what the parts of the shorter name weigh beside their best in the longer, and whether by an initial."""
    free, total, initials = list(long), 0.0, False
    for part in sorted(short, key=lambda each: (-len(each), each)):
        best = max(free, key=lambda other: _part(part, other, rarity), default="")
        weight = _part(part, best, rarity) if best else _UNMATCHED
        total += weight
        initials |= weight == _INITIAL
        if weight > 0:
            free.remove(best)
    return total + _LEFT_OVER * len(free) if short else _UNMATCHED, initials


def _part(a: str, b: str, rarity: Rarity) -> float:
    if 1 in (len(a), len(b)):
        return _INITIAL if a[0] == b[0] else _UNMATCHED
    known = min(rarity(a), rarity(b))
    if a == b:
        return known
    if spelling.sound(a) == spelling.sound(b):
        return known * _SOUND
    close = JaroWinkler.similarity(a, b) >= _FUZZY_FROM and min(len(a), len(b)) > 4
    return known * _FUZZY if close else _UNMATCHED
