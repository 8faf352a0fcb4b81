"""A scan answers every pair once, by blocks, and can go on where it stopped."""

from __future__ import annotations

import dataclasses

import pytest

from compact.matching.index import Index
from tests.matching.samples import ALL, BORDER_EN, OTHERS


def crowd() -> list:
    copies = [
        dataclasses.replace(record, key=f"{record.key}-{number}", titles=(f"{record.titles[0]} {number}",))
        for number in range(6)
        for record in OTHERS
    ]
    return [*ALL, *copies]


def pairs(matches: object) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted((match.a, match.b))) for match in matches)


def test_every_pair_is_answered_once() -> None:
    found = pairs(Index.fit(crowd(), None).scan(block=8))
    assert found
    assert len(found) == len(set(found))


def test_the_size_of_the_blocks_changes_nothing() -> None:
    index = Index.fit(crowd(), None)
    assert pairs(index.scan(block=7)) == pairs(index.scan(block=1000))


def test_a_scan_goes_on_where_it_stopped() -> None:
    done = []

    def stop(at: int, total: int) -> bool:
        done.append(at)
        return at < 4

    first = Index.fit(crowd(), None)
    begun = pairs(first.scan(block=9, progress=stop))
    assert done == [1, 2, 3, 4]
    rest = pairs(Index.fit(crowd(), None).scan(block=9, start_block=4))
    assert begun
    assert rest
    assert sorted(begun + rest) == pairs(first.scan(block=9))


@pytest.mark.parametrize("copies", [1, 30])
def test_many_copies_of_one_record_find_each_other(copies: int) -> None:
    index = Index.fit([*ALL, *(dataclasses.replace(BORDER_EN, key=f"copy-{at}") for at in range(copies))], None)
    assert index.check(BORDER_EN)[0].b.startswith("copy-")
