"""How good a list of scored pairs is: at the operating point, at its best, and over all thresholds."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tests.bench.matching.data import pair_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tests.bench.matching.data import Truth
    from tests.bench.matching.disturb import Row


@dataclass(frozen=True)
class Scored:
    """What a method answers: pairs of positions in the list of records, each once, with a score; higher is likelier."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    score: NDArray[np.float64]
    same: NDArray[np.bool_] | None = None
    """The method's own verdict at the point that it ships with; None where it ships with none."""

    def true(self, truth: Truth) -> NDArray[np.bool_]:
        """Answer for each pair whether the two are the same work."""
        return truth.clusters[self.a] == truth.clusters[self.b]


@dataclass(frozen=True)
class Point:
    """Precision, recall and F1 of a choice of pairs; NaN where nothing was chosen or there is nothing to find."""

    precision: float
    recall: float
    f1: float


def point(hits: float, chosen: float, wanted: float) -> Point:
    """Answer the point of ``hits`` true pairs among ``chosen`` ones, when ``wanted`` are true in all."""
    precision = hits / chosen if chosen else math.nan
    recall = hits / wanted if wanted else math.nan
    return Point(precision, recall, 2 * hits / (chosen + wanted) if wanted else math.nan)


def at_verdict(scored: Scored, same: NDArray[np.bool_], truth: Truth) -> Point:
    """Answer the point of the pairs that ``same`` names."""
    return point(float((scored.true(truth) & same).sum()), float(same.sum()), float(truth.pairs))


def intervals(
    scored: Scored, same: NDArray[np.bool_], truth: Truth, *, rounds: int = 500, seed: int = 1
) -> dict[str, tuple[float, float]]:
    """Answer the 95 % interval of precision, recall and F1 when the projects are drawn anew, with replacement.

    Whole projects are drawn, as the records of one depend on each other. A project that is drawn w times brings its
    true pairs w times; a wrong pair of two projects comes as often as the product of theirs.
    """
    true = scored.true(truth)[same]
    left, right = truth.clusters[scored.a[same]], truth.clusters[scored.b[same]]
    count, sizes = len(truth.sizes), truth.sizes
    each = (sizes * (sizes - 1) // 2).astype(np.float64)
    chance = np.random.default_rng(seed)
    drawn: list[Point] = []
    for _ in range(rounds):
        weight = np.bincount(chance.integers(count, size=count), minlength=count).astype(np.float64)
        hits = float(weight[left[true]].sum())
        wrong = float((weight[left[~true]] * weight[right[~true]]).sum())
        drawn.append(point(hits, hits + wrong, float(weight @ each)))
    return {name: _middle(np.array([getattr(each, name) for each in drawn])) for name in ("precision", "recall", "f1")}


def _middle(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return math.nan, math.nan
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def curve(scored: Scored, truth: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Answer hits and number chosen at each distinct score, from the highest down, and these scores."""
    order = np.argsort(-scored.score, kind="stable")
    score = scored.score[order]
    hits = np.cumsum(scored.true(truth)[order]).astype(np.float64)
    last = np.append(score[1:] != score[:-1], True) if len(score) else np.zeros(0, bool)
    return hits[last], np.flatnonzero(last).astype(np.float64) + 1, score[last]


def best_f1(scored: Scored, truth: Truth) -> float:
    """Answer the F1 at the best threshold for these very records, which nobody knows beforehand."""
    hits, chosen, _ = curve(scored, truth)
    return float((2 * hits / (chosen + truth.pairs)).max()) if len(hits) and truth.pairs else math.nan


def average_precision(scored: Scored, truth: Truth) -> float:
    """Answer the area under the curve of precision by recall; true pairs that were not scored are never found."""
    if not truth.pairs:
        return math.nan
    hits, chosen, _ = curve(scored, truth)
    if not len(hits):
        return 0.0
    return float((np.diff(hits, prepend=0.0) * hits / chosen).sum() / truth.pairs)


def candidate_recall(scored: Scored, truth: Truth) -> float:
    """Answer the share of true pairs that the method scored at all."""
    return float(scored.true(truth).sum() / truth.pairs) if truth.pairs else math.nan


def recall_by_kind(scored: Scored, same: NDArray[np.bool_], truth: Truth) -> dict[str, float]:
    """Answer the recall at the operating point by the kind of duplicate, where the records tell it."""
    found: dict[str, int] = {}
    chosen = scored.true(truth) & same
    for a, b in zip(scored.a[chosen].tolist(), scored.b[chosen].tolist(), strict=True):
        kind = pair_kind(truth.kinds[a], truth.kinds[b])
        found[kind] = found.get(kind, 0) + 1
    return {kind: found.get(kind, 0) / count for kind, count in sorted(truth.pairs_by_kind.items())}


def wrong_by_kind(scored: Scored, same: NDArray[np.bool_], rows: Sequence[Row]) -> dict[str, int]:
    """Answer how many wrong pairs were chosen, by what they are: a generated work and its sibling, or unrelated ones.

    The generator numbers a sibling (next phase, other year, other country) right after the work that it stands beside.
    """
    counts: Counter[str] = Counter()
    for a, b in zip(scored.a[same].tolist(), scored.b[same].tolist(), strict=True):
        one, other = sorted((rows[a], rows[b]), key=lambda row: row["project"])
        if one["project"] != other["project"]:
            beside = other["project"] - one["project"] == 1 and other["kind"].startswith("sib:")
            counts[other["kind"].removeprefix("sib:") if beside else "unrelated"] += 1
    return dict(sorted(counts.items()))


def measures(scored: Scored, same: NDArray[np.bool_], truth: Truth) -> dict[str, Any]:
    """Answer all measures of one method on one list of records, ready for JSON (None for what has no value)."""
    shipped = at_verdict(scored, same, truth)
    around = intervals(scored, same, truth)
    values = {
        "pairs_true": truth.pairs,
        "pairs_scored": len(scored.a),
        "pairs_same": int(same.sum()),
        **{name: getattr(shipped, name) for name in ("precision", "recall", "f1")},
        **{f"{name}_interval": list(between) for name, between in around.items()},
        "best_f1": best_f1(scored, truth),
        "pr_auc": average_precision(scored, truth),
        "candidate_recall": candidate_recall(scored, truth),
        "recall_by_kind": recall_by_kind(scored, same, truth),
    }
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if math.isnan(value) else value
    return [_plain(each) for each in value] if isinstance(value, list) else value
