"""`danvan register`: which documents are in force, and a check of an operator's own table."""

from pathlib import Path

from bot.commands.console import output
from bot.commands.prose import register_line
from bot.commands.workplace import open_register
from bot.settings import read_settings
from corpus.register import read_register


def list_entries(table: Path | None) -> None:
    """Print one line for each entry; raises UnreadableRegisterError for a row that is none."""
    register = open_register(read_settings()) if table is None else read_register(table)
    for entry in register.entries:
        output.print(register_line(entry))
