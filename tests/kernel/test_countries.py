"""The table of countries: complete, in six languages, in the United Nations' own words."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from compact.kernel import countries as module
from compact.kernel.countries import (
    countries,
    country,
    country_choices,
    country_display,
    country_name,
    region,
    validate_country,
)

SIX = {"ar", "zh-hans", "en", "fr", "ru", "es"}
DATA = Path(module.__file__).parent.parent / "data"


def codes_in(filename: str, column: str) -> set[str]:
    """All semicolon-separated three-letter codes in ``column`` of a file of the data set."""
    with (DATA / filename).open(encoding="utf-8", newline="") as handle:
        cells = [row[column] for row in csv.DictReader(handle)]
    return {code.strip() for cell in cells for code in cell.split(";") if code.strip()}


def test_the_table_holds_the_countries_and_areas_of_m49() -> None:
    assert len(countries()) == 248


def test_every_code_is_unique_and_well_formed() -> None:
    rows = countries()
    for codes, length in (
        ([row.iso3 for row in rows], 3),
        ([row.iso2 for row in rows], 2),
        ([row.m49 for row in rows], 3),
    ):
        assert len(set(codes)) == len(rows)
        assert all(len(code) == length for code in codes)
    assert all(row.m49.isdigit() for row in rows)


@pytest.mark.parametrize("language", sorted(SIX))
def test_every_country_has_a_name_in_each_official_language(language: str) -> None:
    for row in countries():
        name = row.names[language]
        assert name
        assert name == name.strip()
        assert "_" not in name


@pytest.mark.parametrize(
    ("iso3", "english", "french"),
    [
        ("BOL", "Bolivia (Plurinational State of)", "Bolivie (État plurinational de)"),
        ("CIV", "Côte d'Ivoire", "Côte d'Ivoire"),
        ("COD", "Democratic Republic of the Congo", "République démocratique du Congo"),
        ("IRN", "Iran (Islamic Republic of)", "Iran (République islamique d')"),
        ("MKD", "North Macedonia", "Macédoine du Nord"),
        (
            "PRK",
            "Democratic People's Republic of Korea",
            "République populaire démocratique de Corée",
        ),
        ("PSE", "State of Palestine", "État de Palestine"),
        ("TUR", "Türkiye", "Türkiye"),
        ("TZA", "United Republic of Tanzania", "République-Unie de Tanzanie"),
        ("VNM", "Viet Nam", "Viet Nam"),
        ("FLK", "Falkland Islands (Malvinas)", "Îles Falkland (Malvinas)"),
    ],
)
def test_names_are_the_united_nations_own(iso3: str, english: str, french: str) -> None:
    assert country_name(iso3, "en") == english
    assert country_name(iso3, "fr") == french


@pytest.mark.parametrize("code", ["TWN", "XKX", "ANT"])
def test_what_m49_does_not_list_cannot_be_chosen(code: str) -> None:
    with pytest.raises(KeyError):
        country(code)


def test_special_administrative_regions_are_named_as_chinas() -> None:
    assert country_name("HKG", "en") == "China, Hong Kong Special Administrative Region"
    assert country_name("MAC", "fr") == "Chine, région administrative spéciale de Macao"


def test_a_name_follows_the_active_language() -> None:
    with translation.override("fr"):
        assert country_name("KEN") == "Kenya"
        assert country_name("DEU") == "Allemagne"
    with translation.override("zh-hans"):
        assert country_name("KEN") == "肯尼亚"
    with translation.override("ar"):
        assert country_name("KEN") == "كينيا"


def test_a_regional_variant_falls_back_to_its_language_and_then_to_english() -> None:
    assert country_name("DEU", "fr-ca") == "Allemagne"
    assert country_name("DEU", "sw") == "Germany"
    with translation.override(None):
        assert country_name("DEU") == "Germany"


def test_countries_are_sorted_by_name_in_the_active_language() -> None:
    with translation.override("fr"):
        french = [each.name() for each in countries()]
    with translation.override("en"):
        english = [each.name() for each in countries()]
    assert french.index("Égypte") < french.index("Espagne") < french.index("France")
    assert english.index("Åland Islands") < english.index("Albania")
    assert french != english


def test_choices_pair_codes_with_names_of_the_active_language() -> None:
    with translation.override("fr"):
        assert ("EGY", "Égypte") in country_choices()
    with translation.override("en"):
        assert ("EGY", "Egypt") in country_choices()


def test_a_country_knows_its_regions_from_the_widest_to_the_narrowest() -> None:
    names = [region(code).name("en") for code in country("KEN").region_codes]
    assert names == ["Africa", "Sub-Saharan Africa", "Eastern Africa"]
    assert [region(code).name("fr") for code in country("FRA").region_codes] == [
        "Europe",
        "Europe occidentale",
    ]


def test_antarctica_is_in_no_region() -> None:
    assert country("ATA").region_codes == ()


def test_each_region_of_a_country_is_part_of_the_one_before_it() -> None:
    for row in countries():
        parents = ("", *row.region_codes)
        for parent, code in zip(parents, row.region_codes, strict=False):
            assert region(code).parent_code == parent, (row.iso3, code)


def test_every_region_has_a_name_in_each_official_language() -> None:
    codes = {code for row in countries() for code in row.region_codes}
    assert len(codes) == 29
    for code in codes:
        assert set(region(code).names) == SIX
        assert all(region(code).names.values())


def test_the_formal_name_carries_its_article() -> None:
    assert country("TUR").formal_name == "the Republic of Türkiye"
    assert country("GRL").formal_name == ""


def test_a_country_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        country("KEN").iso3 = "XXX"  # type: ignore[misc]  # that it is refused is the point
    with pytest.raises(TypeError):
        country("KEN").names["en"] = "Elsewhere"


def test_a_known_code_is_valid() -> None:
    validate_country("KEN")


def test_what_names_no_country_is_shown_as_typed() -> None:
    assert (country_display("KEN"), country_display("XXX"), country_display("")) == ("Kenya", "XXX", "")


@pytest.mark.parametrize("value", ["", "ken", "XXX", "KE", "Kenya", "TWN"])
def test_anything_else_is_refused_and_named(value: str) -> None:
    with pytest.raises(ValidationError) as caught:
        validate_country(value)
    assert caught.value.code == "invalid_country"
    assert f"“{value}”" in caught.value.messages[0]


def test_every_country_of_the_data_set_is_in_the_table() -> None:
    named = codes_in("projects.csv", "beneficiary_countries")
    assert len(named) > 20
    assert {code for code in named if code not in {row.iso3 for row in countries()}} == set()
