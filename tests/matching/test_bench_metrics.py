"""The measures of the matching benchmark, on lists that can be counted by hand."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.bench.matching.data import Truth
from tests.bench.matching.metrics import (
    Scored,
    at_verdict,
    average_precision,
    best_f1,
    candidate_recall,
    intervals,
    measures,
    wrong_by_kind,
)
from tests.bench.matching.thresholds import best_threshold, by_halves

KINDS = ("base", "dup:light", "base", "dup:light", "dup:partner", "base")
# Records 0 and 1 are one work, 2, 3 and 4 another, 5 stands alone: 1 + 3 true pairs.
TRUTH = Truth.of([{"project": project, "kind": kind} for project, kind in zip("aabbbc", KINDS, strict=True)])
PAIRS = [(0, 1, 0.9), (0, 2, 0.8), (2, 3, 0.7), (4, 5, 0.2), (2, 4, 0.2)]


def scored(pairs: list[tuple[int, int, float]]) -> Scored:
    a, b, score = zip(*pairs, strict=True) if pairs else ((), (), ())
    return Scored(np.array(a, np.int64), np.array(b, np.int64), np.array(score, np.float64))


def test_truth_counts_pairs_within_projects() -> None:
    assert TRUTH.pairs == 4
    assert TRUTH.pairs_by_kind == {"light": 2, "partner": 1, "light+partner": 1}


def test_point_counts_what_was_chosen_against_all_true_pairs() -> None:
    found = at_verdict(scored(PAIRS), np.array([True, True, True, False, False]), TRUTH)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == 0.5
    assert found.f1 == pytest.approx(4 / 7)


def test_best_f1_takes_equal_scores_together() -> None:
    # Three true of five chosen at 0.2; the true pair of the two alone would make more.
    assert best_f1(scored(PAIRS), TRUTH) == pytest.approx(6 / 9)


def test_average_precision_counts_unscored_pairs_as_never_found() -> None:
    assert average_precision(scored(PAIRS), TRUTH) == pytest.approx((1 + 2 / 3 + 3 / 5) / 4)
    assert average_precision(scored([]), TRUTH) == 0


def test_candidate_recall_is_of_scored_pairs() -> None:
    assert candidate_recall(scored(PAIRS), TRUTH) == 0.75


def test_intervals_hold_the_point_and_draw_whole_projects() -> None:
    rows = [{"project": number // 2} for number in range(400)]
    truth = Truth.of(rows)
    pairs = [(at, at + 1, 1.0) for at in range(0, 320, 2)] + [(at, at + 2, 1.0) for at in range(0, 80, 2)]
    all_of_them = np.ones(len(pairs), bool)
    around = intervals(scored(pairs), all_of_them, truth)
    low, high = around["recall"]
    assert low < 0.8 < high
    # The standard error of 160 of 200 is 0.028: the interval is about four of it wide.
    assert 0.08 < high - low < 0.14
    assert around["precision"][0] < at_verdict(scored(pairs), all_of_them, truth).precision < around["precision"][1]


def test_measures_are_json_where_there_is_nothing_to_find() -> None:
    nothing = Truth.of([{"project": number} for number in range(6)])
    found = measures(scored(PAIRS), np.zeros(5, bool), nothing)
    assert found["f1"] is None
    assert found["f1_interval"] == [None, None]
    json.dumps(found, allow_nan=False)


def test_wrong_pairs_tell_siblings_from_unrelated_works() -> None:
    rows = [
        {"project": 7, "kind": "base"},
        {"project": 7, "kind": "dup:light"},
        {"project": 8, "kind": "sib:phase"},
        {"project": 9, "kind": "base"},
    ]
    pairs = scored([(0, 1, 1.0), (2, 0, 1.0), (1, 2, 1.0), (2, 3, 1.0), (0, 3, 1.0)])
    assert wrong_by_kind(pairs, np.array([True, True, True, True, False]), rows) == {"phase": 2, "unrelated": 1}


def test_best_threshold_lies_between_two_scores() -> None:
    found = scored(PAIRS[:4])
    line = best_threshold(found.score, found.true(TRUTH), np.ones(4), 2)
    assert line == pytest.approx(0.45)


def test_no_threshold_where_nothing_is_true() -> None:
    assert best_threshold(np.array([0.5]), np.array([False]), np.ones(1), 1) == np.inf


def test_a_half_is_judged_by_the_other() -> None:
    truth = Truth.of([{"project": number // 2} for number in range(80)])
    first = truth.halves()
    assert first.sum() == 40
    # In the first half true pairs score 0.9 and wrong ones 0.6, in the other 0.5 and 0.1: each judges the other badly.
    pairs = []
    for at in range(0, 80, 2):
        same_half = next(other for other in range(0, 80, 2) if other != at and first[other] == first[at])
        pairs += [(at, at + 1, 0.9 if first[at] else 0.5), (at + 1, same_half, 0.6 if first[at] else 0.1)]
    found = scored(pairs)
    same = by_halves(found, truth)
    inside_first = first[found.a]
    assert same[inside_first].all()
    assert not same[~inside_first].any()
