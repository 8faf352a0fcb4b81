"""Runs the worker of the demonstration beside gunicorn, which starts this: both end together, whichever ends first."""

import os
import signal
import subprocess
import sys
from types import FrameType

GRACE = 5
"""Seconds that the worker has to end what it is doing; a scan goes on where it was at the next start."""


def _stop(signum: int, frame: FrameType | None) -> None:
    raise SystemExit


def main() -> None:
    """Wait for the worker or for gunicorn to end, then end the other."""
    server = os.getppid()
    # Ctrl-C reaches everything in the terminal; here gunicorn says when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    command = [sys.executable, "manage.py", "db_worker", "--verbosity", "0", "--no-reload", "--no-startup-delay"]
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    signal.signal(signal.SIGTERM, _stop)
    try:
        while os.getppid() == server:
            try:
                worker.wait(timeout=1)
            except subprocess.TimeoutExpired:
                continue
            print("The worker has ended, and with it the demonstration.", file=sys.stderr, flush=True)
            if os.getppid() == server:
                os.kill(server, signal.SIGTERM)
            return
    finally:
        _end(worker)


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.terminate()
    try:
        worker.wait(timeout=GRACE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


if __name__ == "__main__":
    main()
