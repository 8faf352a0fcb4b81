"""The encoder of last resort: words and their parts, hashed. It knows no language but the lexicon's words."""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from compact.matching.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DIMENSIONS: Final = 512
PARTS: Final = 3
"""Each word and each of its parts falls on this many places, so that two rarely share all of them."""
WORD_WEIGHT: Final = 1.0
PART_WEIGHT: Final = 0.45


class LexicalEncoder:
    """Hashes the words of a text, and their runs of four letters, into a vector; deterministic on every machine."""

    name = "lexical"
    version = "1"
    digest = "words-and-quadgrams"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Answer one row of length one for each text; a text without words is all zeros."""
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            found = dict.fromkeys(words(text))
            if found:
                places, values = (np.concatenate(part) for part in zip(*(_places(word) for word in found), strict=True))
                np.add.at(row, places, values)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


@lru_cache(maxsize=200_000)
def _places(word: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Answer where a word and its parts fall, and with which weight."""
    framed = f" {word} "
    parts = {framed[at : at + 4] for at in range(len(framed) - 3)} if len(word) > 3 and not word.isdigit() else set()
    places, values = [], []
    for unit, weight in [
        (word, WORD_WEIGHT),
        *((part, PART_WEIGHT / max(len(parts), 1) ** 0.5) for part in sorted(parts)),
    ]:
        for number in range(PARTS):
            code = zlib.crc32(f"{number}{unit}".encode())
            places.append(code % DIMENSIONS)
            values.append(weight if code & 0x80000000 else -weight)
    return np.array(places, np.int64), np.array(values, np.float32)
