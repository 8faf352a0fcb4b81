"""Evidence: words as people wrote them, and the two records in the order in which somebody looks at them."""

from __future__ import annotations

import dataclasses

from compact.matching import wording
from compact.matching.evidence import Code, Evidence, Match, Strength, Verdict
from compact.matching.index import Index
from compact.matching.profiles import words_of
from compact.matching.records import Record
from compact.matching.tallies import Tallies
from tests.matching.samples import BORDER_EN, BORDER_FR, OTHERS


def test_words_are_told_as_the_record_writes_them() -> None:
    found = wording.written(["nexu", "synthesi", "240000"], ("Crime-terror Nexus: a meta-synthesis", "240 000 posts"))
    assert found == ["Nexus", "synthesis", "240 000"]
    assert wording.written(["trafic"], ("TRAFICS", "Le trafic illicite")) == ["trafic"]


def test_a_word_that_the_texts_lack_stays_as_it_is() -> None:
    assert wording.written(["nexu"], ()) == ["nexu"]


def test_common_title_words_are_told_where_no_name_is_shared() -> None:
    titles = ("Course on watch lists", "Fictional course on watch lists", "Audit of harbours")
    tallies, found = Tallies(), []
    for record in (Record(title, (title,)) for title in titles):
        found.append(words_of(record))
        tallies.add(record, found[-1])
    assert wording.shared(found[0], found[1], tallies) == []
    assert {"course", "watch"} < set(wording.common(found[0], found[1], tallies))
    assert wording.common(found[0], found[2], tallies) == []


def test_what_is_told_of_two_can_be_turned() -> None:
    evidence = Evidence("countries", 1.0, Code.COUNTRIES_DIFFERENT, {"only_a": ["KEN"], "only_b": ["UGA"]})
    match = Match("a", "b", Verdict.RELATED, 0.1, Strength.RELATED, (evidence,))
    turned = match.seen_from("b")
    assert (turned.a, turned.b) == ("b", "a")
    assert turned.evidence[0].values == {"only_a": ["UGA"], "only_b": ["KEN"]}
    assert match.seen_from("a") is match
    assert turned.seen_from("a") == match


def test_a_match_turned_is_the_match_of_the_other_order() -> None:
    index = Index.fit([BORDER_EN, BORDER_FR], None)
    there, back = index.explain("border-en", "border-fr"), index.explain("border-fr", "border-en")
    turned = {each.field: each.values for each in back.seen_from("border-en").evidence}
    told = {each.field: each.values for each in there.evidence}
    for field in ("title", "entities", "dates", "amount"):
        assert turned[field] == told[field]


def test_how_far_a_date_is_known_is_told_and_weighs_nothing() -> None:
    coarse = dataclasses.replace(BORDER_FR, start_precision="year", end_precision="month")
    assert coarse.digest() != BORDER_FR.digest()
    assert coarse.digest() != dataclasses.replace(coarse, start_precision="month", end_precision="year").digest()
    to_the_day, known = (Index.fit([BORDER_EN, each, *OTHERS], None) for each in (BORDER_FR, coarse))
    before, after = (index.explain("border-en", "border-fr") for index in (to_the_day, known))
    assert [(each.code, each.weight) for each in after.evidence] == [
        (each.code, each.weight) for each in before.evidence
    ]
    (dates,) = (each.values for each in after.evidence if each.field == "dates")
    assert [dates[f"{name}_precision_{side}"] for side in ("a", "b") for name in ("start", "end")] == [
        "day",
        "day",
        "year",
        "month",
    ]
