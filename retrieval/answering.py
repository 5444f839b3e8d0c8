"""Query -> Answer: the sentences that answer, cited; or an Abstention that says why not.

The best passages' sentences are weighed by how much of the question they hold. What holds too
little of it is not an answer: an honest "not found" is worth more than a near miss.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.numbers import full_name
from corpus.records import Passage, Span
from retrieval.analysis import tokens
from retrieval.evidence import Content, Unit, documents_in, units_of, weigh
from retrieval.expected import share
from retrieval.facts import NAMED
from retrieval.force import force_reply
from retrieval.highlight import highlight
from retrieval.knowledge import Knowledge
from retrieval.lapsed import lapsed
from retrieval.records import (
    Abstention,
    AbstentionReason,
    Answer,
    Citation,
    Hit,
    Query,
    QuestionKind,
    Reply,
)
from retrieval.renamed import renamed_places
from retrieval.search import admitted, search
from retrieval.understand import understand

LOOKED_THROUGH = 8
"""Passages whose sentences are weighed."""
NEAREST = 6
"""Passages that are shown beside an answer, or instead of one."""
MOST_SENTENCES = 3
THRESHOLD = 0.45
"""Confidence below which we abstain."""
OFF_TOPIC = 0.3
"""Confidence below which what is near is so by chance."""

AROUND = 0.6
"""What a word counts that stands in the passage or its title, but not in the sentence."""
ONLY_NAMED = 0.7
"""Coverage of a question that names a place and asks nothing of it."""
RANK_BONUS = 0.25
"""What the passage's score, as a share of the best one's, adds in choosing a sentence."""
GOES_ON = frozenset({QuestionKind.WHY, QuestionKind.HOW})
"""Kinds of questions whose answer is seldom told in one sentence: the next one comes too."""
WORTH_ADDING = 0.1
"""Coverage that a further sentence must add to be part of the answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A sentence that may answer."""

    passage: Passage
    span: Span
    units: frozenset[Unit]
    confidence: float
    """0 to 1, of this sentence alone."""
    passage_share: float
    """Its passage's score as a share of the best one's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What could be said to a question, before it is known whether that is good enough."""

    hits: tuple[Hit, ...]
    best: Candidate
    chosen: tuple[Candidate, ...]
    """The best one with the sentences that add to it, in the order of the text."""

    @property
    def confidence(self) -> float:
        """How sure we are, 0 to 1: as sure as of the surest sentence."""
        return max(one.confidence for one in self.chosen)


def answer(question: str, knowledge: Knowledge, *, as_typed: bool = False) -> Reply:
    """Answer a question from `knowledge` alone; `as_typed` searches for its very words."""
    return reply(understand(question, knowledge, as_typed=as_typed), knowledge)


def reply(query: Query, knowledge: Knowledge) -> Reply:
    """Answer an understood question, or say why not."""
    if not tokens(query.text):
        return Abstention(query=query, reason=AbstentionReason.EMPTY_QUESTION)
    if not knowledge.passages:
        return Abstention(query=query, reason=AbstentionReason.EMPTY_CORPUS)
    if (told := force_reply(query, knowledge)) is not None:
        return told
    if (uncovered := _uncovered(query, knowledge)) is not None:
        reason, subject = uncovered
        return Abstention(
            query=query, reason=reason, subject=subject, nearest=_nearby(query, knowledge)
        )
    found = attempt(query, knowledge)
    if found is None or found.confidence < THRESHOLD:
        return _unanswered(query, found, knowledge)
    citations = _cited(query, found, knowledge)
    return Answer(
        query=query,
        citations=citations,
        confidence=found.confidence,
        nearest=_nearest(found.hits, {one.passage.id for one in found.chosen}, knowledge),
        lapsed=lapsed(citations, knowledge),
        renamed=renamed_places(query.places, citations),
    )


def attempt(query: Query, knowledge: Knowledge) -> Attempt | None:
    """Return the best that can be said to a question, sure or not; None where nothing is found."""
    hits = search(query, knowledge)
    content = weigh(query, knowledge)
    candidates = list(_candidates(query, content, hits[:LOOKED_THROUGH], knowledge))
    if not candidates:
        return None
    best = max(candidates, key=lambda one: one.confidence + RANK_BONUS * one.passage_share)
    chosen = _with_what_it_lacks(best, candidates, query, content)
    return Attempt(hits=hits, best=best, chosen=tuple(chosen))


def _unanswered(query: Query, found: Attempt | None, knowledge: Knowledge) -> Abstention:
    confidence = found.confidence if found else 0.0
    off_topic = confidence < OFF_TOPIC
    return Abstention(
        query=query,
        reason=AbstentionReason.OFF_TOPIC if off_topic else AbstentionReason.NO_MATCH,
        confidence=confidence,
        nearest=_nearest(found.hits, (), knowledge) if found else (),
    )


def _cited(query: Query, found: Attempt, knowledge: Knowledge) -> tuple[Citation, ...]:
    """Cite what was chosen, with what was asked for highlighted where one sentence has it."""
    citations = [knowledge.cite(one.passage, one.span) for one in found.chosen]
    asked_for = [highlight(citation.quote, query) for citation in citations]
    is_sure = sum(span is not None for span in asked_for) == 1
    return tuple(
        replace(citation, highlight=span.shifted(citation.span.start))
        if span and is_sure
        else citation
        for citation, span in zip(citations, asked_for, strict=True)
    )


def _nearby(query: Query, knowledge: Knowledge) -> tuple[Citation, ...]:
    """Return what is near a question whose document, place or years no article speaks of."""
    for loosened in (replace(query, periods=()), replace(query, periods=(), places=())):
        if hits := search(loosened, knowledge, NEAREST):
            return _nearest(hits, (), knowledge)
    return ()


def _uncovered(query: Query, knowledge: Knowledge) -> tuple[AbstentionReason, str] | None:
    """Return which document, place or years of the question no article speaks of, if any."""
    for number in query.numbers:
        if not knowledge.passages_naming(number, *NAMED):
            return AbstentionReason.DOCUMENT_NOT_COVERED, full_name(number)
    if admitted(query, knowledge) != frozenset():
        return None
    if admitted(replace(query, periods=()), knowledge) == frozenset():
        names = ", ".join(place.name for place in query.places)
        return AbstentionReason.PLACE_NOT_COVERED, names
    return AbstentionReason.YEAR_NOT_COVERED, ", ".join(map(str, query.periods))


def _candidates(
    query: Query, content: Content, hits: Sequence[Hit], knowledge: Knowledge
) -> Iterator[Candidate]:
    for hit in hits:
        article = knowledge.article_of(hit.passage)
        sentences = [(span, span.of(article.text)) for span in hit.passage.sentences]
        units = [units_of(text) | documents_in(text, query.numbers) for _, text in sentences]
        around = content.coverage(units_of(article.title).union(*units))
        before = ["", *(sentence for _, sentence in sentences)]
        for (span, sentence), preceding, held in zip(sentences, before, units, strict=False):
            fit = share(sentence, query, title=article.title, before=preceding)
            yield Candidate(
                passage=hit.passage,
                span=span,
                units=held,
                confidence=_confidence(query, fit, content.coverage(held), around),
                passage_share=hit.score / hits[0].score,
            )


def _confidence(query: Query, fit: float, covered: float, around: float) -> float:
    """Return how sure we are that a sentence answers, 0 to 1.

    It holds what is wanted by the share `fit`, and covers `covered` of the question's content;
    with its passage and title, `around`.
    """
    about = covered + AROUND * (around - covered)
    if query.kind is QuestionKind.CONTACT and query.places:
        about = max(about, ONLY_NAMED)
    if not query.content and not query.numbers:
        about = ONLY_NAMED if query.places else 0.0
    return about * fit


def _with_what_it_lacks(
    best: Candidate, candidates: Sequence[Candidate], query: Query, content: Content
) -> list[Candidate]:
    """Return the best sentence, and those of its passage that add to what it holds, in order."""
    chosen, held = [best], best.units
    beside = [one for one in candidates if one.passage == best.passage and one is not best]
    if query.kind in GOES_ON:
        chosen += [one for one in beside if one.span > best.span][:1]
        beside = [one for one in beside if one not in chosen]
    while len(chosen) < MOST_SENTENCES and beside:
        further = max(beside, key=lambda one: content.coverage(held | one.units))
        if content.coverage(held | further.units) - content.coverage(held) < WORTH_ADDING:
            break
        chosen.append(further)
        beside.remove(further)
        held |= further.units
    return sorted(chosen, key=lambda one: one.span)


def _nearest(
    hits: Sequence[Hit], shown: Container[str], knowledge: Knowledge
) -> tuple[Citation, ...]:
    others = (hit.passage for hit in hits if hit.passage.id not in shown)
    return tuple(knowledge.cite(passage) for passage in islice(others, NEAREST))
