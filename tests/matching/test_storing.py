"""What was computed can be kept, a row a record and a state for all, and read again."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import pytest

from compact.matching.encoders import EncoderChanged, default_encoder
from compact.matching.index import Index, StaleRow
from compact.matching.profiles import RowDamaged
from tests.matching.samples import ALL, BORDER_EN, BORDER_FR

if TYPE_CHECKING:
    from pathlib import Path

    from compact.matching.encoders import Encoder

SENTENCES = default_encoder()
BOTH = pytest.mark.parametrize("encoder", [SENTENCES, None], ids=["sentences", "words"])


def kept(index: Index) -> dict[str, bytes]:
    return {record.key: index.row(record.key) for record in ALL}


def answers(index: Index) -> list[tuple[str, str, float]]:
    return [(match.a, match.b, round(match.probability, 6)) for match in index.scan()]


@BOTH
def test_an_index_made_of_rows_answers_the_same(encoder: Encoder | None) -> None:
    index = Index.fit(ALL, encoder)
    state = json.loads(json.dumps(index.state()))
    assert answers(Index.from_rows(ALL, kept(index), state, encoder)) == answers(index)


@BOTH
def test_an_index_from_a_file_answers_the_same(encoder: Encoder | None, tmp_path: Path) -> None:
    index = Index.fit(ALL, encoder)
    index.save(tmp_path / "index.npz")
    assert answers(Index.load(tmp_path / "index.npz", ALL, encoder)) == answers(index)


def test_an_index_made_of_rows_takes_new_records() -> None:
    index = Index.fit(ALL[1:], SENTENCES)
    again = Index.from_rows(ALL[1:], {each.key: index.row(each.key) for each in ALL[1:]}, index.state(), SENTENCES)
    again.upsert(BORDER_EN)
    index.upsert(BORDER_EN)
    assert again.row(BORDER_EN.key) == index.row(BORDER_EN.key)


def test_another_encoder_is_refused() -> None:
    index = Index.fit(ALL, None)
    with pytest.raises(EncoderChanged, match="none"):
        Index.from_rows(ALL, kept(index), index.state(), SENTENCES)


def test_the_row_of_a_changed_record_is_refused() -> None:
    index = Index.fit(ALL, None)
    changed = [dataclasses.replace(BORDER_EN, amount=1.0), *ALL[1:]]
    with pytest.raises(StaleRow) as refusal:
        Index.from_rows(changed, kept(index), index.state(), None)
    assert refusal.value.key == BORDER_EN.key


def test_a_missing_row_is_refused() -> None:
    index = Index.fit(ALL, None)
    rows = kept(index)
    del rows[BORDER_FR.key]
    with pytest.raises(StaleRow):
        Index.from_rows(ALL, rows, index.state(), None)


def test_a_damaged_row_is_refused() -> None:
    index = Index.fit(ALL, None)
    rows = kept(index)
    rows[BORDER_FR.key] = rows[BORDER_FR.key][:-10]
    with pytest.raises(RowDamaged):
        Index.from_rows(ALL, rows, index.state(), None)


def test_what_decisions_taught_is_kept() -> None:
    from compact.matching.index import Decision

    index = Index.fit(ALL, None, decisions=[Decision("border-en", "border-fr", same=False)])
    again = Index.from_rows(ALL, kept(index), index.state(), None)
    assert again.explain("border-en", "border-fr").prior == index.explain("border-en", "border-fr").prior
