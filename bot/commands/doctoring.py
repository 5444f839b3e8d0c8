"""`danvan doctor`: looks at all that the bot needs, and says what to do."""

import dataclasses
import json
import shutil
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import typer
from rich.text import Text

from bot.clock import now
from bot.commands.console import output
from bot.commands.distributing import distributed
from bot.commands.knowing import index_state, knowledge_of
from bot.commands.workplace import open_library, open_register, open_store
from bot.errors import SettingsError, StoreUnavailableError
from bot.intake.errors import place_of
from bot.operation import findings
from bot.operation.asking import ask_for_bot, ask_for_webhook, client_for
from bot.operation.databases import file_of
from bot.operation.findings import Finding, Reached, Verdict
from bot.redaction import redacted
from bot.settings import Settings, read_settings
from bot.store.store import Store
from corpus.errors import CorpusError, LibraryUnavailableError
from corpus.library import Library
from corpus.passages import passages_of
from corpus.register import Register
from retrieval.errors import EngineUnavailableError

LEASE = "doctor"
_COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.BAD: "red"}


def examine(*, as_json: bool) -> None:
    """Print what was found; ends with exit code 1 where something is bad."""
    settings = read_settings()
    found = [*_of_telegram(settings), *_of_what_is_kept(settings), *_of_disk(settings)]
    if as_json:
        rows = [dataclasses.asdict(one) for one in found]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for one in found:
            _print(one)
    if any(one.verdict is Verdict.BAD for one in found):
        raise typer.Exit(1)


def _of_telegram(settings: Settings) -> Iterator[Finding]:
    token, server = settings.bot_token, redacted(settings.base_url)
    if token is None:
        yield findings.of_token(None, server)
        return
    with client_for(settings) as client:
        contact = ask_for_bot(client, settings.base_url, token)
        yield findings.of_token(contact, server)
        if isinstance(contact, Reached):
            state = ask_for_webhook(client, settings.base_url, token)
            if state is not None:
                yield findings.of_updates(state, settings.webhook_url, now())
    if clock := findings.of_clock(contact):
        yield clock


def _of_what_is_kept(settings: Settings) -> Iterator[Finding]:
    """Look into the database as the bot would, and build the index as it would."""
    place = _place_of(settings)
    try:
        with open_library(settings) as library, open_store(settings) as store:
            _write_something(store)
            yield findings.of_database(place, None)
            yield from _of_knowledge(settings, library)
            yield findings.of_inbox(store.inbox.counts(), now())
    except (SettingsError, LibraryUnavailableError, StoreUnavailableError) as error:
        yield findings.of_database(place, redacted(str(error)))


def _write_something(store: Store) -> None:
    if lease := store.leases.take(LEASE, LEASE, now=now()):
        store.leases.release(lease, now=now())


def _of_knowledge(settings: Settings, library: Library) -> Iterator[Finding]:
    register: Register | None = None
    try:
        register = open_register(settings)
    except (CorpusError, OSError) as error:
        yield findings.of_register(0, str(error))
    else:
        yield findings.of_register(len(register.entries), None)
    yield findings.of_corpus(len(library.articles()))
    yield _of_index(settings, library, register)
    if settings.engine == "milvus":
        yield _of_milvus(settings, library)


def _of_index(settings: Settings, library: Library, register: Register | None) -> Finding:
    """Look at what is kept, then make an index ready as the bot would."""
    started = time.monotonic()
    try:
        state = index_state(library, settings)
        passages = len(knowledge_of(library, settings, register).passages)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        return findings.of_failed_index(place_of(error))
    return findings.of_index(passages, time.monotonic() - started, state)


def _of_milvus(settings: Settings, library: Library) -> Finding:
    server = redacted(settings.milvus_uri)
    try:
        with distributed(settings) as derive:
            return findings.of_milvus(server, holds=derive.holds(library.articles(), passages_of))
    except EngineUnavailableError as error:
        return findings.of_milvus(server, problem=str(error))


def _of_disk(settings: Settings) -> Iterator[Finding]:
    """Look at the disks of the index and of a database that is a file; they may be two."""
    places = {settings.home: "DANVAN_HOME"}
    if settings.database_url is not None and _place_of(settings) == "sqlite":
        database = file_of(settings)
        if database and database.parent != settings.home:
            places[database.parent] = "DANVAN_DATABASE_URL"
    for folder, setting in places.items():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        usage = shutil.disk_usage(there)
        yield findings.of_disk(folder, setting, usage.free, usage.total)


def _place_of(settings: Settings) -> str:
    """Return what kind of database it is: an address may hold a password, and in many ways."""
    return urlsplit(settings.store_url).scheme.partition("+")[0]


def _print(one: Finding) -> None:
    line = Text(f"{one.verdict:<6}", style=_COLOURS[one.verdict])
    output.print(line.append(f"{one.name:<10}{one.found}", style="default"))
    if one.advice:
        output.print(f"{'':16}-> {one.advice}")
