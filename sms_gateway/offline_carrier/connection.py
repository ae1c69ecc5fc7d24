"""Cutting the line: what a client meets when an answer is lost."""

from __future__ import annotations

import socket
import struct
from collections.abc import Mapping
from typing import Any

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def cut(environ: Mapping[str, Any]) -> None:
    """Break the connection of the request being served, without an answer.

    Args:
        environ: the WSGI environment; werkzeug's and gunicorn's servers put the socket in it.
    """
    line = environ.get("werkzeug.socket") or environ.get("gunicorn.socket")
    if not isinstance(line, socket.socket):
        return
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the client has gone already, which is as well
