"""The clock takes up the scans that a killed worker left; the command asks for scans, or does them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.cast import SYSTEM
from tests.overlaps.index_ground import alike, pair
from workinggroups.overlaps import scanning
from workinggroups.overlaps.models import Scan, ScanState

if TYPE_CHECKING:
    from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("nothing_held")


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
