"""What the command line writes for programs: one JSON object a line."""

import json
from datetime import date
from typing import TypedDict

from pydantic import BaseModel

from corpus.places import with_parents
from corpus.register import Force, RegisterEntry
from retrieval.records import (
    Abstention,
    Answer,
    Citation,
    DocumentCard,
    RegisterAnswer,
    RenamedPlace,
    Reply,
    StatedWords,
    Step,
)


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


class RegisterLine(TypedDict):
    """What the register holds of a document; `in_force` is of today, null where unknown."""

    name: str
    issuer: str | None
    title: str | None
    issued: str | None
    effective: str | None
    ended: str | None
    in_force: bool | None
    replaced_by: list[str]
    details: list[str]
    source: str
    checked_on: str


class RenamedLine(TypedDict):
    """A former unit that the cited articles of these years name, and what it is today.

    Of the units of today those in `whole` lie in it wholly, those in `parts` hold other ground too.
    """

    written: str
    years: list[int]
    whole: list[str]
    parts: list[str]


class ReplyLine(TypedDict):
    """An answer, or the reason why there is none.

    `register` is what answers a question about the force of documents, `lapsed` what an answer's
    passages name that has an end.
    """

    id: str | int | None
    answered: bool
    sentences: list[str]
    citations: list[CitationLine]
    confidence: float
    nearest: list[CitationLine]
    steps: list[StepLine]
    reason: str | None
    register: list[RegisterLine]
    lapsed: list[RegisterLine]
    renamed: list[RenamedLine]


class StatedDateLine(TypedDict):
    """A day that sources state for a document."""

    day: str
    sources: list[str]


class StatedWordsLine(TypedDict):
    """A title, or who issued a document, in the words of these sources."""

    words: str
    sources: list[str]


class BesideLine(TypedDict):
    """A document that so many passages name beside another."""

    number: str
    passages: int


class CardLine(TypedDict):
    """All that the corpus says of one document, and what the register holds of it.

    `issuer` and `title` are those of most sources, the register's where no source gives one.
    """

    number: str
    kind: str | None
    issuer: str | None
    title: str | None
    issuers: list[StatedWordsLine]
    titles: list[StatedWordsLine]
    dates: list[StatedDateLine]
    disputed: bool
    beside: list[BesideLine]
    register: RegisterLine | None
    replaces: list[str]
    detailed_by: list[str]
    passages: list[CitationLine]


def reply_line(reply: Reply, today: date, *, line_id: str | int | None = None) -> ReplyLine:
    """Return a reply as it is written for programs."""
    answer = None if isinstance(reply, Abstention) else reply
    cards = reply.documents if isinstance(reply, RegisterAnswer) else ()
    lapsed = reply.lapsed if isinstance(reply, Answer) else ()
    renamed = reply.renamed if isinstance(reply, Answer) else ()
    return ReplyLine(
        id=line_id,
        answered=answer is not None,
        sentences=list(answer.sentences) if answer else [],
        citations=[citation_line(one) for one in answer.citations] if answer else [],
        confidence=round(reply.confidence, 4),
        nearest=[citation_line(one) for one in reply.nearest],
        steps=[_step_line(step) for step in reply.query.steps],
        reason=reply.reason.value if isinstance(reply, Abstention) else None,
        register=[_register_line(card.entry, today) for card in cards if card.entry],
        lapsed=[_register_line(entry, today) for entry in lapsed],
        renamed=[_renamed_line(place) for place in renamed],
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


def card_line(card: DocumentCard, today: date) -> CardLine:
    """Return a document's card as it is written for programs."""
    issuers, titles = (
        [_stated_line(one) for one in stated] for stated in (card.issuers, card.titles)
    )
    register = _register_line(card.entry, today) if card.entry else None
    return CardLine(
        number=card.label,
        kind=card.kind,
        issuer=issuers[0]["words"] if issuers else register and register["issuer"],
        title=titles[0]["words"] if titles else register and register["title"],
        issuers=issuers,
        titles=titles,
        dates=[
            StatedDateLine(
                day=stated.day.isoformat(),
                sources=[citation.article.source.name for citation in stated.citations],
            )
            for stated in card.dates
        ],
        disputed=card.disputed,
        beside=[BesideLine(number=one.label, passages=one.passages) for one in card.beside],
        register=register,
        replaces=[other.name for other in card.replaces],
        detailed_by=[other.name for other in card.detailed_by],
        passages=[citation_line(citation) for citation, _ in card.mentions],
    )


def dump(line: ReplyLine | list[CardLine]) -> str:
    """Return one line of JSON, Vietnamese letters as they are."""
    return json.dumps(line, ensure_ascii=False)


def _register_line(entry: RegisterEntry, today: date) -> RegisterLine:
    force = entry.force_on(today)
    return RegisterLine(
        name=entry.name,
        issuer=entry.issuer,
        title=entry.title,
        issued=_iso(entry.issued_on),
        effective=_iso(entry.effective_on),
        ended=_iso(entry.ended_on),
        in_force=None if force is Force.UNKNOWN else force is Force.IN_FORCE,
        replaced_by=[document.name for document in entry.replaced_by],
        details=[document.name for document in entry.details],
        source=entry.source,
        checked_on=entry.checked_on.isoformat(),
    )


def _stated_line(stated: StatedWords) -> StatedWordsLine:
    sources = [citation.article.source.name for citation in stated.citations]
    return StatedWordsLine(words=stated.words, sources=sources)


def _renamed_line(place: RenamedPlace) -> RenamedLine:
    return RenamedLine(
        written=with_parents(place.written),
        years=list(place.years),
        whole=list(map(with_parents, place.whole)),
        parts=list(map(with_parents, place.parts)),
    )


def _step_line(step: Step) -> StepLine:
    return StepLine(name=step.name, before=step.before, after=step.after)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
