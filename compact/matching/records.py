"""What the engine reads: a record of work as the site holds it, and what the staff decided about two of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    type Precision = Literal["day", "month", "year"]


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of work: a programme, a project, a planned activity.

    Only ``key`` and one title are needed; what is unknown stays empty, and counts neither for nor against.
    """

    key: str
    """The caller's identifier, unique in an index."""
    titles: tuple[str, ...]
    """The same title in one or more languages."""
    summaries: tuple[str, ...] = ()
    """The same summary in one or more languages."""
    entities: frozenset[str] = frozenset()
    """Names or codes of the entities that take part, as the site writes them."""
    countries: frozenset[str] = frozenset()
    """Codes of the beneficiary countries."""
    start: date | None = None
    end: date | None = None
    amount: float | None = None
    """The budget in units of ``currency``; compared where the currencies are equal or one is not given."""
    currency: str = ""
    themes: frozenset[str] = frozenset()
    """Codes of groups, pillars or topics."""
    family: str = ""
    """The key of the root programme; two records of one family are siblings. Empty: none."""
    kind: str = ""
    """'programme', 'project', 'activity', 'planned activity'; others count as one step apart. Empty: not known."""
    above: frozenset[str] = frozenset()
    """Keys of the records that this one is a part of, at any height: a part is never taken for its whole."""
    start_precision: Precision = "day"
    """How far ``start`` is known: of a month or a year it is the first day. This is told, and weighs nothing."""
    end_precision: Precision = "day"
    """The same of ``end``, which of a month or a year is the last day."""

    def is_part_of(self, other: Record) -> bool:
        """Answer whether this record stands below the other one."""
        return other.key in self.above

    def digest(self) -> bytes:
        """Answer 16 bytes that change when anything that the engine reads of the record changes."""
        parts = (
            *self.titles,
            "\x1e",
            *self.summaries,
            "\x1e",
            *sorted(self.entities),
            "\x1e",
            *sorted(self.countries),
            "\x1e",
            *sorted(self.themes),
            "\x1e",
            *sorted(self.above),
            "\x1e",
            *(str(value) for value in (self.start, self.end, self.amount, self.currency, self.family, self.kind)),
            *(f"start {each}" for each in (self.start_precision,) if each != "day"),
            *(f"end {each}" for each in (self.end_precision,) if each != "day"),
        )
        return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class Decision:
    """What the staff decided about two records: the same work, or not."""

    a: str
    b: str
    same: bool


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """An entity or a person under all names that it is known by, former ones and other languages included."""

    key: str
    names: tuple[str, ...]
    kind: Literal["entity", "person"]
    acronyms: tuple[str, ...] = ()
    country: str = ""
    parent: str = ""
    """Of an entity, the key of the entity it belongs to; of a person, of the entity they work for."""
    email: str = ""
