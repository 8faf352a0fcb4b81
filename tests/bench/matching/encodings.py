"""Sentence vectors kept in a file, so that each text is encoded once for all methods, and how long encoding takes."""

from __future__ import annotations

import sqlite3
import time
from typing import TYPE_CHECKING

from compact.matching.encoders import default_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from compact.matching.encoders import Encoder

AT_ONCE = 500


class NoEncoder(Exception):
    """The sentence encoder is not installed."""


class Clocked:
    """The encoder that ships, with the seconds spent in it and the number of texts."""

    def __init__(self) -> None:
        found = default_encoder()
        if found is None:
            raise NoEncoder
        self._encoder: Encoder = found
        self.name, self.version, self.digest = found.name, found.version, found.digest
        self.dimensions = found.dimensions
        self.seconds, self.cpu, self.texts = 0.0, 0.0, 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode, and count."""
        began, cpu = time.perf_counter(), time.process_time()
        try:
            return self._encoder.encode(texts)
        finally:
            self.seconds += time.perf_counter() - began
            self.cpu += time.process_time() - cpu
            self.texts += len(texts)


class Kept:
    """An ``EncodingCache`` in an SQLite file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._database = sqlite3.connect(path)
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE IF NOT EXISTS encodings (key TEXT PRIMARY KEY, row BLOB) WITHOUT ROWID")
        self.off = False
        """While True nothing is known and nothing is kept: every text is encoded anew."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Answer those of the keys that are known."""
        known: dict[str, bytes] = {}
        for at in range(0, 0 if self.off else len(keys), AT_ONCE):
            some = keys[at : at + AT_ONCE]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, row FROM encodings WHERE key IN ({marks})"  # noqa: S608  # question marks alone
            known.update(self._database.execute(query, some))
        return known

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep the values."""
        if not self.off:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO encodings VALUES (?, ?)", values.items())
