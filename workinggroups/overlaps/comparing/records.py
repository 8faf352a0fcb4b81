"""One record of whatever kind as the matching reads it, and its form in the database."""

from __future__ import annotations

import datetime
import hashlib
import struct
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import orjson

from compact.matching.records import NamedRecord, Record
from workinggroups.overlaps.comparing.named import entity_records, person_records
from workinggroups.overlaps.comparing.works import planned_records, project_records
from workinggroups.overlaps.models import ComparedKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from workinggroups.overlaps.models import Subject

type Comparable = Record | NamedRecord

OF_KIND: Mapping[str, tuple[str, ...]] = {
    ComparedKind.WORK: ("project", "planned"),
    ComparedKind.ENTITY: ("entity",),
    ComparedKind.PERSON: ("person",),
}
"""The references of subjects of each kind."""

KIND_OF: Mapping[str, str] = {name: kind for kind, names in OF_KIND.items() for name in names}
"""The kind that subjects with each reference are of."""

_LOADERS: Mapping[str, Callable[[Sequence[int]], Mapping[int, Comparable]]] = {
    "project": project_records,
    "planned": planned_records,
    "entity": entity_records,
    "person": person_records,
}
_BLOCK = 500
_HEAD = struct.Struct(">I")


def records_load(name: str, keys: Sequence[int]) -> dict[int, Comparable]:
    """Those of the rows of ``keys`` that are compared, by key; ``name`` is the subject's reference (``project``, …)."""
    found: dict[int, Comparable] = {}
    for start in range(0, len(keys), _BLOCK):
        found.update(_LOADERS[name](keys[start : start + _BLOCK]))
    return found


def record_of(subject: Subject) -> Comparable | None:
    """The record of ``subject`` as it is now; None when it is archived, merged or otherwise not compared."""
    name = subject.name
    key: int = getattr(subject, f"{name}_id")
    return records_load(name, [key]).get(key)


def digest_of(record: Comparable) -> str:
    """What changes when anything that is compared of ``record`` changes: a SHA-256 in hexadecimal."""
    return hashlib.sha256(orjson.dumps(_plain(record))).hexdigest()


@dataclass(frozen=True, slots=True)
class Packed:
    """A record as it was when the index computed its ``row``, by the statistics that ``fit`` names."""

    record: Comparable
    fit: str
    row: bytes


def pack(packed: Packed) -> bytes:
    """``packed`` as one value of a database column: record and row together, so that neither is older."""
    head = orjson.dumps([packed.fit, _plain(packed.record)])
    return _HEAD.pack(len(head)) + head + packed.row


def unpack(blob: bytes) -> Packed:
    """What :func:`pack` made; ValueError when it is something else."""
    try:
        (length,) = _HEAD.unpack_from(blob)
        fit, values = orjson.loads(bytes(blob[_HEAD.size : _HEAD.size + length]))
        return Packed(_record(values), fit, bytes(blob[_HEAD.size + length :]))
    except (struct.error, TypeError, KeyError) as error:
        raise ValueError("not a row of the index") from error


def _plain(record: Comparable) -> dict[str, Any]:
    """The fields that are filled, and not as they are unless told otherwise, sets in order."""
    values = asdict(record)
    usual = {field.name: field.default for field in fields(record)}
    return {
        name: sorted(value) if isinstance(value, frozenset) else value
        for name, value in values.items()
        if value not in (None, "", (), frozenset(), usual[name])
    }


def _record(values: dict[str, Any]) -> Comparable:
    if "names" in values:
        values = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        return NamedRecord(**{"names": (), **values})
    for field in fields(Record):
        value = values.get(field.name)
        if isinstance(value, list):
            is_tuple = field.name in ("titles", "summaries")
            values[field.name] = tuple(value) if is_tuple else frozenset(value)
        elif value and field.name in ("start", "end"):
            values[field.name] = datetime.date.fromisoformat(value)
    return Record(**values)
