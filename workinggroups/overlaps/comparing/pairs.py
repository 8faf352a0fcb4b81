"""What the matching says of two stored records, and which pairs of them nobody is to be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workinggroups.overlaps.comparing.process import current

if TYPE_CHECKING:
    from compact.matching.evidence import Evidence, Match
    from workinggroups.overlaps.models import Subject


def explained(one: Subject, other: Subject) -> Match | None:
    """What the matching says of the two, in this order, as they are now; None where nothing is alike, or compared."""
    key = str(one.record.uid)
    with current(one.kind) as now:
        try:
            return now.index.explain(key, str(other.record.uid)).seen_from(key)
        except KeyError:
            return None


def match_values(match: Match) -> dict[str, Any]:
    """The columns of a pair that ``match`` fills: verdict, strength, probability and evidence."""
    return {
        "verdict": str(match.verdict),
        "strength": str(match.strength),
        "probability": round(match.probability, 6),
        "evidence": [evidence_kept(each) for each in match.evidence],
    }


def evidence_kept(evidence: Evidence) -> dict[str, Any]:
    """``evidence`` as JSON holds it: dates as text."""
    return {
        "field": evidence.field,
        "weight": round(float(evidence.weight), 4),
        "code": str(evidence.code),
        "values": {name: _plain(value) for name, value in evidence.values.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(each) for each in (value if isinstance(value, (list, tuple)) else sorted(value))]
    if isinstance(value, bool) or value is None:
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.item() if hasattr(value, "item") else value
