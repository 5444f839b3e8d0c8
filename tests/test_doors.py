"""Which modules can reach out of the process: none does for what somebody sent or a file says."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("corpus", "retrieval", "bot")
OPENED_BY = {
    "httpx": (
        *("bot.delivery.decision", "bot.delivery.departure", "bot.operation.asking"),
        *("bot.sandbox.webhooks", "bot.drills"),
    ),
    "socket": ("bot.delivery.tenure", "bot.ports", "bot.sandbox.server", "bot.serving"),
    "grpc": ("retrieval.engines.milvus",),
    "pymilvus": ("retrieval.engines.milvus",),
    "asyncio.create_subprocess_exec": ("bot.drills.processes",),
}
"""Modules, with what is below them: the first two of httpx read errors; the others speak to the Bot
API, to the webhook of the sandbox's bot on this machine, to Milvus, and to a drill's processes."""
OPENED_BY_NOBODY = (
    *("aiohttp", "requests", "urllib3", "websockets", "urllib.request", "http.client"),
    *("ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "xmlrpc", "ssl", "socketserver"),
    *("asyncio.open_connection", "asyncio.open_unix_connection"),
    *(".create_connection", ".create_unix_connection", ".create_datagram_endpoint"),
    *("asyncio.create_subprocess_shell", "os.system", "os.popen"),
    *("pickle", "marshal", "shelve", "ctypes", "subprocess", "tarfile", "xml"),
)
"""Libraries, parts of them, and after a dot methods, whatever it is that has them."""


def names_in(tree: ast.AST, module: str) -> Iterator[str]:
    """Yield the full names of all that is imported or is an attribute, of those also the last."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for one in node.names:
                yield one.name
                known[one.asname or one.name.partition(".")[0]] = (
                    one.name if one.asname else one.name.partition(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            origin = resolve_name("." * node.level + (node.module or ""), module)
            for one in node.names:
                yield f"{origin}.{one.name}"
                known[one.asname or one.name] = f"{origin}.{one.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, *rest = ast.unparse(node).split(".")
            yield ".".join((known.get(first, first), *rest))
            yield f".{node.attr}"


def reaches(name: str, door: str) -> bool:
    return name == door or name.startswith(f"{door}.")


@cache
def uses() -> dict[str, frozenset[str]]:
    """Return what every module uses, imports inside functions counted."""
    found = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(
                ".__init__"
            )
            within = f"{module}." if file.name == "__init__.py" else module
            tree = ast.parse(file.read_text(encoding="utf-8"))
            found[module] = frozenset(names_in(tree, within.rpartition(".")[0]))
    return found


def users_of(door: str) -> set[str]:
    return {module for module, names in uses().items() if any(reaches(n, door) for n in names)}


@pytest.mark.parametrize("door", OPENED_BY)
def test_a_way_out_is_taken_by_those_who_have_to(door: str) -> None:
    users = users_of(door)
    assert users
    assert not {
        module for module in users if not any(reaches(module, one) for one in OPENED_BY[door])
    }


@pytest.mark.parametrize("door", OPENED_BY_NOBODY)
def test_nothing_unpacks_or_runs_what_it_reads(door: str) -> None:
    assert users_of(door) == set()


@pytest.mark.parametrize(
    ("code", "door"),
    [
        ("import urllib.request", "urllib.request"),
        ("import urllib.request as calling", "urllib.request"),
        ("from urllib import request", "urllib.request"),
        ("from urllib.request import urlopen", "urllib.request"),
        ("def f():\n    import http.client", "http.client"),
        ("import asyncio\nasyncio.open_connection('a', 1)", "asyncio.open_connection"),
        ("import asyncio as a\na.open_unix_connection('a')", "asyncio.open_unix_connection"),
        ("from asyncio import open_connection as dial", "asyncio.open_connection"),
        ("get_running_loop().create_connection(P, 'a', 1)", ".create_connection"),
        ("import os\nos.system('a')", "os.system"),
        ("from xml.etree import ElementTree", "xml"),
    ],
)
def test_however_a_way_out_is_taken_it_is_seen(code: str, door: str) -> None:
    assert any(reaches(name, door) for name in names_in(ast.parse(code), "bot"))


@pytest.mark.parametrize(
    "code", ["from urllib.parse import urlsplit", "import asyncio", "import os"]
)
def test_what_is_no_way_out_is_not_taken_for_one(code: str) -> None:
    names = set(names_in(ast.parse(code), "bot"))
    assert not {door for door in OPENED_BY_NOBODY for name in names if reaches(name, door)}
