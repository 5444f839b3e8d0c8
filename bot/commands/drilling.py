"""`danvan drill`: what the bot promises, held against a sandbox where much goes wrong."""

import asyncio
import json
from collections.abc import Mapping

import typer

from bot.commands.console import output
from bot.drills import announcements, load, questions
from bot.drills.announcements import Conditions


def drill_announcements(conditions: Conditions, database_url: str | None, *, as_json: bool) -> None:
    """Hold the drill of announcements and print what came of it.

    Ends with exit code 1 where something did not hold. Raises DrillError, StoreUnavailableError.
    """
    report = asyncio.run(announcements.hold(conditions, database_url))
    _tell(report.fields(), conditions.fields(), as_json=as_json)


def drill_intake(
    conditions: questions.Conditions, database_url: str | None, *, as_json: bool
) -> None:
    """Hold the drill of questions and print what came of it.

    Ends with exit code 1 where something did not hold. Raises DrillError, StoreUnavailableError.
    """
    report = asyncio.run(questions.hold(conditions, database_url))
    _tell(report.fields(), as_json=as_json)


def drill_load(conditions: load.Conditions, database_url: str | None, *, as_json: bool) -> None:
    """Hold the drill of load and print what came of it.

    Ends with exit code 1 where something did not hold. Raises DrillError, StoreUnavailableError.
    """
    report = asyncio.run(load.hold(conditions, database_url))
    _tell(report.fields(), as_json=as_json)


def _tell(
    fields: Mapping[str, object], conditions: Mapping[str, object] | None = None, *, as_json: bool
) -> None:
    """Print what came of a drill, for programs with its conditions; exit code 1 for a flaw."""
    if as_json:
        typer.echo(json.dumps({**(conditions or {}), **fields}))
    else:
        _show(fields)
    if fields["flaws"]:
        raise typer.Exit(1)


def _show(fields: Mapping[str, object]) -> None:
    """Print a line for each figure, then what did not hold."""
    figures = {name: value for name, value in fields.items() if name != "flaws"}
    width = max(map(len, figures))
    for name, value in figures.items():
        output.print(f"{name.replace('_', ' '):<{width}}  {_plain(value)}")
    flaws = fields["flaws"]
    if isinstance(flaws, list) and flaws:
        output.print("\n".join(("", "did not hold:", *(f"  {flaw}" for flaw in flaws))))
    else:
        output.print("\nall of it held")


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{count} {name}" for name, count in value.items()) or "-"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
