"""Answers whether a server can listen on HOST and PORT; says why not in one sentence."""

import errno
import os
import socket
import sys

HIGHEST_PORT = 65535


def problem(host: str, port_text: str) -> str:
    """Return what stands in the way of listening there, or nothing."""
    if not port_text.isdecimal() or not 0 < int(port_text) <= HIGHEST_PORT:
        return f"PORT={port_text} is not a port; give a number from 1 to {HIGHEST_PORT}: make demo PORT=8010"
    port = int(port_text)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
    except socket.gaierror:
        return f"HOST={host} is not an address of this machine; leave it out, or give 0.0.0.0 for all."
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            other = port + 10 if port + 10 <= HIGHEST_PORT else 8010
            return f"Port {port} is taken by another program; choose another, as in: make demo PORT={other}"
        why = os.strerror(error.errno or 0)
        return f"Port {port} of {host} cannot be used ({why}); choose another, as in: make demo PORT=8010"
    return ""


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1], sys.argv[2]) or 0)
