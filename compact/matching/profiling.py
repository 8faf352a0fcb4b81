"""Making profiles: what has to be encoded is, in batches, and placed; sentences are weighed by how telling they are."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from compact.matching.encoders import encode
from compact.matching.lexical import LexicalEncoder
from compact.matching.profiles import Profile, texts_of, words_of
from compact.matching.space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from compact.matching.encoders import Encoder, EncodingCache
    from compact.matching.records import Record

    Matrix = NDArray[np.float32]

BATCH: Final = 256
SAMPLE: Final = 1024
"""Records whose texts make the space, and against whose sentences others are weighed."""
MOST_SENTENCES: Final = 2048
ALIKE: Final = 6
"""A sentence is a set phrase when this many of other records' sentences are near it."""
_TELLING: Final = 1.05
_LEAST: Final = 0.02


class Profiler:
    """Makes profiles with one encoder in one space."""

    def __init__(self, space: Space, encoder: Encoder | None, cache: EncodingCache | None) -> None:
        self.space, self.encoder = space, encoder
        self.curves = "lexical" if encoder is None else "sentence"
        self._used: Encoder = encoder or LexicalEncoder()
        self._cache = cache if encoder is not None else None
        self._sample = np.zeros((0, space.dimensions), np.float32)
        self._keys = np.zeros(0, np.object_)

    @classmethod
    def fit(cls, records: Sequence[Record], encoder: Encoder | None, cache: EncodingCache | None) -> Self:
        """Answer a profiler for these records: the space and the sentences to weigh by come from a sample of them."""
        chosen = records[:: max(1, -(-len(records) // SAMPLE))]
        blank = Space(np.zeros((encoder or LexicalEncoder()).dimensions, np.float32), None)
        started = cls(blank, encoder, cache)
        texts = [texts_of(record) for record in chosen]
        encoded = started._encode([text for titles, told in texts for text in (*titles, *told)])
        used = started._used
        profiler = cls(Space.fit(encoded, used.name), encoder, cache)
        placed = profiler.space.place(encoded)
        owners, is_sentence = [], []
        for record, (titles, told) in zip(chosen, texts, strict=True):
            owners += [record.key] * (len(titles) + len(told))
            is_sentence += [False] * len(titles) + [True] * len(told)
        profiler._take_sample(placed[is_sentence], np.array(owners, np.object_)[is_sentence])
        return profiler

    @classmethod
    def from_state(cls, state: Mapping[str, Any], encoder: Encoder | None, cache: EncodingCache | None) -> Self:
        """Answer the profiler whose space was kept; ``sample_from`` gives it sentences to weigh by."""
        return cls(Space.from_state(state), encoder, cache)

    def sample_from(self, profiles: Sequence[Profile]) -> None:
        """Take the sentences of a sample of the profiles, to weigh others by."""
        chosen = [each for each in profiles[:: max(1, -(-len(profiles) // SAMPLE))] if len(each.sentences)]
        if chosen:
            owners = [each.record.key for each in chosen for _ in each.sentences]
            self._take_sample(np.concatenate([each.sentences for each in chosen]), np.array(owners, np.object_))

    def _take_sample(self, sentences: Matrix, owners: NDArray[np.object_]) -> None:
        step = max(1, -(-len(sentences) // MOST_SENTENCES))
        self._sample, self._keys = sentences[::step], owners[::step]

    def profile(self, record: Record) -> Profile:
        """Answer the profile of one record."""
        return next(self.profiles([record]))

    def profiles(self, records: Sequence[Record]) -> Iterator[Profile]:
        """Answer the profiles of the records in order; texts are encoded a batch of records at a time."""
        for part in batched(records, BATCH):
            texts = [texts_of(record) for record in part]
            placed = self.space.place(self._encode([text for titles, told in texts for text in (*titles, *told)]))
            at = 0
            for record, (titles, told) in zip(part, texts, strict=True):
                middle, end = at + len(titles), at + len(titles) + len(told)
                vectors = placed[middle:end]
                weights = self._weigh(record.key, vectors)
                yield Profile(record, record.digest(), words_of(record), placed[at:middle], vectors, weights)
                at = end

    def _encode(self, texts: list[str]) -> Matrix:
        if not texts:
            return np.zeros((0, self._used.dimensions), np.float32)
        return encode(self._used, texts, self._cache)

    def _weigh(self, key: str, sentences: Matrix) -> Matrix:
        """Answer how telling each sentence is: the less the nearer the nearest sentences of other records are."""
        if not len(sentences) or not len(self._sample):
            return np.ones(len(sentences), np.float32)
        others = sentences @ self._sample.T
        others[:, self._keys == key] = 0
        count = min(ALIKE, others.shape[1])
        nearest = -np.partition(-others, count - 1, axis=1)[:, :count].mean(axis=1)
        telling = np.clip(_TELLING - nearest, _LEAST, None).astype(np.float16)
        return np.asarray(telling, np.float32)
