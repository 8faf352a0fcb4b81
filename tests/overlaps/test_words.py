"""Evidence in sentences: every code has one, in English and French, and values are written as people write them."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.utils import translation

from compact.matching.evidence import VALUES, Code, Evidence, Strength, Verdict
from workinggroups.overlaps import periods, words
from workinggroups.overlaps.sentences import FIELDS, SAME_MARKS, SENTENCES, UNLIKE

DAY = datetime.date

#: A value of each name that a code can carry.
SAMPLES: dict[str, Any] = {
    **dict.fromkeys(("title_a", "sentence_a", "name_a", "name"), "Training of border guards"),
    **dict.fromkeys(("title_b", "sentence_b", "name_b"), "Formation de garde-frontières"),
    **{key: ["KEN"] for key in ("words", "shared")},
    **{key: ["2021"] for key in ("only_a", "numbers", "years_a")},
    **{key: ["2022"] for key in ("only_b", "years_b")},
    **dict.fromkeys(("start_a", "start_b"), DAY(2024, 1, 1)),
    **dict.fromkeys(("end_a", "end_b"), DAY(2025, 12, 31)),
    **dict.fromkeys(("start_precision_a", "start_precision_b", "end_precision_a", "end_precision_b"), "year"),
    **dict.fromkeys(("amount_a", "amount_b"), 1_250_000.0),
    **dict.fromkeys(("phase_a", "phase_b", "kind_a", "kind_b", "family", "family_a", "family_b"), "II"),
    **dict.fromkeys(("acronym", "acronym_a", "acronym_b", "parent", "parent_a", "parent_b"), "UNODC"),
    **dict.fromkeys(("email", "email_a", "email_b"), "jane@example.org"),
    "currency": "USD",
    "similarity": 0.91,
    "days": 12,
    "nearer": 3,
}


def told(code: Code, weight: float = 1.0, **values: Any) -> Evidence:
    """Evidence with these values."""
    return Evidence("title", weight, code, values)


def said(code: Code, **values: Any) -> str:
    """The sentence of a code with these values, of a weight that fits it."""
    return words.evidence_words(told(code, -1.0 if code in UNLIKE | SAME_MARKS.keys() else 1.0, **values))


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence(code: Code) -> None:
    values = {name: SAMPLES[name] for name in VALUES[code]}
    sentence = said(code, **values)
    assert re.fullmatch(r"[“A-Z].*\.", sentence)
    assert "%(" not in sentence
    assert code not in sentence, "the code itself is no word for people"


@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_when_no_value_is_known(code: Code) -> None:
    sentence = said(code)
    assert sentence == SENTENCES[code].short
    assert "%(" not in sentence


@pytest.mark.parametrize("code", Code)
def test_a_sentence_asks_only_for_values_that_its_code_carries(code: Code) -> None:
    known = {*VALUES[code], "one", "other"} | ({"when_a", "when_b"} if "start_a" in VALUES[code] else set())
    texts = (SENTENCES[code].short, SENTENCES[code].full, *SENTENCES[code].more)
    assert {name for text in texts for name in re.findall(r"%\((\w+)\)s", str(text))} <= known


def test_what_the_database_kept_reads_as_what_the_matching_said() -> None:
    values = {"start_a": DAY(2024, 3, 4), "end_a": None, "start_b": DAY(2024, 3, 4), "end_b": None}
    kept = {
        "field": "dates",
        "weight": 1.5,
        "code": "dates-equal",
        "values": {name: day and day.isoformat() for name, day in values.items()},
    }
    assert words.evidence_words(kept) == said(Code.DATES_EQUAL, **values)
    assert words.evidence_words(kept) == "Both start on 4 March 2024. When they end is not known."


def test_places_are_named_in_the_readers_language() -> None:
    values = {"shared": ["CIV"], "only_a": ["202"], "only_b": []}
    assert said(Code.COUNTRIES_SHARED, **values) == (
        "Both are for Côte d'Ivoire. Only in the first: Sub-Saharan Africa."
    )
    with translation.override("fr"):
        assert "Afrique subsaharienne" in said(Code.COUNTRIES_SHARED, **values)


def test_a_place_that_a_file_names_in_words_is_shown_as_it_is() -> None:
    assert said(Code.COUNTRIES_SHARED, shared=["Sahel"], only_a=[], only_b=[]) == "Both are for Sahel."


def test_a_quoted_sentence_ends_once() -> None:
    sentence = said(Code.SUMMARY_CLOSE, sentence_a="Guards are trained.", sentence_b="It trains guards;")
    assert sentence.endswith("for instance “Guards are trained” and “It trains guards”.")


@pytest.mark.parametrize(
    ("similarity", "expected"),
    [(0.95, "say nearly the same"), (0.7, "are similar"), (0.27, "have something in common")],
)
def test_titles_are_called_as_close_as_they_were_measured(similarity: float, expected: str) -> None:
    sentence = said(Code.TITLE_CLOSE, title_a="A", title_b="B", similarity=similarity)
    assert sentence == f"The titles {expected}: “A” and “B”."


def test_a_common_sentence_is_quoted_once() -> None:
    sentence = said(Code.SUMMARY_CLOSE, sentence_a="Guards.", sentence_b="Guards.", similarity=1.0)
    assert sentence == "Both summaries say: “Guards”."


def test_close_titles_that_speak_against_are_not_called_different() -> None:
    evidence = told(Code.TITLE_DIFFERENT, -0.5, title_a="A", title_b="B", similarity=0.7)
    assert words.evidence_words(evidence) == (
        "The titles are similar: “A” and “B”. Many that are not the same have as much in common."
    )


def test_budgets_are_called_nearly_equal_only_where_they_are() -> None:
    values = {"amount_a": 100_000, "amount_b": 130_000, "currency": "USD"}
    assert said(Code.AMOUNT_CLOSE, **values) == "The budgets are of similar size: USD 100,000 and USD 130,000."


def test_a_phase_that_only_one_names_is_told() -> None:
    assert said(Code.PHASES_DIFFERENT, phase_a=1, phase_b=None) == (
        "Only one of the titles names a phase or an edition. Only in the first: number 1."
    )


def test_what_is_entered_and_what_is_on_record_are_called_so() -> None:
    evidence = told(Code.COUNTRIES_DIFFERENT, -1.0, only_a=["KEN"], only_b=["UGA"])
    assert words.evidence_words(evidence, sides=words.ENTERED) == (
        "They are for different places: Kenya in your entry, Uganda in this record."
    )


def test_codes_are_named_where_names_are_given() -> None:
    evidence = told(Code.ENTITIES_SHARED, shared=["IPU", "UNODC"], only_a=[], only_b=[])
    assert words.evidence_words(evidence, {"IPU": "Inter-Parliamentary Union"}) == (
        "Taking part in both: Inter-Parliamentary Union and UNODC."
    )


@pytest.mark.parametrize(
    ("count", "end"),
    [(1, "A."), (2, "A and B."), (5, "A, B, C, D and E."), (6, "A, B, C, D, E and 1 more."), (8, "D, E and 3 more.")],
)
def test_a_long_list_is_cut_after_five(count: int, end: str) -> None:
    assert said(Code.WORDS_SHARED, words=list("ABCDEFGH")[:count]).endswith(end)


def test_names_that_hold_commas_are_told_apart() -> None:
    assert said(Code.WORDS_SHARED, words=["Arms, light", "Borders"]).endswith(": Arms, light; Borders.")


def test_a_long_title_is_cut() -> None:
    sentence = said(Code.TITLE_SAME, title_a="Long " * 60, title_b="Long " * 60)
    assert len(sentence) < 200
    assert "…" in sentence


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (None, None, ""),
        (DAY(2024, 3, 4), DAY(2025, 6, 7), "4 March 2024 – 7 June 2025"),
        (DAY(2024, 3, 4), DAY(2024, 3, 4), "4 March 2024"),
        (DAY(2024, 3, 1), DAY(2024, 3, 31), "March 2024"),
        (DAY(2024, 3, 1), DAY(2025, 2, 28), "March 2024 – February 2025"),
        (DAY(2024, 1, 1), DAY(2025, 12, 31), "2024 – 2025"),
        (DAY(2024, 1, 1), DAY(2024, 12, 31), "2024"),
        (DAY(2024, 3, 1), DAY(2024, 3, 30), "March 2024 – 30 March 2024"),
        (DAY(2020, 1, 1), DAY(2022, 3, 18), "2020 – 18 March 2022"),
        (DAY(2024, 11, 1), None, "start in November 2024 (end not known)"),
        (DAY(2024, 11, 5), None, "start on 5 November 2024 (end not known)"),
        (None, DAY(2024, 11, 30), "end in November 2024 (start not known)"),
        (None, DAY(2024, 11, 5), "end on 5 November 2024 (start not known)"),
    ],
)
def test_a_period_is_no_more_precise_than_it_may_be_known(start: Any, end: Any, expected: str) -> None:
    assert periods.period_words({"start_a": start, "end_a": end}, "a") == expected


def test_budgets_are_written_with_their_currency() -> None:
    values = {"amount_a": 1_250_000.0, "amount_b": 1_249_999.5, "currency": "USD"}
    assert said(Code.AMOUNT_CLOSE, **values) == "The budgets are nearly equal: USD 1,250,000 and USD 1,249,999.50."


def test_budgets_without_a_currency_are_plain_numbers() -> None:
    sentence = said(Code.AMOUNT_DIFFERENT, amount_a=2_000_000, amount_b=0, currency="")
    assert sentence == "The budgets differ: 2,000,000 and 0."


def test_an_amount_that_is_none_is_shown_as_it_is() -> None:
    assert said(Code.AMOUNT_EQUAL, amount_a="unknown", amount_b="unknown") == "The budgets are equal: unknown."


def test_kinds_are_named() -> None:
    sentence = said(Code.KIND_DIFFERENT, kind_a="project", kind_b="planned activity")
    assert sentence == "They are of different kinds: a project and a planned activity."


def test_what_speaks_the_other_way_than_it_reads_says_why() -> None:
    common = words.evidence_words(told(Code.ENTITIES_SHARED, -0.2, shared=["UNOCT"], only_a=[], only_b=[]))
    assert common == "Taking part in both: UNOCT. Many that are not the same have as much in common."
    usual = words.evidence_words(told(Code.WORDS_DIFFERENT, 0.2, only_a=["course"], only_b=[]))
    assert usual.endswith("Only in the first: course. Many that are the same differ as much.")
    assert words.evidence_words(told(Code.FAMILY_SIBLINGS, 0.2)).endswith("or State.")


def test_years_and_phases_that_speak_for_the_same_work_are_the_same() -> None:
    years = told(Code.YEARS_DIFFERENT, 0.5, years_a=["2021"], years_b=["2021", "2022"])
    assert words.evidence_words(years) == "Both titles name 2021."
    phase = told(Code.PHASES_DIFFERENT, 0.5, phase_a=2, phase_b=2)
    assert words.evidence_words(phase) == "The titles name the same phase or edition: number 2."


def test_a_code_of_a_later_version_is_told_by_its_field() -> None:
    sentence = words.evidence_words({"field": "title", "weight": 1, "code": "title-rhymes", "values": {}})
    assert sentence == "Title: said in words that this version does not know."


@pytest.mark.parametrize(
    ("weight", "direction", "weighed"),
    [
        (4.0, "for", "strongly for"),
        (1.2, "for", "for"),
        (0.3, "for", "a little for"),
        (-0.3, "against", "a little against"),
        (-3.0, "against", "strongly against"),
    ],
)
def test_the_direction_and_the_weight_are_words(weight: float, direction: str, weighed: str) -> None:
    evidence = told(Code.TITLE_CLOSE, weight)
    assert words.for_or_against(evidence) == direction
    assert words.weight_words(evidence) == weighed


def test_a_line_tells_what_is_for_it_before_what_is_against_it_the_heaviest_first() -> None:
    found = [
        told(Code.FAMILY_SIBLINGS, -2.0),
        told(Code.TITLE_SAME, 1.0),
        told(Code.DATES_EQUAL, 2.5),
        told(Code.SUMMARY_CLOSE, 0.1),
    ]
    assert words.evidence_line(found, most=3) == (
        "For: The dates are the same, as far as they are known. The titles are the same. "
        "Against: Both are parts of one programme, which mostly divides its work by phase, year or State."
    )
    assert words.evidence_line([]) == ""


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("kind", ["work", "entity", "person"])
def test_every_verdict_has_words(verdict: Verdict, kind: str) -> None:
    assert words.verdict_words(verdict, kind) not in ("", verdict)


def test_the_same_work_is_not_said_of_people() -> None:
    assert words.verdict_words("same_work", "person") == "The same person twice"
    assert "work" not in words.verdict_words("related", "person") + words.verdict_words("related", "entity")


@pytest.mark.parametrize(
    ("verdict", "strength", "kind", "expected"),
    [
        ("same_work", "likely", "work", "Likely the same work"),
        ("same_work", "possible", "entity", "Possibly the same entity"),
        ("overlap", "possible", "work", "Overlapping work"),
        ("related", "possible", "work", "Related work"),
        ("related", "possible", "person", "Possibly the same person"),
        ("related", "related", "person", "Probably two people"),
    ],
)
def test_one_phrase_says_what_two_look_like(verdict: str, strength: str, kind: str, expected: str) -> None:
    assert words.looks_words(verdict, strength, kind) == expected


@pytest.mark.parametrize("strength", Strength)
def test_every_strength_has_words(strength: Strength) -> None:
    assert words.strength_words(strength) not in ("", strength)


def test_fields_are_named_and_an_unknown_one_is_shown_as_it_is() -> None:
    assert {words.field_words(field) for field in FIELDS}.isdisjoint(FIELDS)
    assert words.field_words("weather") == "weather"
