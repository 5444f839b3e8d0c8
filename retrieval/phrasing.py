"""How a question is put: the names in it, what it asks about, and either of them exchanged.

Texts are questions put right (`Query.text`). Nothing here understands them: to exchange "Cần
Đước" for "Hồng Lĩnh" is only to move words about.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from corpus.dates import find_years
from corpus.numbers import find_mentions
from corpus.places import PlaceMention, gazetteer
from corpus.records import Place, Span
from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.function_words import FunctionSpan, WordClass, function_spans
from retrieval.questions import KINDS, asking_parts
from retrieval.records import QuestionKind


class Slot(Enum):
    """A sort of names, each of which can take the place of another of its sort."""

    DOCUMENT = auto()
    PLACE = auto()
    PERIOD = auto()
    LEVEL = auto()
    """ "cấp xã"."""
    CONTACT = auto()
    """ "số điện thoại", "email"."""


Names = Mapping[Slot, tuple[Span, ...]]
"""Where a text names something; a sort of which it has none is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Phrasing:
    """A question taken apart."""

    text: str
    names: Names
    """A level that belongs to a subject ("đại biểu cấp xã") is none of them."""
    questions: tuple[Span, ...]
    """Its question words: "bao nhiêu", "là gì"."""
    subjects: tuple[Span, ...]
    """What is left between them, without the function words at either end."""

    @property
    def asks(self) -> bool:
        """Whether it has more to it than names to hold an answer to."""
        return bool(self.questions or self.subjects or Slot.CONTACT in self.names)

    @property
    def asked_about(self) -> Span | None:
        """Return the subject that its question words ask about; None where it has no subject."""
        if not self.questions:
            return next(iter(self.subjects), None)
        asking = self.questions[0]
        before = [subject for subject in self.subjects if subject.end <= asking.start]
        after = [subject for subject in self.subjects if subject.start >= asking.end]
        nearest = (before[-1:], after[:1])
        counts = _COUNTING.match(_plain(asking.of(self.text)))
        return next((one[0] for one in (nearest[::-1] if counts else nearest) if one), None)

    @property
    def words_of_subjects(self) -> str:
        """Return all of its subjects, in words that can stand in another question."""
        return " ".join(span.of(self.text) for span in self.subjects)

    def words_of(self, slot: Slot) -> str:
        """Return the names of a sort, in words that can stand in another question."""
        words = (span.of(self.text) for span in self.names[slot])
        return " và ".join(map(_with_word, words) if slot is Slot.PERIOD else words)


_CONTACTS = next(asks for kind, asks in KINDS if kind is QuestionKind.CONTACT)
_CONTACT = re.compile(rf"(?:\bso )?(?:{_CONTACTS})")
_LEVEL = re.compile(
    r"\bcap (?:xa|phuong|thi tran|huyen|thi xa|quan|thanh pho|tinh|trung uong|co so)\b"
    r"(?:(?:, ?| va )(?:xa|phuong|thi tran)\b)*"
)
_JOINING = re.compile(r"[\s,(–-]*(?:\b(?:va|voi|o|tai|thuoc|cua|trong)\s+)*\Z")
_BARE_YEARS = re.compile(r"\d{4}\b(?=(?P<to>.*\d)?)")
_COUNTING = re.compile(r"bao (?:nhieu|lam)|may\b|tong so|so luong")
_SHARE = re.compile(r"\s*(?:phan tram|%)\s*\Z")
_COURTESIES = frozenset({WordClass.GREETING, WordClass.REQUEST, WordClass.POLITENESS})
_AT_THE_END = _COURTESIES | {WordClass.PARTICLE}
_PUNCTUATION = " ?!.…,;:"


def names_in(text: str, known: Collection[Place]) -> dict[Slot, tuple[Span, ...]]:
    """Return what `text` names; a place with the wider ones beside it that tell where it lies."""
    documents = find_mentions(text)
    numbers = tuple(mention.span for mention in documents)
    years = find_years(text, [mention.issued_span or mention.span for mention in documents])
    mentions = gazetteer().find(text, known=known)
    places = tuple(_places([one for one in mentions if _is_apart(one.span, numbers)]))
    plain = _plain(text)
    found = {
        Slot.DOCUMENT: numbers,
        Slot.PLACE: places,
        Slot.PERIOD: tuple(mention.span for mention in years),
        Slot.LEVEL: tuple(one for one in _matches(_LEVEL, plain) if _is_apart(one, places)),
        Slot.CONTACT: tuple(_matches(_CONTACT, plain)),
    }
    return {slot: spans for slot, spans in found.items() if spans}


def phrasing_of(text: str, known: Collection[Place]) -> Phrasing:
    """Take a question apart; `known` are places that are found bare.

    >>> parts = phrasing_of("Cần Đước có mấy mô hình dân vận khéo", ())
    >>> parts.asked_about.of(parts.text)
    'mô hình dân vận khéo'
    """
    names = names_in(text, known)
    within_names = [span for spans in names.values() for span in spans]
    functions = function_spans(text, within_names)
    questions = tuple(one.span for one in functions if one.word_class is WordClass.QUESTION)
    subjects = tuple(_subjects(text, [*within_names, *questions], functions))
    if subjects and Slot.LEVEL in names:
        del names[Slot.LEVEL]
        within_names = [span for spans in names.values() for span in spans]
        subjects = tuple(_subjects(text, [*within_names, *questions], functions))
    return Phrasing(text=text, names=names, questions=questions, subjects=subjects)


def with_name(text: str, slot: Slot, name: str, known: Collection[Place]) -> str:
    """Put a name in the place of those of its sort; where there are none, add it.

    >>> with_name("Cần Đước có mấy mô hình", Slot.PLACE, "Hồng Lĩnh", ())
    'Hồng Lĩnh có mấy mô hình'
    >>> with_name("có mấy mô hình", Slot.PLACE, "Hồng Lĩnh", ())
    'có mấy mô hình ở Hồng Lĩnh'
    """
    named = names_in(text, known).get(slot)
    if named is None:
        return _added(text, slot, name)
    first, *others = named
    for span in reversed(others):
        joining = _JOINING.search(_plain(text[: span.start]))
        start = joining.start() if joining else span.start
        text = text[:start] + text[span.end :]
    return text[: first.start] + name + text[first.end :]


def with_subject(question: Phrasing, subject: str, known: Collection[Place]) -> str:
    """Put a subject in the place of the one that is asked about, and ask for no share of it.

    What another subject introduced goes with it, but for its names.

    >>> asked = "bầu cử ở Kiến Tường, cử tri đi bầu bao nhiêu phần trăm"
    >>> with_subject(phrasing_of(asked, ()), "đại biểu cấp xã", ())
    'đại biểu cấp xã bao nhiêu ở Kiến Tường'
    """
    exchanged = question.asked_about
    text, start = question.text, 0
    if exchanged is None:
        return carrying(subject, question, known)
    if _is_introduced(exchanged, question):
        start = min(span.start for span in (exchanged, *question.questions[:1]))
    changes = [(exchanged, subject), *((share, "") for share in _shares(question))]
    for span, words in sorted(changes, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return carrying(text[start:], question, known)


def core(text: str, known: Collection[Place]) -> str:
    """Return what a message asks, without greetings and thanks, but with all that it names.

    >>> core("Tôi ở Hồng Lĩnh. Cho hỏi có mấy thủ tục ạ? Cảm ơn!", ())
    'có mấy thủ tục ở Hồng Lĩnh'
    """
    asked = " ".join(part.of(text).strip() for part in asking_parts(text))
    return carrying(without_courtesies(asked), phrasing_of(text, known), known)


def carrying(text: str, other: Phrasing, known: Collection[Place]) -> str:
    """Add to `text` the document, the place and the time of another that it has none of its own."""
    own = names_in(text, known)
    for slot in (Slot.PLACE, Slot.PERIOD, Slot.DOCUMENT):
        if slot in other.names and slot not in own:
            text = with_name(text, slot, other.words_of(slot), known)
    return text


def without_courtesies(text: str) -> str:
    """Cut what a message begins and ends with out of politeness, and its last stops."""
    functions = function_spans(text)
    found = tokens(text)
    front = [one.span for one in functions if one.word_class in _COURTESIES]
    back = [one.span for one in functions if one.word_class in _AT_THE_END]
    kept = _trimmed(found, front, back)
    if not kept:
        return ""
    end = len(text) if kept[-1] is found[-1] else kept[-1].end
    start = 0 if kept[0] is found[0] else kept[0].start
    return text[start:end].strip().rstrip(_PUNCTUATION)


def _is_introduced(subject: Span, question: Phrasing) -> bool:
    """Tell whether another subject and its names stand before `subject`."""
    named = (span for spans in question.names.values() for span in spans)
    return any(
        other.end <= name.start and name.end <= subject.start
        for name in named
        for other in question.subjects
    )


def _shares(question: Phrasing) -> Iterator[Span]:
    """Yield where question words ask for a share: the end of "bao nhiêu phần trăm"."""
    for span in question.questions:
        if share := _SHARE.search(_plain(span.of(question.text))):
            yield Span(start=span.start + share.start(), end=span.end)


def _places(mentions: Iterable[PlaceMention]) -> Iterator[Span]:
    """Yield where places stand, each together with those that only tell where it lies."""
    held: Span | None = None
    for mention in mentions:
        if held and mention.qualifies:
            held = Span(start=held.start, end=mention.span.end)
        else:
            if held:
                yield held
            held = mention.span
    if held:
        yield held


def _subjects(
    text: str, apart: Collection[Span], functions: Collection[FunctionSpan]
) -> Iterator[Span]:
    """Yield the runs of tokens between the spans `apart`, without function words at the ends."""
    empty = [one.span for one in functions]
    runs: list[list[Token]] = [[]]
    for token in tokens(text):
        if _is_apart(_span(token), apart):
            runs[-1].append(token)
        else:
            runs.append([])
    for run in runs:
        if kept := _trimmed(run, empty, empty):
            yield Span(start=kept[0].start, end=kept[-1].end)


def _trimmed(
    run: Iterable[Token], front: Collection[Span], back: Collection[Span]
) -> tuple[Token, ...]:
    """Leave out the first tokens of a run that are in `front`, and the last that are in `back`."""
    kept = list(run)
    while kept and not _is_apart(_span(kept[0]), front):
        kept.pop(0)
    while kept and not _is_apart(_span(kept[-1]), back):
        kept.pop()
    return tuple(kept)


def _added(text: str, slot: Slot, name: str) -> str:
    match slot:
        case Slot.DOCUMENT:
            return f"{name}, {text}"
        case Slot.PLACE | Slot.LEVEL:
            return f"{text} ở {name}"
        case Slot.PERIOD | Slot.CONTACT:
            return f"{text} {name}"


def _with_word(years: str) -> str:
    """Return years with the word before them that makes them years wherever they stand."""
    bare = _BARE_YEARS.match(years)
    if bare is None:
        return years
    return f"giai đoạn {years}" if bare["to"] else f"năm {years}"


def _matches(pattern: re.Pattern[str], plain: str) -> Iterator[Span]:
    for match in pattern.finditer(plain):
        yield Span(start=match.start(), end=match.end())


def _is_apart(span: Span, others: Iterable[Span]) -> bool:
    return not any(span.start < other.end and other.start < span.end for other in others)


def _span(token: Token) -> Span:
    return Span(start=token.start, end=token.end)


def _plain(text: str) -> str:
    return strip_diacritics(text).lower()
