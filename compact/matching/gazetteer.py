"""Countries that a text names, in the languages of the United Nations: what a record leaves out its title may say."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale

from compact.matching.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_COUNTRIES: Final = Path(__file__).resolve().parent.parent / "data" / "countries.csv"
"""Its README names source, date and licence."""
_LANGUAGES: Final = ("en", "fr", "es", "ru", "ar")
"""Chinese is written without spaces, so its words are not told apart here."""
_WORD: Final = re.compile(r"\w+")
_ASIDE: Final = re.compile(r"\(.*?\)")
_OTHERWISE: Final = frozenset({("reunion",)})
"""Names that, in plain letters, are more often another word."""

type _Name = tuple[str, ...]


def named(texts: Iterable[str]) -> frozenset[str]:
    """Answer the ISO alpha-3 codes of the countries that the texts name; the longest name wins ("Guinea-Bissau")."""
    return frozenset(code for text in texts for code in _named(_words(text)))


def code_of(name: str) -> str:
    """Answer the ISO alpha-3 code of the country with that name, code or number of M49; "" where there is none."""
    return _codes().get(_words(name), "")


def _words(text: str) -> _Name:
    return tuple(_WORD.findall(plain(text)))


def _named(words: _Name) -> Iterator[str]:
    names, longest = _names()
    at = 0
    while at < len(words):
        size = longest.get(words[at], 0)
        while size and words[at : at + size] not in names:
            size -= 1
        if size:
            yield names[words[at : at + size]]
        at += size or 1


@cache
def _names() -> tuple[Mapping[_Name, str], Mapping[str, int]]:
    """The codes by names in words, and how many words a name that begins with a word may have."""
    names: dict[_Name, str] = {}
    longest: dict[str, int] = {}
    for row in _rows():
        for written in _written(row):
            name = _words(written)
            if name and name not in _OTHERWISE:
                names.setdefault(name, row["iso3"])
                longest[name[0]] = max(longest.get(name[0], 0), len(name))
    return names, longest


@cache
def _codes() -> Mapping[_Name, str]:
    names, _ = _names()
    others = {_words(row[column]): row["iso3"] for row in _rows() for column in ("iso2", "iso3", "m49", "name_zh")}
    return others | dict(names)


@cache
def _rows() -> list[dict[str, str]]:
    with _COUNTRIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _written(row: Mapping[str, str]) -> Iterator[str]:
    """How a country is written: officially, without what stands in brackets, and as people say."""
    yield row["formal_name_en"].removeprefix("the ")
    for language in _LANGUAGES:
        name = row[f"name_{language}"]
        yield from (name, _ASIDE.sub("", name), Locale(language).territories.get(row["iso2"], ""))
