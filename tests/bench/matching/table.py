"""The table: a line a method, a block a setting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.bench.matching.task import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WIDTH: Final = 40
NOTES: Final = (
    "The operating point of our engine is the verdict same_work that it ships with; of the others it is the threshold",
    "that is best for the other half of the projects. In brackets: 95 % of F1 when the projects are drawn anew.",
    "cand.: the share of true pairs that the method scored at all. One thread. Texts are encoded once for all methods;",
    "the other times are besides encoding. MB: the peak of the whole process.",
    "The priors that our engine ships with were informed by the real file: there it has seen what it is measured on.",
)


def head(setting: str, records: int, true: int | None) -> str:
    """Answer the heading of a block."""
    pairs = "" if true is None else f", {true:,} true pairs"
    columns = f"{'prec.':>6}{'recall':>7}{'F1':>6}{'':>14}{'best':>6}{'AUC':>6}{'cand.':>6}"
    rest = f"{'scored':>11}{'encode s':>10}{'time s':>9}{'CPU s':>8}{'MB':>7}"
    return f"\n{setting}: {records:,} records{pairs}\n{'method':<{WIDTH}}{columns}{rest}"


def line(figures: Mapping[str, Any]) -> str:
    """Answer the line of a method."""
    title = f"{METHODS[figures['method']].title:<{WIDTH}}"
    if "failed" in figures:
        return f"{title}  {figures['failed']}"
    encode = figures["times"].get("encode", 0.0)
    if "encoding" in figures:
        encode += figures["encoding"]["times"]["encode"]
    rest, cpu = (sum(kept.values()) - kept.get("encode", 0.0) for kept in (figures["times"], figures["cpu"]))
    numbers = f"{share(figures['precision']):>6}{share(figures['recall']):>7}{share(figures['f1']):>6}"
    low, high = figures["f1_interval"]
    between = "" if low is None else f" [{share(low)}–{share(high)}]"
    ranking = "".join(f"{share(figures[name]):>6}" for name in ("best_f1", "pr_auc", "candidate_recall"))
    cost = f"{figures['pairs_scored']:>11,}{encode:>10.1f}{rest:>9.1f}{cpu:>8.1f}{figures['peak_mb']:>7.0f}"
    return f"{title}{numbers}{between:>14}{ranking}{cost}"


def more(figures: Mapping[str, Any]) -> Iterable[str]:
    """Answer what else is told of our engine: fitting and scanning apart, one new record, recall by kind."""
    if "failed" in figures or not METHODS[figures["method"]].ours:
        return
    times, cpu, check = figures["times"], figures["cpu"], figures["check"]
    found = f", finds {share(check['found'])} of its duplicates" if "found" in check else ""
    yield f"{'':>4}fit {_both(times, cpu, 'fit')}, full scan {_both(times, cpu, 'scan')}"
    yield (
        f"{'':>4}one new record: median {check['p50_ms']:.1f} ms, 95th percentile {check['p95_ms']:.1f} ms"
        f" (CPU {check['p50_cpu_ms']:.1f} and {check['p95_cpu_ms']:.1f}), encoding included{found}"
    )
    kinds = figures["recall_by_kind"]
    if len(kinds) > 1:
        yield f"{'':>4}recall by kind: " + ", ".join(f"{kind} {share(value)}" for kind, value in kinds.items())
        wrong = figures["wrong_by_kind"]
        yield f"{'':>4}wrongly the same work: " + (
            ", ".join(f"{kind} {count}" for kind, count in wrong.items()) or "none"
        )
    if not figures["pairs_true"]:
        yield f"{'':>4}there is nothing to find: {figures['pairs_same']} pairs were called the same work"


def _both(times: Mapping[str, float], cpu: Mapping[str, float], what: str) -> str:
    return f"{times[what]:.1f} s (CPU {cpu[what]:.1f})"


def share(value: float | None) -> str:
    """Answer a number from 0 to 1 with three digits; a dash for none."""
    return "–" if value is None else f"{value:.3f}".removeprefix("0")
