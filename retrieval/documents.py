"""The card of a legal document: what the corpus says of it, and where its sources disagree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from corpus.document_codes import kinds
from corpus.document_descriptions import describe
from corpus.numbers import Agreement, compare, find_mentions, full_name, parse
from corpus.records import DocumentMention, DocumentNumber, Passage, Span
from corpus.register import RegisterEntry
from corpus.text import strip_diacritics
from retrieval.facts import NAMED, fullness
from retrieval.knowledge import Knowledge
from retrieval.records import Citation, DocumentBeside, DocumentCard, StatedDate, StatedWords

Mention = tuple[Passage, DocumentMention]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Document:
    """A document that the corpus names, or the register holds."""

    number: DocumentNumber
    """The fullest of its mentions."""
    mentions: tuple[Mention, ...]
    entry: RegisterEntry | None


def mentions_of(text: str) -> tuple[DocumentMention, ...]:
    """Return the documents that a typed text names; it may be nothing but a number.

    >>> [mention.number.ordinal for mention in mentions_of("25/NQ-TW")]
    ['25']
    """
    found = find_mentions(text)
    if found or (whole := parse(text)) is None:
        return found
    return (DocumentMention(number=whole, span=Span(start=0, end=len(text))),)


def lookup(text: str, knowledge: Knowledge) -> tuple[DocumentCard, ...]:
    """Return the cards of all documents that a typed number may mean.

    The same number comes before those that merely don't contradict it ("nghị quyết 25" may
    mean several), and what articles name before what only the register knows. Nothing at all
    where the text names no document or neither has one.
    """
    return cards(numbers_in(text), knowledge)


def near(text: str, knowledge: Knowledge) -> tuple[DocumentCard, ...]:
    """Return the cards of documents that a typed number may have been meant for: ThU for TU."""
    return _cards(numbers_in(text), knowledge, (Agreement.NEAR,))


def numbers_in(text: str) -> tuple[DocumentNumber, ...]:
    """Return the numbers of a typed text, each once."""
    return tuple(dict.fromkeys(mention.number for mention in mentions_of(text)))


def cards(asked: Iterable[DocumentNumber], knowledge: Knowledge) -> tuple[DocumentCard, ...]:
    """Return the cards of all documents that these numbers may mean; see `lookup`."""
    return _cards(asked, knowledge, NAMED)


def _cards(
    asked: Iterable[DocumentNumber], knowledge: Knowledge, wanted: tuple[Agreement, ...]
) -> tuple[DocumentCard, ...]:
    numbers = tuple(asked)
    found = [
        (min(agreements), document)
        for document in _documents(knowledge)
        if (agreements := list(_agreements(document, numbers, wanted)))
    ]
    ranked = sorted(found, key=lambda pair: pair[0])
    return tuple(_card(document, knowledge) for _, document in ranked)


def _agreements(
    document: _Document, asked: Iterable[DocumentNumber], wanted: tuple[Agreement, ...]
) -> Iterator[tuple[int, int]]:
    """Yield how well a document stands to each number that may mean it; the least is the best."""
    for position, number in enumerate(asked):
        if (agreement := compare(number, document.number)) in wanted:
            yield wanted.index(agreement), position


@lru_cache(maxsize=2)
def _documents(knowledge: Knowledge) -> tuple[_Document, ...]:
    """Return the documents that the corpus names, then those that only the register holds."""
    register = knowledge.register
    named = [
        _Document(number=number, mentions=tuple(group), entry=register.entry_of(number))
        for group in _groups(knowledge)
        for number in [group[0][1].number]  # the fullest
    ]
    held = [document.entry for document in named]
    unnamed = (entry for entry in register.entries if entry not in held)
    return (
        *named,
        *(_Document(number=entry.number, mentions=(), entry=entry) for entry in unnamed),
    )


def _groups(knowledge: Knowledge) -> list[list[Mention]]:
    """Group the corpus's mentions by document: the fullest numbers first gather the shorter ones.

    "Nghị quyết 25" of an article that also says 25-NQ/TW is that document; alone it may be any
    of them, and goes to the first that it does not contradict.
    """
    mentions = [
        (passage, mention)
        for passage, facts in zip(knowledge.passages, knowledge.facts, strict=True)
        for mention in facts.mentions
    ]
    groups: list[list[Mention]] = []
    for passage, mention in sorted(mentions, key=lambda pair: -fullness(pair[1].number)):
        group = next((group for group in groups if _same_document(mention, group[0][1])), None)
        if group is None:
            groups.append([(passage, mention)])
        else:
            group.append((passage, mention))
    return groups


def _same_document(mention: DocumentMention, other: DocumentMention) -> bool:
    return compare(mention.number, other.number) in NAMED


def _card(document: _Document, knowledge: Knowledge) -> DocumentCard:
    position = {passage.id: n for n, passage in enumerate(knowledge.passages)}
    group = sorted(document.mentions, key=lambda pair: (position[pair[0].id], pair[1].span))
    number, register = document.number, knowledge.register
    kind = kinds().get(number.kind or "")
    issuers, titles = _described(group, knowledge)
    return DocumentCard(
        number=number,
        label=full_name(number),
        kind=kind.name if kind else None,
        issuers=issuers,
        titles=titles,
        dates=_dates(group, knowledge),
        mentions=tuple(
            (knowledge.cite(passage), mention) for passage, mention in _once_a_passage(group)
        ),
        beside=_beside(document, knowledge),
        entry=document.entry,
        replaces=register.replaced_with(number),
        detailed_by=register.detailing(number),
    )


def _once_a_passage(group: list[Mention]) -> Iterator[Mention]:
    seen = set[str]()
    for passage, mention in group:
        if passage.id not in seen:
            seen.add(passage.id)
            yield passage, mention


def _dates(group: list[Mention], knowledge: Knowledge) -> tuple[StatedDate, ...]:
    stated: defaultdict[date, dict[str, Citation]] = defaultdict(dict)
    for passage, mention in group:
        if mention.issued_on is not None:
            stated[mention.issued_on].setdefault(passage.article_id, knowledge.cite(passage))
    sources = Counter({day: len(citations) for day, citations in stated.items()})
    return tuple(
        StatedDate(day=day, citations=tuple(stated[day].values()))
        for day in sorted(sources, key=lambda day: (-sources[day], day))
    )


def _described(
    group: list[Mention], knowledge: Knowledge
) -> tuple[tuple[StatedWords, ...], tuple[StatedWords, ...]]:
    """Return who issued a document, and its titles, as the words around its mentions say."""
    issuers: list[Citation] = []
    titles: list[Citation] = []
    for passage, mention in group:
        found = describe(knowledge.article_of(passage).text, mention)
        for span, citations in ((found.issuer, issuers), (found.title, titles)):
            if span is not None and passage.span.covers(span):
                citations.append(knowledge.cite(passage, span))
    return _stated(issuers), _stated(titles)


def _stated(citations: Iterable[Citation]) -> tuple[StatedWords, ...]:
    """Bring together what differs in case or diacritics only; most sources, then the fullest."""
    same: defaultdict[str, dict[str, Citation]] = defaultdict(dict)
    for citation in citations:
        form = strip_diacritics(citation.quote).lower()
        same[form].setdefault(citation.article.id, citation)
    stated = [
        StatedWords(words=found[0].quote, citations=tuple(found))
        for group in same.values()
        for found in [list(group.values())]
    ]
    return tuple(sorted(stated, key=lambda one: (-len(one.citations), -len(one.words))))


def _beside(document: _Document, knowledge: Knowledge) -> tuple[DocumentBeside, ...]:
    """Count the passages that name another document too, most of them first."""
    passages = {passage.id for passage, _ in document.mentions}
    others = (
        (other.number, len(passages & {passage.id for passage, _ in other.mentions}))
        for other in _documents(knowledge)
        if other is not document
    )
    shared = sorted((pair for pair in others if pair[1]), key=lambda pair: -pair[1])
    return tuple(
        DocumentBeside(number=number, label=full_name(number), passages=count)
        for number, count in shared
    )
