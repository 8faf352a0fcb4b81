"""Reading titles and summaries."""

from __future__ import annotations

import pytest

from compact.matching.lexicon import CANONICAL, singular
from compact.matching.text import acronyms, language, marks, plain, sentences, words


@pytest.mark.parametrize(
    ("title", "phase"),
    [
        ("Border training - Phase II", 2),
        ("Formation aux frontières, phase 3", 3),
        ("Hospital in Gao - III", 3),
        ("Maternal health (2)", 2),
        ("8e reconstitution du fonds", 8),
        ("First Global Congress of Victims", 1),
        ("Deuxième conférence internationale", 2),
        ("Border training", 0),
        ("Resolution 2396 in practice", 0),
    ],
)
def test_the_phase_of_a_title(title: str, phase: int) -> None:
    assert marks((title,)).phase == phase


def test_the_years_of_a_title() -> None:
    assert marks(("Volunteers 2015-2020", "Volontaires 2015-2020")).years == {2015, 2020}
    assert marks(("Resolution 12015 of the council",)).years == frozenset()


def test_accents_ligatures_and_apostrophes_do_not_matter() -> None:
    assert plain("L’Œuvre d`État") == "l'oeuvre d'etat"


def test_numbers_stay_whole() -> None:
    assert "16000" in words("16 000 personnes")
    assert "16000" in words("16,000 people")


def test_acronyms_and_countries_are_one_word_in_both_languages() -> None:
    assert words("PNUD au Tchad") == words("UNDP in Chad") == ["undp", "chad"]


def test_words_of_the_field_are_one_word_in_both_languages() -> None:
    assert set(words("lutte contre le financement du terrorisme")) & set(words("countering the financing of terrorism"))


def test_no_word_stands_for_one_that_stands_for_another() -> None:
    assert {CANONICAL.get(word, word) for word in CANONICAL.values()} == set(CANONICAL.values())


@pytest.mark.parametrize(("many", "one"), [("workshops", "workshop"), ("journaux", "journal"), ("studies", "study")])
def test_the_singular(many: str, one: str) -> None:
    assert singular(many) == one


@pytest.mark.parametrize("word", ["2000", "press", "gas"])
def test_what_is_no_plural_stays(word: str) -> None:
    assert singular(word) == word


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The training of judges in the region", "en"),
        ("La formation des juges dans la région", "fr"),
        ("La formación de los jueces y del personal con el apoyo", "es"),
        ("INTERPOL", ""),
    ],
)
def test_the_language_of_a_text(text: str, code: str) -> None:
    assert language(text) == code


def test_sentences_and_scraps() -> None:
    assert sentences("The project trains 5.5 million people. It ends in May. Yes.") == [
        "The project trains 5.5 million people.",
        "It ends in May. Yes.",
    ]
    assert sentences("") == []


def test_a_text_in_capitals_has_no_acronyms() -> None:
    assert acronyms("BORDER TRAINING IN MALI") == frozenset()
    assert acronyms("Border training by UNODC") == {"unodc"}
