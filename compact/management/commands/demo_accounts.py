"""``manage.py demo_accounts``: sign-ins for a demonstration, printed with their password."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from compact.kernel.viewers import Viewer
from compact.reports.demo import PERSONAS, demo_accounts

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Makes the demonstration's accounts; can be run again."""

    help = "Makes the accounts of the demonstration and prints them. Refused outside demo mode."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The password, when it should not be a generated one."""
        parser.add_argument("--password", default="", help="of every account (default: generated once, then kept)")

    def handle(self, *args: Any, password: str, **options: Any) -> None:
        """Make the accounts and print a table of persona, address and password."""
        if not settings.DEMO:
            raise CommandError(
                _(
                    "Demonstration accounts are made in demo mode only (COMPACT_DEMO=1). "
                    "On a real site, run createsuperuser."
                )
            )
        password = _kept(password)
        try:
            demo_accounts(Viewer.system("demo_accounts"), password)
        except ObjectDoesNotExist as error:
            raise CommandError(_("Run load_compact first: the data about the Compact is not there.")) from error
        self._print(password)

    def _print(self, password: str) -> None:
        rows = [(_("Persona"), _("Address"), _("Password"))]
        rows += [(str(persona.label), persona.address, password) for persona in PERSONAS]
        widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
        for row in rows:
            line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write(line.rstrip())


def _kept(password: str) -> str:
    """``password`` if one was given, else that of the last run, else a new one; kept for the next run."""
    path = settings.DEMO_DIR / "password"
    if not password and path.exists():
        return str(path.read_text())
    password = password or secrets.token_urlsafe(12)
    settings.DEMO_DIR.mkdir(exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(password)
    return password
