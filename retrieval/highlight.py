"""What a question asked for in the sentence that answers it: the figure, day, name or address.

It is set in bold, so it must be right: where a sentence holds several that may be meant, or none
that surely is, nothing is found. Every finder takes the sentence and the question as understood,
and returns a span of the sentence.

Known limits: figures in words ("hai mô hình") and a time of day are not found; of people only
those with a Vietnamese family name are.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from types import MappingProxyType

from corpus.dates import find_dates, find_years
from corpus.document_descriptions import describe
from corpus.numbers import find_mentions
from corpus.records import DocumentMention, DocumentNumber, Span
from corpus.text import strip_diacritics
from retrieval.analysis import Token, pairs_inside_words, tokens
from retrieval.counting import (
    Count,
    asks_for_count,
    counted_by,
    documents_of,
    is_figure,
    nouns_asked,
    touches,
    uncounted,
)
from retrieval.durations import durations_in
from retrieval.facts import NAMED, closest
from retrieval.persons import person_names
from retrieval.records import Query, QuestionKind

SHARE_ASKED = re.compile(r"phan tram|\b(?:ty|ti) le\b")
_ENDS_NOUN = re.compile(r"được|đã|bị|là|có|thuộc|ở|tại|trong|từ|của|cho|do|và|đạt")
"""What is no part of a counted thing any more: "9 cá nhân được khen"."""
_FEWEST_NAMED_BEFORE = 2
"""Tokens of a counted thing that stands anywhere in the question; right after "mấy" one will do."""
_ONE_SPACE = re.compile(r" ")
_SPACE_AND_QUOTES = re.compile(r"[ “”\"]*")

ISSUER_ASKED = re.compile(r"\bban hanh\b")
_ISSUE_ASKED = re.compile(r"\b(?:ban hanh|ky|ghi|de ngay|ra doi|ra ngay|ra nam)\b|^ngay\b")
PERIOD_ASKED = re.compile(r"\b(?:giai doan|nhiem ky)\b")
DAY_ASKED = re.compile(r"\b(?:ngay|hom|thang)\b")
_YEAR_ASKED = re.compile(r"\bnam (?:nao|may|bao nhieu)\b")
TIME_OF_DAY_ASKED = re.compile(r"\bmay gio\b|\bgio nao\b")
_BIRTH_ASKED = re.compile(r"\bsinh\b")

POSITION_ASKED = re.compile(r"\bchuc (?:vu|danh|gi)\b|\blam gi\b")
_PHONE = r"(?:\(\+?\d{2,4}\)\s?|\+)?\d[\d. ]{4,12}\d"
_PHONES = rf"(?P<held>{_PHONE}(?:\s?[-–,;/]\s?{_PHONE})*)"  # (0272) 3841981 - (0272) 3840958
_EMAIL = r"(?P<held>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
_AFTER_FAX = rf"\bfax\b\D{{0,50}}?{_PHONES}"
_AFTER_PHONE = rf"(?:điện\sthoại|\bđt\b)(?:(?!fax)\D){{0,60}}?{_PHONES}"
_AFTER_ADDRESS = r"""
    địa\schỉ (?:\s[^:;.]{1,60}?)? (?:\slà|:)? \s               # Địa chỉ của UBND xã là, Địa chỉ:
    (?P<held> (?=số\s|\d|đường\s|khu\s|ấp\s|thôn\s) [^;]+? )  # Số 12, đường 30/4, Phường 1
    (?=[\s.,–-]*(?:$|;|điện\sthoại|fax|e-?mail))
"""
CONTACTS = tuple(
    (re.compile(asked), re.compile(held, re.IGNORECASE | re.VERBOSE))
    for asked, held in (
        (r"\be-?mail\b|thu dien tu", _EMAIL),
        (r"\bfax\b", _AFTER_FAX),
        (r"dien thoai|\bsdt\b|duong day nong|\bgoi (?:dien|so)\b", _AFTER_PHONE),
        (r"dia chi(?! (?:thu dien tu|e-?mail))|\btru so\b", _AFTER_ADDRESS),
    )
)
"""What is asked for, without diacritics, and how it stands in a sentence; narrower ones first."""


def highlight(sentence: str, query: Query) -> Span | None:
    """Return where `sentence` holds the very thing that `query` asks for; None where in doubt.

    >>> asked = Query(raw="", text="có mấy mô hình dân vận khéo", kind=QuestionKind.HOW_MANY)
    >>> sentence = "Huyện có 76 mô hình “Dân vận khéo”."
    >>> highlight(sentence, asked).of(sentence)
    '76 mô hình'
    """
    find = _OF_KIND.get(query.kind)
    return find(sentence, query) if find else None


def may_hold(sentence: str, query: Query) -> bool:
    """Tell whether `sentence` holds such a thing as `query` asks for, sure or not which it is."""
    if query.kind is QuestionKind.HOW_MANY and counted_by(sentence, query.text) is Count.ASKED:
        return True
    return highlight(sentence, query) is not None


def _figure(sentence: str, query: Query) -> Span | None:
    asked = _plain(query.text)
    held, taken = tokens(sentence), uncounted(sentence)
    figures = [
        place
        for place, token in enumerate(held)
        if is_figure(token, sentence) and not touches(token, taken)
    ]
    if SHARE_ASKED.search(asked):
        return _only(_span(held[place]) for place in figures if held[place].typed.endswith("%"))
    if wanted := nouns_asked(query.text):
        found = (_counting(sentence, held, figures, [noun], least=1) for noun in wanted)
        return next(filter(None, found), None)
    if not asks_for_count(query.text):
        return None
    words = tokens(query.text)
    anywhere = [words[place:] for place in range(len(words))]
    return _counting(sentence, held, figures, anywhere, least=_FEWEST_NAMED_BEFORE)


def _counting(
    sentence: str,
    held: Sequence[Token],
    figures: Iterable[int],
    nouns: Sequence[Sequence[Token]],
    *,
    least: int,
) -> Span | None:
    """Return the one figure after which most of a counted thing is named, with what it counts.

    The thing is read over quotes to tell figures apart, but shown up to the first of them.
    """
    lengths: dict[int, int] = {}
    for figure in figures:
        length = max((_shared(sentence, held, figure, noun) for noun in nouns), default=0)
        if length >= least:
            lengths[figure] = length
    best = [figure for figure in lengths if lengths[figure] == max(lengths.values())]
    if len(best) != 1:
        return None
    first, last = best[0], best[0] + lengths[best[0]]
    shown = takewhile(
        lambda place: _joined_by(_ONE_SPACE, sentence, held[place - 1], held[place]),
        range(first + 1, last + 1),
    )
    return Span(start=held[first].start, end=held[max(shown, default=first)].end)


def _shared(sentence: str, held: Sequence[Token], figure: int, noun: Sequence[Token]) -> int:
    """Count the tokens after a figure that are those of `noun`; 0 where a word would be cut."""
    if figure + 1 == len(held) or not _joined_by(
        _ONE_SPACE, sentence, held[figure], held[figure + 1]
    ):
        return 0
    length = 0
    for asked, token in zip(noun, held[figure + 1 :], strict=False):
        is_named = asked.plain == token.plain and not _ENDS_NOUN.fullmatch(token.form)
        before = held[figure + length]
        if not is_named or not _joined_by(_SPACE_AND_QUOTES, sentence, before, token):
            break
        length += 1
    cuts = length == 1 and (_are_one_word(noun[:2]) or _are_one_word(held[figure + 1 : figure + 3]))
    return 0 if cuts else length


def _are_one_word(pair: Sequence[Token]) -> bool:
    return bool(pairs_inside_words([token.form for token in pair]))


def _joined_by(pattern: re.Pattern[str], text: str, left: Token, right: Token) -> bool:
    return pattern.fullmatch(text, left.end, right.start) is not None


def _duration(sentence: str, _query: Query) -> Span | None:
    return _only(durations_in(sentence))


def _time(sentence: str, query: Query) -> Span | None:
    asked = _plain(query.text)
    if TIME_OF_DAY_ASKED.search(asked) or tells_of_no_birth(sentence, asked):
        return None
    mentions = find_mentions(sentence)
    if _ISSUE_ASKED.search(asked) and (issued := _issued(mentions, query.numbers)):
        return _only(issued)
    documents = documents_of(mentions)
    years = find_years(sentence, documents)
    if PERIOD_ASKED.search(asked):
        return _only(mention.span for mention in years if mention.start < mention.end)
    if _YEAR_ASKED.search(asked):
        return _only(mention.span for mention in years)
    days = [date.span for date in find_dates(sentence) if not touches(date.span, documents)]
    if days or DAY_ASKED.search(asked):
        return _only(days)
    return _only(mention.span for mention in years if mention.start == mention.end)


def _issued(mentions: Iterable[DocumentMention], asked: Collection[DocumentNumber]) -> list[Span]:
    """Return the days of issue of the documents asked for."""
    return [
        mention.issued_span
        for mention in mentions
        if mention.issued_span and closest(mention.number, asked) in NAMED
    ]


def _issuers(sentence: str, asked: Collection[DocumentNumber]) -> Iterator[Span]:
    """Yield who issued the documents asked for."""
    for mention in find_mentions(sentence):
        issuer = describe(sentence, mention).issuer
        if issuer and closest(mention.number, asked) in NAMED:
            yield issuer


def tells_of_no_birth(sentence: str, asked: str) -> bool:
    """Tell whether someone's birth is asked for, and the sentence has some other day."""
    return bool(_BIRTH_ASKED.search(asked)) and not _BIRTH_ASKED.search(_plain(sentence))


def _person(sentence: str, query: Query) -> Span | None:
    asked = _plain(query.text)
    if POSITION_ASKED.search(asked):
        return None
    if ISSUER_ASKED.search(asked):
        return _only(_issuers(sentence, query.numbers))
    names = {_plain(span.of(sentence)): span for span in reversed(person_names(sentence))}
    if any(name in asked for name in names):  # who someone is: not by name, that was told
        return None
    return _only(names.values())


def _contact(sentence: str, query: Query) -> Span | None:
    asked = _plain(query.text)
    found = (_only(_held_by(held, sentence)) for asks, held in CONTACTS if asks.search(asked))
    return next(filter(None, found), None)


def _held_by(pattern: re.Pattern[str], sentence: str) -> Iterator[Span]:
    for match in pattern.finditer(sentence):
        yield Span(start=match.start("held"), end=match.end("held"))


def _only(spans: Iterable[Span]) -> Span | None:
    """Return the one span there is; of several none is sure."""
    found = list(spans)
    return found[0] if len(found) == 1 else None


def _plain(text: str) -> str:
    return strip_diacritics(text).lower()


def _span(token: Token) -> Span:
    return Span(start=token.start, end=token.end)


Finder = Callable[[str, Query], Span | None]

_OF_KIND: Mapping[QuestionKind, Finder] = MappingProxyType(
    {
        QuestionKind.HOW_MANY: _figure,
        QuestionKind.HOW_LONG: _duration,
        QuestionKind.WHEN: _time,
        QuestionKind.WHO: _person,
        QuestionKind.CONTACT: _contact,
    }
)
