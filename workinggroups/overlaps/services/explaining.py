"""What the matching says of two records that somebody else than a scan put side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from compact.matching.evidence import Strength, Verdict
from workinggroups.overlaps.comparing.pairs import explained, match_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workinggroups.overlaps.models import Subject

NOTHING_ALIKE: Final[Mapping[str, Any]] = {
    "verdict": Verdict.RELATED,
    "strength": Strength.RELATED,
    "probability": 0.0,
    "evidence": [],
}
"""What is kept of a pair of which the matching says nothing."""


def explanation(one: Subject, other: Subject) -> Mapping[str, Any]:
    """The values of the pair's ``verdict``, ``strength``, ``probability`` and ``evidence``.

    Of two in which the matching sees nothing alike, or one of which it does not compare: related, without evidence.
    """
    match = explained(one, other)
    return NOTHING_ALIKE if match is None else match_values(match)
