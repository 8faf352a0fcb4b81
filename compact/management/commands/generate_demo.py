"""``manage.py generate_demo``: a large fictional site, for benchmarks and for trying the system out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from compact.kernel.viewers import Viewer
from compact.reports.generating.run import generate, is_empty, is_made

if TYPE_CHECKING:
    from argparse import ArgumentParser

MOST = 1_000_000


class Command(BaseCommand):
    """Generates fictional projects and all that stands around them; the same numbers give the same rows."""

    help = "Generates a large fictional site. Refused where real records are, unless --add is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many projects, from which seed, and where."""
        parser.add_argument("--projects", type=int, required=True, help="how many projects, 1 to 1000000")
        parser.add_argument("--seed", type=int, default=1, help="another number gives other rows (default: 1)")
        parser.add_argument("--add", action="store_true", help="add them to the records of a site that has some")
        parser.add_argument("--no-history", action="store_true", help="record no history: for benchmarks alone")

    def handle(self, *args: Any, projects: int, seed: int, add: bool, no_history: bool, **options: Any) -> None:
        """Generate, tell how far that is on the error output, and print what was made."""
        if not 1 <= projects <= MOST:
            raise CommandError(_("--projects is a number from 1 to %(most)d.") % {"most": MOST})
        if not (add or settings.DEMO or is_empty()):
            raise CommandError(
                _(
                    "This site has records, and generated ones could not be deleted from it. "
                    "Use an empty database or a demonstration (COMPACT_DEMO=1), or give --add to add them all the same."
                )
            )
        if is_made(seed):
            raise CommandError(_("Seed %(seed)d was used here before. Choose another one.") % {"seed": seed})
        made = generate(
            actor=Viewer.system("generate_demo"),
            projects=projects,
            seed=seed,
            history=not no_history,
            tell=partial(self.stderr.write, style_func=str),  # progress is no error
        )
        for model, count in made.items():
            words = {"records": model._meta.verbose_name_plural, "count": count}
            self.stdout.write(_("%(records)s: %(count)d") % words)
