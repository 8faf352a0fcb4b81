"""A scan is asked for, stops after a block and goes on there; one that failed can go on as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compact.kernel.errors import Refused, StaleVersion
from compact.matching.index import Index
from tests.cast import SYSTEM
from tests.overlaps.case_ground import work_make
from tests.overlaps.index_ground import TITLE, alike, pair, scan_do, work_archive
from workinggroups.overlaps import scanning
from workinggroups.overlaps.comparing import scan
from workinggroups.overlaps.models import Candidate, CandidateState, Scan, ScanState

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one record."""
    monkeypatch.setattr(scan, "BLOCK", 1)


def work() -> int:
    """Let the worker do all that waits for it; how many tasks."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    return DBTaskResult.objects.finished().count()


def test_only_the_secretariat_scans(cast: Cast) -> None:
    with pytest.raises(Refused, match="Only the secretariat compares all records"):
        scanning.scan_start(actor=cast.viewer("chair"))
    assert not Scan.objects.exists()


def test_one_scan_of_a_kind_at_a_time(cast: Cast) -> None:
    scanning.scan_start(actor=cast.viewer("secretariat"))
    with pytest.raises(ValidationError, match="under way already"):
        scanning.scan_start(actor=cast.viewer("secretariat"))
    scanning.scan_start(actor=cast.viewer("secretariat"), kind="entity")


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_what_was_asked_for(cast: Cast) -> None:
    one, other = alike(cast)
    asked = scanning.scan_start(actor=cast.viewer("secretariat"))
    assert work() == 1
    asked.refresh_from_db()
    assert asked.state == ScanState.DONE
    assert pair(one, other) is not None


def test_a_scan_that_waits_stops_at_once(cast: Cast) -> None:
    asked = scanning.scan_start(actor=SYSTEM)
    stopped = scanning.scan_stop(actor=SYSTEM, scan=asked, version=asked.version)
    assert stopped.state == ScanState.STOPPED
    scan.scan_run(asked.uid)
    asked.refresh_from_db()
    assert asked.state == ScanState.STOPPED


def test_stopping_needs_the_version_and_a_scan_that_runs(cast: Cast) -> None:
    done = scan_do()
    with pytest.raises(StaleVersion):
        scanning.scan_stop(actor=SYSTEM, scan=done, version=done.version + 1)
    with pytest.raises(ValidationError, match="not under way"):
        scanning.scan_stop(actor=SYSTEM, scan=done, version=done.version)
    with pytest.raises(ValidationError, match="Only a scan that was stopped"):
        scanning.scan_resume(actor=SYSTEM, scan=done, version=done.version)


def stop_after(monkeypatch: pytest.MonkeyPatch, blocks: int) -> None:
    """Somebody asks for the scan to stop while it compares the block after so many."""
    once = Index.scan

    def stopping(self: Index, **options: Any) -> Any:
        progress = options.pop("progress")

        def told(done: int, total: int) -> bool:
            if done == blocks:
                row = Scan.objects.get()
                scanning.scan_stop(actor=SYSTEM, scan=row, version=row.version)
            return bool(progress(done, total))

        return once(self, progress=told, **options)

    monkeypatch.setattr(Index, "scan", stopping)


@pytest.mark.usefixtures("small_blocks")
def test_a_scan_stops_after_a_block_and_goes_on_there(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(4):
        work_make(cast, TITLE, "UNODC")
    stop_after(monkeypatch, 2)
    stopped = scan_do()
    assert (stopped.state, stopped.compared, stopped.stop_asked) == (ScanState.STOPPED, 2, False)
    assert 0 < Candidate.objects.count() < 6
    monkeypatch.undo()
    monkeypatch.setattr(scan, "BLOCK", 1)
    starts: list[int] = []
    once = Index.scan

    def noted(self: Index, **options: Any) -> Any:
        starts.append(options["start_block"])
        return once(self, **options)

    monkeypatch.setattr(Index, "scan", noted)
    again = scanning.scan_resume(actor=SYSTEM, scan=stopped, version=stopped.version)
    scan.scan_run(again.uid)
    again.refresh_from_db()
    assert (again.state, again.compared) == (ScanState.DONE, 4)
    assert Candidate.objects.filter(state=CandidateState.OPEN).count() == 6
    assert starts == [1]


@pytest.mark.usefixtures("small_blocks")
def test_pairs_of_the_first_part_stay_when_a_scan_goes_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first = [work_make(cast, TITLE, "UNODC") for _ in range(3)]
    stop_after(monkeypatch, 2)
    stopped = scan_do()
    monkeypatch.undo()
    work_archive(first[0])
    again = scanning.scan_resume(actor=SYSTEM, scan=stopped, version=stopped.version)
    scan.scan_run(again.uid)
    states = [row.state for row in Candidate.objects.all() if first[0].pk not in (row.a.project_id, row.b.project_id)]
    assert states == [CandidateState.OPEN]


def test_a_scan_that_another_worker_has_is_left_to_it(cast: Cast) -> None:
    alike(cast)
    asked = scanning.scan_start(actor=SYSTEM)
    Scan.objects.update(state=ScanState.RUNNING, heard_at=timezone.now())
    scan.scan_run(asked.uid)
    assert not Candidate.objects.exists()


def test_a_failure_is_kept_in_words_and_the_scan_can_go_on(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    alike(cast)

    def broken(*args: Any, **options: Any) -> None:
        raise RuntimeError("no memory left")

    monkeypatch.setattr(scan, "update", broken)
    asked = scanning.scan_start(actor=SYSTEM)
    with pytest.raises(RuntimeError):
        scan.scan_run(asked.uid)
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (ScanState.FAILED, "RuntimeError: no memory left")
    monkeypatch.undo()
    again = scanning.scan_resume(actor=SYSTEM, scan=asked, version=asked.version)
    scan.scan_run(again.uid)
    again.refresh_from_db()
    assert (again.state, again.problem) == (ScanState.DONE, "")
