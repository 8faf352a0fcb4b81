"""The index of all records: which of them are the same work, which overlap, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from compact.matching.closeness import Background, Closeness
from compact.matching.comparing import Comparer
from compact.matching.corpus import Corpus, closeness
from compact.matching.curves import shipped
from compact.matching.encoders import EncoderChanged, identity
from compact.matching.evidence import Evidence, Match, Strength, Verdict
from compact.matching.judging import Judge, Lesson
from compact.matching.lessons import learn, trust
from compact.matching.profiles import row_digest, unpack
from compact.matching.profiling import Profiler
from compact.matching.records import Decision, Record
from compact.matching.searching import Searcher

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from compact.matching.encoders import Encoder, EncodingCache

__all__ = ["Decision", "Evidence", "Index", "Match", "Record", "StaleRow", "Stopped", "Strength", "Verdict"]

FORMAT: Final = 1
SAMPLE: Final = 600
"""Records whose near pairs make the background."""


class StaleRow(Exception):
    """A row is missing or was made of another state of its record: it must be made again with ``upsert``."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"The row of {key!r} was made of another state of the record.")


class Stopped(Exception):
    """The caller's ``progress`` answered False."""


class Index:
    """Records with what was computed of them. Made by ``fit``, ``from_rows`` or ``load``.

    One thread at a time; after ``upsert`` or ``remove`` the background stays as fitted, so fit again now and then.
    """

    def __init__(self, profiler: Profiler, background: Background | None, lesson: Lesson) -> None:
        self._profiler = profiler
        self._corpus = Corpus(profiler.space.dimensions)
        curves = shipped(profiler.curves)
        empty = np.empty(0)
        usual = Background.fit(Closeness(empty, empty, empty), curves.background)
        self._search = Searcher(Comparer(self._corpus, background or usual), Judge(curves, lesson))

    @classmethod
    def fit(
        cls,
        records: Iterable[Record],
        encoder: Encoder | None,
        *,
        decisions: Sequence[Decision] = (),
        progress: Callable[[int, int], bool] | None = None,
        cache: EncodingCache | None = None,
    ) -> Self:
        """Answer an index of the records, with the statistics of these records and what the decisions teach.

        Without an encoder, words and their parts stand in for meaning. ``progress(done, total)`` is called now and
        then; ``Stopped`` is raised when it answers False. Decisions on records that are not there are passed over; of
        two records with one key the last counts. ``cache`` keeps what was encoded, here and at later checks.
        """
        everything = list({record.key: record for record in records}.values())
        profiler = Profiler.fit(everything, encoder, cache)
        index = cls(profiler, None, Lesson())
        places = []
        for done, profile in enumerate(profiler.profiles(everything)):
            if progress and not done % 256 and not progress(done, len(everything)):
                raise Stopped
            places.append(index._corpus.add(profile))
        for place in places:
            index._corpus.index_at(place)
        index._learn_background()
        index._learn(decisions)
        return index

    def _learn_background(self) -> None:
        places = sorted(self._corpus.places.values())
        sample = places[:: max(1, len(places) // SAMPLE)]
        self._corpus.know(sample)
        near = closeness(self._corpus.close[sample].reshape(-1, 3))
        usual = self._search.judge.curves.background
        self._search.comparer.background = Background.fit(near.at(~np.isnan(near.title)), usual)
        curves = self._search.judge.curves
        if sample:
            pairs = np.concatenate([self._search.around(place).table for place in sample])
            self._search.judge = Judge(curves, trust(curves, pairs, len(sample), len(places)))

    def _learn(self, decisions: Sequence[Decision]) -> None:
        decided = [each for each in decisions if each.a in self and each.b in self and each.a != each.b]
        rows = [self._search.compare(each.a, each.b).table[0] for each in decided]
        judge = self._search.judge
        lesson = learn(judge.curves, judge.lesson, rows, [each.same for each in decided])
        self._search.judge = Judge(judge.curves, lesson)

    def __len__(self) -> int:
        return len(self._corpus)

    def __contains__(self, key: str) -> bool:
        return key in self._corpus.places

    def upsert(self, record: Record) -> None:
        """Take the record in, or what changed of it."""
        profile = self._profiler.profile(record)
        place = self._corpus.add(profile)
        self._corpus.index_at(place)
        self._corpus.know([place])
        self._corpus.forget([int(each) for each in self._corpus.near[place] if each >= 0])

    def remove(self, key: str) -> None:
        """Forget the record; one that is not there is no error."""
        if key in self:
            self._corpus.remove(key)

    def stale(self, record: Record) -> bool:
        """Answer whether the index lacks the record, or holds another state of it."""
        return record.key not in self or self._corpus.profile(record.key).digest != record.digest()

    def row(self, key: str) -> bytes:
        """Answer what was computed of one record, for a database to keep; ``KeyError`` when it is not in the index."""
        return self._corpus.profile(key).row()

    def state(self) -> dict[str, Any]:
        """Answer the statistics of the whole and the encoder's name, as JSON can hold them (up to 0.2 MB)."""
        background, lesson = self._search.comparer.background, self._search.judge.lesson
        return {
            "format": FORMAT,
            "encoder": identity(self._profiler.encoder),
            "space": self._profiler.space.state(),
            "background": [background.title, background.summary, background.summary_best],
            "lesson": {"shift": lesson.shift, "factors": dict(lesson.factors), "reliefs": dict(lesson.reliefs)},
        }

    @classmethod
    def from_rows(
        cls,
        records: Iterable[Record],
        rows: Mapping[str, bytes],
        state: Mapping[str, Any],
        encoder: Encoder | None,
        *,
        cache: EncodingCache | None = None,
    ) -> Self:
        """Answer the index whose rows and state were kept. ``rows`` are by key; those of other records do no harm.

        Raises ``EncoderChanged`` when another encoder or format made them, ``StaleRow`` for a record whose row is
        missing or old, ``RowDamaged`` for bytes that are no row.
        """
        made, given = f"{state['encoder']} format {state['format']}", f"{identity(encoder)} format {FORMAT}"
        if made != given:
            raise EncoderChanged(made, given)
        background = Background(*((middle, spread) for middle, spread in state["background"]))
        lesson = Lesson(**state["lesson"])
        index = cls(Profiler.from_state(state["space"], encoder, cache), background, lesson)
        places = []
        for record in records:
            row = rows.get(record.key, b"")
            if row_digest(row) != record.digest():
                raise StaleRow(record.key)
            places.append(index._corpus.add(unpack(record, row, index._profiler.space.dimensions)))
        for place in places:
            index._corpus.index_at(place)
        index._profiler.sample_from([index._corpus.at(place) for place in places])
        return index

    def save(self, path: Path) -> None:
        """Write rows and state to one file: numpy arrays and JSON."""
        rows = {key: self.row(key) for key in self._corpus.places}
        head = json.dumps({"state": self.state(), "lengths": {key: len(row) for key, row in rows.items()}})
        with path.open("wb") as file:
            np.savez(
                file, head=np.frombuffer(head.encode(), np.uint8), rows=np.frombuffer(b"".join(rows.values()), np.uint8)
            )

    @classmethod
    def load(
        cls, path: Path, records: Iterable[Record], encoder: Encoder | None, *, cache: EncodingCache | None = None
    ) -> Self:
        """Answer the index that ``save`` wrote, of the records as they are now. Raises as ``from_rows`` does."""
        with np.load(path, allow_pickle=False) as file:
            head, kept = json.loads(file["head"].tobytes()), file["rows"].tobytes()
        rows, at = {}, 0
        for key, length in head["lengths"].items():
            rows[key] = kept[at : at + length]
            at += length
        return cls.from_rows(records, rows, head["state"], encoder, cache=cache)

    def check(self, record: Record, k: int = 20, *, allowed: Container[str] | None = None) -> list[Match]:
        """Answer at most ``k`` matches of a record, which need not be in the index; the likeliest first.

        A record never matches its own key. Only keys in ``allowed`` are answered (None: all), chosen before the best k.
        """
        return self._search.check(self._profiler.profile(record), k, allowed) if len(self) else []

    def scan(
        self, *, block: int = 1024, start_block: int = 0, progress: Callable[[int, int], bool] | None = None
    ) -> Iterator[Match]:
        """Answer every pair worth a look, once, block by block of the records in the order of their keys.

        ``progress(done, total)`` is called after each block; when it answers False the scan ends, and
        ``start_block=done`` goes on from there, as long as the index did not change.
        """
        return self._search.scan(block, start_block, progress)

    def explain(self, a: str, b: str) -> Match:
        """Answer what the engine thinks of two records of the index; ``KeyError`` when one is not in it."""
        return self._search.explain(a, b)
