"""Fails when the last measured run took fewer than nine branches in ten."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

LEAST_PERCENT = 90.0


def main() -> int:
    """Print the share of branches that the tests took, and answer whether it is enough."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", "-q", "--fail-under=0", "-o", str(report)]
        subprocess.run(command, check=True)
        totals = json.loads(report.read_text("utf-8"))["totals"]
    taken, there_are = totals["covered_branches"], totals["num_branches"]
    percent = 100.0 * taken / max(there_are, 1)
    print(f"Branches: {taken} of {there_are} taken, {percent:.1f} % (at least {LEAST_PERCENT:g} %)")
    return int(percent < LEAST_PERCENT)


if __name__ == "__main__":
    sys.exit(main())
