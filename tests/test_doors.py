"""Which modules can reach out of the process: none does for what somebody sent or a file says."""

from functools import cache

import grimp
import pytest

PACKAGES = ("corpus", "retrieval", "bot")
OPENED_BY = {
    "httpx": (
        *("bot.delivery.decision", "bot.delivery.departure", "bot.operation.asking"),
        *("bot.sandbox.webhooks", "bot.drills"),
    ),
    "socket": ("bot.delivery.tenure", "bot.ports", "bot.sandbox.server", "bot.serving"),
}
"""Modules, with what is below them: the first two read errors; the others speak to the Bot API,
to the webhook of the sandbox's bot on this machine, and to a drill's processes."""
OPENED_BY_NOBODY = (
    *("aiohttp", "requests", "ftplib", "smtplib", "telnetlib", "xmlrpc"),
    *("pickle", "marshal", "shelve", "ctypes", "subprocess", "tarfile", "xml"),
)


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def importers_of(library: str) -> set[str]:
    if library not in imports().modules:
        return set()
    return imports().find_modules_that_directly_import(library)


@pytest.mark.parametrize("library", OPENED_BY)
def test_a_way_out_is_taken_by_those_who_have_to(library: str) -> None:
    doors = OPENED_BY[library]
    others = {
        module
        for module in importers_of(library)
        if not any(module == door or module.startswith(f"{door}.") for door in doors)
    }
    assert importers_of(library)
    assert others == set()


@pytest.mark.parametrize("library", OPENED_BY_NOBODY)
def test_nothing_unpacks_or_runs_what_it_reads(library: str) -> None:
    assert importers_of(library) == set()
