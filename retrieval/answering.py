"""Query -> Answer: the sentences that answer, cited; or an Abstention that says why not.

The best passages' sentences are weighed by how much of the question they hold. What holds too
little of it is not an answer: an honest "not found" is worth more than a near miss.
"""

import math
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from corpus.numbers import full_name
from retrieval.analysis import analyse_question, tokens
from retrieval.composing import (
    Candidate,
    Source,
    compose,
    may_have_sources,
    same_words,
    sources_that_stand,
)
from retrieval.confidence import THRESHOLD, confidence
from retrieval.evidence import Content, documents_in, units_of, weigh
from retrieval.expected import share
from retrieval.facts import NAMED
from retrieval.force import force_reply
from retrieval.highlight import highlight, may_hold
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
from retrieval.sentence_ranking import sentence_shares
from retrieval.understand import understand

WORTH_JUDGING = 0.5
"""Of the best sentence's match: what another's must reach at most to be quoted beside it."""
LOOKED_THROUGH = 8
"""Passages whose sentences are weighed."""
NEAREST = 6
"""Passages that are shown beside an answer, or instead of one."""
ANSWERS_ALONE = 0.45
"""Match from which a further source is worth citing."""
OFF_TOPIC = 0.3
"""Match below which what is near is so by chance."""

AROUND = 0.6
"""What a word counts that stands in the passage or its title, but not in the sentence."""
ONLY_NAMED = 0.7
"""Coverage of a question that names a place and asks nothing of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """What could be said to a question, before it is known whether that is good enough."""

    hits: tuple[Hit, ...]
    best: Candidate
    chosen: tuple[Candidate, ...]
    """The best one with the sentences that add to it, in the order of the text; then those of
    other sources that are as good, best first."""

    @property
    def match(self) -> float:
        """How well the surest sentence matches, 0 to 1."""
        return max(one.match for one in self.chosen)

    @property
    def confidence(self) -> float:
        """How sure we are, 0 to 1; see `confidence`."""
        return confidence(self.match, [hit.score for hit in self.hits])


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
    found = list(_candidates(query, content, hits[:LOOKED_THROUGH], knowledge))
    if not found:
        return None
    candidates = _judged(found, query, knowledge)
    best = max(candidates, key=lambda one: one.standing)
    chosen = (
        quoted
        for one in _best_of_sources(best, candidates, query, knowledge)
        for quoted in compose(one, _source_of(one, candidates, knowledge), query, content)
    )
    return Attempt(hits=hits, best=best, chosen=tuple(chosen))


def _best_of_sources(
    best: Candidate, candidates: Sequence[Candidate], query: Query, knowledge: Knowledge
) -> list[Candidate]:
    """Return the best sentence of each article that is cited, best first."""
    leading = [best]
    if not may_have_sources(query):
        return leading
    for one in sorted(candidates, key=lambda one: one.standing, reverse=True):
        if not _is_told_by(one, leading, knowledge):
            leading.append(one)
            standing = sources_that_stand([one.match for one in leading], ANSWERS_ALONE)
            if standing < len(leading):
                return leading[:standing]
    return leading


def _is_told_by(one: Candidate, leading: Sequence[Candidate], knowledge: Knowledge) -> bool:
    """Tell whether a sentence stands in one of these sentences' articles, or says the same."""
    if any(one.passage.article_id == other.passage.article_id for other in leading):
        return True
    words = knowledge.cite(one.passage, one.span).quote
    return any(
        same_words(words, knowledge.cite(other.passage, other.span).quote) for other in leading
    )


def _source_of(one: Candidate, candidates: Sequence[Candidate], knowledge: Knowledge) -> Source:
    article = knowledge.article_of(one.passage)
    return Source(
        article=article,
        passages=knowledge.passages_by_article[article.id],
        candidates=tuple(other for other in candidates if other.passage.article_id == article.id),
    )


def _judged(candidates: Sequence[Candidate], query: Query, knowledge: Knowledge) -> list[Candidate]:
    """Return the sentences with their matches lowered by how far they lack what is wanted.

    To look for that is dear, so it is done where it matters: for those that may be the best, and
    for those that may be quoted beside it. The others match by nothing.
    """
    judged: dict[int, Candidate] = {}
    for number in sorted(range(len(candidates)), key=lambda n: -candidates[n].standing):
        reached = max((one.standing for one in judged.values()), default=-math.inf)
        if candidates[number].standing < reached:
            break
        judged[number] = _judge(candidates[number], query, knowledge)
    least = WORTH_JUDGING * max(judged.values(), key=lambda one: one.standing).match
    for number, one in enumerate(candidates):
        if number not in judged:
            is_worth = one.match >= least
            judged[number] = _judge(one, query, knowledge) if is_worth else replace(one, match=0.0)
    return [judged[number] for number in range(len(candidates))]


def _judge(one: Candidate, query: Query, knowledge: Knowledge) -> Candidate:
    article = knowledge.article_of(one.passage)
    place = one.passage.sentences.index(one.span)
    before = one.passage.sentences[place - 1].of(article.text) if place else ""
    fit = share(one.span.of(article.text), query, title=article.title, before=before)
    return replace(one, match=one.match * fit)


def _unanswered(query: Query, found: Attempt | None, knowledge: Knowledge) -> Abstention:
    off_topic = found is None or found.match < OFF_TOPIC
    return Abstention(
        query=query,
        reason=AbstentionReason.OFF_TOPIC if off_topic else AbstentionReason.NO_MATCH,
        confidence=found.confidence if found else 0.0,
        nearest=_nearest(found.hits, (), knowledge) if found else (),
    )


def _cited(query: Query, found: Attempt, knowledge: Knowledge) -> tuple[Citation, ...]:
    """Cite what was chosen.

    What was asked for is highlighted where one sentence of an article has it.
    """
    citations = [knowledge.cite(one.passage, one.span) for one in found.chosen]
    asked_for = [highlight(citation.quote, query) for citation in citations]
    holding = Counter(one.article.id for one in citations if may_hold(one.quote, query))
    return tuple(
        replace(citation, highlight=span.shifted(citation.span.start))
        if span and holding[citation.article.id] == 1
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
    """Yield the sentences of the first passages, as if each held what is wanted."""
    cuts = [knowledge.sentences.of_passage(knowledge.number_of(hit.passage)) for hit in hits]
    asked = analyse_question(query.text, query.scaffolding, faint=0)
    shares = iter(sentence_shares(asked, [one.plain for cut in cuts for one in cut]))
    for hit, cut in zip(hits, cuts, strict=True):
        article = knowledge.article_of(hit.passage)
        units = [
            content.held_by(one) | documents_in(span.of(article.text), query.numbers)
            for one, span in zip(cut, hit.passage.sentences, strict=True)
        ]
        around = content.coverage(units_of(article.title).union(*units))
        for span, held in zip(hit.passage.sentences, units, strict=True):
            yield Candidate(
                passage=hit.passage,
                span=span,
                units=held,
                match=_about(query, content.coverage(held), around),
                passage_share=hit.score / hits[0].score,
                sentence_share=next(shares),
            )


def _about(query: Query, covered: float, around: float) -> float:
    """Return how well a sentence matches what is asked if it holds what is wanted, 0 to 1.

    It covers `covered` of the question's content; with its passage and title, `around`.
    """
    if not query.content and not query.numbers:
        return ONLY_NAMED if query.places else 0.0
    about = covered + AROUND * (around - covered)
    return max(about, ONLY_NAMED) if query.kind is QuestionKind.CONTACT and query.places else about


def _nearest(
    hits: Sequence[Hit], shown: Container[str], knowledge: Knowledge
) -> tuple[Citation, ...]:
    others = (hit.passage for hit in hits if hit.passage.id not in shown)
    return tuple(knowledge.cite(passage) for passage in islice(others, NEAREST))
