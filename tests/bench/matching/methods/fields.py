"""What the two record linkage libraries are given: plain words, sets and keys that make candidates."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.bench.matching.disturb import Row

CROWDED: Final[Mapping[str, int]] = {"partner": 300, "date": 60, "budget": 60, "word": 30}
"""A key of a kind makes no candidates when more records than these share it."""


def words_of(text: str) -> list[str]:
    """Answer the words of a text in lower case, without accents."""
    folded = unicodedata.normalize("NFKD", text.lower())
    return re.findall(r"[a-z0-9]+", "".join(c for c in folded if not unicodedata.combining(c)))


def prepared(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Answer for each row its fields and its words; two records that share one of the ``keys`` are worth comparing.

    ``rarest`` is the rarest word of the title that another record has too.
    """
    answer = []
    for at, row in enumerate(rows):
        title, summary = words_of(row["title"]), words_of(row["summary"])
        answer.append(
            {
                "unique_id": at,
                "title": " ".join(title),
                "title_words": sorted({word for word in title if len(word) > 2}),
                "summary": " ".join(summary),
                "summary_words": sorted({word for word in summary if len(word) > 3}),
                "entities": sorted(row["entities"]),
                "countries": sorted(row["countries"]),
                "start_on": row["start"],
                "end_on": row["end"],
                "budget": row["budget"],
                "cluster": str(row["project"]),
            }
        )
    every = [set(_keys(each)) for each in answer]
    counts = Counter(key for keys in every for key in keys)
    for each, keys in zip(answer, every, strict=True):
        words = [word for word in each["title_words"] if counts[f"word {word}"] > 1]
        each["rarest"] = min(words, key=lambda word: (counts[f"word {word}"], word), default=None)
        each["keys"] = sorted(key for key in keys if 1 < counts[key] <= CROWDED[key.partition(" ")[0]])
    return answer


def _keys(each: dict[str, Any]) -> Iterator[str]:
    yield from (f"partner {entity} {country}" for entity in each["entities"] for country in each["countries"])
    yield from (f"date {field} {each[field]}" for field in ("start_on", "end_on") if each[field] is not None)
    if each["budget"] is not None:
        yield f"budget {each['budget']}"
    yield from (f"word {word}" for word in {*each["title_words"], *each["summary_words"]})
