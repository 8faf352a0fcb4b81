"""Reading titles and summaries: plain words, sentences, languages, and the marks that tell siblings apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from compact.matching.lexicon import CANONICAL, STOP_WORDS, singular

_LETTERS = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_THOUSANDS = re.compile(r"(?<=\d)[ ,.'\u00a0\u202f](?=\d{3}(?!\d))")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-ÝŒ«\"“(\d])|\s*[\r\n•]+\s*|\s+-\s+(?=[A-ZÀ-Ý])")
_YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-6]\d)(?!\d)")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}
_PHASE = re.compile(
    r"\b(?:phase|tranche|stage|etape|volet|part|partie|cycle|edition|round|fase)s? ?(?:n[o°] ?)?(\d{1,2}|[ivx]{1,4})\b"
)
_TRAILING = re.compile(r"(?:\((\d{1,2}|[ivx]{1,4})\)|[ -](i{1,3}|iv|vi{0,3}|ix))\s*$")
_COUNTED: Final = {
    word: number
    for number, names in enumerate(
        ("first premier premiere", "second seconde deuxieme", "third troisieme", "fourth quatrieme", "fifth cinquieme"),
        1,
    )
    for word in names.split(" ")
}
_COUNTING = re.compile(rf"\b({'|'.join(_COUNTED)})\b")
_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|e|eme|er|re)\b")
_NUMBERED: Final = (_PHASE, _TRAILING, _ORDINAL, _COUNTING)
SHORTEST_SENTENCE: Final = 12
LONGEST_SENTENCE = 600


def plain(text: str) -> str:
    """Answer the text in lower case without accents, ligatures and typographic apostrophes."""
    lower = text.translate(_LETTERS).casefold()
    if lower.isascii():
        return lower
    decomposed = unicodedata.normalize("NFKD", lower)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def words(text: str) -> list[str]:
    """Answer the words that carry meaning, in order: plain, numbers in one piece, known words in one form."""
    found = _WORD.findall(_THOUSANDS.sub("", plain(text)))
    kept = (singular(word) for word in found if word not in STOP_WORDS and (len(word) > 1 or word.isdigit()))
    return [CANONICAL.get(word, word) for word in kept]


def sentences(text: str) -> list[str]:
    """Answer the sentences of a summary; scraps too short to mean anything join their neighbour."""
    found: list[str] = []
    for piece in (part.strip()[:LONGEST_SENTENCE] for part in _SENTENCE.split(text)):
        if found and (len(found[-1]) < SHORTEST_SENTENCE or len(piece) < SHORTEST_SENTENCE):
            found[-1] = f"{found[-1]} {piece}".strip()
        elif piece:
            found.append(piece)
    return found


@lru_cache(maxsize=4096)
def language(text: str) -> str:
    """Answer 'en', 'fr', 'es' or '' (not known), by the commonest small words."""
    found = set(_WORD.findall(plain(text)))
    counts = {code: len(found & small) for code, small in _SMALL_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] and list(counts.values()).count(counts[best]) == 1 else ""


_SMALL_WORDS: Final = {
    code: frozenset(small.split(" "))
    for code, small in {
        "en": "the of and in to for is with on by from at its are this that will against",
        "fr": "le la les des du et en pour dans aux une un sur par avec au est ce cette ses contre",
        "es": "el los las del y para con una por su al contra este esta",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Marks:
    """What a title says of its place in a series."""

    phase: int
    """0 when none is named."""
    years: frozenset[int]


def marks(titles: tuple[str, ...]) -> Marks:
    """Answer the phase and the years that the titles name, in whichever language they do."""
    phase, years = 0, set[int]()
    for title in titles:
        text = plain(title)
        years |= {int(year) for year in _YEAR.findall(text)}
        named = next((found for each in _NUMBERED if (found := each.search(text))), None)
        if named and not phase:
            number = next(group for group in named.groups() if group)
            phase = int(number) if number.isdigit() else _ROMAN.get(number) or _COUNTED.get(number, 0)
    return Marks(phase, frozenset(years))


_ACRONYM = re.compile(r"\b[A-ZÀ-Ý][A-ZÀ-Ý0-9/&-]+[A-ZÀ-Ý0-9]\b|\b[A-ZÀ-Ý]{2,}\b")


@lru_cache(maxsize=4096)
def acronyms(text: str) -> frozenset[str]:
    """Answer the words in capitals, plain; none when the whole text is in capitals."""
    if text.isupper():
        return frozenset()
    return frozenset(word for found in _ACRONYM.findall(text) for word in words(found))
