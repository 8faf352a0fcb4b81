"""The rows of the index in the database: written in short transactions, so that nobody who edits has to wait."""

from __future__ import annotations

from itertools import batched
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from compact.matching.records import Decision
from workinggroups.overlaps.comparing.records import KIND_OF, OF_KIND, Packed, digest_of, pack, records_load, unpack
from workinggroups.overlaps.families import survivor_uid
from workinggroups.overlaps.models import Candidate, Decided, IndexState, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workinggroups.overlaps.comparing.indexes import Comparison
    from workinggroups.overlaps.comparing.records import Comparable

BLOCK = 250
"""How many rows one transaction writes."""


def packed_rows(kind: str, after: int = -1) -> Iterator[Packed | str]:
    """What is kept of the records of ``kind`` that changed after the operation ``after``; the key of one left out."""
    for name in OF_KIND[kind]:
        rows = Subject.objects.filter(number__gt=after, **{f"{name}__isnull": False})
        if after < 0:
            rows = rows.filter(row__isnull=False)
        for uid, row in rows.values_list(f"{name}__uid", "row").iterator(2000):
            yield str(uid) if row is None else unpack(row)


class Writer:
    """Brings rows of the index up to date: ``number`` is the operation up to which records are read."""

    def __init__(self, index: Comparison, *, fit: str, encoder: str, number: int) -> None:
        self.index, self.fit, self.encoder, self.number = index, fit, encoder, number

    def update(self, name: str, keys: set[int]) -> None:
        """Take what now stands under ``keys`` into the index and keep its rows; what is compared no more leaves it."""
        for part in batched(sorted(keys), BLOCK):
            records = records_load(name, part)
            for key in self._uids(name, set(part) - records.keys()):
                self.index.remove(key)
            self._write(name, part, records, dict(self._known(name, part)))

    def write(self, name: str, records: Mapping[int, Comparable]) -> None:
        """Keep the rows of ``records``, which are in the index already."""
        for part in batched(sorted(records), BLOCK):
            self._write(name, part, {key: records[key] for key in part}, None)

    def forget(self, name: str, keys: set[int]) -> None:
        """Keep no rows of ``keys``."""
        for part in batched(sorted(keys), BLOCK):
            self._write(name, part, {}, None)

    def _uids(self, name: str, keys: set[int]) -> list[str]:
        model: Any = Subject._meta.get_field(name).related_model
        return [str(uid) for uid in model._base_manager.filter(pk__in=keys).values_list("uid", flat=True)]

    def _known(self, name: str, keys: tuple[int, ...]) -> Iterator[tuple[int, tuple[str, str]]]:
        """Digest and fit of the rows on record, by key."""
        found = Subject.objects.filter(row__isnull=False, **{f"{name}__in": keys})
        for key, digest, row in found.values_list(f"{name}_id", "digest", "row"):
            yield key, (digest, unpack(row).fit)

    def _write(
        self,
        name: str,
        keys: tuple[int, ...],
        records: Mapping[int, Comparable],
        known: Mapping[int, tuple[str, str]] | None,
    ) -> None:
        """Store what differs from ``known`` (None: the index has all of it); what is computed, is before any lock."""
        changed: dict[int, tuple[str, bytes | None]] = dict.fromkeys(set(keys) - records.keys(), ("", None))
        for key, record in records.items():
            digest = digest_of(record)
            if known is None or known.get(key) != (digest, self.fit) or record.key not in self.index:
                if known is not None:
                    self.index.upsert(record)
                changed[key] = (digest, pack(Packed(record, self.fit, self.index.row(record.key))))
        if changed:
            self._save(name, changed)

    def _save(self, name: str, changed: Mapping[int, tuple[str, bytes | None]]) -> None:
        with transaction.atomic():
            rows: Any = Subject.objects.select_for_update().filter(**{f"{name}__in": changed}).order_by("pk")
            stored: dict[int, Subject] = {getattr(row, f"{name}_id"): row for row in rows}
            new = [
                self._filled(Subject(kind=KIND_OF[name], **{f"{name}_id": key}), *values)
                for key, values in changed.items()
                if key not in stored and values[1] is not None
            ]
            Subject.objects.bulk_create(new, ignore_conflicts=True)
            # A faster writer who read later is right.
            older = {key: row for key, row in stored.items() if row.number <= self.number}
            for key, row in older.items():
                digest, blob = changed[key]
                self._filled(row, digest or row.digest, blob)
            Subject.objects.bulk_update(older.values(), ["digest", "encoder", "number", "row"])

    def _filled(self, subject: Subject, digest: str, blob: bytes | None) -> Subject:
        subject.digest, subject.row = digest, blob
        subject.encoder, subject.number = self.encoder, self.number
        return subject


def decisions(kind: str) -> list[Decision]:
    """What people decided on pairs of ``kind``, by the records that stand for them today: the same work, or not."""
    found = []
    pairs: Any = Candidate.objects.filter(kind=kind)
    for decided in (Decided.SAME_WORK, Decided.DIFFERENT):
        rows = pairs.last_decided(decided).order_by()
        for a, b in rows.values_list(survivor_uid("a__"), survivor_uid("b__")):
            if a != b:
                found.append(Decision(str(a), str(b), same=decided == Decided.SAME_WORK))
    return found


def last_decision(kind: str) -> Any:
    """When the last decision on a pair of ``kind`` was taken; None without any."""
    return Candidate.objects.filter(kind=kind).aggregate(last=Max("decisions__decided_at"))["last"]


def state_of(kind: str) -> IndexState | None:
    """What the index of ``kind`` was fitted on; None while it never was."""
    return IndexState.objects.defer("state").filter(kind=kind, fitted_at__isnull=False).first()
