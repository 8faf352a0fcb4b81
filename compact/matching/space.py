"""The room that vectors live in: centred on what the site's texts have in common, and short enough to search."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

DIMENSIONS: Final = 128
FEW: Final = 2000
"""Below this many texts no axes can be learnt: the vectors keep the encoder's own dimensions."""
SHIPPED_TEXTS: Final = 200
"""The shipped centre counts as much as this many texts of the site."""


def unit(rows: Matrix) -> Matrix:
    """Answer the rows at length one; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


@cache
def _shipped_centres() -> dict[str, str]:
    text = (Path(__file__).parent / "centres.json").read_text(encoding="utf-8")
    centres: dict[str, str] = json.loads(text)["centres"]
    return centres


class Space:
    """A centre and, for many texts, the axes along which they differ most."""

    def __init__(self, centre: Matrix, axes: Matrix | None) -> None:
        self.centre, self.axes = centre, axes

    @property
    def dimensions(self) -> int:
        """How long a placed vector is."""
        return len(self.centre) if self.axes is None else self.axes.shape[1]

    @classmethod
    def fit(cls, sample: Matrix, encoder_name: str) -> Self:
        """Answer the space of a sample of encoded texts; a small sample leans on the shipped centre of that encoder."""
        shipped = _shipped_centres().get(encoder_name)
        known = _matrix(shipped) if shipped else np.zeros(sample.shape[1], np.float32)
        if len(known) != sample.shape[1]:
            known = np.zeros(sample.shape[1], np.float32)
        share = len(sample) / (len(sample) + SHIPPED_TEXTS)
        mean = sample.mean(axis=0) if len(sample) else known
        centre = np.asarray(share * mean + (1 - share) * known, np.float32)
        if len(sample) < FEW:
            return cls(centre, None)
        centred = np.asarray(sample - centre, np.float64)
        _, vectors = np.linalg.eigh(centred.T @ centred)
        return cls(centre, np.asarray(vectors[:, ::-1][:, :DIMENSIONS], np.float16).astype(np.float32))

    def place(self, encoded: Matrix) -> Matrix:
        """Answer where encoded texts lie, at length one, as half precision keeps them."""
        centred = encoded - self.centre
        placed = unit(np.asarray(centred if self.axes is None else centred @ self.axes, np.float32))
        return placed.astype(np.float16).astype(np.float32)

    def state(self) -> dict[str, Any]:
        """Answer the space as JSON can hold it."""
        axes = None if self.axes is None else _text(self.axes)
        return {"centre": _text(self.centre, np.float32), "axes": axes}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> Self:
        """Answer the space that ``state`` told."""
        centre = np.frombuffer(base64.b64decode(state["centre"]), np.float32)
        axes = _matrix(state["axes"]).reshape(len(centre), -1) if state["axes"] else None
        return cls(centre, axes)


def _text(rows: Matrix, kind: type[np.floating[Any]] = np.float16) -> str:
    return base64.b64encode(rows.astype(kind).tobytes()).decode()


def _matrix(text: str) -> Matrix:
    return np.frombuffer(base64.b64decode(text), np.float16).astype(np.float32)
