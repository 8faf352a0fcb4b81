"""The disturbances of the matching benchmark: fields change, titles and the rows given do not."""

from __future__ import annotations

import copy
import datetime
from typing import Any

from tests.bench.matching.data import record_of
from tests.bench.matching.disturb import STRUCTURE, generated, harder, one_language, removed, scenarios

ROWS: list[dict[str, Any]] = [
    {
        "id": number,
        "lang": "fr" if number % 2 else "en",
        "title": f"Title {number}",
        "summary": f"Summary {number}.",
        "entities": ["UNODC", f"Partner {number % 7}"],
        "countries": ["ML"],
        "start": "2020-01-01",
        "end": "2021-12-31",
        "budget": 100_000.0,
        "project": number // 2,
        "kind": "base",
    }
    for number in range(400)
]


class Noise:
    """Noise that tells what it was given."""

    def __init__(self) -> None:
        self.changed: list[tuple[int, float]] = []

    def structural(self, rec: dict[str, Any], level: float) -> None:
        self.changed.append((rec["id"], level))
        rec["entities"].append("UNESCO")

    def missing(self, rec: dict[str, Any]) -> None:
        rec["end"] = None


def test_no_disturbance_touches_the_rows_it_is_given_or_a_title() -> None:
    before = copy.deepcopy(ROWS)
    for disturb in scenarios(Noise, seed=1).values():
        after = {row["id"]: row["title"] for row in disturb(ROWS)}
        assert all(title == f"Title {number}" for number, title in after.items())
    assert before == ROWS


def test_generators_noise_comes_at_level_one_and_then_empties_fields() -> None:
    noise = Noise()
    answer = generated(ROWS[:3], noise)
    assert noise.changed == [(0, 1.0), (1, 1.0), (2, 1.0)]
    assert [row["entities"][-1] for row in answer] == ["UNESCO"] * 3
    assert [row["end"] for row in answer] == [None] * 3


def test_generators_noise_leaves_out_a_row_that_lacks_a_field() -> None:
    noise = Noise()
    generated([ROWS[0] | {"budget": None}], noise)
    assert noise.changed == []


def test_harder_is_the_same_for_the_same_seed_alone() -> None:
    assert harder(ROWS, 5) == harder(ROWS, 5)
    assert harder(ROWS, 5) != harder(ROWS, 6)


def test_harder_loses_and_changes_fields_as_often_as_it_says() -> None:
    after = harder(ROWS, 5)
    shares = {
        "start gone": sum(row["start"] is None for row in after),
        "start kept": sum(row["start"] == "2020-01-01" for row in after),
        "budget gone": sum(row["budget"] is None for row in after),
        "budget kept": sum(row["budget"] == 100_000 for row in after),
        "countries gone": sum(not row["countries"] for row in after),
        "UNODC kept": sum("UNODC" in row["entities"] for row in after),
        "summary gone": sum(not row["summary"] for row in after),
    }
    wanted = {
        "start gone": 0.3,
        "start kept": 0.1,
        "budget gone": 0.4,
        "budget kept": 0.2,
        "countries gone": 0.3,
        "summary gone": 0.1,
    }
    for name, share in wanted.items():
        assert abs(shares[name] / len(after) - share) < 0.08, name
    # Six in ten kept, and a few come back as somebody else's partner.
    assert 0.55 < shares["UNODC kept"] / len(after) < 0.75


def test_harder_moves_dates_by_no_more_than_it_says() -> None:
    start = datetime.date(2020, 1, 1)
    days = [abs((datetime.date.fromisoformat(row["start"]) - start).days) for row in harder(ROWS, 5) if row["start"]]
    assert 300 < max(days) <= 400


def test_removed_leaves_texts_alone() -> None:
    row = removed(ROWS)[0]
    assert {name: row[name] for name in STRUCTURE} == STRUCTURE
    assert row["summary"] == "Summary 0."
    assert removed(ROWS)[1]["entities"] is not row["entities"]


def test_one_language_has_no_translation() -> None:
    assert {row["lang"] for row in one_language(ROWS)} == {"en"}


def test_without_a_generator_its_disturbance_is_left_out() -> None:
    assert list(scenarios(None, seed=1)) == ["intact", "harder", "removed", "one language"]


def test_record_tells_the_engine_nothing_of_the_answer() -> None:
    record = record_of(ROWS[0] | {"summary": "", "start": None}, "7")
    assert (record.key, record.titles, record.summaries, record.start) == ("7", ("Title 0",), (), None)
    assert record.family == ""
    assert record.kind == ""
