"""What the matching holds in memory: works in an index of vectors, and the names of entities and people in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from compact.matching.names import check_name, scan_names
from compact.matching.records import NamedRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from compact.matching.evidence import Match

    type Progress = Callable[[int, int], bool]

BLOCK = 1024
"""Of how many records a scan compares one block with all others at a time."""


class Comparison(Protocol):
    """The part of ``compact.matching.Index`` that entities and people have too. Not for several threads at once."""

    def __len__(self) -> int: ...
    def __contains__(self, key: str) -> bool: ...

    def upsert(self, record: Any) -> None:
        """Take in a record, or what changed of it."""
        ...

    def remove(self, key: str) -> None:
        """Forget a record; one that is not there is no error."""
        ...

    def row(self, key: str) -> bytes:
        """What was computed of a record."""
        ...

    def state(self) -> dict[str, Any]:
        """What was learnt of all records together, as JSON."""
        ...

    def check(self, record: Any, k: int = 20, *, allowed: Container[str] | None = None) -> list[Match]:
        """At most ``k`` matches among ``allowed``, the likeliest first; never the record itself."""
        ...

    def scan(self, *, block: int = BLOCK, start_block: int = 0, progress: Progress | None = None) -> Iterator[Match]:
        """Every pair worth a look once, from a block on."""
        ...

    def explain(self, a: str, b: str) -> Match:
        """What is thought of two records that are in; KeyError when one is not."""
        ...


class Names:
    """Entities or people, which are few: nothing is computed beforehand."""

    def __init__(self, records: Iterable[Any] = ()) -> None:
        self._records: dict[str, NamedRecord] = {record.key: record for record in records}

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, key: str) -> bool:
        return key in self._records

    def upsert(self, record: NamedRecord) -> None:
        """Take in a record, or what changed of it."""
        self._records[record.key] = record

    def remove(self, key: str) -> None:
        """Forget a record."""
        self._records.pop(key, None)

    def row(self, key: str) -> bytes:
        """Nothing."""
        return b""

    def state(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def check(self, record: NamedRecord, k: int = 20, *, allowed: Container[str] | None = None) -> list[Match]:
        """At most ``k`` matches among ``allowed``, the likeliest first; never the record itself."""
        return check_name(record, self._records.values(), k, allowed=allowed)

    def scan(self, *, block: int = BLOCK, start_block: int = 0, progress: Progress | None = None) -> Iterator[Match]:
        """Every pair worth a look once, all in one block."""
        if start_block == 0:
            yield from scan_names(self._records.values())
            if progress:
                progress(1, 1)

    def explain(self, a: str, b: str) -> Match:
        """What is thought of two records that are in; KeyError when one is not, or when nothing is alike in them."""
        for match in check_name(self._records[a], [self._records[b]], 1):
            return match
        raise KeyError(b)
