"""The shipped curves: how much each comparison weighs, and where the numbers come from."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FEATURES: Final = (
    "title",
    "summary",
    "summary_best",
    "context",
    "context_least",
    "words",
    "names",
    "years",
    "phase",
    "entities",
    "countries",
    "dates_best",
    "dates_least",
    "sequence",
    "amount",
    "themes",
    "family",
    "kind",
)
"""The columns of a table of comparisons, in order."""

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("title",),
    "summary": ("summary", "summary_best"),
    "context": ("context", "context_least"),
    "words": ("words", "names"),
    "years": ("years",),
    "phase": ("phase",),
    "entities": ("entities",),
    "countries": ("countries",),
    "dates": ("dates_best", "dates_least", "sequence"),
    "amount": ("amount",),
    "themes": ("themes",),
    "family": ("family",),
    "kind": ("kind",),
}
"""The evidence that each field gives is the sum of its columns' weights."""


@dataclass(frozen=True, slots=True)
class Curves:
    """One rising curve a feature, and the prior."""

    prior: float
    points: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]
    background: Mapping[str, tuple[float, float]]
    """Middle and spread of near pairs that a site too small to have its own leans on."""

    def weights(self, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """Answer the weight of each comparison, in the shape of the table."""
        weights = np.zeros(table.shape)
        for at, name in enumerate(FEATURES):
            knots, values = self.points[name]
            if values[0] < values[-1]:
                weights[:, at] = np.interp(table[:, at], knots, values)
        return weights


@cache
def shipped(name: str) -> Curves:
    """Answer the curves for 'sentence' encoders or for the 'lexical' one."""
    path = Path(__file__).parent / "curves.json"
    stored = json.loads(path.read_text(encoding="utf-8"))[name]
    points = {feature: (np.array(knots), np.array(values)) for feature, (knots, values) in stored["points"].items()}
    background = {feature: (middle, spread) for feature, (middle, spread) in stored["background"].items()}
    return Curves(stored["prior"], points, background)
