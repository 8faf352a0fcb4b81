"""Pairs of records that may be the same work or overlap, what was decided on them, and cases with their outcome."""

from workinggroups.overlaps.models.cases import OPEN_CASES, Case, CaseState, Outcome, Position, PositionRole
from workinggroups.overlaps.models.pairs import Candidate, CandidateState, Consent, Decided, PairDecision, VerdictChoice
from workinggroups.overlaps.models.scans import RUNNING_SCANS, IndexState, Scan, ScanState
from workinggroups.overlaps.models.subjects import NAMES, ComparedKind, Encoding, Subject

__all__ = [
    "NAMES",
    "OPEN_CASES",
    "RUNNING_SCANS",
    "Candidate",
    "CandidateState",
    "Case",
    "CaseState",
    "ComparedKind",
    "Consent",
    "Decided",
    "Encoding",
    "IndexState",
    "Outcome",
    "PairDecision",
    "Position",
    "PositionRole",
    "Scan",
    "ScanState",
    "Subject",
    "VerdictChoice",
]
