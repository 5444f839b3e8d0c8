"""Lets no test leave this machine: a call of anything but loopback is refused, and fails the test.

A pytest plugin. Python tells an audit hook of every connection, datagram and look-up of a name,
whichever library makes it, in whichever thread; so nothing has to be patched. A call is refused
with an error, and the test in which it was made fails even where somebody swallowed that error.
Processes that tests start are watched where they import this module.
"""

import ipaddress
import sys
from collections.abc import Callable, Iterator

import pytest


def _host_of(address: object) -> object:
    return address[0] if isinstance(address, tuple) else None


_TARGETS: dict[str, Callable[..., object]] = {
    "socket.connect": lambda _socket, address: _host_of(address),
    "socket.sendto": lambda _socket, address: _host_of(address),
    "socket.sendmsg": lambda _socket, address: _host_of(address),
    "socket.getnameinfo": _host_of,
    "socket.getaddrinfo": lambda host, *_: host,
    "socket.gethostbyname": lambda host: host,
    "socket.gethostbyaddr": lambda host: host,
}
"""For each audit event the host that it is about; None where no host is, as for Unix sockets."""

_refused: list[str] = []
"""What was refused since the last test was over."""


class StrayCallError(RuntimeError):
    """A call of the network; no OSError, which a library might take for an everyday failure."""


def is_local(host: object) -> bool:
    """Tell whether a host, by its address or name, is this machine.

    >>> [is_local(host) for host in ("127.0.0.1", "::1", "localhost", None, "")]
    [True, True, True, True, True]
    >>> [is_local(host) for host in ("192.0.2.1", "2001:db8::1", "telegram.org", b"telegram.org")]
    [False, False, False, False]
    """
    name = host.decode(errors="replace") if isinstance(host, bytes) else host
    if not isinstance(name, str):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name in {"", "localhost"}


def refused_calls() -> list[str]:
    """Return what was refused since this was asked last, or since the last test was over."""
    calls = _refused.copy()
    _refused.clear()
    return calls


def _refuse_stray_calls(event: str, arguments: tuple[object, ...]) -> None:
    target = _TARGETS.get(event)
    if target and not is_local(host := target(*arguments)):
        _refused.append(f"{event} of {host!r}")
        raise StrayCallError(f"tests may call nothing but this machine: {_refused[-1]}")


sys.addaudithook(_refuse_stray_calls)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Fail a test that called the network, though it may have survived the refusal."""
    yield
    if calls := refused_calls():
        pytest.fail(f"the network was called: {', '.join(calls)}", pytrace=False)
