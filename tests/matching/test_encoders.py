"""Encoders: which one is used, and that no text is encoded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from compact.matching.encoders import default_encoder, encode, identity
from compact.matching.index import Index
from compact.matching.lexical import LexicalEncoder
from tests.matching.samples import ALL, BORDER_EN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Counting(LexicalEncoder):
    name = "counting"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.seen += texts
        return super().encode(texts)


class Memory(dict[str, bytes]):
    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        return {key: self[key] for key in keys if key in self}

    def put_many(self, values: Mapping[str, bytes]) -> None:
        self.update(values)


def test_no_text_is_encoded_twice() -> None:
    encoder, memory = Counting(), Memory()
    Index.fit(ALL, encoder, cache=memory)
    assert len(encoder.seen) == len(set(encoder.seen))
    Index.fit(ALL, encoder, cache=memory).check(BORDER_EN)
    assert len(encoder.seen) == len(set(encoder.seen))


def test_vectors_come_back_from_the_cache_as_they_went() -> None:
    memory = Memory()
    first = encode(Counting(), ["border", "aviation", "border"], memory)
    assert np.array_equal(first, encode(Counting(), ["border", "aviation", "border"], memory))
    assert len(memory) == 2


def test_the_cache_keeps_encoders_apart() -> None:
    memory = Memory()
    encode(Counting(), ["border"], memory)
    encode(LexicalEncoder(), ["border"], memory)
    assert len(memory) == 2


def test_no_texts_make_no_rows() -> None:
    assert encode(LexicalEncoder(), []).shape == (0, LexicalEncoder.dimensions)


def test_without_an_encoder_the_identity_says_so() -> None:
    assert identity(None) == "none"


def test_the_same_word_in_two_languages_is_one_word_to_the_lexical_encoder() -> None:
    french, english, other = LexicalEncoder().encode(["frontières du Tchad", "borders of Chad", "aviation in Peru"])
    assert french @ english > 0.9
    assert abs(french @ other) < 0.5


def test_the_lexical_vector_of_no_words_is_zero() -> None:
    assert not LexicalEncoder().encode(["the of and"]).any()


@pytest.mark.skipif(default_encoder() is None, reason="the sentence encoder is not installed")
def test_the_sentence_encoder_brings_two_languages_together() -> None:
    encoder = default_encoder()
    english, french, other = encoder.encode(["border guards", "gardes-frontières", "maternal health"])
    assert english @ french > english @ other
    assert encoder.dimensions == len(english)
    assert len(encoder.digest) == 16
