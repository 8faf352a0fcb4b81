"""A scan fills the queue of pairs block by block; it can be stopped, goes on, and never touches what was decided."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from compact.kernel.errors import Refused, StaleVersion
from compact.matching.index import Index
from tests.cast import SYSTEM, entity_make, person_make
from tests.overlaps.case_ground import pair_make, work_make
from tests.overlaps.index_ground import (
    ALIKE,
    TITLE,
    UNLIKE,
    alike,
    pair,
    planned_make,
    scan_do,
    work_archive,
    work_edit,
    work_restore,
)
from tests.overlaps.pair_ground import decided, merged
from workinggroups.overlaps import scanning
from workinggroups.overlaps.comparing import process, scan
from workinggroups.overlaps.models import Candidate, CandidateState, Scan, ScanState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cast import Cast


@pytest.fixture(autouse=True)
def _nothing_held() -> Iterator[None]:
    process.forget_all()
    yield
    process.forget_all()


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one record."""
    monkeypatch.setattr(scan, "BLOCK", 1)


def work() -> int:
    """Let the worker do all that waits for it; how many tasks."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    return DBTaskResult.objects.finished().count()


# --- What it finds ----------------------------------------------------------------------------------------------------


def test_a_scan_puts_pairs_into_the_queue_with_their_evidence(cast: Cast) -> None:
    one, other = alike(cast)
    work_make(cast, UNLIKE, "WCO", countries=[])
    done = scan_do()
    found = pair(one, other)
    assert found is not None
    assert (found.state, found.verdict, found.kind) == (CandidateState.OPEN, "same_work", "work")
    assert found.evidence[0].keys() == {"field", "weight", "code", "values"}
    assert (done.state, done.records, done.compared) == (ScanState.DONE, 3, 3)
    assert done.found == Candidate.objects.count()
    assert done.ended_at is not None


def test_pairs_have_a_history(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    found: Any = pair(one, other)
    assert [row.operation.actor_label for row in found.history.all()] == ["scan"]


def test_planned_activities_are_compared_with_projects(cast: Cast) -> None:
    one, planned = work_make(cast, TITLE, "UNODC"), planned_make(cast)
    scan_do()
    assert pair(one, planned) is not None


def test_entities_and_people_are_scanned_too(cast: Cast) -> None:
    entity_make("UNODC-2", name_en="Office UNODC")
    scan_do("entity")
    person_make("awa", cast.entities["WCO"])
    person_make("awa", cast.entities["WCO"])
    scan_do("person")
    assert Candidate.objects.filter(kind="entity", a__entity=cast.entities["UNODC"]).exists()
    assert Candidate.objects.filter(kind="person", a__person__given_name="Awa").exists()


def test_a_second_scan_changes_nothing_when_nothing_changed(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    before = list(Candidate.objects.order_by("pk").values())
    scan_do()
    assert list(Candidate.objects.order_by("pk").values()) == before
    found: Any = pair(one, other)
    assert found.history.count() == 1


def test_an_edit_is_told_anew(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    before = pair(one, other)
    work_edit(other, start="2010", end="2011")
    scan_do()
    after = pair(one, other)
    assert before is not None
    assert after is not None
    assert after.probability < before.probability
    assert after.version == before.version + 1


@pytest.mark.parametrize("state", ["same", "merged", "case", "different"])
def test_what_was_decided_is_not_touched(cast: Cast, state: str) -> None:
    one, other = alike(cast)
    pair_make(one, other, state=state, probability=0.123, verdict="related")
    before = Candidate.objects.values().get()
    scan_do()
    assert Candidate.objects.values().get(pk=before["id"]) == before


def test_what_is_no_longer_alike_leaves_the_queue_and_comes_back(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    work_edit(other, title_en=UNLIKE, countries=[], start="2010", end="2011")
    scan_do()
    found: Any = pair(one, other)
    assert found.state == CandidateState.GONE
    work_edit(other, title_en=ALIKE, start="2026", end="2027")
    scan_do()
    found.refresh_from_db()
    assert found.state == CandidateState.OPEN


def test_archived_records_leave_the_queue(cast: Cast) -> None:
    one, other = alike(cast)
    scan_do()
    work_archive(other)
    scan_do()
    found: Any = pair(one, other)
    assert found.state == CandidateState.GONE
    work_restore(other)
    scan_do()
    found.refresh_from_db()
    assert found.state == CandidateState.OPEN


def test_a_pair_that_somebody_reported_stays(cast: Cast) -> None:
    from workinggroups.overlaps.services.pairs import pair_report

    one, other = work_make(cast, TITLE, "UNODC"), work_make(cast, UNLIKE, "WCO", countries=[])
    reported = pair_report(actor=cast.viewer("secretariat"), one=one, other=other, reason="Same trainers")
    scan_do()
    reported.refresh_from_db()
    assert reported.state == CandidateState.OPEN


def test_a_pair_decided_to_be_different_is_not_found_again_through_a_merge(cast: Cast) -> None:
    one, other = alike(cast)
    decided(pair_make(one, other, state="open"), "different")
    third = work_make(cast, TITLE, "UNODC")
    merged(third, other)
    scan_do()
    assert pair_exists(one, third) is False


def pair_exists(one: Any, other: Any) -> bool:
    """Whether the pair is in the queue."""
    keys = {one.pk, other.pk}
    return any({row.a.project_id, row.b.project_id} == keys for row in Candidate.objects.all())


# --- How it goes ------------------------------------------------------------------------------------------------------


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


# --- What a killed worker left ----------------------------------------------------------------------------------------


def killed(minutes: int) -> Scan:
    """A scan whose worker was last heard so long ago; its task is said to run still."""
    asked = scanning.scan_start(actor=SYSTEM)
    heard = timezone.now() - datetime.timedelta(minutes=minutes)
    Scan.objects.update(state=ScanState.RUNNING, heard_at=heard)
    DBTaskResult.objects.update(status="RUNNING", started_at=heard)
    return asked


def test_the_clock_takes_up_a_scan_whose_worker_was_killed(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = alike(cast)
    left = killed(minutes=3)
    call_command("tick")
    call_command("tick")
    assert "1 scan taken up again." in capsys.readouterr().out
    waiting = DBTaskResult.objects.ready().get(task_path__endswith="scan_run")
    waiting.task.call(*waiting.args_kwargs["args"])
    left.refresh_from_db()
    assert left.state == ScanState.DONE
    assert pair(one, other) is not None


def test_a_scan_that_gives_signs_is_left_alone(cast: Cast) -> None:
    killed(minutes=1)
    assert scanning.scans_requeue() == 0


def test_a_scan_that_nobody_was_asked_for_is_taken_up(cast: Cast) -> None:
    asked = scanning.scan_start(actor=SYSTEM)
    DBTaskResult.objects.all().delete()
    assert scanning.scans_requeue() == 0
    Scan.objects.filter(pk=asked.pk).update(asked_at=timezone.now() - datetime.timedelta(minutes=3))
    assert scanning.scans_requeue() == 1


def test_a_scan_whose_worker_was_killed_can_be_stopped(cast: Cast) -> None:
    left = killed(minutes=3)
    left.refresh_from_db()
    assert scanning.scan_stop(actor=SYSTEM, scan=left, version=left.version).state == ScanState.STOPPED


def test_the_clock_asks_for_indexes_that_are_behind_once(cast: Cast) -> None:
    alike(cast)
    call_command("tick")
    call_command("tick")
    asked = DBTaskResult.objects.ready().filter(task_path__endswith="index_update")
    assert sorted(row.args_kwargs["args"][0] for row in asked) == ["entity", "person", "work"]
    for row in asked:
        row.task.call(*row.args_kwargs["args"])
    DBTaskResult.objects.all().delete()
    call_command("tick")
    assert not DBTaskResult.objects.exists()


def test_the_clock_forgets_what_became_of_old_tasks(cast: Cast) -> None:
    scanning.scan_start(actor=SYSTEM)
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=timezone.now() - datetime.timedelta(days=15))
    call_command("tick")
    assert not DBTaskResult.objects.finished().exists()


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_asks_the_worker_for_every_kind(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("scan")
    assert set(Scan.objects.values_list("kind", "state")) == {
        ("work", "waiting"),
        ("entity", "waiting"),
        ("person", "waiting"),
    }
    call_command("scan", "work")
    assert "Work: projects and planned activities: a scan is under way." in capsys.readouterr().out


def test_the_command_scans_here_when_told_to(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = alike(cast)
    call_command("scan", "work", here=True)
    assert pair(one, other) is not None
    assert "Done; pairs found: " in capsys.readouterr().out


def test_the_first_scan_is_asked_for_once(cast: Cast) -> None:
    call_command("scan", first=True)
    call_command("scan", first=True)
    assert Scan.objects.count() == 3
