"""Article -> passages: a few neighbouring sentences each, small enough to read and to cite.

A passage stays inside its block (paragraph); only a block too short to mean anything alone (a
heading, a caption, a line of a list) joins its neighbour.
"""

import hashlib
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable, Iterator

from corpus.records import Article, Passage, Span
from corpus.sentences import split_sentences

TARGET_SYLLABLES = 120
"""A passage grows by whole sentences up to this size; a longer sentence is one by itself."""
SHORTEST_SYLLABLES = 30
"""What is left over at a block's end below this size stays with the passage before it."""
SHORT_BLOCK_SYLLABLES = 12
"""A block below this size joins its neighbour."""

_STATEMENT_ENDS = (".", "…", "!", "?", ";", ".”", '."', ".)")

Sentences = tuple[Span, ...]


def passages_of(article: Article) -> tuple[Passage, ...]:
    """Return the passages of `article` in order; together they hold all its sentences, once."""
    text, contact = article.text, article.contact
    sentences = split_sentences(text)
    body = [span for span in sentences if contact is None or not contact.covers(span)]
    groups = [*_join_short_blocks(text, _groups(text, body))]
    if contact is not None:
        groups.append(tuple(span for span in sentences if contact.covers(span)))
    return tuple(_passages(article, groups))


def _passages(article: Article, groups: Iterable[Sentences]) -> Iterator[Passage]:
    seen = Counter[str]()
    for sentences in groups:
        span = Span(start=sentences[0].start, end=sentences[-1].end)
        quote = span.of(article.text)
        key = f"{article.id}\0{quote}\0{seen[quote]}"
        seen[quote] += 1
        yield Passage(
            id=b32encode(hashlib.sha256(key.encode()).digest())[:10].decode().lower(),
            article_id=article.id,
            span=span,
            sentences=sentences,
        )


def _groups(text: str, sentences: Iterable[Span]) -> Iterator[Sentences]:
    """Yield the runs of `sentences` that become passages, block by block."""
    block: list[Span] = []
    for span in sentences:
        if block and "\n" in text[block[-1].end : span.start]:
            yield from _fill(text, block)
            block = []
        block.append(span)
    yield from _fill(text, block)


def _fill(text: str, block: list[Span]) -> Iterator[Sentences]:
    """Cut one block's sentences into runs of about `TARGET_SYLLABLES`."""
    runs: list[list[Span]] = []
    room = 0
    for span in block:
        size = _syllables(text, span)
        if size > room:
            runs.append([])
            room = TARGET_SYLLABLES
        runs[-1].append(span)
        room -= size
    if len(runs) > 1 and _size(text, runs[-1]) < SHORTEST_SYLLABLES and _fit(text, *runs[-2:]):
        left_over = runs.pop()
        runs[-1].extend(left_over)
    return map(tuple, runs)


def _join_short_blocks(text: str, groups: Iterable[Sentences]) -> Iterator[Sentences]:
    """Join every group that is too short with the one it belongs to, where there is room."""
    waiting: Sentences = ()
    for following in groups:
        if waiting and not _belong_together(text, waiting, following):
            yield waiting
            waiting = ()
        waiting += following
    if waiting:
        yield waiting


def _belong_together(text: str, first: Sentences, second: Sentences) -> bool:
    """Tell whether one of two neighbours is too short alone and belongs to the other.

    A line that ends no statement introduces what follows it; any other closes what stands before.
    """
    if not _fit(text, first, second):
        return False
    first_introduces = not _ends_statement(text, first)
    if _size(text, second) < SHORT_BLOCK_SYLLABLES:
        return first_introduces or _ends_statement(text, second)
    return first_introduces and _size(text, first) < SHORT_BLOCK_SYLLABLES


def _fit(text: str, *runs: Iterable[Span]) -> bool:
    return sum(_size(text, run) for run in runs) <= TARGET_SYLLABLES + SHORTEST_SYLLABLES


def _ends_statement(text: str, sentences: Sentences) -> bool:
    return sentences[-1].of(text).endswith(_STATEMENT_ENDS)


def _size(text: str, sentences: Iterable[Span]) -> int:
    return sum(_syllables(text, span) for span in sentences)


def _syllables(text: str, span: Span) -> int:
    return len(span.of(text).split())
