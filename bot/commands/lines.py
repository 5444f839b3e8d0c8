"""What the command line writes for programs: one JSON object a line."""

import json
from datetime import date
from typing import TypedDict

from pydantic import BaseModel

from retrieval.records import Answer, Citation, DocumentCard, Reply, Step


class AskedLine(BaseModel):
    """A line of a batch of questions."""

    id: str | int
    question: str


class CitationLine(TypedDict):
    """A quote and where it stands: `start` and `end` count code points of the article's text."""

    source: str
    kind: str
    title: str
    publisher: str | None
    published_on: str | None
    start: int
    end: int
    quote: str
    passage: str


class StepLine(TypedDict):
    """One thing that was understood of the question."""

    name: str
    before: str
    after: str


class ReplyLine(TypedDict):
    """An answer, or the reason why there is none."""

    id: str | int | None
    answered: bool
    sentences: list[str]
    citations: list[CitationLine]
    confidence: float
    nearest: list[CitationLine]
    steps: list[StepLine]
    reason: str | None


class StatedDateLine(TypedDict):
    """A day that sources state for a document."""

    day: str
    sources: list[str]


class CardLine(TypedDict):
    """All that the corpus says of one document."""

    number: str
    dates: list[StatedDateLine]
    disputed: bool
    passages: list[CitationLine]


def reply_line(reply: Reply, *, line_id: str | int | None = None) -> ReplyLine:
    """Return a reply as it is written for programs."""
    answer = reply if isinstance(reply, Answer) else None
    return ReplyLine(
        id=line_id,
        answered=answer is not None,
        sentences=list(answer.sentences) if answer else [],
        citations=[citation_line(one) for one in answer.citations] if answer else [],
        confidence=round(reply.confidence, 4),
        nearest=[citation_line(one) for one in reply.nearest],
        steps=[_step_line(step) for step in reply.query.steps],
        reason=None if isinstance(reply, Answer) else reply.reason.value,
    )


def citation_line(citation: Citation) -> CitationLine:
    """Return a citation as it is written for programs; a digest's names what it retells."""
    article = citation.article
    return CitationLine(
        source=article.source.name,
        kind=article.kind.value,
        title=article.title,
        publisher=article.publisher,
        published_on=_iso(article.published_on),
        start=citation.span.start,
        end=citation.span.end,
        quote=citation.quote,
        passage=citation.passage.span.of(article.text),
    )


def card_line(card: DocumentCard) -> CardLine:
    """Return a document's card as it is written for programs."""
    return CardLine(
        number=card.label,
        dates=[
            StatedDateLine(
                day=stated.day.isoformat(),
                sources=[citation.article.source.name for citation in stated.citations],
            )
            for stated in card.dates
        ],
        disputed=card.disputed,
        passages=[citation_line(citation) for citation, _ in card.mentions],
    )


def dump(line: ReplyLine | list[CardLine]) -> str:
    """Return one line of JSON, Vietnamese letters as they are."""
    return json.dumps(line, ensure_ascii=False)


def _step_line(step: Step) -> StepLine:
    return StepLine(name=step.name, before=step.before, after=step.after)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
