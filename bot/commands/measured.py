"""How `danvan eval` shows what it measured: tables for people, lines of JSON for programs."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

import typer

from bot.commands.console import output, print_row
from retrieval.evaluation.trials import Variant

LABEL_WIDTH = 20
"""Columns of several systems stand below each other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One number of one system on one set, with its 95 % interval; NaN where there is none."""

    dataset: str
    variant: Variant
    system: str
    measure: str
    value: float
    low: float
    high: float
    p: float | None = None
    """Of a difference: how easily chance makes as large a one."""


def show_lines(rows: Iterable[Row]) -> None:
    """Print each row as a line of JSON; what is NaN is null, and only differences have a p."""
    for row in rows:
        fields = {name: _plain(value) for name, value in asdict(row).items() if name != "p"}
        tested = {} if row.p is None else {"p": _plain(row.p)}
        typer.echo(json.dumps(fields | tested, ensure_ascii=False))


def show_measures(rows: Sequence[Row]) -> None:
    """Print rows of one set: a line for each system's measure, a column for each variant."""
    for system in dict.fromkeys(row.system for row in rows):
        output.print(f"\n{system}", style="bold")
        cells = {(row.measure, row.variant): row for row in rows if row.system == system}
        measures = dict.fromkeys(measure for measure, _ in cells)
        table = [("", *(variant.value for variant in Variant))]
        table += [
            (measure, *(_estimate(cells[measure, variant]) for variant in Variant))
            for measure in measures
        ]
        _print_columns(table)


def show_differences(rows: Sequence[Row]) -> None:
    """Print differences of one set: a line for each measure, below the variant it is of."""
    for variant in dict.fromkeys(row.variant for row in rows):
        output.print(f"\n{variant.value}", style="bold")
        table = [("", "difference", "interval", "p")]
        table += [_difference(row) for row in rows if row.variant is variant]
        _print_columns(table)


def _print_columns(table: Sequence[Sequence[str]]) -> None:
    widths = [max(LABEL_WIDTH, *(len(row[0]) for row in table))]
    widths += [max(map(len, column)) for column in list(zip(*table, strict=True))[1:]]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print_row("  ".join(cells).rstrip())


def _estimate(row: Row) -> str:
    if math.isnan(row.value):
        return "-"
    return f"{_short(row.value)} {_short(row.low)}-{_short(row.high)}"


def _difference(row: Row) -> tuple[str, str, str, str]:
    if math.isnan(row.value) or row.p is None:
        return row.measure, "-", "-", "-"
    interval = f"{_short(row.low, '+')} to {_short(row.high, '+')}"
    return row.measure, _short(row.value, "+"), interval, _short(row.p)


def _short(value: float, sign: str = "") -> str:
    """Return a number with three decimals and no zero before its point.

    >>> _short(0.8325), _short(1.0), _short(-0.01, "+")
    ('.833', '1.000', '-.010')
    """
    return f"{value:{sign}.3f}".replace("0.", ".", 1)


def _plain(value: str | float) -> str | float | None:
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    return str(value)
