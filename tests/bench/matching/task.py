"""What a method is given, and what it answers; ``METHODS`` names them all."""

from __future__ import annotations

import importlib
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from tests.bench.matching.data import Truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.bench.matching.disturb import Row
    from tests.bench.matching.encodings import Clocked
    from tests.bench.matching.metrics import Scored


@dataclass
class Task:
    """One list of records for one method."""

    rows: Sequence[Row]
    lesson: Sequence[Row] | None
    """Records with known answers, of another seed, for a method that learns; None: it learns from the other half."""
    encodings: Path
    """The file that keeps sentence vectors from one method to the next."""
    options: Mapping[str, Any] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    """Seconds by what they were spent on; a method fills it."""
    cpu: dict[str, float] = field(default_factory=dict)
    """The same in seconds of the processor, which other work on the machine hardly moves."""
    facts: dict[str, Any] = field(default_factory=dict)
    """What else is worth telling; a method fills it."""

    @property
    def truth(self) -> Truth:
        """The answers, for a method that is told them; others do not look."""
        return Truth.of(self.rows)

    @contextmanager
    def timed(self, what: str) -> Iterator[None]:
        """Add the seconds spent inside to ``times`` and ``cpu``."""
        began, cpu = time.perf_counter(), time.process_time()
        try:
            yield
        finally:
            self.times[what] = self.times.get(what, 0.0) + time.perf_counter() - began
            self.cpu[what] = self.cpu.get(what, 0.0) + time.process_time() - cpu

    def encoded(self, encoder: Clocked, within: str) -> None:
        """Tell the encoder's time from that of the part it was used in."""
        for kept, spent in ((self.times, encoder.seconds), (self.cpu, encoder.cpu)):
            kept["encode"] = kept.get("encode", 0.0) + spent
            kept[within] = kept.get(within, spent) - spent
        self.facts["texts_encoded"] = self.facts.get("texts_encoded", 0) + encoder.texts


@dataclass(frozen=True)
class Method:
    """A method: how the table calls it, and the module whose ``run`` it is."""

    title: str
    module: str
    ours: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)

    def run(self) -> Callable[[Task], Scored]:
        """Answer the function; ``ImportError`` when what it needs is not installed."""
        module: Any = importlib.import_module(f"tests.bench.matching.methods.{self.module}")
        run: Callable[[Task], Scored] = module.run
        return run


ENCODE: Final = "encode"
TOLD: Final = {"told": True}
METHODS: Final[Mapping[str, Method]] = {
    ENCODE: Method("encoding", "encoding"),
    "engine": Method("our engine", "engine", ours=True, options={"encoder": True}),
    "engine-bare": Method("our engine, no encoder", "engine", ours=True, options={"encoder": False}),
    "titles": Method("RapidFuzz token_set, titles", "titles"),
    "tfidf": Method("TF-IDF char 3-4 grams, title + summary", "tfidf"),
    "vectors": Method("sentence vectors, cosine", "vectors"),
    "minhash": Method("MinHash LSH, title + summary", "minhash"),
    "splink": Method("Splink, unsupervised", "splinked", options={"told": False}),
    "splink-told": Method("Splink, told answers", "splinked", options=TOLD),
    "splink-vectors": Method("Splink, told answers, sentence vectors", "splinked", options=TOLD | {"vectors": True}),
    "recordlinkage": Method("recordlinkage, trained", "linked"),
}
