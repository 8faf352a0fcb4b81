"""Names in six languages through the API, else in English; an answer says in which language it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cast import Cast, entity_make, group_make

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh-hans")
NAMES = {
    "en": "Customs Organization",
    "fr": "Organisation des douanes",
    "es": "Organización de Aduanas",
    "ru": "Таможенная организация",
    "ar": "منظمة الجمارك",
    "zh-hans": "海关组织",
}


def name_of(client: APIClient, language: str, resource: str = "entities", code: str = "CUSTOMS") -> Any:
    answer = client.get(f"/api/v1/{resource}/", {"code": code}, headers={"accept_language": language})
    (row,) = answer.json()["results"]
    return row["name"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entity_is_named_in_the_language_asked_for(
    cast: Cast, api: Callable[[str], APIClient], language: str
) -> None:
    entity_make("CUSTOMS", **{f"name_{code.replace('-', '_')}": name for code, name in NAMES.items()})
    assert name_of(api("reader"), language) == NAMES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_group_is_named_in_the_language_asked_for(cast: Cast, api: Callable[[str], APIClient], language: str) -> None:
    group_make("customs", **{f"name_{code.replace('-', '_')}": name for code, name in NAMES.items()})
    assert name_of(api("reader"), language, "groups", "customs") == NAMES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_a_language_lacks_is_given_in_english(
    cast: Cast, api: Callable[[str], APIClient], language: str
) -> None:
    entity_make("CUSTOMS", name_en=NAMES["en"])
    assert name_of(api("reader"), language) == NAMES["en"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("fr-CH, fr;q=0.9, en;q=0.8", "fr"), ("de, ru;q=0.7", "ru"), ("de", "en"), ("zh-CN", "zh-hans"), ("*", "en")],
)
def test_the_best_language_of_those_asked_for_is_chosen(
    cast: Cast, api: Callable[[str], APIClient], asked: str, expected: str
) -> None:
    entity_make("CUSTOMS", **{f"name_{code.replace('-', '_')}": name for code, name in NAMES.items()})
    assert name_of(api("reader"), asked) == NAMES[expected]


def test_each_answer_names_the_language_it_is_in(cast: Cast, api: Callable[[str], APIClient]) -> None:
    client = api("reader")
    for language in LANGUAGES:
        answer = client.get("/api/v1/entities/", headers={"accept_language": language})
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]
