"""How gunicorn serves the demonstration: quietly, with the worker beside it, and saying where once it listens."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

workers = 2
threads = 2
preload_app = True
loglevel = "warning"
accesslog = None
control_socket_disable = True
graceful_timeout = 5

_beside: list[subprocess.Popen[bytes]] = []


def when_ready(server: Any) -> None:
    """Tell the address as a browser takes it; end with the terminal, where gunicorn would only load itself anew."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    _beside.append(subprocess.Popen([sys.executable, str(Path(__file__).with_name("demo_worker.py"))]))
    host, port = server.address[0][:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  # compared, not bound
    print(f"\nThe Compact is at http://{shown}:{port}/ (Ctrl-C ends it)", flush=True)


def post_worker_init(worker: Any) -> None:
    """Leave Ctrl-C to the parent: a worker that a terminal and its parent both interrupt can lock itself up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_exit(server: Any) -> None:
    """End the background worker too, and say that everything has ended."""
    for process in _beside:
        process.terminate()
        process.wait()
    print("The demonstration has ended.", flush=True)
