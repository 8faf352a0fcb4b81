"""The records that are measured on: generated ones and the real bilingual file. Both lie outside the repository."""

from __future__ import annotations

import datetime
import importlib.util
import json
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from compact.matching.gazetteer import code_of
from compact.matching.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tests.bench.matching.disturb import Noise, Row

ROOT = Path(__file__).resolve().parents[3]
FOLDER = "MATCHING_BENCHMARKS"
"""The environment variable that names the folder of the generator and the real file."""
GENERATOR, REAL = "generate_projects.py", "bilingual_activities_dev.jsonl"


def folder() -> Path:
    """Answer the folder that the environment names, or the one that lies beside the repository."""
    return Path(os.environ.get(FOLDER) or ROOT.parent / "shared" / "benchmarks")


class Generator:
    """The generator of synthetic projects, loaded from its file; ``OSError`` when there is none."""

    def __init__(self, path: Path) -> None:
        spec = importlib.util.spec_from_file_location("generate_projects", path)
        assert spec is not None
        assert spec.loader is not None
        self._module: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._module)

    def rows(self, size: int, seed: int) -> list[Row]:
        """Answer ``size`` records; the same for the same seed."""
        made: list[Row] = self._module.generate(size, seed)
        return made

    def noise(self, seed: int) -> Noise:
        """Answer the generator's noise, begun afresh."""
        noise: Noise = self._module.Gen(seed)
        return noise


def read(path: Path) -> list[Row]:
    """Answer the rows of a file of JSON lines; ``OSError`` when it cannot be read."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def record_of(row: Row, key: str) -> Record:
    """Answer a row as the engine reads it. It is not told which project the row belongs to, nor of what kind it is."""
    return Record(
        key=key,
        titles=(row["title"],),
        summaries=(row["summary"],) if row["summary"] else (),
        entities=frozenset(row["entities"]),
        countries=frozenset(code_of(name) or name for name in row["countries"]),
        start=_day(row["start"]),
        end=_day(row["end"]),
        amount=row["budget"],
    )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class Truth:
    """Which records are the same work: those of one cluster."""

    clusters: NDArray[np.int64]
    """The cluster of each record, numbered from 0."""
    kinds: tuple[str, ...] = ()
    """How each record came to be; 'dup:translated' and so on."""

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Truth:
        """Answer the truth that the rows' ``project`` tells."""
        numbers: dict[Any, int] = {}
        clusters = [numbers.setdefault(row["project"], len(numbers)) for row in rows]
        return cls(np.array(clusters, np.int64), tuple(row.get("kind", "") for row in rows))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """How many records each cluster has."""
        return np.bincount(self.clusters).astype(np.int64)

    @property
    def pairs(self) -> int:
        """How many pairs of records are the same work."""
        return int((self.sizes * (self.sizes - 1) // 2).sum())

    @property
    def pairs_by_kind(self) -> Counter[str]:
        """How many true pairs there are by the kind of duplicate (see ``pair_kind``)."""
        members: dict[int, list[str]] = {}
        for cluster, kind in zip(self.clusters.tolist(), self.kinds, strict=True):
            members.setdefault(cluster, []).append(kind)
        return Counter(
            pair_kind(a, b) for kinds in members.values() for at, a in enumerate(kinds) for b in kinds[at + 1 :]
        )

    def halves(self) -> NDArray[np.bool_]:
        """Answer for each record whether it is in the first half of the projects, drawn alike every time."""
        count = len(self.sizes)
        first = np.zeros(count, bool)
        first[np.random.default_rng(20).permutation(count)[: count // 2]] = True
        return first[self.clusters]


def pair_kind(a: str, b: str) -> str:
    """Answer of what kind a true pair is: that of the duplicate, or of both."""
    kinds = sorted({kind.removeprefix("dup:") for kind in (a, b) if kind.startswith("dup:")})
    return "+".join(kinds) or "base"
