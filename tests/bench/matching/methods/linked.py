"""The Python Record Linkage Toolkit: comparison features and its logistic regression, trained on other records."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import recordlinkage as rl
from recordlinkage.base import BaseIndexAlgorithm

from tests.bench.matching.methods.crossed import scored_by_lesson
from tests.bench.matching.methods.fields import prepared
from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.matching.disturb import Row
    from tests.bench.matching.task import Task


class SharedKeys(BaseIndexAlgorithm):
    """Candidates that share one of ``keys``: blocking on many keys at once."""

    def _dedup_index(self, df: pd.DataFrame) -> pd.MultiIndex:
        keys = df["keys"].explode().dropna().rename("key").rename_axis("at").reset_index()
        pairs = keys.merge(keys, on="key")
        pairs = pairs.loc[pairs["at_x"] < pairs["at_y"], ["at_x", "at_y"]].drop_duplicates()
        return pd.MultiIndex.from_frame(pairs)

    def _link_index(self, df_a: pd.DataFrame, df_b: pd.DataFrame) -> pd.MultiIndex:
        raise NotImplementedError


def run(task: Task) -> Scored:
    """Answer all candidates with the probability that the classifier gives them."""
    warnings.simplefilter("ignore", FutureWarning)
    with task.timed("score"):
        table = pd.DataFrame(prepared(task.rows)).set_index("unique_id")
        pairs, features = _features(table)

    def learn(rows: Sequence[Row]) -> Callable[[], Scored]:
        with task.timed("fit"):
            lesson = pd.DataFrame(prepared(rows)).set_index("unique_id")
            at, known = _features(lesson)
            cluster = lesson["cluster"].to_numpy()
            left, right = (at.get_level_values(level).to_numpy() for level in (0, 1))
            classifier = rl.LogisticRegressionClassifier(max_iter=1000)
            classifier.fit(known, at[cluster[left] == cluster[right]])

        def score() -> Scored:
            with task.timed("score"):
                a, b = (pairs.get_level_values(level).to_numpy().astype(np.int64) for level in (0, 1))
                return Scored(a, b, classifier.prob(features).to_numpy().astype(np.float64))

        return score

    return scored_by_lesson(task, learn)


def _features(table: pd.DataFrame) -> tuple[pd.MultiIndex, pd.DataFrame]:
    indexer = rl.Index()
    indexer.add(SharedKeys())
    indexer.sortedneighbourhood("title", window=9)
    pairs = _once(indexer.index(table))
    compare = rl.Compare()
    for method in ("jarowinkler", "cosine"):
        compare.string("title", "title", method=method, label=f"title {method}")
    for name in ("title_words", "summary_words", "entities", "countries"):
        compare.compare_vectorized(_jaccard, name, name, label=name)
    for name in ("start_on", "end_on"):
        for days in (10.0, 120.0):
            compare.compare_vectorized(_near(days), name, name, label=f"{name} {days:g}")
    for width in (0.05, 0.7):
        compare.compare_vectorized(_alike(width), "budget", "budget", label=f"budget {width}")
    features: pd.DataFrame = compare.compute(pairs, table)
    return pairs, features.fillna(0.0)


def _once(pairs: pd.MultiIndex) -> pd.MultiIndex:
    """Answer each pair once, the smaller number first: the two indexing algorithms do not agree on the order."""
    left, right = (pairs.get_level_values(level).to_numpy() for level in (0, 1))
    return pd.MultiIndex.from_arrays([np.minimum(left, right), np.maximum(left, right)]).drop_duplicates()


def _jaccard(left: Any, right: Any) -> Any:
    shared = [len(a & b) / (len(a | b) or 1) for a, b in zip(map(set, left), map(set, right), strict=True)]
    return pd.Series(shared, index=left.index)


def _near(days: float) -> Callable[[Any, Any], Any]:
    """Answer a comparison that falls with the days between two dates; 0.3 where one is not known."""

    def compare(left: Any, right: Any) -> Any:
        apart = (pd.to_datetime(left).to_numpy() - pd.to_datetime(right).to_numpy()) / np.timedelta64(1, "D")
        return pd.Series(np.nan_to_num(np.exp(-np.abs(apart) / days), nan=0.3), index=left.index)

    return compare


def _alike(width: float) -> Callable[[Any, Any], Any]:
    """Answer a comparison that falls with the ratio of two amounts; 0.3 where one is not known."""

    def compare(left: Any, right: Any) -> Any:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(left.to_numpy(float)) - np.log(right.to_numpy(float))
        return pd.Series(np.nan_to_num(np.exp(-np.abs(ratio) / width), nan=0.3), index=left.index)

    return compare
