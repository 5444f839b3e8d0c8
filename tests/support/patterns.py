"""Every compiled pattern of the project, and runs of all sorts to try it with."""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

import bot
import corpus
import retrieval

ATOMS = (*"a1 .-/!(,", "\u0301")
ENDS = ("\x01", " a")
RUN = 60
"""Code points: more than the ways to part them can be counted."""
MOST_WORDS = 12


def try_all() -> int:
    """Try all patterns; return how many there are."""
    patterns = set(_patterns())
    for pattern in patterns:
        try_pattern(pattern)
    return len(patterns)


def try_pattern(pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    """Let a pattern look for itself in runs of one or two atoms, and of its own words."""
    if isinstance(pattern.pattern, bytes):
        pattern = re.compile(pattern.pattern.decode(), pattern.flags)
    words = list(dict.fromkeys(re.findall(r"[^\W_]{2,}", pattern.pattern)))[:MOST_WORDS]
    units = [*ATOMS, *map("".join, product(ATOMS, repeat=2)), *words, *(f"{w} " for w in words)]
    openings = ("", *words[:1], *(f"{word}:" for word in words[:1]))
    for unit, opening in product(units, openings):
        for end in ENDS:
            text = f"{opening}{(unit * RUN)[:RUN]}{end}"
            pattern.search(text)
            pattern.fullmatch(text)


def _patterns() -> Iterator[re.Pattern[str]]:
    for package in (corpus, retrieval, bot):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in found.name and not found.name.endswith("__main__"):
                for value in vars(importlib.import_module(found.name)).values():
                    yield from _within(value)


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that a global is, holds, or returns the same each time."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping) and depth < 3:
        yield from _of_all(value.values(), depth)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        yield from _of_all(value, depth)
    elif _makes_patterns(value) and callable(value):
        yield from _within(value(), depth + 1)


def _makes_patterns(value: object) -> bool:
    """Tell whether something is a function without arguments that returns patterns."""
    stated = getattr(value, "__annotations__", {})
    return stated.keys() == {"return"} and "re.Pattern" in str(stated["return"])


def _of_all(values: Iterable[object], depth: int) -> Iterator[re.Pattern[str]]:
    for value in values:
        yield from _within(value, depth + 1)
