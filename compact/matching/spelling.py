"""How names are written: folded, without titles, as initials, as acronyms."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from compact.matching.lexicon import STOP_WORDS
from compact.matching.text import plain, words

_WORD: Final = re.compile(r"[^\W_]+")
_APOSTROPHES: Final = re.compile(r"['ʿʾ]")
_HONOURS: Final = re.compile(
    r"^\W*(?:s\.? ?e\.? ?m|h\.? ?e|s\.? ?e|s\.? ?exc|mr|mrs|ms|miss|mx|mme|mlle|m\.|monsieur|madame|sr|sra|dr|dre"
    r"|prof|professor|professeure?|me|maitre|amb|ambassador|ambassadeur|ambassadrice|the hon|hon|honourable|honorable"
    r"|sir|dame|lord|lady|gen|general|col|colonel|maj|major|capt|captain|capitaine|lt|lieutenant|judge|juge|sheikh"
    r"|cheikh|rev)(?:\b\.?|(?<=\.))"
)
_TRANSLITERATIONS: Final = (
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"dj|dg"), "j"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"kh|q|ck|c(?=[aou])"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"th"), "t"),
    (re.compile(r"ie|ee|y"), "i"),
    (re.compile(r"e(?=[^aeiou]|$)"), "a"),
    (re.compile(r"o(?=[^aeiou]|$)"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_SMALL: Final = STOP_WORDS | {"against", "contre", "aupres"}
_SUFFIX: Final = re.compile(r"\b(?:of the united nations|des nations unies)$")


@lru_cache(maxsize=20_000)
def person(name: str) -> tuple[str, ...]:
    """Answer the parts of a person's name: plain, without titles and apostrophes; a hyphen parts."""
    text = _APOSTROPHES.sub("", plain(name)).strip()
    while (found := _HONOURS.match(text)) and found.end() < len(text):
        text = text[found.end() :].strip()
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=20_000)
def sound(part: str) -> str:
    """Answer a part of a name as other spellings of it have it too: Mohammed and Muhamad, Ousmane and Usman."""
    for pattern, plainer in _TRANSLITERATIONS:
        part = pattern.sub(plainer, part)
    return part.rstrip("a") or part


@lru_cache(maxsize=20_000)
def entity(name: str) -> tuple[str, ...]:
    """Answer the telling words of an entity's name, in one form for English and French."""
    return tuple(word for word in words(name) if word not in _SMALL)


@lru_cache(maxsize=20_000)
def letters(acronym: str) -> str:
    """Answer the letters and digits of an acronym: 'U.N.O.D.C.' is 'unodc'."""
    return "".join(_WORD.findall(plain(acronym)))


def is_acronym(name: str) -> bool:
    """Answer whether a name is nothing but an acronym: one word of 2 to 12 letters, most of them capitals."""
    found = name.strip()
    capitals = sum(letter.isupper() for letter in found)
    return " " not in found and 2 <= len(letters(found)) <= 12 and capitals >= 2 and capitals * 2 > len(found)


@lru_cache(maxsize=50_000)
def spells(acronym: str, name: str) -> bool:
    """Answer whether an acronym of three letters or more is made of a name's initials.

    Small words may give a letter or none. In an acronym of four letters or more one other word may be passed over, but
    not where a small word gave a letter as well: what needs both is made of another name.
    """
    wanted, text = letters(acronym), plain(name)
    spare = 1 if len(wanted) > 3 else 0
    texts = {text, _SUFFIX.sub("", text).strip()}
    return len(wanted) > 2 and any(_spelt(wanted, _WORD.findall(each), spare) for each in texts)


def _spelt(wanted: str, name: list[str], spare: int, *, small: bool = True) -> bool:
    """Answer whether the words give the letters: ``spare`` ones are passed over, or ``small`` ones give letters too."""
    if not wanted:
        return sum(word not in _SMALL for word in name) <= spare
    if not name:
        return False
    word, rest = name[0], name[1:]
    if word in _SMALL:
        gives = small and word[0] == wanted[0] and _spelt(wanted[1:], rest, 0)
        return gives or _spelt(wanted, rest, spare, small=small)
    if word[0] == wanted[0] and _spelt(wanted[1:], rest, spare, small=small):
        return True
    return spare > 0 and _spelt(wanted, rest, spare - 1, small=False)
