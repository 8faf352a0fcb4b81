"""``manage.py scan``: asks the worker to compare all records with each other, so that the queue of pairs is filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from compact.kernel.viewers import Viewer
from workinggroups.overlaps import scanning
from workinggroups.overlaps.comparing.scan import scan_run
from workinggroups.overlaps.models import RUNNING_SCANS, ComparedKind, Scan

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Asks for a scan of each kind, or does it here."""

    help = "Compares all works, entities and people with each other in the background and fills the queue of pairs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to compare, and by whom."""
        parser.add_argument("kinds", nargs="*", choices=[[], *ComparedKind.values], default=[], help="default: all")
        parser.add_argument("--first", action="store_true", help="only where none was ever asked for")
        parser.add_argument("--here", action="store_true", help="in this process, without the worker")

    def handle(self, *args: Any, kinds: list[str], first: bool, here: bool, **options: Any) -> None:
        """Ask, or do it, and say which."""
        actor = Viewer.system("scan")
        for kind in kinds or ComparedKind.values:
            scans = Scan.objects.live().filter(kind=kind)
            if first and scans.exists():
                continue
            label = ComparedKind(kind).label
            scan = scans.filter(state__in=RUNNING_SCANS).first()
            if scan is not None and not here:
                self.stdout.write(_("%(kind)s: a scan is under way.") % {"kind": label})
                continue
            scan = scan or scanning.scan_start(actor=actor, kind=kind)
            if here:
                scan_run(scan.uid)
                scan.refresh_from_db()
                words = {"kind": label, "state": scan.get_state_display(), "found": scan.found}
                self.stdout.write(_("%(kind)s: %(state)s; pairs found: %(found)d") % words)
            else:
                self.stdout.write(_("%(kind)s: the worker was asked to scan them.") % {"kind": label})
