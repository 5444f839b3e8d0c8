"""Lets no test leave this machine: a call of anything but loopback is refused, and fails the test.

A pytest plugin. Python tells an audit hook of every connection, datagram and look-up of a name,
whichever library makes it, in whichever thread; so nothing has to be patched. A call is refused
with an error, and the test in which it was made fails even where somebody swallowed that error.
Processes that tests start are not watched, unless they import this module.
"""

import ipaddress
import sys
from collections.abc import Iterator

import pytest

_CALLS = {
    "socket.connect": lambda _socket, address: address,
    "socket.sendto": lambda _socket, address: address,
    "socket.sendmsg": lambda _socket, address: address,
    "socket.getaddrinfo": lambda host, *_: host,
    "socket.gethostbyname": lambda host: host,
    "socket.gethostbyaddr": lambda host: host,
    "socket.getnameinfo": lambda address: address,
}
"""Audit events, and which of their arguments says where a call goes."""

_LOOPBACK_NAMES = {"", "localhost", "ip6-localhost", "localhost.localdomain"}


class StrayCallError(RuntimeError):
    """A call of the network; no OSError, which a library might take for a mere failure."""


stray_calls: list[str] = []
"""What was refused in the test that runs now."""


def is_local(target: object) -> bool:
    """Tell whether an address, or the name of a host, stays on this machine.

    >>> is_local(("127.0.0.1", 80)), is_local(("::1", 80, 0, 0)), is_local("/run/x"), is_local(None)
    (True, True, True, True)
    >>> is_local(("192.0.2.1", 80)), is_local("telegram.org")
    (False, False)
    """
    host = target[0] if isinstance(target, tuple) else target
    if isinstance(host, bytes):
        host = host.decode(errors="replace")
    if not isinstance(host, str) or host.startswith(("/", "\0")):
        return True  # every interface of this machine; a socket of the file system
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host.lower() in _LOOPBACK_NAMES


def _refuse_stray_calls(event: str, arguments: tuple[object, ...]) -> None:
    if (target_of := _CALLS.get(event)) and not is_local(target := target_of(*arguments)):
        stray_calls.append(f"{event} of {target!r}")
        raise StrayCallError(f"no test may leave this machine: {stray_calls[-1]}")


sys.addaudithook(_refuse_stray_calls)


@pytest.fixture(autouse=True)
def _no_stray_calls() -> Iterator[None]:
    """Fail a test that called the network, though it may have survived the refusal."""
    stray_calls.clear()
    yield
    assert not stray_calls, "the network was called"
