"""``manage.py load_compact``: the public data about the Compact, or another folder of such files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact.kernel.viewers import Door, Viewer
from compact.reports.loading.run import DATA, FILES, load

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from compact.reports.loading.run import Outcome
    from compact.reports.loading.stock import Tally


class Command(BaseCommand):
    """Loads the Compact with its groups, meetings, agreements, projects and money; can be run again."""

    help = "Loads the data about the Compact. Rows that are there already are never changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the files lie."""
        parser.add_argument("--path", type=Path, default=DATA, help="folder of the CSV files (default: our own)")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        """Load, print what came of each file, and fail with every problem when there is one."""
        if not path.is_dir():
            raise CommandError(_("%(path)s is not a folder.") % {"path": path})
        outcome = load(path, actor=Viewer.system("load_compact", Door.IMPORT), tell=self.stdout.write)
        for file, tally in outcome.tallies.items():
            self._print(file, tally)
        if outcome.problems:
            self._fail(outcome)

    def _print(self, file: str, tally: Tally) -> None:
        words = {
            "file": file,
            "created": tally.created,
            "unchanged": tally.unchanged,
            "kept": len(tally.kept),
        }
        self.stdout.write(
            _("%(file)s: %(created)d records created, %(unchanged)d unchanged, %(kept)d kept because edited here")
            % words
        )
        for kept in tally.kept:
            self.stdout.write(f"  {kept}")

    def _fail(self, outcome: Outcome) -> None:
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        missing = ", ".join(file.name for file in FILES if file.name not in outcome.tallies)
        count = len(outcome.problems)
        raise CommandError(
            ngettext(
                "%(count)d problem. Nothing was loaded of: %(files)s. Correct it and run the command again.",
                "%(count)d problems. Nothing was loaded of: %(files)s. Correct them and run the command again.",
                count,
            )
            % {"count": count, "files": missing}
        )
