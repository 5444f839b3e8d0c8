"""Reads tables that ship with a package: tab-separated, a header line, `#` comments."""

from collections.abc import Iterator
from importlib.resources import files


def read_rows(name: str, package: str = "corpus") -> Iterator[list[str]]:
    """Yield the cells of each row of table `name` in the data of `package`.

    The header and comments are left out. A cell that a row leaves off at its end is the empty
    string, so that every row has as many cells as the header.
    """
    lines = (files(package) / "data" / name).read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    width = len(next(rows))
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
        yield row


def alternatives(cell: str) -> tuple[str, ...]:
    """Split a cell that holds several values: "CTr|CTHĐ" -> ("CTr", "CTHĐ")."""
    return tuple(cell.split("|")) if cell else ()
