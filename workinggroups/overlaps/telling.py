"""The evidence of pairs as it is kept, told to somebody: in words, without what they may not know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from compact.matching.evidence import Code, Evidence
from workinggroups.overlaps.naming import code_names
from workinggroups.overlaps.similar import evidence_for_all
from workinggroups.overlaps.words import evidence_words, field_words, speaks_for, weight_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from compact.kernel.viewers import Viewer

    type Kept = Mapping[str, Any]

_CODES = frozenset(Code)


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence in words: what it is about, what it says, how much, and whether for the same work."""

    field: str
    words: str
    weight: str
    is_for: bool


def evidence_told(viewer: Viewer, many: Sequence[Iterable[Kept]]) -> list[list[Evidence]]:
    """The evidence of several pairs as far as ``viewer`` may know it, the heaviest first; a few queries for all.

    What a later version of the matching said is left out where this one does not know its code.
    """
    read = [[_read(each) for each in evidence if each.get("code") in _CODES] for evidence in many]
    return [sorted(told, key=lambda each: -abs(each.weight)) for told in evidence_for_all(viewer, read)]


def _read(kept: Kept) -> Evidence:
    return Evidence(kept["field"], float(kept["weight"]), Code(kept["code"]), kept["values"])


def sentences(viewer: Viewer, many: Sequence[Sequence[Evidence]]) -> list[list[str]]:
    """Each piece of evidence, as :func:`evidence_told` gives it, as a sentence; two queries at most."""
    names = code_names(viewer, [each for evidence in many for each in evidence])
    return [[evidence_words(each, names) for each in evidence] for evidence in many]


def reasons(viewer: Viewer, evidence: Iterable[Kept]) -> list[Reason]:
    """The evidence of one pair for its page."""
    told = evidence_told(viewer, [evidence])
    (words,) = sentences(viewer, told)
    return [
        Reason(field_words(each.field), text, weight_words(each), speaks_for(each))
        for each, text in zip(told[0], words, strict=True)
    ]
