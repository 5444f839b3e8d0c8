"""Ports that nobody listens at."""

import socket


def free_port(host: str = "127.0.0.1") -> int:
    """Return a port of this machine that is free at this moment."""
    with socket.socket() as free:
        free.bind((host, 0))
        port: int = free.getsockname()[1]
    return port
