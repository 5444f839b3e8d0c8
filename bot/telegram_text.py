"""Styled text within Telegram's limits: HTML that is always valid, cut where a reader would cut.

A text is a tuple of pieces, each a run of characters with its styles. Because it is cut before
it becomes HTML, a tag that spans a cut is closed and opened again by itself, and nothing that a
source or a person wrote can be taken for markup.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from itertools import groupby

MESSAGE_UNITS = 4096
"""Longest text of one message, in UTF-16 code units, after its tags became entities."""
MESSAGE_ENTITIES = 100
"""Most entities of one message; Telegram drops those beyond without a word."""


class Style(StrEnum):
    """How a piece looks; in the order in which the tags nest, the outermost first."""

    QUOTE = "blockquote"
    BOLD = "b"
    ITALIC = "i"
    CODE = "code"

    @property
    def opening(self) -> str:
        """Return the opening tag; a quote folds where it is long."""
        return "<blockquote expandable>" if self is Style.QUOTE else f"<{self}>"

    @property
    def closing(self) -> str:
        """Return the closing tag."""
        return f"</{self}>"


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A run of characters that look alike."""

    text: str
    styles: frozenset[Style] = frozenset()

    def styled(self, *styles: Style) -> "Piece":
        """Return the same characters with `styles` added; code takes no other style."""
        added = self.styles | frozenset(styles)
        return Piece(text=self.text, styles=added & {Style.CODE} or added)


RichText = tuple[Piece, ...]


def rich(*parts: str | RichText) -> RichText:
    """Join plain strings and rich texts, leaving out what is empty.

    >>> rich("76", " mô hình") == rich("76", rich(" mô hình"))
    True
    """
    pieces: list[Piece] = []
    for part in parts:
        pieces.extend((Piece(text=part),) if isinstance(part, str) else part)
    return tuple(piece for piece in pieces if piece.text)


def styled(style: Style, *parts: str | RichText) -> RichText:
    """Return the parts as one rich text with `style` laid over all of them."""
    return tuple(piece.styled(style) for piece in rich(*parts))


def bold(*parts: str | RichText) -> RichText:
    """Return the parts in bold."""
    return styled(Style.BOLD, *parts)


def italic(*parts: str | RichText) -> RichText:
    """Return the parts in italics."""
    return styled(Style.ITALIC, *parts)


def code(*parts: str | RichText) -> RichText:
    """Return the parts as code, which a touch copies."""
    return styled(Style.CODE, *parts)


def quote(*parts: str | RichText) -> RichText:
    """Return the parts as one expandable quote."""
    return styled(Style.QUOTE, *parts)


def joined(separator: str, parts: Iterable[str | RichText]) -> RichText:
    """Join the parts that are not empty with a plain separator."""
    texts = [text for text in (rich(part) for part in parts) if text]
    return rich(*texts[:1], *(rich(separator, text) for text in texts[1:]))


def plain(text: RichText) -> str:
    """Return the characters without their styles."""
    return "".join(piece.text for piece in text)


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, the unit of all of Telegram's limits and offsets.

    >>> utf16_length("dân"), utf16_length("👍")
    (3, 2)
    """
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def without_utf16_range(text: str, offset: int, length: int) -> str:
    """Return `text` without `length` UTF-16 units from `offset`: what an entity covers.

    >>> without_utf16_range("👍 @danvan_bot chào", 3, 11)
    '👍  chào'
    """
    units = text.encode("utf-16-le", errors="surrogatepass")
    kept = units[: 2 * offset] + units[2 * (offset + length) :]
    return kept.decode("utf-16-le", errors="ignore")


def to_html(text: RichText) -> str:
    """Return Telegram HTML: balanced tags, nested as Telegram allows, everything else escaped.

    Half a surrogate pair, which no request could carry, becomes a question mark.
    """
    return _nested(text, tuple(Style))


def _nested(text: Iterable[Piece], styles: Sequence[Style]) -> str:
    if not styles:
        characters = "".join(piece.text for piece in text)
        return escape(characters.encode(errors="replace").decode(), quote=False)
    outer, inner = styles[0], styles[1:]
    html = []
    for is_styled, group in groupby(text, key=lambda piece: outer in piece.styles):
        content = _nested(group, inner)
        html.append(f"{outer.opening}{content}{outer.closing}" if is_styled else content)
    return "".join(html)


def entity_count(text: RichText) -> int:
    """Count the entities that the text's HTML makes: its closing tags, all else being escaped."""
    return to_html(text).count("</")


def fits(text: RichText) -> bool:
    """Tell whether one message holds the text."""
    return utf16_length(plain(text)) <= MESSAGE_UNITS and entity_count(text) <= MESSAGE_ENTITIES


def split(text: RichText) -> tuple[RichText, ...]:
    """Cut a text into parts that each fit one message; nothing but white space at the cuts is lost.

    It is cut after a paragraph, else after a line, a sentence or a word, and never inside a
    character. A text of white space alone has no parts.
    """
    parts = []
    rest = _stripped(text)
    while rest and not fits(rest):
        end = _last_good_cut(plain(rest), _longest_fitting(rest))
        parts.append(_stripped(_sliced(rest, 0, end)))
        rest = _stripped(_sliced(rest, end, None))
    return (*parts, rest) if rest else tuple(parts)


def _longest_fitting(text: RichText) -> int:
    """Return how many code points from the start fit one message; at least one."""
    length = min(len(plain(text)), MESSAGE_UNITS)
    too_much = bisect_right(range(length + 1), 0, key=lambda end: not fits(_sliced(text, 0, end)))
    return max(1, too_much - 1)


_CUTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\n\s*\n",  # after a paragraph
        r"\n",  # after a line
        r"(?<=[.!?…;])[”\"')]*\s",  # after a sentence
        r"\s",  # after a word
    )
)


def _last_good_cut(text: str, limit: int) -> int:
    """Return where to end a part of at most `limit` code points; no part is less than half full."""
    for cut in _CUTS:
        ends = [found.end() for found in cut.finditer(text, limit // 2, limit)]
        if ends:
            return ends[-1]
    return _before_marks(text, limit)


def _before_marks(text: str, end: int) -> int:
    """Move `end` before a base character whose combining marks it would cut off."""
    cut = end
    while cut > 1 and cut < len(text) and unicodedata.combining(text[cut]):
        cut -= 1
    return cut if cut > 1 else end


def _sliced(text: RichText, start: int, end: int | None) -> RichText:
    """Return the code points `start:end` with their styles."""
    last = len(plain(text)) if end is None else end
    pieces = []
    offset = 0
    for piece in text:
        kept = piece.text[max(0, start - offset) : max(0, last - offset)]
        if kept:
            pieces.append(Piece(text=kept, styles=piece.styles))
        offset += len(piece.text)
    return tuple(pieces)


def _stripped(text: RichText) -> RichText:
    """Return the text without white space at its ends, as Telegram's server would."""
    characters = plain(text)
    start = len(characters) - len(characters.lstrip())
    return _sliced(text, start, max(start, len(characters.rstrip())))
