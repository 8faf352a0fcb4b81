"""What the worker does in the background."""

from __future__ import annotations

import datetime
import uuid

from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from workinggroups.overlaps.comparing import process, scan

KEPT = datetime.timedelta(days=14)
"""How long it is kept what became of a task."""


@task()
def index_update(kind: str) -> None:
    """Bring the index of ``kind`` up to date, or fit it anew."""
    process.update(kind)


@task()
def scan_run(uid: str) -> None:
    """Do the scan ``uid``, or what is left of it."""
    scan.scan_run(uuid.UUID(uid))


def index_ask(kind: str) -> bool:
    """Ask the worker for :func:`index_update`, unless that waits already; whether it was asked."""
    if is_waiting(index_update.module_path, kind):
        return False
    index_update.enqueue(kind)
    return True


def is_waiting(path: str, argument: str) -> bool:
    """Whether the task at ``path`` waits for a worker with ``argument``."""
    ready = DBTaskResult.objects.ready().filter(task_path=path)
    return any(found["args"] == [argument] for found in ready.values_list("args_kwargs", flat=True))


def results_forget() -> None:
    """Delete what became of tasks that ended long ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
