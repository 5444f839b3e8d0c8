"""The card of a legal document: what the corpus says of it, and where its sources disagree."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from corpus.numbers import Agreement, compare, find_mentions, full_name, parse
from corpus.records import DocumentMention, Passage, Span
from retrieval.facts import fullness
from retrieval.knowledge import Knowledge
from retrieval.records import Citation, DocumentCard, StatedDate

Mention = tuple[Passage, DocumentMention]


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
    """Return the cards of all documents of the corpus that a typed number may mean.

    The same number comes before those that merely don't contradict it ("nghị quyết 25" may
    mean several). Nothing at all where the text names no document or the corpus has none.
    """
    return _cards(mentions_of(text), knowledge, (Agreement.SAME, Agreement.COMPATIBLE))


def near(text: str, knowledge: Knowledge) -> tuple[DocumentCard, ...]:
    """Return the cards of documents that a typed number may have been meant for: ThU for TU."""
    return _cards(mentions_of(text), knowledge, (Agreement.NEAR,))


def _cards(
    asked: Iterable[DocumentMention], knowledge: Knowledge, wanted: tuple[Agreement, ...]
) -> tuple[DocumentCard, ...]:
    groups = _documents(knowledge)
    cards = [
        (wanted.index(agreement), card)
        for number in dict.fromkeys(mention.number for mention in asked)
        for group in groups
        if (agreement := compare(number, group[0][1].number)) in wanted  # the fullest
        for card in [_card(group, knowledge)]
    ]
    return tuple(card for _, card in sorted(cards, key=lambda pair: pair[0]))


@lru_cache(maxsize=2)
def _documents(knowledge: Knowledge) -> list[list[Mention]]:
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
    return compare(mention.number, other.number) in (Agreement.SAME, Agreement.COMPATIBLE)


def _card(group: list[Mention], knowledge: Knowledge) -> DocumentCard:
    position = {passage.id: n for n, passage in enumerate(knowledge.passages)}
    group = sorted(group, key=lambda pair: (position[pair[0].id], pair[1].span))
    fullest = max(group, key=lambda pair: fullness(pair[1].number))[1].number
    return DocumentCard(
        number=fullest,
        label=full_name(fullest),
        dates=_dates(group, knowledge),
        mentions=tuple(
            (knowledge.cite(passage), mention) for passage, mention in _once_a_passage(group)
        ),
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
