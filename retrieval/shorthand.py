"""Spells out abbreviations and chat shorthand: "mh dvk ... có bn cái".

Two tables hold the readings: `abbreviations.tsv` (of Party, state and Front texts) and
`shorthand.tsv` (of people in a hurry). A document's number is left as it is, kind word included
("nq 25", "31-KH/UBND"), and so are dates, figures, e-mail and web addresses.

Known limits: what a row says of its neighbours is all that tells readings apart; an abbreviation
in lower case that is a Vietnamese syllable ("tu", "hu") is taken for the syllable.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise

from corpus.document_codes import kind_of_code
from corpus.numbers import find_mentions
from corpus.records import Span
from corpus.tables import alternatives, read_rows
from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.records import Step
from retrieval.syllables import is_syllable

START, END, GLUED_FIGURE = "^", "$", "#"
"""What a row may ask of its neighbours besides words."""
FEWEST_SYLLABLES = 3
"""A phrase of two syllables has an abbreviation that stands for too much else."""

_ADDRESS = re.compile(r"\S+@\S+|\S+://\S+|(?:\w+\.)+(?:vn|com|org|net|info)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"[ ]?[-–./,&]?[ ]?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Expanded:
    """A question spelt out."""

    text: str
    alternatives: tuple[str, ...]
    """Other spellings of what it says, worth searching beside it: abbreviations of its phrases,
    second readings of its abbreviations."""
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """A row of either table."""

    step: str
    canonical: str
    spellings: tuple[tuple[str, ...], ...]
    """Each cut into tokens, lower case."""
    expansion: str
    """Empty where it stays as typed, because it may be too many things."""
    others: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    lower: bool
    """Whether it is recognised in lower case, too."""

    @property
    def is_conditional(self) -> bool:
        return bool(self.before or self.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Match:
    first: int
    last: int
    """Of the tokens, both included."""
    reading: _Reading


def expand(text: str) -> Expanded:
    """Spell out the abbreviations and the shorthand of `text`; nothing else changes.

    >>> expand("có bn TTHC ở Hồng Lĩnh").text
    'có bao nhiêu thủ tục hành chính ở Hồng Lĩnh'
    """
    found = tokens(text)
    matches = list(_matches(text, found))
    steps: list[Step] = []
    pieces: list[str] = []
    rest = 0
    for match in matches:
        start, end = found[match.first].start, found[match.last].end
        expansion = match.reading.expansion or text[start:end]
        glued = text[:start][-1:].isdigit() and expansion != text[start:end]  # "6t"
        pieces += (text[rest:start], " " if glued else "", expansion)
        rest = end
        if expansion != text[start:end]:
            steps.append(Step(name=match.reading.step, before=text[start:end], after=expansion))
    spelt_out = "".join([*pieces, text[rest:]])
    readings = (match.reading for match in matches)
    others = chain(*map(_further_spellings, readings), _abbreviations_of(tokens(spelt_out)))
    return Expanded(text=spelt_out, alternatives=tuple(dict.fromkeys(others)), steps=tuple(steps))


@cache
def phrases() -> tuple[tuple[str, ...], ...]:
    """Return what abbreviations and shorthand stand for, cut into syllables."""
    readings = (*_table("abbreviations"), *_table("shorthand"))
    meant = dict.fromkeys(_parts(reading.expansion) for reading in readings)
    return tuple(phrase for phrase in meant if phrase)


def _matches(text: str, found: Sequence[Token]) -> Iterator[_Match]:
    """Yield what is spelt out, in order; the longest spelling at each place."""
    untouchable = _untouchable(text, found)
    shouting = _is_shouting(text, found)
    place = 0
    while place < len(found):
        match = _match_at(text, found, place, untouchable, shouting=shouting)
        if match:
            yield match
        place = match.last + 1 if match else place + 1


def _untouchable(text: str, found: Sequence[Token]) -> frozenset[int]:
    """Return the places of the tokens that must stay as they are."""
    spans = [
        *(mention.span for mention in find_mentions(text)),
        *(Span(start=address.start(), end=address.end()) for address in _ADDRESS.finditer(text)),
    ]
    return frozenset(
        place
        for place, token in enumerate(found)
        if token.whole
        or any(span.start < token.end and token.start < span.end for span in spans)
        or (place and found[place - 1].whole and kind_of_code(token.form))  # số 10 ct/thu
    )


def _match_at(
    text: str,
    found: Sequence[Token],
    place: int,
    untouchable: frozenset[int],
    *,
    shouting: bool,
) -> _Match | None:
    longest = max(_longest().get(found[place].form, 0), _longest().get(found[place].plain, 0))
    for length in range(min(longest, len(found) - place), 0, -1):
        last = place + length - 1
        stretch = found[place : last + 1]
        if not untouchable.isdisjoint(range(place, last + 1)) or not _is_joined(text, stretch):
            continue
        as_typed = text[stretch[0].start : stretch[-1].end]
        for reading in _candidates(stretch, as_typed, shouting=shouting):
            if _fits(reading, found, place, last):
                return _Match(first=place, last=last, reading=reading)
    return None


def _candidates(stretch: Sequence[Token], as_typed: str, *, shouting: bool) -> Iterable[_Reading]:
    """Return the readings to try, in order: of capitals the abbreviations first."""
    forms = tuple(token.form for token in stretch)
    shorthand = _readings("shorthand").get(forms, ())
    abbreviations = [
        reading
        for reading in _readings("abbreviations").get(tuple(token.plain for token in stretch), ())
        if _spells(forms, reading)
    ]
    if not shorthand and not abbreviations:
        return ()
    abbreviations.sort(key=lambda reading: forms not in reading.spellings)  # TU before TƯ
    if sum(map(str.isupper, as_typed)) > 1 and not shouting:
        return (*abbreviations, *shorthand)
    if as_typed.isupper() and len(as_typed) == 1:  # khối A, vitamin C
        return ()
    if all(map(is_syllable, forms)):
        return shorthand
    return (*shorthand, *(reading for reading in abbreviations if reading.lower))


def _spells(forms: tuple[str, ...], reading: _Reading) -> bool:
    """Tell whether one of the reading's spellings was typed, or typed without its marks."""
    return any(
        len(forms) == len(spelling)
        and all(
            form in (part, strip_diacritics(part))
            for form, part in zip(forms, spelling, strict=True)
        )
        for spelling in reading.spellings
    )


def _fits(reading: _Reading, found: Sequence[Token], first: int, last: int) -> bool:
    return (
        not reading.is_conditional
        or any(_stands_before(words, found, first) for words in reading.before)
        or any(_stands_after(words, found, last) for words in reading.after)
    )


def _stands_before(words: str, found: Sequence[Token], first: int) -> bool:
    if words == START:
        return first == 0
    if words == GLUED_FIGURE:
        return first > 0 and found[first - 1].whole and found[first - 1].end == found[first].start
    parts = words.split()
    return first >= len(parts) and _plain(found[first - len(parts) : first]) == parts


def _stands_after(words: str, found: Sequence[Token], last: int) -> bool:
    if words == END:
        return last == len(found) - 1
    parts = words.split()
    return _plain(found[last + 1 : last + 1 + len(parts)]) == parts


def _plain(stretch: Sequence[Token]) -> list[str]:
    return [token.plain for token in stretch]


def _is_joined(text: str, stretch: Sequence[Token]) -> bool:
    return all(
        _SEPARATOR.fullmatch(text[left.end : right.start]) for left, right in pairwise(stretch)
    )


def _is_shouting(text: str, found: Sequence[Token]) -> bool:
    """Tell whether all is in capitals and most of it is plain Vietnamese."""
    syllables = sum(not token.whole and is_syllable(token.form) for token in found)
    return text.isupper() and 2 * syllables > len(found)


def _further_spellings(reading: _Reading) -> Iterator[str]:
    yield from reading.others
    if reading.expansion and reading.step == "abbreviations":
        yield reading.canonical


def _abbreviations_of(found: Sequence[Token]) -> Iterator[str]:
    """Yield the abbreviation of every phrase that has one, with or without its diacritics."""
    for place in range(len(found)):
        for phrase, abbreviation in _phrases().get(found[place].plain, ()):
            stretch = found[place : place + len(phrase)]
            if len(stretch) == len(phrase) and all(
                token.form in (syllable, strip_diacritics(syllable))
                for token, syllable in zip(stretch, phrase, strict=True)
            ):
                yield abbreviation


@cache
def _table(name: str) -> tuple[_Reading, ...]:
    """Read `shorthand.tsv` or `abbreviations.tsv`; the former has no column "lower"."""
    return tuple(
        _Reading(
            step=name,
            canonical=alternatives(spellings)[0],
            spellings=tuple(_parts(spelling) for spelling in alternatives(spellings)),
            expansion=expansion,
            others=alternatives(others),
            before=alternatives(strip_diacritics(before)),
            after=alternatives(strip_diacritics(after)),
            lower=lower != "no",
        )
        for spellings, expansion, others, before, after, lower, _ in read_rows(
            f"{name}.tsv", "retrieval"
        )
    )


@cache
def _readings(name: str) -> dict[tuple[str, ...], tuple[_Reading, ...]]:
    """Return readings by what is typed: abbreviations without diacritics, shorthand as it is."""
    index: dict[tuple[str, ...], tuple[_Reading, ...]] = {}
    for reading in _table(name):
        for spelling in reading.spellings:
            plain = tuple(strip_diacritics(part) for part in spelling)
            key = plain if name == "abbreviations" else spelling
            index[key] = (*index.get(key, ()), reading)
    return index


@cache
def _longest() -> dict[str, int]:
    """Return the length of the longest spelling that begins with a part, by that part."""
    longest: dict[str, int] = {}
    for key in chain(_readings("abbreviations"), _readings("shorthand")):
        longest[key[0]] = max(len(key), longest.get(key[0], 0))
    return longest


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """(Syllables of a phrase, its abbreviation) by the phrase's first syllable, unmarked."""
    phrases: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {}
    for reading in _table("abbreviations"):
        phrase = _parts(reading.expansion)
        if len(phrase) >= FEWEST_SYLLABLES and not reading.is_conditional:
            first = strip_diacritics(phrase[0])
            phrases[first] = (*phrases.get(first, ()), (phrase, reading.canonical))
    return phrases


def _parts(text: str) -> tuple[str, ...]:
    return tuple(token.form for token in tokens(text))
