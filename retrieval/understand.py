"""Question -> Query: what is asked, and what an answer is held to, with the steps it took."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.dates import find_years
from corpus.numbers import find_mentions, full_name
from corpus.places import PlaceMention, covers, gazetteer
from corpus.records import DocumentMention, Place, Span
from corpus.text import strip_diacritics, tidy
from retrieval.analysis import Token, tokens, word_spans
from retrieval.function_words import function_spans
from retrieval.knowledge import Knowledge
from retrieval.persons import person_names
from retrieval.questions import asking_parts, kind_of, told_of_asker
from retrieval.records import AskedPlace, Period, Query, QuestionKind, Step
from retrieval.shorthand import expand

_OF_DOCUMENTS = re.compile(
    r"\b(?:ban hanh|ky|ghi|de ngay|ngay|noi|quy dinh|van ban|so hieu|noi dung|ten)\b"
)
"""Beside a document's number: what one asks of it, in words that no article need repeat."""
_OF_CONTACTS = re.compile(
    r"\b(?:dia chi(?: thu dien tu)?|thu dien tu|e-?mail|sdt|(?:so )?(?:fax|dien thoai)|lien he)\b"
)
"""What `expected` looks for by its form: the number itself answers, not the word."""

_TIME_WORDS = {
    "nam": "năm",
    "thang": "tháng",
    "dau": "đầu",
    "cuoi": "cuối",
    "quy": "quý",
    "giai doan": "giai đoạn",
    "nhiem ky": "nhiệm kỳ",
}
_TIME_WORD = re.compile(rf"\b(?:{'|'.join(_TIME_WORDS)})\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wording:
    """The words of a question, before what they name is read."""

    bare: str
    """With no more diacritics than were typed."""
    text: str
    """The same with diacritics restored."""
    steps: tuple[Step, ...]


def understand(question: str, knowledge: Knowledge, *, as_typed: bool = False) -> Query:
    """Read a question; whatever it can't make out stays a word to search for.

    `as_typed` keeps every word as it was typed: shorthand, errors, missing diacritics.
    """
    encodable = question.encode(errors="ignore").decode()  # half an emoji breaks underthesea
    typed = " ".join(tidy(encodable).split())
    wording = (
        _Wording(bare=typed, text=typed, steps=()) if as_typed else _put_right(typed, knowledge)
    )
    text = wording.text
    documents = find_mentions(text)
    years = find_years(text, [mention.issued_span or mention.span for mention in documents])
    places = _asked_about(_free(places_in(text, knowledge.places), documents), told_of_asker(text))
    held_to = [
        *(mention.span for mention in documents),
        *(mention.span for mention in years),
        *(mention.span for mention in places),
    ]
    asking = asking_parts(text)
    kind = kind_of(asking[-1].of(text))
    scaffolding = (
        *_function_words(wording, [*held_to, *person_names(text)]),
        *_asked_by_kind(wording.bare, kind, documents=bool(documents)),
    )
    return Query(
        raw=question,
        text=text,
        kind=kind,
        numbers=tuple(dict.fromkeys(mention.number for mention in documents)),
        places=_narrowest(places, text),
        periods=tuple(sorted({Period(start=year.start, end=year.end) for year in years})),
        content=_content(text, asking, [*held_to, *scaffolding]),
        scaffolding=scaffolding,
        steps=(*wording.steps, *_named(text, documents, places)),
    )


def _put_right(typed: str, knowledge: Knowledge) -> _Wording:
    """Spell out shorthand, put typing errors right, and restore diacritics."""
    expanded = expand(typed)
    named = places_in(expanded.text, knowledge.places)
    corrected = knowledge.speller.correct(expanded.text, [mention.span for mention in named])
    restored = knowledge.restorer.restore(corrected.text, typed=typed)
    text = _with_names(corrected.text, restored, knowledge)
    steps = (*expanded.steps, *corrected.steps, *_restored(corrected.text, text))
    return _Wording(bare=corrected.text, text=text, steps=steps)


@lru_cache(maxsize=64)
def places_in(text: str, known: frozenset[Place]) -> tuple[PlaceMention, ...]:
    """Return the places that `text` names; kept, because most questions need no putting right."""
    return tuple(gazetteer().find(text, known=known))


def _with_names(bare: str, restored: str, knowledge: Knowledge) -> str:
    """Write the places and years that `bare` names as they are written, whatever was restored.

    Articles may never speak of "kỳ anh", but say "ký"; and "năm 2015" is no "nắm 2015". The three
    texts have the same length.
    """
    text = restored
    for mention in places_in(bare, knowledge.places):
        text = _with_ending(text, mention.span, mention.places[0].short_name)
    for year in find_years(bare):
        words = _TIME_WORD.sub(lambda word: _TIME_WORDS[word[0].lower()], year.span.of(bare))
        text = _with_ending(text, year.span, words)
    return text


def _with_ending(text: str, span: Span, ending: str) -> str:
    """Let what `span` names end in `ending`, where that differs in diacritics and case only."""
    start = span.end - len(ending)
    written = text[start : span.end]
    same = strip_diacritics(written).lower() == strip_diacritics(ending).lower()
    return text[:start] + ending + text[span.end :] if same and start >= span.start else text


def _free(
    mentions: Iterable[PlaceMention], documents: Collection[DocumentMention]
) -> list[PlaceMention]:
    """Leave out the places that are part of a document's number ("HN" of 12-KH/HN)."""
    taken = [mention.span for mention in documents]
    return [one for one in mentions if not any(_overlap(one.span, span) for span in taken)]


def _asked_about(places: list[PlaceMention], told: Collection[Span]) -> list[PlaceMention]:
    """Leave out the places that people tell of themselves ("tôi ở …"), if they name others."""
    elsewhere = [one for one in places if not any(part.covers(one.span) for part in told)]
    return elsewhere or places


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
    asked = (
        AskedPlace(name=_name_of(mention, text), candidates=mention.places) for mention in kept
    )
    return tuple(dict.fromkeys(asked))


def _name_of(mention: PlaceMention, text: str) -> str:
    """Return a place's name as a sentence has it: "Cà Mau", "xã Thạnh Hưng" if asked so."""
    likeliest = mention.places[0]
    typed_bare = len(tokens(mention.span.of(text))) <= len(tokens(likeliest.short_name))
    with_type = likeliest.name[0].lower() + likeliest.name[1:]
    return likeliest.short_name if typed_bare else with_type


def _lies_in(inner: Iterable[Place], outer: Iterable[Place]) -> bool:
    outer = list(outer)
    return any(
        covers(wide, narrow) and not covers(narrow, wide) for narrow in inner for wide in outer
    )


def _function_words(wording: _Wording, held_to: Collection[Span]) -> Iterator[Span]:
    """Yield the function words of a question, read before its diacritics were restored.

    Afterwards "gia vang" may read "gia vâng". Restoring moves nothing, so the spans hold. A
    syllable that is a part of a longer word is none: the "chỉ" of "chứng chỉ" is no "only".
    """
    found = [one.span for one in function_spans(wording.bare, held_to)]
    words = [word for word in word_spans(wording.text) if " " in word.of(wording.text)]
    for span in found:
        within = next((word for word in words if word.covers(span) and word != span), None)
        if within is None or _covered(within, found, wording.text):
            yield span


def _covered(word: Span, spans: Collection[Span], text: str) -> bool:
    """Tell whether every syllable of a word lies in one of `spans`."""
    syllables = re.finditer(r"\S+", word.of(text))
    places = [Span(start=word.start + one.start(), end=word.start + one.end()) for one in syllables]
    return all(any(span.covers(place) for span in spans) for place in places)


def _asked_by_kind(typed: str, kind: QuestionKind, *, documents: bool) -> Iterator[Span]:
    """Yield what the kind of a question says already: a number's "điện thoại", "ban hành"."""
    plain = strip_diacritics(typed).lower()
    if documents:
        yield from _matches(_OF_DOCUMENTS, plain)
    if kind is QuestionKind.CONTACT:
        yield from _matches(_OF_CONTACTS, plain)


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(start=match.start(), end=match.end())


def _content(
    text: str, asking: Collection[Span], taken: Collection[Span]
) -> tuple[tuple[str, ...], ...]:
    """Return the runs of neighbouring tokens in what asks, those that `taken` touches left out."""
    runs: list[list[str]] = [[]]
    for token in tokens(text):
        place = _span(token)
        asks = any(part.covers(place) for part in asking)
        if not asks or any(_overlap(place, span) for span in taken):
            runs.append([])
        else:
            runs[-1].append(token.form)
    return tuple(tuple(run) for run in runs if run)


def _span(token: Token) -> Span:
    return Span(start=token.start, end=token.end)


def _restored(before: str, after: str) -> Iterator[Step]:
    if before != after:
        yield Step(name="diacritics", before=before, after=after)


def _named(
    text: str, documents: Iterable[DocumentMention], places: Iterable[PlaceMention]
) -> Iterator[Step]:
    for document in documents:
        yield Step(name="document", before=document.span.of(text), after=full_name(document.number))
    for place in places:
        names = ", ".join(dict.fromkeys(f"{one.name} ({one.province})" for one in place.places))
        yield Step(name="place", before=place.span.of(text), after=names)
