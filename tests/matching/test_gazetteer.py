"""Countries that titles name."""

from __future__ import annotations

import dataclasses

import pytest

from compact.matching.gazetteer import code_of, named
from compact.matching.index import Index, Verdict
from tests.matching.samples import BORDER_EN, BORDER_FR


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Border guards in Guinea-Bissau and the Democratic Republic of the Congo", {"GNB", "COD"}),
        ("Formation au Tchad et en Côte d’Ivoire", {"TCD", "CIV"}),
        ("Prisons in Tanzania, Iran and Viet Nam", {"TZA", "IRN", "VNM"}),
        ("Fronteras de España y Níger", {"ESP", "NER"}),
        ("Niger, not Nigeria", {"NER", "NGA"}),
        ("Réunion régionale du groupe", set()),
        ("Passenger data for the Sahel", set()),
        ("", set()),
    ],
)
def test_the_countries_that_a_title_names(title: str, codes: set[str]) -> None:
    assert named([title]) == codes


def test_a_country_is_known_by_names_and_codes() -> None:
    assert {code_of(name) for name in ("Syrian Arab Republic", "Syrie", "阿拉伯叙利亚共和国", "SYR", "sy", "760")} == {
        "SYR"
    }
    assert code_of("Atlantis") == ""


def test_a_common_country_that_a_title_names_speaks_for_it_by_how_rare_it_is_on_record() -> None:
    bare = dataclasses.replace(BORDER_FR, countries=frozenset())
    others = [dataclasses.replace(BORDER_EN, key=f"other-{at}", titles=(f"Other work {at}",)) for at in range(40)]
    rare, common = (
        Index.fit([BORDER_EN, bare, *(dataclasses.replace(each, countries=places) for each in others)], None)
        for places in (frozenset({"KEN"}), frozenset({"MLI"}))
    )
    assert _weight(rare, "border-en", "border-fr") > _weight(common, "border-en", "border-fr") >= 0


def test_of_a_country_that_no_record_tells_the_words_of_the_titles_tell() -> None:
    both = [dataclasses.replace(each, countries=frozenset()) for each in (BORDER_EN, BORDER_FR)]
    assert _weight(Index.fit(both, None), "border-en", "border-fr") == 0


def test_a_title_without_a_country_speaks_not_against() -> None:
    somewhere = tuple(title.replace("au Mali", "au Sahel") for title in BORDER_FR.titles)
    bare = dataclasses.replace(BORDER_FR, titles=somewhere, countries=frozenset())
    assert _weight(Index.fit([BORDER_EN, bare], None), "border-en", "border-fr") == 0


def test_another_country_named_in_a_title_speaks_against_but_less_than_one_on_record() -> None:
    abroad = dataclasses.replace(BORDER_FR, titles=tuple(t.replace("Mali", "Tchad") for t in BORDER_FR.titles))
    named_only = Index.fit([BORDER_EN, dataclasses.replace(abroad, countries=frozenset())], None)
    on_record = Index.fit([BORDER_EN, dataclasses.replace(abroad, countries=frozenset({"TCD"}))], None)
    assert _weight(on_record, "border-en", "border-fr") < _weight(named_only, "border-en", "border-fr") < 0
    match = named_only.explain("border-en", "border-fr")
    assert match.verdict == Verdict.RELATED
    assert next(each.values for each in match.evidence if each.field == "countries") == {
        "only_a": ["MLI"],
        "only_b": ["TCD"],
    }


def test_what_a_title_names_adds_nothing_to_countries_on_record() -> None:
    titled = dataclasses.replace(BORDER_FR, titles=("Formation au Tchad", *BORDER_FR.titles))
    with_it, without = (Index.fit([BORDER_EN, each], None) for each in (titled, BORDER_FR))
    assert _weight(with_it, "border-en", "border-fr") == _weight(without, "border-en", "border-fr")


def _weight(index: Index, a: str, b: str) -> float:
    return next((each.weight for each in index.explain(a, b).evidence if each.field == "countries"), 0.0)
