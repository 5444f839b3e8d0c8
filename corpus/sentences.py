"""Text -> sentences, as spans of the text.

underthesea proposes where sentences end; the repairs here take back an end that its rules can't
know to be none (list markers, quotes, addresses of the web, a clause that goes on in lower case)
and add the one that it leaves out (an ellipsis written as one character).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain, pairwise

from corpus.records import Span

LONGEST_SENTENCE = 5_000
"""Code points; what goes on without a stop for longer is cut between words, lest whatever reads
sentences meets one of megabytes."""

LONGEST_QUOTE = 200
"""Code points between two quotation marks; a longer speech is cut into its sentences."""

_LINE = re.compile(r"[^\n]+")
_LEFT_OUT_END = re.compile(r"(?:…|\bv\.v\.)(?=\s)")
_CLOSING = re.compile(r"(?:/\.|[.…”\"’'»)\]])*")
"""What still belongs to the sentence before it: the rest of "./.", ".”", "...)"."""
_OPENING = re.compile(r"(?P<gap>\s*)(?:[-–+*•]\s*)?[“\"‘'«(\[]*(?P<first>[^\W_])(?P<second>\w?)")
_QUOTATION_MARK = re.compile(r"(?P<opening>(?<![^\s(\[“])[“\"](?=\S))|(?P<closing>(?<=\S)[”\"])")
_LIST_MARKER = re.compile(
    r"""\W*(?:
        (?:\d{1,3}\.)+              # 1.  2.1.
      | [IVX]{1,5}\.                # IV.
      | [a-zđA-ZĐ]\.                # a.
      | (?:Điều|Khoản|Mục|Chương|Phần|Bài|Câu|Phụ\ lục)\s+[\dIVX]+\.  # Điều 5.
    )""",
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"""\W*(?:                      # beside those that underthesea knows itself
        T[XxTtPp]                   # TX. Kiến Tường, TT. Cần Đước
      | ĐT|Tel|LS|NSƯT|NSND|NXB|Nxb|Ths?|tr
      | (?:[A-ZĐ]\.)*[A-ZĐ]         # Nguyễn A.B. Minh
    )\.""",
    re.VERBOSE,
)


@cache
def _tokenizer() -> Callable[[str], list[str]]:
    """Import underthesea at the first use: it takes most of a second."""
    from underthesea.pipeline.sent_tokenize import sent_tokenize  # noqa: PLC0415

    tokenize: Callable[[str], list[str]] = sent_tokenize
    return tokenize


def split_sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order; together they hold all of it but white space.

    A newline always ends a sentence, a semicolon never does.

    >>> text = "1. Ở TP. Hồ Chí Minh có 1.200 tổ, v.v. và nhóm. Hết./."
    >>> [span.of(text) for span in split_sentences(text)]
    ['1. Ở TP. Hồ Chí Minh có 1.200 tổ, v.v. và nhóm.', 'Hết./.']
    """
    return tuple(
        span.shifted(line.start()) for line in _LINE.finditer(text) for span in _sentences(line[0])
    )


def _sentences(line: str) -> Iterator[Span]:
    ends = [0, *_cuts(line), len(line)]
    cuts = chain((0,), *(_between_words(line, start, end) for start, end in pairwise(ends)))
    for start, end in pairwise(cuts):
        piece = line[start:end]
        if kept := piece.strip():
            before = len(piece) - len(piece.lstrip())
            yield Span(start=start + before, end=start + before + len(kept))


def _between_words(line: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets at which a sentence that is too long is cut, and its end."""
    while end - start > LONGEST_SENTENCE:
        longest = start + LONGEST_SENTENCE
        space = line.rfind(" ", start + 1, longest)
        start = longest if space < 0 else space
        yield start
    yield end


def _cuts(line: str) -> Iterator[int]:
    """Yield the offsets in `line` at which one sentence ends and another follows."""
    start = 0
    for proposed in sorted(set(_proposed_ends(line))):
        closing = _CLOSING.match(line, proposed)
        end = closing.end() if closing else proposed
        if start < end and _ends_sentence(line, start, end):
            yield end
            start = end


def _proposed_ends(line: str) -> Iterator[int]:
    position = 0
    for sentence in _tokenizer()(line):
        position = line.index(sentence, position) + len(sentence)
        yield position
    yield from (match.end() for match in _LEFT_OUT_END.finditer(line))


def _ends_sentence(line: str, start: int, end: int) -> bool:
    """Tell whether the sentence that starts at `start` of `line` really ends at `end`."""
    last_word = max(start, line.rfind(" ", start, end) + 1)
    return (
        _opens_sentence(line, end)
        and not _ABBREVIATION.fullmatch(line, last_word, end)
        and not _LIST_MARKER.fullmatch(line, start, end)
        and not _is_inside_quote(line, end)
    )


def _opens_sentence(line: str, offset: int) -> bool:
    """Tell whether a sentence can start at `offset`: with a capital or a digit, after a space.

    The space may be missing between two words: "tỉnh Long An.Tiếp theo", not "ubnd.gov.vn".
    """
    opening = _OPENING.match(line, offset)
    if opening is None or opening["first"].islower():
        return False
    return bool(opening["gap"]) or (line[offset - 2].islower() and opening["second"].islower())


def _is_inside_quote(line: str, offset: int) -> bool:
    """Tell whether the marks around `offset` are an opening and a closing one, and near."""
    before = [*_QUOTATION_MARK.finditer(line, max(0, offset - LONGEST_QUOTE), offset)]
    after = _QUOTATION_MARK.search(line, offset, offset + LONGEST_QUOTE)
    if not before or after is None:
        return False
    is_open = before[-1]["opening"] is not None and after["closing"] is not None
    return is_open and after.end() - before[-1].start() <= LONGEST_QUOTE
