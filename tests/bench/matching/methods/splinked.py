"""Splink on DuckDB: a Fellegi-Sunter model over title, summary, partners, countries, dates and budget.

Unsupervised: u from random pairs, m by expectation maximisation. Told the answers: m from the clusters of the lesson
(another seed, or the other half), which a site would have to make by hand. With vectors: the cosine of the sentence
vectors that our engine uses is one more field.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import duckdb
import numpy as np
import pyarrow as pa
import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from tests.bench.matching.methods.crossed import scored_by_lesson
from tests.bench.matching.methods.fields import prepared
from tests.bench.matching.methods.vectors import mean_vectors
from tests.bench.matching.metrics import Scored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.bench.matching.disturb import Row
    from tests.bench.matching.task import Task

WORDS = pa.list_(pa.string())
SCHEMA = pa.schema(
    {
        "unique_id": pa.int64(),
        "title": pa.string(),
        "title_words": WORDS,
        "summary_words": WORDS,
        "entities": WORDS,
        "countries": WORDS,
        "start_on": pa.string(),
        "end_on": pa.string(),
        "budget": pa.float64(),
        "cluster": pa.string(),
        "rarest": pa.string(),
        "keys": WORDS,
    }
)
MEMORY = "6GB"
RANDOM_PAIRS = 2e5
RULES = [block_on("keys", arrays_to_explode=["keys"])]


def run(task: Task) -> Scored:
    """Answer all candidates with their match weights."""
    logging.getLogger("splink").setLevel(logging.ERROR)
    if not task.options["told"]:
        with task.timed("fit"):
            linker = _linker(task.rows, task)
            _estimate(linker, task)
        with task.timed("score"):
            return _predict(linker)

    def learn(rows: Sequence[Row]) -> Callable[[], Scored]:
        with task.timed("fit"):
            taught = _linker(rows, task)
            taught.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
            taught.training.estimate_m_from_label_column("cluster")
            model = taught.misc.save_model_to_json()

        def score() -> Scored:
            with task.timed("score"):
                return _predict(_linker(task.rows, task, model))

        return score

    return scored_by_lesson(task, learn)


def _used(rows: Sequence[Row]) -> set[str]:
    """Answer the fields that some record has: a field that none has cannot be trained."""
    names = {"entities": "entities", "countries": "countries", "start": "start_on", "end": "end_on", "budget": "budget"}
    return {name for field, name in names.items() if any(row[field] not in (None, []) for row in rows)}


def _linker(rows: Sequence[Row], task: Task, model: dict[str, Any] | None = None) -> Any:
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET threads = 1; SET memory_limit = '{MEMORY}'")
    table = DuckDBAPI(connection=connection)
    data = [{**each, **{name: each[name] or None for name in EMPTY}} for each in prepared(rows)]
    arrow = pa.Table.from_pylist(data, SCHEMA)
    fields = _comparisons(_used(task.rows))
    if task.options.get("vectors"):
        vectors = mean_vectors(rows, task)
        column = pa.FixedSizeListArray.from_arrays(pa.array(vectors.ravel()), vectors.shape[1])
        arrow = arrow.append_column("vector", column)
        fields.append(comparisons.CosineSimilarityAtThresholds("vector", [0.9, 0.8, 0.7, 0.6, 0.5, 0.4]))
    settings = model or SettingsCreator(
        link_type="dedupe_only",
        comparisons=fields,
        blocking_rules_to_generate_predictions=RULES,
        probability_two_random_records_match=0.2 / max(len(rows), 2),
        retain_matching_columns=False,
        additional_columns_to_retain=["cluster"],
    )
    return Linker(table.register(arrow), settings, log_level=logging.ERROR)


EMPTY = ("title_words", "summary_words", "entities", "countries")


def _comparisons(used: set[str]) -> list[Any]:
    title = comparisons.CustomComparison(
        [
            levels.NullLevel("title"),
            levels.ExactMatchLevel("title"),
            *(levels.CustomLevel(_overlap("title_words", share)) for share in (0.8, 0.6, 0.45, 0.3)),
            levels.ElseLevel(),
        ],
        output_column_name="title",
    )
    made = [title, _sets("summary_words", (0.7, 0.5, 0.35, 0.2))]
    made += [_sets(name, (0.99, 0.5, 0.01)) for name in ("entities", "countries") if name in used]
    made += [
        comparisons.AbsoluteDateDifferenceAtThresholds(
            name, input_is_string=True, metrics=["day", "day", "day"], thresholds=[35, 200, 400]
        )
        for name in ("start_on", "end_on")
        if name in used
    ]
    if "budget" in used:
        made.append(_amounts())
    return made


def _overlap(name: str, share: float) -> str:
    both = f"len(list_intersect({name}_l, {name}_r))"
    return f"{both} >= {share} * (len({name}_l) + len({name}_r) - {both})"


def _sets(name: str, shares: Sequence[float]) -> Any:
    return comparisons.CustomComparison(
        [
            levels.NullLevel(name),
            *(levels.CustomLevel(_overlap(name, share)) for share in shares),
            levels.ElseLevel(),
        ],
        output_column_name=name,
    )


def _amounts() -> Any:
    return comparisons.CustomComparison(
        [
            levels.NullLevel("budget"),
            levels.ExactMatchLevel("budget"),
            *(
                levels.CustomLevel(f"least(budget_l, budget_r) >= {share} * greatest(budget_l, budget_r)")
                for share in (0.9, 0.6, 0.3)
            ),
            levels.ElseLevel(),
        ],
        output_column_name="budget",
    )


def _estimate(linker: Any, task: Task) -> None:
    """Train without answers: passes of expectation maximisation with unlike blocks, so that each field is trained."""
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=1)
    rules = [*(block_on(name) for name in ("start_on", "budget") if name in _used(task.rows)), block_on("rarest")]
    failed = 0
    for rule in rules:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
        except Exception:  # noqa: BLE001  # whatever stops one pass, the others go on; the table tells how many failed
            failed += 1
    task.facts["passes_failed"] = failed


def _predict(linker: Any) -> Scored:
    found = linker.inference.predict()
    table = found.as_duckdbpyrelation().project("unique_id_l, unique_id_r, match_weight").fetchnumpy()
    left, right = (np.asarray(table[name], np.int64) for name in ("unique_id_l", "unique_id_r"))
    return Scored(np.minimum(left, right), np.maximum(left, right), np.asarray(table["match_weight"], np.float64))
