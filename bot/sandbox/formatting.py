"""From what a sender gave to the text and entities that a message keeps.

Follows what Telegram does to every text: strays are cleaned away, outer white space is cut,
entities are made to nest, and what it recognises by itself is added where nothing else is.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import heapify, heappop, heappush
from itertools import count

from bot.sandbox import utf16
from bot.sandbox.entities import recognised
from bot.sandbox.errors import BadRequestError
from bot.sandbox.records import Entity, FormattedText

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
MAX_ENTITIES = 100
MAX_SOURCE_BYTES = 1 << 15

_STYLES = {"bold", "italic", "underline", "strikethrough", "spoiler"}
_BLOCKS = {"code", "pre"}
_QUOTES = {"blockquote", "expandable_blockquote"}

_CONTROL = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]")
_REMOVED = re.compile(r"[\r\u2028-\u202e\u0333\u033f\u030a]")


def formatted(text: str, entities: Sequence[Entity] = (), *, limit: int) -> FormattedText:
    """Return the message text that Telegram makes of `text` and the sender's `entities`.

    The result may be empty. Raises BadRequestError for a text longer than `limit` UTF-16 code
    units and for entities that don't fit the text. Entities beyond the hundredth are dropped
    without a word, as Telegram does.
    """
    _check_bounds(text, entities)
    text, entities = _cleaned(text, entities)
    text, entities = _trimmed(text, nested(entities))
    if utf16.length(text) > limit:
        kind = "message" if limit == MAX_TEXT_UNITS else "message caption"
        raise BadRequestError(f"{kind} is too long")
    own = nested(entities)[:MAX_ENTITIES]
    return FormattedText(text=text, entities=tuple(_with_recognised(own, recognised(text))))


def nested(entities: Iterable[Entity]) -> list[Entity]:
    """Return `entities` sorted, and such that any two are apart or one is inside the other.

    Equal styles that touch become one; code holds nothing else and quotes no quotes; of two
    links that overlap the first stays, and of a quote and a link that cross the quote.
    """
    entities = sorted((e for e in entities if e.length > 0), key=_order)
    quotes = _disjoint(e for e in entities if e.type in _QUOTES)
    others = _disjoint(e for e in entities if e.type not in _STYLES | _QUOTES)
    whole = [e for e in others if not any(_overlap(e, q) and not _inside(e, q) for q in quotes)]
    blocks = [e for e in whole if e.type in _BLOCKS]
    styles = [e for e in entities if e.type in _STYLES]
    pieces = [
        piece
        for style in sorted(_STYLES)
        for run in _merged(e for e in styles if e.type == style)
        for piece in _outside(run, blocks)
    ]
    return _split_at_borders([*whole, *quotes, *pieces])


def _check_bounds(text: str, entities: Sequence[Entity]) -> None:
    if not entities:
        return
    offsets = utf16.Offsets(text)
    size = utf16.length(text)
    for entity in entities:
        if entity.end > size:
            raise BadRequestError(
                f"entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )
        if offsets.index(entity.offset) is None or offsets.index(entity.end) is None:
            raise BadRequestError(
                f"entity at UTF-16 offset {entity.offset} begins or ends in a middle of a symbol"
            )


def _cleaned(text: str, entities: Sequence[Entity]) -> tuple[str, Sequence[Entity]]:
    """Make spaces of control characters, and remove what would break the layout."""
    text = _CONTROL.sub(" ", text)
    gone = [utf16.length(text[: found.start()]) for found in _REMOVED.finditer(text)]
    if not gone:
        return text, entities

    def moved(offset: int) -> int:
        return offset - sum(place < offset for place in gone)

    kept = [
        replace(e, offset=moved(e.offset), length=moved(e.end) - moved(e.offset)) for e in entities
    ]
    return _REMOVED.sub("", text), kept


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space around the text, and before what each entity holds."""
    end = text.rstrip(" \n")
    start = len(end) - len(end.lstrip(" \n"))
    size = utf16.length(end)
    kept = []
    offsets = utf16.Offsets(text)
    for entity in entities:
        begin, stop = offsets.index(entity.offset), offsets.index(min(entity.end, size))
        held = text[begin:stop]
        margin = len(held) - len(held.lstrip(" \n"))
        length = min(entity.end, size) - entity.offset - margin
        kept.append(replace(entity, offset=entity.offset + margin - start, length=max(length, 0)))
    return end[start:], kept


def _disjoint(entities: Iterable[Entity]) -> list[Entity]:
    """Keep those that begin where the one kept before has ended."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _merged(entities: Iterable[Entity]) -> list[Entity]:
    """Join sorted entities that touch or overlap."""
    runs: list[Entity] = []
    for entity in entities:
        if runs and entity.offset <= runs[-1].end:
            end = max(runs[-1].end, entity.end)
            runs[-1] = replace(runs[-1], length=end - runs[-1].offset)
        else:
            runs.append(entity)
    return runs


def _outside(entity: Entity, blocks: Iterable[Entity]) -> Iterator[Entity]:
    """Yield the parts of `entity` that no block covers; `blocks` are sorted and apart."""
    start = entity.offset
    for block in blocks:
        if _overlap(entity, block):
            if start < block.offset:
                yield replace(entity, offset=start, length=block.offset - start)
            start = block.end
    if start < entity.end:
        yield replace(entity, offset=start, length=entity.end - start)


def _split_at_borders(entities: list[Entity]) -> list[Entity]:
    """Cut each entity where one that began before it ends, so that all nest."""
    numbers = count()
    queue = [(_order(entity), next(numbers), entity) for entity in entities]
    heapify(queue)
    result: list[Entity] = []
    around: list[Entity] = []
    while queue:
        *_, entity = heappop(queue)
        while around and around[-1].end <= entity.offset:
            around.pop()
        if around and around[-1].end < entity.end:
            border = around[-1].end
            rest = replace(entity, offset=border, length=entity.end - border)
            heappush(queue, (_order(rest), next(numbers), rest))
            entity = replace(entity, length=border - entity.offset)
        result.append(entity)
        around.append(entity)
    return result


def _with_recognised(own: list[Entity], found: list[Entity]) -> list[Entity]:
    """Add what was recognised, where the sender has no link or code of their own."""
    whole = [e for e in own if e.type not in _STYLES | _QUOTES]
    free = [f for f in found if not any(_overlap(f, w) for w in whole)]
    return nested([*own, *free]) if free else own


def _overlap(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _inside(inner: Entity, outer: Entity) -> bool:
    return outer.offset <= inner.offset and inner.end <= outer.end


def _order(entity: Entity) -> tuple[int, int, bool, str]:
    """Sort by place, the longest first, quotes around all else."""
    return entity.offset, -entity.length, entity.type not in _QUOTES, entity.type
