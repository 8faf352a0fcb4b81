"""Which rows of a file are the same work as each other or as what the database holds; nothing is written anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compact.matching.index import Index
from workinggroups.overlaps.comparing.encoding import EncodingStore
from workinggroups.overlaps.comparing.records import OF_KIND, records_load
from workinggroups.overlaps.models import ComparedKind, Subject
from workinggroups.overlaps.screening.known import has_tables
from workinggroups.overlaps.screening.rows import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from compact.matching.encoders import Encoder
    from compact.matching.evidence import Evidence, Match
    from compact.matching.records import Record
    from workinggroups.overlaps.screening.rows import Table

    type Tell = Callable[[str, int, int], None]
    """Told now and then what is done (``fit`` or ``scan``), how much of it, and of how much."""

FEW = 10
"""Where the database holds so many times more records than the file, each row is looked up instead of comparing all."""

CLOSEST = 50
"""How many matches of a row are looked up then."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the file, by its id, and another one or a record of the database, by its identifier."""

    a: str
    b: str
    verdict: str
    probability: float
    strength: str
    evidence: tuple[Evidence, ...]
    title_a: str
    title_b: str


class Screening:
    """One comparison of the rows of a file with each other and with all works on record."""

    def __init__(self, table: Table, encoder: Encoder | None, tell: Tell) -> None:
        self.stored = _stored(set(table.names.values())) if has_tables() else []
        self._table, self._tell = table, tell
        self._titles = {each.key: each.titles[0] for each in (*table.records, *self.stored)}
        self._index = Index.fit(
            [*table.records, *self.stored],
            encoder,
            progress=self._progress("fit"),
            cache=EncodingStore(encoder, keep=False) if has_tables() else None,
        )

    def pairs(self) -> Iterator[Pair]:
        """The pairs of which at least one is of the file, as they are found."""
        few = len(self.stored) > FEW * len(self._table.records)
        for match in self._looked_up() if few else self._index.scan(progress=self._progress("scan")):
            a, b = sorted((match.a, match.b), key=self._place)
            if a.startswith(FILE):
                yield self._pair(match, a, b)

    def _place(self, key: str) -> tuple[bool, int]:
        """Rows of the file come first, in their order."""
        return (False, int(key.removeprefix(FILE))) if key.startswith(FILE) else (True, 0)

    def _looked_up(self) -> Iterator[Match]:
        seen = set()
        tell, total = self._progress("scan"), len(self._table.records)
        for done, record in enumerate(self._table.records, start=1):
            for match in self._index.check(record, CLOSEST):
                pair = frozenset((match.a, match.b))
                if pair not in seen:
                    seen.add(pair)
                    yield match
            tell(done, total)

    def _pair(self, match: Match, a: str, b: str) -> Pair:
        names = self._table.names
        return Pair(
            a=names.get(a, a),
            b=names.get(b, b),
            verdict=str(match.verdict),
            probability=match.probability,
            strength=str(match.strength),
            evidence=match.seen_from(a).evidence,
            title_a=self._titles[a],
            title_b=self._titles[b],
        )

    def _progress(self, step: str) -> Callable[[int, int], bool]:
        def told(done: int, total: int) -> bool:
            self._tell(step, done, total)
            return True

        return told


def _stored(left_out: set[str]) -> list[Record]:
    """All works on record but those that the file names by their identifiers: they are the rows themselves."""
    found: list[Any] = []
    for name in OF_KIND[ComparedKind.WORK]:
        model: Any = Subject._meta.get_field(name).related_model
        keys = list(model._default_manager.live().values_list("pk", flat=True))
        found += [record for record in records_load(name, keys).values() if record.key not in left_out]
    return found
