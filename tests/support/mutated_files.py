"""Files as nobody would save them: good ones, damaged; for whatever reads files."""

import random
from collections.abc import Callable

from hypothesis import strategies as st

from corpus.shipped import SHIPPED_FOLDER

_SHIPPED = tuple(path.read_bytes() for path in sorted(SHIPPED_FOLDER.glob("*.md")))
_BODIES = tuple(data.decode().rpartition("\n---\n")[2] for data in _SHIPPED)
_CODE_PAGE = "Xã Tân An có 12 tổ tự quản.\n" * 20
SEEDS = (
    *_SHIPPED,
    *(body.encode() for body in _BODIES),
    *(_BODIES[0].encode(encoding) for encoding in ("utf-8-sig", "utf-16", "utf-32")),
    _CODE_PAGE.encode("ascii", "ignore"),
    b"Qu\xfd I n\xe3m 2023: 12 m\xf4 h\xecnh\n" * 20,  # windows-1258
)
PIECES = (
    *(b"---\n", b"\0", b"\xff\xfe", b"\xf2\xec", b"\x1b[2J", b"%PDF-", b"&a [*a]", b"<<: *a\n"),
    *("\u202e\u200b\u0301".encode(), b"01/12/2023\n", "“".encode(), b"\r", b"9" * 50),
    *(
        b"PK\x03\x04",
        b"{\\rtf",
        b"<html>",
        b"title: ",
        b": ",
        b"- ",
        b"# ",
        b"\t",
        b"\n\n",
        b"!!x ",
    ),
    *(b"[" * 50, b"? " * 50, b"a" * 2_001, b"e" + "\u0301".encode() * 31, b"!!x "),
)
NAMES = ("a.md", "a.txt", "a.MD", "a.html", "a")
Mutation = Callable[[bytes, random.Random], bytes]


def _swap(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.choices(range(len(data)), k=2))
    return data[:start] + data[end:] or b" "


def _put(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + chance.choice(PIECES) * chance.choice((1, 1, 40)) + data[at:]


def _move_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randrange(len(lines) + 1), line)
    return b"".join(lines)


def _repeat_line(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join((*lines[:at], lines[at] * chance.choice((2, 100)), *lines[at:]))


MUTATIONS: tuple[Mutation, ...] = (_swap, _cut, _put, _move_line, _repeat_line)


@st.composite
def mutated(draw: st.DrawFn, seeds: tuple[bytes, ...] = SEEDS) -> bytes:
    """Draw the bytes of a damaged file."""
    data = draw(st.sampled_from(seeds))
    chance = random.Random(draw(st.integers(0, 2**32)))
    for mutate in draw(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=6)):
        data = mutate(data, chance)
    return data
