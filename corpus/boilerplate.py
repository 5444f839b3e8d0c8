"""Drops what a portal puts around an article: whole blocks, never a part of one.

The number of an official letter stays, although it stands above the headline: people look it up.
Captions stay: in the sources they are phrases that state facts of their own ("Đại biểu HĐND thị xã
tiếp xúc cử tri phường ..."), and as blocks they can't disturb another block's sentences.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.layout import Layout, layout_of
from corpus.lines import Role, syllables
from corpus.portals import is_document_number, label

LEAD_BLOCKS = 3
"""So many blocks from the start may hold a lead that the text then repeats."""

SHORTEST_REPEAT = 12
"""Syllables; a shorter block may be repeated on purpose, as a heading is."""


class Reason(StrEnum):
    """Why a block is no part of the article's text."""

    BEFORE = "before the article"
    AFTER = "after the article's end"
    METADATA = "kept as title, date or author"
    CHROME = "a line of the portal"
    REPEATED = "repeated in another block"


@dataclass(frozen=True, kw_only=True, slots=True)
class Dropped:
    """A block that was left out."""

    block: str
    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Sifted:
    """A page's blocks, each on one side, in the page's order."""

    text: tuple[str, ...]
    contact: tuple[str, ...]
    """The office's contact block, to stand last."""
    dropped: tuple[Dropped, ...]

    @property
    def kept(self) -> tuple[str, ...]:
        """All blocks of the article's text."""
        return self.text + self.contact


def drop_chrome(blocks: tuple[str, ...], layout: Layout | None = None) -> Sifted:
    """Part the blocks of the article from the portal's, by their `layout` if it is known already.

    >>> drop_chrome(("Trang chủ", "Hội nghị diễn ra ngày 24/9.", "Lượt xem: 12")).kept
    ('Hội nghị diễn ra ngày 24/9.',)
    """
    layout = layout or layout_of(blocks)
    repeated = frozenset(_repeated(blocks, layout))
    stated = frozenset((layout.title, *layout.names, *layout.dates))
    reasons = [
        None if is_document_number(block) else _reason(layout, index, stated, repeated)
        for index, block in enumerate(blocks)
    ]
    return Sifted(
        text=tuple(
            block
            for index, (block, reason) in enumerate(zip(blocks, reasons, strict=True))
            if reason is None and index not in layout.contact
        ),
        contact=tuple(blocks[index] for index in layout.contact),
        dropped=tuple(
            Dropped(block=block, reason=reason)
            for block, reason in zip(blocks, reasons, strict=True)
            if reason
        ),
    )


def _reason(
    layout: Layout, index: int, stated: frozenset[int | None], repeated: frozenset[int]
) -> Reason | None:
    role = layout.roles[index]
    if index in layout.contact or index in layout.signature:
        return None
    if index in stated or role is Role.BY_LINE:
        return Reason.METADATA
    if role in (Role.CHROME, Role.END, Role.OTHER_PAGES):
        return Reason.CHROME
    if index not in layout.body:
        return Reason.BEFORE if index < layout.body.start else Reason.AFTER
    return Reason.REPEATED if index in repeated else None


def _repeated(blocks: tuple[str, ...], layout: Layout) -> Iterator[int]:
    """Yield the blocks of the body whose words stand in its title or in another block of it."""
    words = {index: label(blocks[index]) for index in layout.body}
    title = None if layout.title is None else label(blocks[layout.title])
    seen = Counter[str]()
    for index in layout.body:
        seen[words[index]] += 1
        is_lead = index < layout.body.start + LEAD_BLOCKS
        is_long = syllables(blocks[index]) >= SHORTEST_REPEAT
        is_repeated = seen[words[index]] > 1 or (is_lead and _stands_elsewhere(index, words))
        if words[index] == title or (is_long and is_repeated):
            yield index


def _stands_elsewhere(index: int, words: dict[int, str]) -> bool:
    wanted = f" {words[index]} "
    return any(
        wanted in f" {text} " and text != words[index]
        for other, text in words.items()
        if other != index
    )
