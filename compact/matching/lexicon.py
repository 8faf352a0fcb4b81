"""Names and words of the field in English and French, so that both count as one word.

Common words only help where no sentence encoder is installed; acronyms and names of countries always do. The names of
countries come from the site's own table (its README names source and licence); the rest is general knowledge of the
field, to be checked against UNTERM before any of it is shown to anybody.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path
from typing import Final

_COUNTRIES: Final = Path(__file__).resolve().parent.parent / "data" / "countries.csv"
_FILE: Final = Path(__file__).with_name("lexicon.txt")
_LINES: Final = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

STOP_WORDS: Final = frozenset(word for line in _LINES if line.startswith("- ") for word in line.split()[1:])
"""Words of English, French and Spanish that join others and tell nothing."""


def singular(word: str) -> str:
    """Answer the word without its plural ending, English or French; short words and numbers as they are."""
    if len(word) < 5 or word[-1] not in "sx" or word.endswith("ss"):
        return word
    if word.endswith("aux"):
        return word[:-3] + "al"
    return word[:-3] + "y" if word.endswith("ies") else word[:-1]


def _names() -> list[list[str]]:
    """Answer the words of each country's English, French and Spanish names, where each is one word."""
    with _COUNTRIES.open(encoding="utf-8", newline="") as file:
        rows = [[row["name_en"], row["name_fr"], row["name_es"]] for row in csv.DictReader(file)]
    groups = []
    for row in rows:
        decomposed = (unicodedata.normalize("NFKD", name.casefold()) for name in row)
        plain = ["".join(letter for letter in name if not unicodedata.combining(letter)) for name in decomposed]
        words = [[word for word in re.findall(r"\w+", name) if word not in STOP_WORDS] for name in plain]
        if all(len(each) == 1 for each in words):
            groups.append([each[0] for each in words])
    return groups


def _canonical() -> dict[str, str]:
    canonical: dict[str, str] = {}
    for group in (*(line.split() for line in _LINES if not line.startswith("- ")), *_names()):
        first = singular(group[0])
        for word in group:
            canonical.setdefault(singular(word), canonical.get(first, first))
    return canonical


CANONICAL: Final = _canonical()
"""From a plain word in the singular to the one form that stands for it in all languages."""
