"""The work of a scan: all records compared block by block, the pairs kept in one short transaction a block.

The worker says by ``heard_at`` that it lives. One that was killed leaves its scan *running* without a sign; whoever
takes it up goes on at the block that was under way.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.history import history_begin_all
from compact.kernel.operations import operation
from compact.kernel.viewers import Viewer
from compact.matching.index import Stopped
from workinggroups.overlaps.comparing.indexes import BLOCK
from workinggroups.overlaps.comparing.pairs import match_values
from workinggroups.overlaps.comparing.process import update
from workinggroups.overlaps.comparing.records import OF_KIND
from workinggroups.overlaps.families import different_in
from workinggroups.overlaps.models import Candidate, CandidateState, Scan, ScanState, Subject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from compact.matching.evidence import Match
    from workinggroups.overlaps.comparing.indexes import Comparison

SILENCE = datetime.timedelta(minutes=2)
"""After how long without a sign the worker of a scan is taken for dead."""

_SIGN = datetime.timedelta(seconds=5)
_UNLIKE, _CLOSEST = 0.01, 50
"""By how much a probability has to move before the pair is written again; how many matches tell whether one is gone."""


def scan_run(uid: UUID) -> None:
    """Do the scan ``uid`` as far as it is not done; nothing when another worker has it, or when it is over."""
    if not _claim(uid):
        return
    run = _Run(Scan.objects.get(uid=uid))
    try:
        run.work()
    except Stopped:
        run.end(ScanState.STOPPED)
    except Exception as error:
        run.end(ScanState.FAILED, f"{type(error).__name__}: {error}"[:500])
        raise


def silent() -> Q:
    """The condition that a scan is said to run, but its worker gives no sign."""
    before = timezone.now() - SILENCE
    return Q(state=ScanState.RUNNING) & (Q(heard_at__isnull=True) | Q(heard_at__lt=before))


def _claim(uid: UUID) -> bool:
    with operation(actor=Viewer.system("scan")):
        row = Scan.objects.select_for_update().filter(silent() | Q(state=ScanState.WAITING), uid=uid).first()
        if row is None:
            return False
        row.state, row.heard_at, row.problem = ScanState.RUNNING, timezone.now(), ""
        row.version += 1
        row.save()
    return True


class _Run:
    """One worker's part of a scan."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.actor = Viewer.system("scan")
        self.heard = timezone.now()
        self.found: list[Match] = []
        self.seen: set[tuple[int, int]] = set()

    def work(self) -> None:
        index = update(self.scan.kind, self.preparing)
        done = min(self.scan.compared, len(index)) // BLOCK
        # Records that came or went since have moved the blocks a little.
        start = max(0, done - 1) if self.scan.compared < len(index) else 0
        self.tell(records=len(index), prepared=len(index))
        self.apart = different_in(self.scan.kind)
        stopped = False

        def block_done(done: int, total: int) -> bool:
            nonlocal stopped
            self.keep()
            self.tell(compared=min(done * BLOCK, len(index)), found=self.scan.found)
            stopped = self.is_stopped() and done < total
            return not stopped

        for match in index.scan(block=BLOCK, start_block=start, progress=block_done):
            self.found.append(match)
            self.sign()
        if stopped:
            raise Stopped
        self.keep()
        self.leave(index)
        self.end(ScanState.DONE)

    # --- Signs of life ---

    def preparing(self, done: int, total: int) -> bool:
        """While texts are encoded."""
        if not done or self.is_due():
            self.tell(records=total, prepared=done)
        return not self.is_stopped()

    def sign(self) -> None:
        if self.is_due():
            self.tell()

    def is_due(self) -> bool:
        return timezone.now() - self.heard > _SIGN

    def tell(self, **values: Any) -> None:
        self.heard = timezone.now()
        Scan.objects.filter(pk=self.scan.pk).update(heard_at=self.heard, **values)

    def is_stopped(self) -> bool:
        return Scan.objects.filter(pk=self.scan.pk).exclude(stop_asked=False, state=ScanState.RUNNING).exists()

    def end(self, state: str, problem: str = "") -> None:
        with operation(actor=self.actor):
            row = Scan.objects.select_for_update().get(pk=self.scan.pk)
            row.state, row.problem, row.stop_asked = state, problem, False
            row.heard_at = timezone.now()
            row.ended_at = row.heard_at if state != ScanState.STOPPED else None
            row.compared = row.records if state == ScanState.DONE else row.compared
            row.version += 1
            row.save()

    # --- Pairs ---

    def keep(self) -> None:
        """Store what the block found."""
        matches, self.found = self.found, []
        wanted = {key: match for match in matches if (key := frozenset((match.a, match.b))) not in self.apart}
        if not wanted:
            return
        ids = _subject_ids(self.scan.kind, {key for pair in wanted for key in pair})
        pairs = {
            (min(a, b), max(a, b)): match.seen_from(match.a if a < b else match.b)
            for match in wanted.values()
            if (a := ids.get(match.a)) is not None and (b := ids.get(match.b)) is not None
        }
        self.seen |= pairs.keys()
        self.scan.found += len(pairs)
        with operation(actor=self.actor, reason=_("Found by a scan.")):
            _pairs_store(self.scan.kind, pairs)

    def leave(self, index: Comparison) -> None:
        """Take out of the queue the open pairs that are alike no more, or of which one is no longer in use."""
        rows = Candidate.objects.filter(kind=self.scan.kind, state=CandidateState.OPEN).select_related("a", "b")
        gone = [
            row for row in rows.iterator(500) if (row.a_id, row.b_id) not in self.seen and not self.alike(index, row)
        ]
        for start in range(0, len(gone), BLOCK):
            with operation(actor=self.actor, reason=_("No longer found by a scan.")):
                for row in gone[start : start + BLOCK]:
                    self.sign()
                    _gone(row)

    def alike(self, index: Comparison, row: Candidate) -> bool:
        """Whether a pair that this part of the scan did not find is to stay: somebody reported it, or it is alike."""
        a, b = str(row.a.record.uid), str(row.b.record.uid)
        if a not in index or b not in index or frozenset((a, b)) in self.apart:
            return False
        kept: Any = row.history  # type: ignore[attr-defined]  # every record's
        if kept.filter(history_type="+", operation__actor__isnull=False).exists():
            return True
        record = _record(row.a)
        return any(b in (match.a, match.b) for match in index.check(record, _CLOSEST))


def _record(subject: Subject) -> Any:
    from workinggroups.overlaps.comparing.records import record_of

    return record_of(subject)


def _subject_ids(kind: str, keys: set[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    ordered = sorted(keys)
    for name in OF_KIND[kind]:
        for start in range(0, len(ordered), 500):
            rows = Subject.objects.filter(**{f"{name}__uid__in": ordered[start : start + 500]})
            found.update((str(uid), pk) for uid, pk in rows.values_list(f"{name}__uid", "pk"))
    return found


def _pairs_store(kind: str, pairs: dict[tuple[int, int], Match]) -> None:
    """New pairs enter the queue; open ones are told anew; those that were gone come back; decided ones stay."""
    known = {(row.a_id, row.b_id): row for row in _known_pairs(pairs)}
    new = [
        Candidate(kind=kind, a_id=a, b_id=b, **match_values(match))
        for (a, b), match in pairs.items()
        if (a, b) not in known
    ]
    Candidate.objects.bulk_create(new, batch_size=200)
    history_begin_all(Candidate)
    for pair, row in known.items():
        if row.state in (CandidateState.OPEN, CandidateState.GONE):
            _pair_update(row, match_values(pairs[pair]))


def _known_pairs(pairs: dict[tuple[int, int], Match]) -> Iterator[Candidate]:
    firsts = sorted({a for a, _b in pairs})
    for start in range(0, len(firsts), 500):
        part = Candidate.objects.select_for_update(of=("self",)).filter(a__in=firsts[start : start + 500])
        yield from (row for row in part.order_by("pk") if (row.a_id, row.b_id) in pairs)


def _pair_update(row: Candidate, values: dict[str, Any]) -> None:
    same = row.verdict == values["verdict"] and row.strength == values["strength"]
    if same and row.state == CandidateState.OPEN and abs(row.probability - values["probability"]) < _UNLIKE:
        if row.evidence != values["evidence"]:
            Candidate.objects.filter(pk=row.pk).update(evidence=values["evidence"])
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.state = CandidateState.OPEN
    row.version += 1
    row.save()


def _gone(row: Candidate) -> None:
    with transaction.atomic():
        found = Candidate.objects.select_for_update(of=("self",)).filter(pk=row.pk, state=CandidateState.OPEN).first()
        if found is not None:
            found.state = CandidateState.GONE
            found.version += 1
            found.save()
