"""`danvan ask` and `danvan lookup`: questions without Telegram."""

import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from bot.clock import today
from bot.commands import prose
from bot.commands.knowing import knowledge_of
from bot.commands.lines import AskedLine, card_line, dump, reply_line
from bot.commands.workplace import open_library, open_register
from bot.settings import read_settings
from retrieval.answering import answer
from retrieval.datasets import parse_lines, read_lines
from retrieval.documents import lookup, mentions_of, near
from retrieval.knowledge import Knowledge

STANDARD_INPUT = Path("-")


def ask(question: str, *, as_json: bool) -> None:
    """Answer one question."""
    reply = answer(question, _knowledge())
    if as_json:
        typer.echo(dump(reply_line(reply, today())))
    else:
        prose.show_reply(reply)


def ask_batch(path: Path, *, as_json: bool) -> None:
    """Answer each question of a file; raises BadDatasetError at the first line that is none."""
    knowledge = _knowledge()
    for line in _asked(path):
        reply = answer(line.question, knowledge)
        if as_json:
            typer.echo(dump(reply_line(reply, today(), line_id=line.id)))
        else:
            prose.show_heading(f"{line.id}: {line.question}")
            prose.show_reply(reply)


def look_up(number: str, *, as_json: bool) -> None:
    """Show the cards of the documents that a typed number may mean."""
    if not mentions_of(number):
        raise typer.BadParameter(
            f'{number!r} names no document; expected a number such as "25-NQ/TW" or '
            '"nghị quyết 25"; try: danvan lookup "25-NQ/TW"'
        )
    knowledge = _knowledge()
    cards = lookup(number, knowledge)
    if as_json:
        typer.echo(dump([card_line(card, today()) for card in cards]))
    elif cards:
        prose.show_cards(cards)
    else:
        prose.show_no_card(number, near(number, knowledge))


def _asked(path: Path) -> Iterator[AskedLine]:
    if path == STANDARD_INPUT:
        return parse_lines(sys.stdin.buffer, "standard input", AskedLine)
    return read_lines(path, AskedLine)


def _knowledge() -> Knowledge:
    settings = read_settings()
    register = open_register(settings)
    with open_library(settings) as library:
        return knowledge_of(library, settings, register)
