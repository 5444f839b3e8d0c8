"""Reads the tables of `tests/cases`."""

from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"


def read_cases(name: str) -> list[tuple[str, ...]]:
    """Return the rows of table `name`: tab-separated, a header line, `#` comments."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [tuple(row + [""] * (len(header) - len(row))) for row in rows]
