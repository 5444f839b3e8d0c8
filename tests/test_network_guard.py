"""That no test can leave this machine unnoticed."""

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.support.network import StrayCallError, refused_calls

STRANGER = "192.0.2.1"  # an address of documentation: nobody has it
STRANGER_NAME = "danvan.invalid"
ROOT = Path(__file__).parents[1]


def datagram(address: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"", (address, 53))


def quiet_connection(address: str) -> None:
    with socket.socket() as caller:
        caller.connect_ex((address, 80))


@pytest.mark.parametrize(
    "call",
    [
        lambda: socket.create_connection((STRANGER, 80)),
        lambda: socket.create_connection(("2001:db8::1", 80)),
        lambda: quiet_connection(STRANGER),
        lambda: datagram(STRANGER),
        lambda: socket.getaddrinfo(STRANGER_NAME, 443),
        lambda: socket.gethostbyname(STRANGER_NAME),
        lambda: socket.gethostbyaddr(STRANGER),
        lambda: httpx.get(f"https://{STRANGER_NAME}", trust_env=False),
    ],
)
def test_a_call_of_a_stranger_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(StrayCallError):
        call()
    assert refused_calls()


async def test_so_is_one_that_asyncio_makes() -> None:
    with pytest.raises(StrayCallError):
        await asyncio.open_connection(STRANGER_NAME, 443)
    assert refused_calls()


def test_a_refusal_is_remembered_though_its_error_be_swallowed_in_a_thread() -> None:
    def call() -> None:
        with contextlib.suppress(Exception):
            socket.create_connection((STRANGER, 80))

    thread = threading.Thread(target=call)
    thread.start()
    thread.join()
    assert refused_calls() == [f"socket.getaddrinfo of {STRANGER!r}"]


def test_this_machine_may_be_called() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        socket.create_connection(("localhost", port)).close()
    assert refused_calls() == []


def test_a_test_that_swallows_a_refusal_fails(tmp_path: Path) -> None:
    stray = tmp_path / "test_stray.py"
    stray.write_text(
        "import socket\n"
        "def test_stray():\n"
        "    try:\n"
        f"        socket.create_connection(('{STRANGER}', 80))\n"
        "    except Exception:\n"
        "        pass\n",
        encoding="utf-8",
    )
    options = ["-p", "tests.support.network", "-p", "no:cacheprovider", "-c", os.devnull]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", tmp_path, stray],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert f"the network was called: socket.getaddrinfo of '{STRANGER}'" in ran.stdout
