"""The shipped curves, and how records are compared field by field."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from compact.matching import structure, wording
from compact.matching.curves import FEATURES, FIELDS, shipped
from compact.matching.judging import Judge, Lesson
from compact.matching.lessons import learn, trust
from compact.matching.profiles import words_of
from compact.matching.records import Record
from compact.matching.tallies import Tallies
from tests.matching.samples import ALL, BORDER_EN, BORDER_FR, PRISON_EN, PRISON_NEXT, day

EACH = pytest.mark.parametrize("name", ["sentence", "lexical"])


def tallies() -> Tallies:
    counted = Tallies()
    for record in ALL:
        counted.add(record, words_of(record))
    return counted


@EACH
def test_every_feature_has_a_curve_that_never_falls(name: str) -> None:
    curves = shipped(name)
    assert set(curves.points) == set(FEATURES)
    for feature, (knots, values) in curves.points.items():
        assert (np.diff(knots) > 0).all()
        # Another programme and parts of one programme both speak against the same work.
        assert feature == "family" or (np.diff(values) >= 0).all()


@EACH
def test_parts_of_one_programme_are_not_the_same_work_for_being_so(name: str) -> None:
    table = np.zeros((1, len(FEATURES)))
    table[0, FEATURES.index("family")] = 1
    assert shipped(name).weights(table).sum() < -1


@EACH
def test_what_is_not_known_weighs_nothing(name: str) -> None:
    assert not shipped(name).weights(np.zeros((1, len(FEATURES)))).any()


def test_every_feature_belongs_to_one_field() -> None:
    assert sorted(feature for features in FIELDS.values() for feature in features) == sorted(FEATURES)


def test_a_rare_entity_in_common_tells_more_than_a_frequent_one() -> None:
    counted = tallies()
    rare = structure.sets(frozenset({"IPU"}), frozenset({"IPU"}), counted.entities_worth)
    frequent = structure.sets(frozenset({"UNODC"}), frozenset({"UNODC"}), counted.entities_worth)
    assert rare > frequent > 0


def test_sets_that_share_nothing_speak_against_and_unknown_ones_not() -> None:
    counted = tallies()
    assert structure.sets(frozenset({"IPU"}), frozenset({"IMO"}), counted.entities_worth) < 0
    assert structure.sets(frozenset(), frozenset({"IMO"}), counted.entities_worth) == 0


def test_dates_agree_the_less_the_further_apart_they_are() -> None:
    counted = tallies()
    moved = [dataclasses.replace(BORDER_EN, start=day(text)) for text in ("2024-03-01", "2024-03-20", "2025-03-01")]
    found = [structure.dates(BORDER_EN, other, counted)[1] for other in moved]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3


def test_periods_that_follow_each_other_do_not_touch() -> None:
    assert structure.sequence(PRISON_EN, PRISON_NEXT) == -1
    assert structure.sequence(BORDER_EN, BORDER_FR) == 1
    assert structure.sequence(BORDER_EN, dataclasses.replace(BORDER_FR, start=None)) == 0


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (("", "2018-01-01"), ("2018-01-01", "2019-01-01"), -1),
        (("", "2018-01-01"), ("2017-12-31", ""), 0),
        (("2018-05-01", ""), ("2019-05-02", "2021-04-30"), -1),
        (("2018-05-01", "2020-04-30"), ("2019-05-02", "2021-04-30"), -1),
        (("2018-05-01", ""), ("2019-07-01", ""), 0),
        (("2018-05-01", "2020-04-30"), ("2019-05-02", "2020-04-30"), 1),
        (("2019-01-01", "2018-01-01"), ("2019-01-01", "2020-01-01"), 0),
    ],
)
def test_what_dates_tell_of_a_next_edition_where_some_are_not_known(
    one: tuple[str, str], other: tuple[str, str], told: int
) -> None:
    first, second = (
        dataclasses.replace(BORDER_EN, start=day(start) if start else None, end=day(end) if end else None)
        for start, end in (one, other)
    )
    assert structure.sequence(first, second) == structure.sequence(second, first) == told


@pytest.mark.parametrize(
    ("named", "start", "told"), [(2025, "2024-03-01", 0), (2025, "2023-03-01", -1), (2023, "2023-03-01", 0)]
)
def test_a_year_that_one_title_names_is_another_where_the_other_work_starts_in_none_of_it(
    named: int, start: str, told: int
) -> None:
    titled, other = BORDER_EN, dataclasses.replace(BORDER_EN, start=day(start))
    assert structure.year_missed(titled, other, frozenset({named}), frozenset()) == told
    assert structure.year_missed(other, titled, frozenset(), frozenset({named})) == told


def test_of_two_titles_with_years_the_titles_tell() -> None:
    old = dataclasses.replace(BORDER_EN, start=day("2010-01-01"))
    assert structure.year_missed(BORDER_EN, old, frozenset({2024}), frozenset({2024})) == 0
    assert structure.year_missed(BORDER_EN, old, frozenset(), frozenset()) == 0


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("programme", "programme", 0),
        ("programme", "project", 1),
        ("programme", "activity", 2),
        ("planned activity", "activity", 0),
        ("planned activity", "project", 1),
        ("programme", "", 0),
        ("programme", "campaign", 1),
    ],
)
def test_kinds_are_so_many_steps_apart(one: str, other: str, steps: int) -> None:
    first, second = (dataclasses.replace(BORDER_EN, kind=kind) for kind in (one, other))
    assert structure.kind(first, second) == structure.kind(second, first) == -steps


def test_a_budget_of_zero_is_no_budget() -> None:
    assert structure.amounts(BORDER_EN, dataclasses.replace(BORDER_FR, amount=0.0), tallies()) == 0


def test_a_word_of_both_languages_is_a_name() -> None:
    counted = tallies()
    assert counted.known["mali"][1]
    assert counted.known["240"][1]
    assert not counted.known["passeport"][1]


def test_counting_a_record_out_forgets_it() -> None:
    counted = tallies()
    counted.add(BORDER_EN, words_of(BORDER_EN), -1)
    assert counted.size == len(ALL) - 1
    assert counted.entities["INTERPOL"] == 0


def test_titles_that_share_their_telling_words_stand_together() -> None:
    counted = tallies()
    found = wording.titles(words_of(BORDER_EN), words_of(BORDER_FR), counted)
    assert found > wording.titles(words_of(BORDER_EN), words_of(PRISON_EN), counted)


def test_a_title_that_is_blank_compares_with_nothing() -> None:
    blank = words_of(Record("blank", ("",)))
    assert wording.titles(blank, words_of(BORDER_EN), tallies()) == 0
    assert wording.only(blank, words_of(BORDER_EN), tallies()) == ([], [])


def sure_pairs(dates: float) -> np.ndarray:
    rows = np.zeros((60, len(FEATURES)))
    for name, value in {
        "title": 4,
        "summary": 8,
        "summary_best": 5,
        "context": 6,
        "context_least": 5,
        "words": 0.8,
    }.items():
        rows[:, FEATURES.index(name)] = value
    rows[:, FEATURES.index("dates_best")] = dates
    return rows


def test_fields_that_contradict_sure_texts_speak_less_against() -> None:
    curves = shipped("sentence")
    lesson = trust(curves, sure_pairs(-4.0), 100, 100)
    assert lesson.reliefs["dates"] > 1
    row = np.zeros((1, len(FEATURES)))
    row[0, FEATURES.index("dates_best")] = -4.0
    assert Judge(curves, Lesson()).odds(row)[0] < Judge(curves, lesson).odds(row)[0] <= curves.prior


def test_fields_that_agree_with_sure_texts_are_trusted_as_shipped() -> None:
    assert trust(shipped("sentence"), sure_pairs(5.0), 100, 100).reliefs["dates"] == 0


def test_a_few_sure_pairs_among_many_records_change_little() -> None:
    assert trust(shipped("sentence"), sure_pairs(-4.0)[:2], 600, 600).reliefs["dates"] < 0.6


def test_the_more_records_there_are_the_less_likely_is_any_pair() -> None:
    curves = shipped("sentence")
    small, large, larger = (Judge(curves, trust(curves, sure_pairs(5.0), 100, size)) for size in (100, 10_000, 100_000))
    assert small.prior == curves.prior
    assert small.prior > large.prior > larger.prior


def test_many_decisions_move_a_field_but_never_turn_it_round() -> None:
    curves = shipped("sentence")
    row = np.zeros(len(FEATURES))
    row[FEATURES.index("countries")] = -6.0
    lesson = learn(curves, Lesson(), [row] * 500, [True] * 500)
    assert 0.5 <= lesson.factors["countries"] < 1
    assert lesson.shift <= 1.5
