"""Articles, citations and answers of our own making, for tests of what is shown."""

from collections.abc import Sequence
from datetime import date

from corpus.records import Article, ArticleKind, DigestOf, Passage, Source, Span
from retrieval.records import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    Query,
    QuestionKind,
)

FIRST = "Xã Tân An có 12 tổ tự quản."
SECOND = "Mỗi tổ họp một tháng một lần."
OTHER = "Phường Hòa Bình trồng 300 cây xanh."


def article(
    *paragraphs: str,
    name: str = "tan-an.txt",
    title: str = "Tân An chăm lo cơ sở",
    published_on: date | None = date(2020, 5, 19),
    publisher: str | None = "Báo Tân An",
    place: str | None = "xã Tân An",
    digest_of: DigestOf | None = None,
) -> Article:
    """Return an article; its id is the name's stem."""
    return Article(
        id=name.partition(".")[0].replace("-", "")[:10],
        source=Source(name=name, sha256="0" * 64),
        title=title,
        publisher=publisher,
        published_on=published_on,
        place=place,
        kind=ArticleKind.DIGEST if digest_of else ArticleKind.ORIGINAL,
        text="\n".join(paragraphs or (f"{FIRST} {SECOND}",)),
        digest_of=digest_of,
    )


def cite(
    source: Article, quote: str | None = None, passage: str | None = None, *, id_: str = ""
) -> Citation:
    """Cite `quote` in `passage` (each by its words; the whole text unless given)."""
    outer = _span(source, passage or source.text)
    inner = _span(source, quote) if quote else outer
    return Citation(
        article=source,
        span=inner,
        quote=inner.of(source.text),
        passage=Passage(
            id=id_ or f"{source.id[:6]}{outer.start:04}",
            article_id=source.id,
            span=outer,
            sentences=(inner,),
        ),
    )


def query(raw: str = "có mấy tổ tự quản") -> Query:
    """Return a question as understood, with nothing in particular in it."""
    return Query(raw=raw, text=raw, kind=QuestionKind.OPEN)


def answer(*citations: Citation, nearest: Sequence[Citation] = ()) -> Answer:
    """Return an answer of these citations."""
    return Answer(query=query(), citations=citations, confidence=0.9, nearest=tuple(nearest))


def abstention(
    reason: AbstentionReason = AbstentionReason.NO_MATCH,
    subject: str | None = None,
    nearest: Sequence[Citation] = (),
) -> Abstention:
    """Return a "not found" for this reason."""
    return Abstention(query=query(), reason=reason, subject=subject, nearest=tuple(nearest))


def _span(source: Article, words: str) -> Span:
    start = source.text.index(words)
    return Span(start=start, end=start + len(words))
