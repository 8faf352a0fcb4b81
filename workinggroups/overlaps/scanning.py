"""Every write to scans: asked for, stopped, taken up again by the secretariat; the worker does the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compact.kernel.operations import operation
from compact.kernel.policies import YES, Answer, no
from compact.kernel.writes import RecordServices, record_lock, record_save
from workinggroups.overlaps.comparing.process import is_behind
from workinggroups.overlaps.comparing.scan import SILENCE, silent
from workinggroups.overlaps.models import RUNNING_SCANS, ComparedKind, Scan, ScanState
from workinggroups.overlaps.tasks import index_ask, is_waiting, scan_run

if TYPE_CHECKING:
    from compact.kernel.viewers import Viewer


def scan_policy(viewer: Viewer, scan: Scan | None = None) -> Answer:
    """Yes for the secretariat: a scan compares what others may not see."""
    if viewer.is_secretariat:
        return YES
    return no(_("Only the secretariat compares all records. Write to the secretariat if you look for a duplicate."))


def scan_keep(viewer: Viewer, scan: Scan | None = None) -> Answer:
    """No: a scan is asked for, stopped and taken up again; what it did stays on record."""
    return no(_("A scan is not changed. Stop it, let it go on, or ask for another one."))


scans = RecordServices(Scan, scan_keep)


def scan_start(*, actor: Viewer, kind: str = ComparedKind.WORK) -> Scan:
    """Ask the worker to compare all records of ``kind``; ValidationError while such a scan is under way. Refused."""
    scan_policy(actor).require()
    if kind not in ComparedKind.values:
        raise ValidationError({"kind": _("Choose what is to be compared.")})
    with operation(actor=actor):
        row = Scan(kind=kind, asked_by_id=actor.user_id)
        row.full_clean(exclude=["asked_by"])
        record_save(row)
        scan_run.enqueue(str(row.uid))
    return row


def scan_stop(*, actor: Viewer, scan: Scan, version: int) -> Scan:
    """Ask the worker to stop after the block under way; one that has not begun stops at once."""
    scan_policy(actor).require()
    with operation(actor=actor):
        row = record_lock(scan, version=version, submitted={})
        if row.state not in RUNNING_SCANS:
            raise ValidationError(_("This scan is not under way."))
        if row.state == ScanState.WAITING or is_silent(row):
            row.state = ScanState.STOPPED
        else:
            row.stop_asked = True
        row.version += 1
        row.save()
    return row


def scan_resume(*, actor: Viewer, scan: Scan, version: int) -> Scan:
    """Ask the worker to go on with a stopped or failed scan, or with one whose worker gives no sign."""
    scan_policy(actor).require()
    with operation(actor=actor):
        row = record_lock(scan, version=version, submitted={})
        if row.state not in (ScanState.STOPPED, ScanState.FAILED) and not is_silent(row):
            raise ValidationError(_("Only a scan that was stopped or has failed goes on."))
        row.state, row.stop_asked, row.ended_at = ScanState.WAITING, False, None
        row.full_clean(exclude=["asked_by"])
        row.version += 1
        record_save(row)
        scan_run.enqueue(str(row.uid))
    return row


def scans_requeue() -> int:
    """Ask the worker again for scans that a killed one left, or that nobody was asked for; how many. For ``tick``."""
    before = timezone.now() - SILENCE
    left = Scan.objects.live().filter(silent() | Q(state=ScanState.WAITING, asked_at__lt=before))
    found = [row for row in left if not is_waiting(scan_run.module_path, str(row.uid))]
    for row in found:
        scan_run.enqueue(str(row.uid))
    return len(found)


def is_silent(scan: Scan) -> bool:
    """Whether the scan is said to run, but its worker gives no sign."""
    return Scan.objects.filter(silent(), pk=scan.pk).exists()


def indexes_tend() -> int:
    """Ask the worker for every index that does not know the latest records; how many. For ``tick``."""
    return sum(index_ask(kind) for kind in ComparedKind.values if is_behind(kind))
