"""Question -> Query: what is asked, and what an answer is held to, with the steps it took."""

from collections.abc import Collection, Iterable, Sequence

from corpus.places import PlaceMention, covers, gazetteer

from corpus.dates import find_years
from corpus.numbers import find_mentions, full_name
from corpus.records import DocumentMention, Place, Span
from corpus.text import tidy
from retrieval.analysis import Token, tokens
from retrieval.function_words import function_spans
from retrieval.knowledge import Knowledge
from retrieval.questions import kind_of
from retrieval.records import AskedPlace, Query, Step
from retrieval.shorthand import expand


def understand(question: str, knowledge: Knowledge) -> Query:
    """Read a question as typed; whatever it can't make out stays a word to search for."""
    typed = " ".join(tidy(question).split())
    expanded = expand(typed)
    text = expanded.text
    documents = find_mentions(text)
    years = find_years(text, [mention.issued_span or mention.span for mention in documents])
    places = _free(gazetteer().find(text, known=knowledge.places), documents)
    held_to = [mention.span for mention in (*documents, *years, *places)]
    return Query(
        raw=question,
        text=text,
        kind=kind_of(text),
        numbers=tuple(dict.fromkeys(mention.number for mention in documents)),
        places=_narrowest(places, text),
        years=tuple(sorted({year for mention in years for year in mention.years})),
        content=_content(text, [*held_to, *(one.span for one in function_spans(text, held_to))]),
        steps=(*expanded.steps, *_steps(text, documents, places)),
    )


def _free(
    mentions: Iterable[PlaceMention], documents: Collection[DocumentMention]
) -> list[PlaceMention]:
    """Leave out the places that are part of a document's number ("HN" of 12-KH/HN)."""
    taken = [mention.span for mention in documents]
    return [one for one in mentions if not any(_overlap(one.span, span) for span in taken)]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _narrowest(mentions: Sequence[PlaceMention], text: str) -> tuple[AskedPlace, ...]:
    """Drop a place that another one of the question lies in: "Cần Đước, Long An" is Cần Đước."""
    kept = [
        mention
        for mention in mentions
        if not any(
            _lies_in(other.places, mention.places) for other in mentions if other is not mention
        )
    ]
    return tuple(
        AskedPlace(name=mention.span.of(text), candidates=mention.places) for mention in kept
    )


def _lies_in(inner: Iterable[Place], outer: Iterable[Place]) -> bool:
    outer = list(outer)
    return any(
        covers(wide, narrow) and not covers(narrow, wide) for narrow in inner for wide in outer
    )


def _content(text: str, taken: Collection[Span]) -> tuple[tuple[str, ...], ...]:
    """Return the runs of neighbouring tokens of `text` that no span of `taken` touches."""
    runs: list[list[str]] = [[]]
    for token in tokens(text):
        if any(_overlap(_span(token), span) for span in taken):
            runs.append([])
        else:
            runs[-1].append(token.form)
    return tuple(tuple(run) for run in runs if run)


def _span(token: Token) -> Span:
    return Span(start=token.start, end=token.end)


def _steps(
    text: str, documents: Iterable[DocumentMention], places: Iterable[PlaceMention]
) -> Iterable[Step]:
    for document in documents:
        yield Step(name="document", before=document.span.of(text), after=full_name(document.number))
    for place in places:
        names = ", ".join(dict.fromkeys(f"{one.name} ({one.province})" for one in place.places))
        yield Step(name="place", before=place.span.of(text), after=names)
