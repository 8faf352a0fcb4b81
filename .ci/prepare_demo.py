"""Prepares the demonstration in one process: database, data, static files, accounts. Can be run again at no cost."""

import sys
from pathlib import Path
from typing import Any

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Preparing the database", "migrate", {"verbosity": 0}),
    ("Loading the data about the Compact", "load_compact", {}),
    ("Collecting the static files", "collectstatic", {"verbosity": 0, "interactive": False}),
    ("Making the demonstration accounts", "demo_accounts", {}),
    ("Asking the worker to look for double work", "scan", {"first": True}),
)


def main() -> None:
    """Run the steps one after the other, each announced by its sentence."""
    django.setup()
    for sentence, command, options in STEPS:
        print(sentence, flush=True)
        call_command(command, **options)


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    try:
        main()
    except (CommandError, ImproperlyConfigured, OperationalError) as error:
        sys.exit(f"The demonstration could not be prepared: {error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped; make demo goes on from here.")
