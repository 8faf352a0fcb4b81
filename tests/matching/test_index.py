"""What the index answers: the same work, an overlap, or nothing; and why."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

import pytest

from compact.matching.encoders import default_encoder
from compact.matching.evidence import VALUES, Code, Strength, Verdict
from compact.matching.index import Decision, Index, Record, Stopped
from tests.matching.samples import ALL, BORDER_EN, BORDER_FR, OTHERS, PRISON_EN, PRISON_NEXT, day

if TYPE_CHECKING:
    from compact.matching.encoders import Encoder
    from compact.matching.evidence import Match

SENTENCES, WORDS = default_encoder(), None
BOTH = pytest.mark.parametrize("encoder", [SENTENCES, WORDS], ids=["sentences", "words"])


def pair(matches: list[Match], a: Record, b: Record) -> Match | None:
    return next((match for match in matches if {match.a, match.b} == {a.key, b.key}), None)


@BOTH
def test_a_translation_is_the_same_work(encoder: Encoder | None) -> None:
    found = pair(list(Index.fit(ALL, encoder).scan()), BORDER_EN, BORDER_FR)
    assert found is not None
    assert found.verdict is Verdict.SAME_WORK
    assert found.strength is Strength.LIKELY


@BOTH
def test_nothing_else_is_the_same_work(encoder: Encoder | None) -> None:
    same = [match for match in Index.fit(ALL, encoder).scan() if match.verdict is Verdict.SAME_WORK]
    assert {(match.a, match.b) for match in same} == {("border-en", "border-fr")}


@BOTH
def test_the_next_phase_is_related_and_told_from_a_duplicate(encoder: Encoder | None) -> None:
    found = Index.fit(ALL, encoder).explain(PRISON_EN.key, PRISON_NEXT.key)
    assert found.verdict is Verdict.RELATED
    phases = next(each for each in found.evidence if each.code is Code.PHASES_DIFFERENT)
    assert phases.values == {"phase_a": 1, "phase_b": 2}
    assert phases.weight < -1


@BOTH
def test_texts_alone_are_enough_for_a_translation(encoder: Encoder | None) -> None:
    bare = [Record(record.key, record.titles, record.summaries) for record in ALL]
    found = Index.fit(bare, encoder).explain("border-en", "border-fr")
    assert found.verdict is Verdict.SAME_WORK


@BOTH
def test_a_record_without_duplicates_has_none(encoder: Encoder | None) -> None:
    assert [match for match in Index.fit(OTHERS, encoder).scan() if match.verdict is Verdict.SAME_WORK] == []


@BOTH
def test_the_weights_and_the_prior_add_up_to_the_probability(encoder: Encoder | None) -> None:
    for match in (*Index.fit(ALL, encoder).scan(), Index.fit(ALL, encoder).explain("other-1", "other-2")):
        odds = match.prior + sum(each.weight for each in match.evidence)
        assert match.probability == pytest.approx(1 / (1 + math.exp(-odds)), abs=1e-9)


def test_every_piece_of_evidence_carries_the_values_of_its_code() -> None:
    index = Index.fit(ALL, WORDS)
    for a in ALL:
        for b in ALL[:4]:
            for each in index.explain(a.key, b.key).evidence if a is not b else ():
                assert tuple(each.values) == VALUES[each.code]


def test_two_works_on_one_subject_in_one_place_at_one_time_overlap() -> None:
    other = dataclasses.replace(
        BORDER_EN,
        key="border-other",
        titles=("Detection of forged travel documents by border guards in Mali: mentoring in Kayes, phase III",),
        summaries=("Mentors accompany the officers of the Kayes airport. They assess forged visas every month.",),
        entities=frozenset({"IOM"}),
        start=day("2024-09-15"),
        end=day("2026-02-28"),
        amount=75_000.0,
    )
    assert Index.fit([*ALL, other], WORDS).explain("border-en", "border-other").verdict is Verdict.OVERLAP


def test_a_part_is_never_taken_for_its_whole() -> None:
    part = dataclasses.replace(BORDER_FR, above=frozenset({BORDER_EN.key}))
    index = Index.fit([BORDER_EN, part], None)
    assert index.explain("border-en", "border-fr").verdict == Verdict.RELATED
    assert not list(index.scan())
    assert not index.check(part)
    assert not index.check(BORDER_EN)


def test_a_check_finds_the_record_that_is_not_in_the_index_yet() -> None:
    index = Index.fit([record for record in ALL if record is not BORDER_FR], SENTENCES)
    best = index.check(BORDER_FR)[0]
    assert (best.a, best.b, best.verdict) == ("border-fr", "border-en", Verdict.SAME_WORK)


def test_a_check_and_a_scan_think_alike() -> None:
    index = Index.fit(ALL, SENTENCES)
    found = pair(list(index.scan()), BORDER_EN, BORDER_FR)
    checked = pair(index.check(BORDER_EN), BORDER_EN, BORDER_FR)
    explained = index.explain(BORDER_EN.key, BORDER_FR.key)
    assert found
    assert checked
    assert found.probability == pytest.approx(checked.probability, abs=1e-6)
    assert found.probability == pytest.approx(explained.probability, abs=1e-6)


@BOTH
def test_a_record_never_matches_its_own_key(encoder: Encoder | None) -> None:
    index = Index.fit(ALL, encoder)
    assert all(match.b != record.key for record in ALL for match in index.check(record))


def test_only_allowed_records_are_answered() -> None:
    index = Index.fit(ALL, WORDS)
    assert [
        match.b for match in index.check(BORDER_EN, allowed={"border-en", "other-3"}) if match.b == "border-fr"
    ] == []


def test_what_is_not_allowed_takes_no_place_among_the_best() -> None:
    near = [
        dataclasses.replace(BORDER_EN, key=f"near-{number}", titles=(f"{BORDER_EN.titles[0]}, group {number}",))
        for number in range(60)
    ]
    index = Index.fit([*ALL, *near], WORDS)
    found = {match.b for each in near for match in index.check(BORDER_EN, k=1, allowed={each.key})}
    assert found == {each.key for each in near}


def test_at_most_k_are_answered_the_likeliest_first() -> None:
    copies = [dataclasses.replace(BORDER_EN, key=f"copy-{number}") for number in range(5)]
    found = Index.fit([*ALL, *copies], WORDS).check(BORDER_EN, k=3)
    assert len(found) == 3
    assert [match.probability for match in found] == sorted((match.probability for match in found), reverse=True)


@BOTH
def test_an_empty_index_answers_nothing(encoder: Encoder | None) -> None:
    index = Index.fit([], encoder)
    assert index.check(BORDER_EN) == []
    assert list(index.scan()) == []


@BOTH
def test_an_index_grows_from_nothing(encoder: Encoder | None) -> None:
    index = Index.fit([], encoder)
    for record in ALL:
        index.upsert(record)
    assert len(index) == len(ALL)
    assert index.explain(BORDER_EN.key, BORDER_FR.key).verdict is Verdict.SAME_WORK


def test_two_records_alone_can_be_the_same_work() -> None:
    assert Index.fit([BORDER_EN, BORDER_FR], SENTENCES).explain("border-en", "border-fr").verdict is Verdict.SAME_WORK


def test_a_blank_record_matches_nobody() -> None:
    index = Index.fit([*ALL, Record("blank", ("",)), Record("blank too", (" ",), ("",))], WORDS)
    assert not [match for match in index.scan() if "blank" in match.a + match.b and match.verdict is Verdict.SAME_WORK]


@BOTH
def test_both_languages_in_one_record_match_either(encoder: Encoder | None) -> None:
    both = dataclasses.replace(
        BORDER_EN,
        key="border-both",
        titles=BORDER_EN.titles + BORDER_FR.titles,
        summaries=BORDER_EN.summaries + BORDER_FR.summaries,
    )
    index = Index.fit([both, *ALL], encoder)
    assert index.explain("border-both", "border-en").verdict is Verdict.SAME_WORK
    assert index.explain("border-both", "border-fr").verdict is Verdict.SAME_WORK


def test_a_removed_record_is_answered_no_more() -> None:
    index = Index.fit(ALL, WORDS)
    index.remove("border-fr")
    index.remove("nobody")
    assert "border-fr" not in index
    assert "border-fr" not in {match.b for match in index.check(BORDER_EN)}
    with pytest.raises(KeyError):
        index.explain("border-en", "border-fr")


def test_a_place_that_was_freed_is_used_again() -> None:
    index = Index.fit(ALL, WORDS)
    index.remove("border-fr")
    index.upsert(dataclasses.replace(BORDER_FR, key="border-again"))
    assert index.check(BORDER_EN)[0].b == "border-again"


def test_a_changed_record_is_judged_by_what_it_says_now() -> None:
    index = Index.fit(ALL, WORDS)
    moved = dataclasses.replace(BORDER_FR, countries=frozenset({"TUV"}), start=day("2015-01-01"), end=day("2016-01-01"))
    before = index.explain("border-en", "border-fr").probability
    index.upsert(moved)
    assert index.explain("border-en", "border-fr").probability < before


def test_a_changed_or_unknown_record_is_stale() -> None:
    index = Index.fit(ALL, WORDS)
    assert not index.stale(BORDER_EN)
    assert index.stale(dataclasses.replace(BORDER_EN, amount=1.0))
    assert index.stale(Record("new", ("New",)))


def test_budgets_in_two_currencies_are_not_compared() -> None:
    euros = dataclasses.replace(BORDER_FR, amount=12.0, currency="EUR")
    index = Index.fit([BORDER_EN, euros, *OTHERS], WORDS)
    assert "amount" not in {each.field for each in index.explain("border-en", "border-fr").evidence}


def test_a_budget_without_currency_is_compared() -> None:
    plain = dataclasses.replace(BORDER_FR, amount=12.0, currency="")
    index = Index.fit([BORDER_EN, plain, *OTHERS], WORDS)
    assert "amount" in {each.field for each in index.explain("border-en", "border-fr").evidence}


def test_a_planned_activity_and_a_project_may_match() -> None:
    planned = dataclasses.replace(BORDER_FR, kind="planned activity")
    project = dataclasses.replace(BORDER_EN, kind="project")
    found = Index.fit([planned, project, *OTHERS], SENTENCES).explain("border-en", "border-fr")
    assert found.verdict is Verdict.SAME_WORK
    assert Code.KIND_DIFFERENT in {each.code for each in found.evidence}


def test_decisions_move_the_answers_their_way_but_not_far() -> None:
    plain = Index.fit(ALL, WORDS).explain("border-en", "border-fr").probability
    for same in (True, False):
        taught = Index.fit(ALL, WORDS, decisions=[Decision("border-en", "border-fr", same)])
        probability = taught.explain("border-en", "border-fr").probability
        assert probability > plain if same else 0.3 < probability < plain


def test_decisions_on_records_that_are_gone_are_passed_over() -> None:
    taught = Index.fit(ALL, WORDS, decisions=[Decision("border-en", "gone", same=True)])
    plain = Index.fit(ALL, WORDS).explain("border-en", "border-fr")
    assert taught.explain("border-en", "border-fr").probability == plain.probability


def test_a_fit_stops_when_the_caller_says_so() -> None:
    with pytest.raises(Stopped):
        Index.fit(ALL, WORDS, progress=lambda done, total: False)
