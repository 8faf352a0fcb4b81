"""Whether two texts name the same institution: good enough to show a colleague first, never to merge anything.

Case, accents, punctuation and the order of words do not count, nor do words that every ministry carries
("Ministry of the Interior", "Interior Ministry", "Min. of Interior", « Ministère de l'Intérieur »). Two names are
of the same institution when the significant words of one are all among those of the other ("Interior – Border
Police" and "Interior"). A name without a significant word ("National Secretariat") is compared by all its words.
"""

from __future__ import annotations

import re
import unicodedata

_LINKING_WORDS = "a an and at d de des du et for in l la le les of on pour sur the to"
_GENERIC_WORDS = (
    "min ministry ministries ministere dept department departement agency agence office bureau directorate direction "
    "authority autorite commission committee comite service services national nationale federal federale general "
    "generale state etat government gouvernement republic republique secretariat unit unite"
)
_LINKING, _GENERIC = frozenset(_LINKING_WORDS.split()), frozenset(_GENERIC_WORDS.split())
#: Words of ministries and services that English and French write differently, in the English form.
_ENGLISH = {
    "interieur": "interior",
    "etrangeres": "foreign",
    "etranger": "foreign",
    "affaires": "affairs",
    "defense": "defence",
    "finances": "finance",
    "douane": "customs",
    "douanes": "customs",
    "frontiere": "border",
    "frontieres": "border",
    "borders": "border",
    "securite": "security",
    "immigrations": "immigration",
    "parlement": "parliament",
    "renseignements": "intelligence",
    "renseignement": "intelligence",
}
_WORD = re.compile(r"[^\W_]+")


def same_institution(one: str, other: str) -> bool:
    """Whether the names ``one`` and ``other`` are of the same institution; an empty one is of none."""
    mine, theirs = significant_words(one), significant_words(other)
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def significant_words(name: str) -> frozenset[str]:
    """The words of ``name`` that tell it from others, without accents and case; all of them where none does."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = {_ENGLISH.get(word, word) for word in _WORD.findall(letters)} - _LINKING
    return frozenset(words - _GENERIC or words)
