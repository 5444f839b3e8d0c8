"""A Milvus server for tests: the one that milvus-lite ships, on loopback, in its own process."""

import atexit
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

HOST = "127.0.0.1"
"""milvus-lite's default listens on every address."""


class MilvusServer:
    """A server that runs, and may be stopped and started again over what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        """Where clients find it, now or when it runs again."""
        return f"http://{HOST}:{self.port}"

    @property
    def pid(self) -> int:
        """Of its process, which must run."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it listens."""
        where = ["--data-dir", str(self._folder), "--host", HOST, "--port", str(self.port)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "milvus_lite", "server", *where],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert b"listening" in said, said + self._process.stdout.read()

    def stop(self) -> None:
        """Stop it as a power cut does; nothing happens where it does not run."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def running_milvus() -> Iterator[MilvusServer]:
    """Start a server over an empty folder; skip the test where none can be."""
    if find_spec("milvus_lite") is None:
        pytest.skip("milvus-lite, which ships a Milvus server, is not made for this system")
    with TemporaryDirectory(prefix="danvan-milvus-") as folder:
        server = MilvusServer(Path(folder) / "data")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@cache
def shared_milvus() -> MilvusServer:
    """Return the server that all tests of this process share; the first one starts it."""
    stack = ExitStack()
    server = stack.enter_context(running_milvus())
    atexit.register(stack.close)
    return server


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
        return port
