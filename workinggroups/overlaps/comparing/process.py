"""The index that this process holds in memory, one a kind, and how it follows the database.

Records are read from the histories' operation numbers: a few changes are taken in before a comparison; many, a first
fit, or another encoder are work for the background, and until it is done the process answers with what it has.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING, Any

from django.db import OperationalError
from django.utils import timezone

from compact.matching.encoders import EncoderChanged, identity
from compact.matching.index import Index, StaleRow
from workinggroups.overlaps.comparing.changes import changed_since, everything
from workinggroups.overlaps.comparing.encoding import EncodingStore, site_encoder
from workinggroups.overlaps.comparing.indexes import Names
from workinggroups.overlaps.comparing.records import records_load
from workinggroups.overlaps.comparing.store import Writer, decisions, last_decision, packed_rows, state_of
from workinggroups.overlaps.models import ComparedKind, IndexState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compact.matching.encoders import Encoder
    from workinggroups.overlaps.comparing.changes import Changes
    from workinggroups.overlaps.comparing.indexes import Comparison, Progress

AT_ONCE = 25
"""So many changed records are taken in before a comparison; more are left to the background."""

GROWN = 0.2
"""By how much the number of records may differ from those that the index was fitted on."""


@dataclass(slots=True)
class _Held:
    index: Comparison
    fit: str
    number: int
    writable: bool = True
    """Whether its rows are those of the database: not when another encoder made them."""


@dataclass(frozen=True, slots=True)
class Current:
    """The index to compare with; ``behind`` when the background has to bring it up to date."""

    index: Comparison
    behind: bool


_lock = RLock()
_held: dict[str, _Held] = {}


@contextmanager
def current(kind: str) -> Iterator[Current]:
    """The index of ``kind`` as far as it can be at once; no other thread of the process changes it meanwhile."""
    with _lock:
        try:
            yield _current(kind)
        except OperationalError:
            # Another process writes for longer than we wait: what is in memory is a little older, no more.
            held = _held.get(kind)
            if held is None:
                raise
            yield Current(held.index, behind=True)


def _current(kind: str) -> Current:
    state = state_of(kind)
    if state is None:
        _held.pop(kind, None)
        if len(everything(kind)) > AT_ONCE:
            return Current(_empty(kind), behind=True)
        return Current(rebuild(kind), behind=False)
    held = _followed(state)
    if not held.writable:
        changes = changed_since(kind, held.number)
        if 0 < len(changes) <= AT_ONCE:
            _take_in_memory(held, changes)
        return Current(held.index, behind=True)
    changes = changed_since(kind, state.number)
    if len(changes) > AT_ONCE:
        return Current(held.index, behind=True)
    if len(changes):
        _take(kind, held, changes)
    return Current(held.index, behind=False)


def update(kind: str, progress: Progress | None = None) -> Comparison:
    """Bring the index of ``kind`` up to date, however much there is to do, and answer it; for the background."""
    with _lock:
        state = state_of(kind)
        if state is None or _wants_fit(state):
            return rebuild(kind, progress)
        held = _followed(state)
        if not held.writable:
            return rebuild(kind, progress)
        _take(kind, held, changed_since(kind, state.number))
        return held.index


def is_behind(kind: str) -> bool:
    """Whether the index of ``kind`` in the database lacks a change, or was made by another encoder."""
    state = state_of(kind)
    if state is None:
        return len(everything(kind)) > 0
    if kind == ComparedKind.WORK and state.encoder != _name(site_encoder()):
        return True
    return len(changed_since(kind, state.number)) > 0


def rebuild(kind: str, progress: Progress | None = None) -> Comparison:
    """Fit the index of ``kind`` anew on all records, and keep it. ``Stopped`` when ``progress`` answers False."""
    changes, encoder = everything(kind), site_encoder() if kind == ComparedKind.WORK else None
    records: dict[str, Any] = {name: records_load(name, sorted(keys)) for name, keys in changes.keys.items()}
    all_records = [record for found in records.values() for record in found.values()]
    index: Comparison = Names(all_records)
    if kind == ComparedKind.WORK:
        index = Index.fit(
            all_records, encoder, decisions=decisions(kind), progress=progress, cache=EncodingStore(encoder)
        )
    now = timezone.now()
    writer = Writer(index, fit=now.isoformat(), encoder=_name(encoder), number=changes.number)
    for name, found in records.items():
        writer.write(name, found)
        writer.forget(name, set(changes.keys[name]) - found.keys())
    values = {"encoder": writer.encoder, "state": index.state(), "number": changes.number}
    IndexState.objects.update_or_create(kind=kind, defaults={**values, "fitted_on": len(all_records), "fitted_at": now})
    with _lock:
        _held[kind] = _Held(index, writer.fit, changes.number)
    return index


def forget_all() -> None:
    """Hold nothing any more; the next comparison reads the database."""
    with _lock:
        _held.clear()


def _wants_fit(state: IndexState) -> bool:
    """Whether the index was fitted on a number of records, or with decisions, that are no longer those of today."""
    if state.kind != ComparedKind.WORK:
        return False
    decided = last_decision(state.kind)
    if decided is not None and state.fitted_at is not None and decided > state.fitted_at:
        return True
    return abs(len(everything(state.kind)) - state.fitted_on) > GROWN * state.fitted_on


def _followed(state: IndexState) -> _Held:
    """What this process holds, brought to where the database is."""
    held = _held.get(state.kind)
    fit = _fit(state)
    if held is None or held.fit != fit or (held.writable and held.number > state.number):
        held = _held[state.kind] = _loaded(state, fit)
    elif held.writable and held.number < state.number:
        for packed in packed_rows(state.kind, held.number):
            if isinstance(packed, str):
                held.index.remove(packed)
            else:
                held.index.upsert(packed.record)
        held.number = state.number
    return held


def _loaded(state: IndexState, fit: str) -> _Held:
    rows: list[Any] = [packed for packed in packed_rows(state.kind) if not isinstance(packed, str)]
    everything_kept: list[Any] = [packed.record for packed in rows]
    if state.kind != ComparedKind.WORK:
        return _Held(Names(everything_kept), fit, state.number)
    encoder = site_encoder()
    cache = EncodingStore(encoder)
    if state.encoder == _name(encoder):
        fitting = [packed for packed in rows if packed.fit == fit]
        try:
            kept = {packed.record.key: packed.row for packed in fitting}
            index = Index.from_rows([packed.record for packed in fitting], kept, state.state, encoder, cache=cache)
        except (EncoderChanged, StaleRow, ValueError, KeyError):
            pass  # Another version of the matching kept them.
        else:
            for packed in rows:
                if packed.fit != fit:
                    index.upsert(packed.record)
            return _Held(index, fit, state.number)
    return _Held(Index.fit(everything_kept, None), fit, state.number, writable=False)


def _take(kind: str, held: _Held, changes: Changes) -> None:
    encoder = site_encoder() if kind == ComparedKind.WORK else None
    writer = Writer(held.index, fit=held.fit, encoder=_name(encoder), number=changes.number)
    for name, keys in changes.keys.items():
        writer.update(name, set(keys))
    IndexState.objects.filter(kind=kind, number__lt=changes.number).update(number=changes.number)
    held.number = changes.number


def _take_in_memory(held: _Held, changes: Changes) -> None:
    for name, keys in changes.keys.items():
        for record in records_load(name, sorted(keys)).values():
            held.index.upsert(record)
    held.number = changes.number


def _empty(kind: str) -> Comparison:
    return Index.fit([], None) if kind == ComparedKind.WORK else Names()


def _name(encoder: Encoder | None) -> str:
    return "" if encoder is None else identity(encoder)[:64]


def _fit(state: IndexState) -> str:
    return state.fitted_at.isoformat() if state.fitted_at else ""
