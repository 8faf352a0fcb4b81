"""Countries, areas and regions by the names that the United Nations gives them in its six languages.

Read once from ``compact/data/countries.csv`` and ``regions.csv``; their README names source, date and licence.
A row is a country or area of the statistical standard M49, which says nothing about legal status.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_DATA = Path(__file__).resolve().parent.parent / "data"
_FALLBACK = "en"
#: Django's language code for each suffix of the ``name_…`` columns.
_LANGUAGES = {"en": "en", "fr": "fr", "es": "es", "ar": "ar", "zh": "zh-hans", "ru": "ru"}


@dataclass(frozen=True, slots=True)
class Region:
    """A geographical region of M49; ``parent_code`` is empty for the five regions at the top."""

    code: str
    parent_code: str
    names: Mapping[str, str]

    def name(self, language: str | None = None) -> str:
        """The name in ``language``, else in the active language, else in English."""
        return _localised(self.names, language)


@dataclass(frozen=True, slots=True)
class Country:
    """A country or area of M49.

    ``region_codes`` runs from the widest region to the narrowest and is empty for Antarctica, which M49 puts in none.
    ``formal_name`` is English with its article ("the Republic of Türkiye") and empty for areas outside UNTERM.
    """

    iso3: str
    iso2: str
    m49: str
    names: Mapping[str, str]
    formal_name: str
    region_codes: tuple[str, ...]

    def name(self, language: str | None = None) -> str:
        """The short name in ``language``, else in the active language, else in English."""
        return _localised(self.names, language)


def _localised(names: Mapping[str, str], language: str | None) -> str:
    wanted = language or get_language() or _FALLBACK
    for code in (wanted, wanted.split("-")[0]):
        if code in names:
            return names[code]
    return names[_FALLBACK]


def _names(row: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({code: row[f"name_{suffix}"] for suffix, code in _LANGUAGES.items()})


def _rows(filename: str) -> list[dict[str, str]]:
    with (_DATA / filename).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _country(row: Mapping[str, str]) -> Country:
    codes = (row["region_code"], row["subregion_code"], row["intermediate_region_code"])
    return Country(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        names=_names(row),
        formal_name=row["formal_name_en"],
        region_codes=tuple(code for code in codes if code),
    )


@lru_cache(maxsize=1)
def _countries_by_code() -> Mapping[str, Country]:
    return MappingProxyType({row["iso3"]: _country(row) for row in _rows("countries.csv")})


@lru_cache(maxsize=1)
def _regions_by_code() -> Mapping[str, Region]:
    regions = (Region(row["code"], row["parent_code"], _names(row)) for row in _rows("regions.csv"))
    return MappingProxyType({region.code: region for region in regions})


def name_key(name: str) -> str:
    """``name`` without its accents and case, so that Égypte stands among the E and Åland among the A."""
    decomposed = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


@lru_cache(maxsize=len(_LANGUAGES) * 2)
def _sorted_countries(language: str) -> tuple[Country, ...]:
    return tuple(sorted(_countries_by_code().values(), key=lambda country: name_key(country.name(language))))


@lru_cache(maxsize=len(_LANGUAGES) * 2)
def _sorted_regions(language: str) -> tuple[Region, ...]:
    return tuple(sorted(_regions_by_code().values(), key=lambda region: name_key(region.name(language))))


def country(iso3: str) -> Country:
    """The country or area with the ISO 3166 alpha-3 code ``iso3`` in capitals; KeyError when there is none."""
    return _countries_by_code()[iso3]


def region(code: str) -> Region:
    """The region with the three-digit M49 ``code``; KeyError when there is none."""
    return _regions_by_code()[code]


def countries() -> tuple[Country, ...]:
    """All countries and areas, sorted by their names in the active language."""
    return _sorted_countries(get_language() or _FALLBACK)


def regions() -> tuple[Region, ...]:
    """All regions, sorted by their names in the active language."""
    return _sorted_regions(get_language() or _FALLBACK)


def country_choices() -> list[tuple[str, str]]:
    """Pairs of code and name for a form field, sorted by name in the active language.

    Give the function itself to a field (``choices=country_choices``), so that each reader gets their own language.
    """
    return [(each.iso3, each.name()) for each in countries()]


def country_name(iso3: str, language: str | None = None) -> str:
    """The short name of ``iso3`` in ``language`` or the active language, else English; KeyError for an unknown code."""
    return country(iso3).name(language)


def countries_named(text: str) -> list[str]:
    """The codes of the countries and areas whose name in one of the six languages contains ``text``, accents apart."""
    sought = name_key(text.strip())
    found = (each for each in countries() if any(sought in name_key(name) for name in each.names.values()))
    return [each.iso3 for each in found]


def country_display(code: str) -> str:
    """The short name of ``code`` in the active language; ``code`` itself where it names no country, as typed."""
    return country_name(code) if code in _countries_by_code() else code


def validate_country(value: str) -> None:
    """Raise ValidationError unless ``value`` is the alpha-3 code of a country or area of the table."""
    if value not in _countries_by_code():
        raise ValidationError(
            _("“%(value)s” is not the three-letter code of a country or area. Write for example KEN for Kenya."),
            code="invalid_country",
            params={"value": value},
        )
