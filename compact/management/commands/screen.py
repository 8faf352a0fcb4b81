"""``manage.py screen FILE``: which rows of a file are on record already or stand in it twice, before any is entered."""

from __future__ import annotations

import sys
import time
from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compact.matching.evidence import Verdict
from workinggroups.overlaps.comparing.encoding import site_encoder
from workinggroups.overlaps.screening.files import Unreadable, cut
from workinggroups.overlaps.screening.known import Known
from workinggroups.overlaps.screening.pairs_file import PairsFile
from workinggroups.overlaps.screening.rows import table_read
from workinggroups.overlaps.screening.run import Screening
from workinggroups.overlaps.words import evidence_line, looks_words, verdict_words

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from workinggroups.overlaps.screening.rows import Table
    from workinggroups.overlaps.screening.run import Pair

SHOWN, MOST_PROBLEMS, MOST_UNKNOWN, SECONDS, MOST_EVIDENCE = 10, 200, 20, 10, 8


class Command(BaseCommand):
    """Compares the rows of a file with each other and with all works on record; writes nothing to the database."""

    help = (
        "Tells which rows of FILE (CSV, XLSX or JSONL) are the same work as a record in the database or another row, "
        "which overlap, and why. Nothing is written to the database. Columns: id, title, summary, entities, countries, "
        "start, end, budget; lists are separated by semicolons; other columns are ignored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to compare, and where to."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--output", type=Path, help="CSV file for all pairs; an existing one is replaced")
        parser.add_argument(
            "--no-encoder", action="store_true", help="compare without sentence vectors: faster, coarser"
        )
        parser.add_argument("--language", choices=settings.INTERFACE_LANGUAGES, default="en", help="of the evidence")

    def handle(self, *args: Any, file: Path, output: Path | None, **options: Any) -> None:
        """Compare, tell the outcome in words, and fail with every problem of the file when there is one."""
        with translation.override(options["language"]):
            if output is not None and not output.resolve().parent.is_dir():
                raise CommandError(_("There is no folder %(path)s.") % {"path": output.resolve().parent})
            table = self._read(file)
            encoder = None if options["no_encoder"] else site_encoder()
            if encoder is None and not options["no_encoder"]:
                self.stderr.write(_("No sentence encoder is installed: texts are compared by their words alone."))
            screening = Screening(table, encoder, self._tell_now_and_then())
            self._begin(table, len(screening.stored))
            self._pairs(screening, output)

    def _read(self, file: Path) -> Table:
        try:
            return table_read(file, Known())
        except Unreadable as error:
            for problem in error.problems[:MOST_PROBLEMS]:
                self.stderr.write(str(problem))
            count = len(error.problems)
            text = ngettext(
                "%(count)d problem in %(file)s. Nothing was compared. Correct it and run the command again.",
                "%(count)d problems in %(file)s. Nothing was compared. Correct them and run the command again.",
                count,
            )
            raise CommandError(text % {"count": count, "file": file}) from error

    def _begin(self, table: Table, stored: int) -> None:
        count = len(table.records)
        rows = ngettext("%(count)d row of the file", "%(count)d rows of the file", count) % {"count": count}
        records = ngettext("%(count)d record", "%(count)d records", stored) % {"count": stored}
        text = _("%(rows)s compared with each other and with %(records)s in the database.")
        self.stdout.write(
            text % {"rows": rows, "records": records}
            if stored
            else _("%(rows)s compared with each other; the database is empty.") % {"rows": rows}
        )
        if table.amounts_left_out:
            text = ngettext(
                "%(count)d budget of zero or less is not compared.",
                "%(count)d budgets of zero or less are not compared.",
                table.amounts_left_out,
            )
            self.stdout.write(text % {"count": table.amounts_left_out})
        if table.periods_left_out:
            text = ngettext(
                "%(count)d row ends before it starts: its dates are not compared.",
                "%(count)d rows end before they start: their dates are not compared.",
                table.periods_left_out,
            )
            self.stdout.write(text % {"count": table.periods_left_out})
        if table.unknown:
            names = "; ".join(cut(name) for name in list(table.unknown)[:MOST_UNKNOWN])
            text = ngettext(
                "%(count)d name of an entity or State is not known here and is compared as written: %(names)s",
                "%(count)d names of entities or States are not known here and are compared as written: %(names)s",
                len(table.unknown),
            )
            self.stdout.write(text % {"count": len(table.unknown), "names": names})

    def _pairs(self, screening: Screening, output: Path | None) -> None:
        counts: Counter[str] = Counter()
        likeliest: list[Pair] = []
        with PairsFile() if output else nullcontext() as pairs_file:
            for pair in screening.pairs():
                counts[pair.verdict] += 1
                likeliest = sorted([*likeliest, pair], key=lambda each: -each.probability)[:SHOWN]
                if pairs_file is not None:
                    pairs_file.add(pair, evidence_line(pair.evidence))
            if pairs_file is not None and output is not None:
                try:
                    pairs_file.write(output)
                except OSError as error:
                    words = {"path": output, "why": error.strerror or error}
                    raise CommandError(_("%(path)s cannot be written: %(why)s.") % words) from error
        self._summary(counts, likeliest)
        if output is not None:
            self.stdout.write(_("All pairs are in %(path)s.") % {"path": output})

    def _summary(self, counts: Counter[str], likeliest: list[Pair]) -> None:
        if not counts:
            self.stdout.write(_("No two of them look alike."))
        for verdict in Verdict:
            count = counts[verdict]
            pairs = ngettext("%(count)d pair", "%(count)d pairs", count) % {"count": count}
            if counts:
                self.stdout.write(_("%(verdict)s: %(pairs)s") % {"verdict": verdict_words(verdict), "pairs": pairs})
        for pair in likeliest:
            self.stdout.write("")
            self.stdout.write(looks_words(pair.verdict, pair.strength))
            self.stdout.write(f"  {cut(pair.a)}: {cut(pair.title_a)}")
            self.stdout.write(f"  {cut(pair.b)}: {cut(pair.title_b)}")
            self.stdout.write(f"  {evidence_line(pair.evidence, most=MOST_EVIDENCE)}")

    def _tell_now_and_then(self) -> Any:
        """Tells on the terminal how far it is, every ten seconds."""
        last = time.monotonic()
        steps = {"fit": _("Reading the texts"), "scan": _("Comparing")}

        def tell(step: str, done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= SECONDS:
                last = time.monotonic()
                words = {"step": steps[step], "done": done, "total": total}
                self.stderr.write(_("%(step)s: %(done)d of %(total)d") % words)
                sys.stderr.flush()

        return tell
