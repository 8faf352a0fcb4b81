"""Hold the vendored front-end files to their manifest."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compact.kernel.vendored import VENDOR_ROOT, vendored_problems


class Command(BaseCommand):
    """Exit with an error that names each file that is changed, missing or not listed."""

    help = "Checks that the vendored front-end files are those of their manifest."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and report."""
        problems = vendored_problems(VENDOR_ROOT)
        if problems:
            raise CommandError("\n".join(problems))
        self.stdout.write("Vendored files agree with their manifest.")
