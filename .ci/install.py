"""Installs a hashed lock into the virtual environment that runs this file, and tells how it goes.

``install.py LOCK NAME...`` installs LOCK and then keeps a copy of each NAME in ``.venv/installed``: ``setup.sh``
compares the locks with these copies to know that there is nothing to do. While packages are being written
``.venv/incomplete`` exists, so an interrupted installation is begun afresh and never taken for a whole one.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import threading
from pathlib import Path

EVERY_SECONDS = 4.0
PIP_INSTALL = ("-m", "pip", "install", "--require-hashes", "--no-input", "--progress-bar=off")
PIP_ENVIRONMENT = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}


class Progress:
    """Follows pip's words and says every few seconds how far it is."""

    def __init__(self, total: int) -> None:
        """Expect ``total`` packages to be looked at."""
        self.total = total
        self.collected = 0
        self.to_install = 0
        self.present_before = 0
        self.last = ""
        self.finished = threading.Event()

    def follow(self, line: str) -> None:
        """Take in one line of pip's output."""
        if line.startswith(("Collecting ", "Requirement already satisfied", "Ignoring ")):
            self.collected += 1
        elif line.startswith("Installing collected packages:"):
            self.present_before = _present()
            self.to_install = line.count(",") + 1

    def describe(self) -> str:
        """Return one line on the state of things."""
        if not self.to_install:
            return f"  downloaded {min(self.collected, self.total)} of {self.total} packages"
        written = min(max(_present() - self.present_before, 0), self.to_install)
        return f"  installed {written} of {self.to_install} packages"

    def run(self) -> None:
        """Print the state until finished, each line only when something moved."""
        while not self.finished.wait(EVERY_SECONDS):
            words = self.describe()
            if words != self.last:
                print(words, flush=True)
                self.last = words


def _present() -> int:
    return sum(1 for _ in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def install(lock: Path, log: Path) -> bool:
    """Install ``lock`` with pip, its words kept in ``log``; answer whether it succeeded."""
    progress = Progress(len(re.findall(r"(?m)^[A-Za-z0-9]", lock.read_text("utf-8"))))
    command = [sys.executable, *PIP_INSTALL, "-r", str(lock)]
    ticker = threading.Thread(target=progress.run, daemon=True)
    ticker.start()
    with (
        log.open("w", encoding="utf-8") as kept,
        subprocess.Popen(
            command,
            env=os.environ | PIP_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as pip,
    ):
        for line in pip.stdout or ():
            kept.write(line)
            progress.follow(line)
    progress.finished.set()
    return pip.returncode == 0


def reason(log: Path) -> str:
    """Return what pip gave as its reason, on one line."""
    errors = [line for line in log.read_text("utf-8").splitlines() if line.startswith("ERROR: ")]
    return errors[0].removeprefix("ERROR: ").split(". ")[0].rstrip(".: ") if errors else "pip gave no reason"


def main(lock_name: str, *names: str) -> int:
    """Install the lock, keep copies of the installed locks, answer the exit status."""
    home = Path(sys.prefix)
    incomplete, installed, log = home / "incomplete", home / "installed", home / "install.log"
    lock = Path(lock_name)
    shutil.rmtree(installed, ignore_errors=True)
    incomplete.touch()
    print(f"Installing the packages of {lock} (the first time this may take a minute or two)", flush=True)
    if not install(lock, log):
        incomplete.unlink()
        print(
            f"The packages of {lock} could not be installed: {reason(log)} (all of pip's words: {log}).",
            file=sys.stderr,
        )
        return 1
    installed.mkdir()
    for name in names:
        shutil.copyfile(name, installed / name)
    incomplete.unlink()
    print("  all packages are installed", flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped; the next run begins the installation afresh.")
