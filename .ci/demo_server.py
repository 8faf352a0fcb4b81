"""How gunicorn serves the demonstration: quietly, and saying where once it listens."""

import os
import signal
from typing import Any

workers = 2
threads = 2
preload_app = True
loglevel = "warning"
accesslog = None
control_socket_disable = True
graceful_timeout = 5


def when_ready(server: Any) -> None:
    """Tell the address as a browser takes it; end with the terminal, where gunicorn would only load itself anew."""
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    host, port = server.address[0][:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104  # compared, not bound
    print(f"\nThe Compact is at http://{shown}:{port}/ (Ctrl-C ends it)", flush=True)


def post_worker_init(worker: Any) -> None:
    """Leave Ctrl-C to the parent: a worker that a terminal and its parent both interrupt can lock itself up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_exit(server: Any) -> None:
    """Say that everything has ended."""
    print("The demonstration has ended.", flush=True)
