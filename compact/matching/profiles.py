"""What the engine computes of one record, once, and keeps: vectors of titles and sentences, words, marks."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching import gazetteer
from compact.matching.text import Marks, acronyms, language, marks, sentences, words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from compact.matching.records import Record

    Matrix = NDArray[np.float32]

_HEADER: Final = struct.Struct("<16sHHH")
MOST_SENTENCES: Final = 40


class RowDamaged(ValueError):
    """The bytes of a row are not what ``row`` answers."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a record and the languages they are in; cheap to make again, so never stored."""

    titles: tuple[frozenset[str], ...]
    languages: tuple[str, ...]
    body: frozenset[str]
    """All words, of titles and summaries."""
    acronyms: frozenset[str]
    marks: Marks
    places: frozenset[str]
    """The countries that the titles name."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A record with all that its pairs are judged by."""

    record: Record
    digest: bytes
    words: Words
    titles: Matrix
    sentences: Matrix
    """No row where the record has no summary."""
    weights: Matrix
    """How telling each sentence is: near 1 for one that nobody else writes, near 0 for a set phrase."""

    @property
    def text_vector(self) -> Matrix:
        """The one vector that the record's text is searched by: titles and telling sentences in equal parts."""
        vector = self.titles.sum(axis=0)
        vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
        if len(self.sentences):
            told = self.weights @ self.sentences
            vector = vector + told / max(float(np.linalg.norm(told)), 1e-9)
        return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)

    def row(self) -> bytes:
        """Answer the vectors as bytes, for a database to keep; ``unpack`` reads them."""
        header = _HEADER.pack(self.digest, len(self.titles), len(self.sentences), self.titles.shape[1])
        parts = (self.titles, self.sentences, self.weights)
        return header + b"".join(part.astype(np.float16).tobytes() for part in parts)


def texts_of(record: Record) -> tuple[list[str], list[str]]:
    """Answer what has to be encoded: the titles (the key where all are blank), and the sentences of the summaries."""
    titles = [title.strip() for title in record.titles if title.strip()] or [record.key]
    found = [sentence for summary in record.summaries for sentence in sentences(summary)]
    return titles, found[:MOST_SENTENCES]


def words_of(record: Record) -> Words:
    """Answer the words of a record."""
    titles = [title for title in record.titles if title.strip()]
    by_title = tuple(frozenset(words(title)) for title in titles)
    summaries = [frozenset(words(summary)) for summary in record.summaries]
    context = " ".join(record.summaries) if len(titles) == 1 else ""
    return Words(
        titles=by_title,
        languages=tuple(language(f"{title} {context}") for title in titles),
        body=frozenset().union(*by_title, *summaries),
        acronyms=frozenset().union(*(acronyms(text) for text in (*titles, *record.summaries))),
        marks=marks(record.titles),
        places=gazetteer.named(record.titles),
    )


def unpack(record: Record, row: bytes, dimensions: int) -> Profile:
    """Answer the profile of a record from the bytes that ``row`` made; ``RowDamaged`` when they cannot be that."""
    try:
        digest, titles, count, width = _HEADER.unpack_from(row)
    except struct.error as error:
        raise RowDamaged(record.key) from error
    values = np.frombuffer(row, np.float16, offset=_HEADER.size).astype(np.float32)
    if width != dimensions or len(values) != (titles + count) * width + count:
        raise RowDamaged(record.key)
    ends = titles * width, (titles + count) * width
    return Profile(
        record,
        digest,
        words_of(record),
        values[: ends[0]].reshape(titles, width),
        values[ends[0] : ends[1]].reshape(count, width),
        values[ends[1] :],
    )


def row_digest(row: bytes) -> bytes:
    """Answer the digest of the record that a row was made of."""
    return row[:16]
