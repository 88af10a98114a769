"""Ports of this machine for stand-ins, measurements and tests: once taken, they are nobody else's. Never a server."""

from __future__ import annotations

import socket
from typing import Final

HOST: Final = "127.0.0.1"

_kept: Final[list[socket.socket]] = []


def bound(port: int = 0) -> socket.socket:
    """A socket that does not listen yet; others of this user that may share an address can listen where it is bound."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((HOST, port))
    return sock


def kept_port() -> int:
    """For a server that starts later, or again and again.

    A port that was only looked up and let go may be given to any connection of the machine before that server starts;
    so its socket stays bound until this process ends.
    """
    sock = bound()
    _kept.append(sock)
    port: int = sock.getsockname()[1]
    return port
