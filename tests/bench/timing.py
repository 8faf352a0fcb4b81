"""Rounds in turn, medians, and the lines of the result."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5


def alternate(ours: Callable[[], Any], reference: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, float]:
    """The medians in milliseconds of five rounds in turn, after one to warm up."""
    taken = [(clocked(ours), clocked(reference)) for _ in range(rounds + 1)][1:]
    return statistics.median(one for one, other in taken), statistics.median(other for one, other in taken)


def clocked(act: Callable[[], Any]) -> float:
    """How many milliseconds ``act`` takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def figure(name: str, ours: float, reference: float | None, unit: str, goal: float | None = None) -> dict[str, Any]:
    """One line of the result. A goal is for the ratio or, without a reference, for the figure itself."""
    ratio = ours / reference if reference else None
    measured = ratio if ratio is not None else ours
    return {
        "name": name,
        "ours": round(ours, 2),
        "reference": None if reference is None else round(reference, 2),
        "unit": unit,
        "ratio": None if ratio is None else round(ratio, 2),
        "goal": goal,
        "met": None if goal is None else measured <= goal,
    }
