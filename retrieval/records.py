"""What travels between a question and its answer; frozen and keyword-only like the corpus's."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from corpus.records import Article, DocumentMention, DocumentNumber, Passage, Place, Span
from corpus.register import RegisterEntry
from retrieval.errors import MisquotedError


class QuestionKind(StrEnum):
    """What a question asks for; it decides which sentence can answer it."""

    HOW_MANY = "how-many"
    HOW_LONG = "how-long"
    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    WHICH = "which"
    WHAT = "what"
    WHY = "why"
    HOW = "how"
    LIST = "list"
    YES_NO = "yes-no"
    CONTACT = "contact"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that was understood of a question, for those who ask why."""

    name: str
    """The transformation, e.g. "documents", "places", "years", "abbreviations"."""
    before: str
    after: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AskedPlace:
    """A place that a question names."""

    name: str
    """As the question has it."""
    candidates: tuple[Place, ...]
    """The units of that name: of today and of before July 2025, in one province or several."""


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Period:
    """A year, or the years from `start` to `end`, both included."""

    start: int
    end: int

    def __str__(self) -> str:
        return str(self.start) if self.start == self.end else f"{self.start}-{self.end}"

    def covers(self, other: "Period") -> bool:
        """Tell whether `other` lies wholly inside this period."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A question as it was understood."""

    raw: str
    """As typed, never changed."""
    text: str
    """What is searched for: canonical, shorthand spelt out."""
    kind: QuestionKind
    numbers: tuple[DocumentNumber, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    """The narrowest ones: of "Cần Đước, Long An" only Cần Đước."""
    periods: tuple[Period, ...] = ()
    content: tuple[tuple[str, ...], ...] = ()
    """What is asked, without scaffolding, places, years and numbers: runs of neighbours."""
    scaffolding: tuple[Span, ...] = ()
    """Of `text`: the words that only carry the question, such as "cho tôi hỏi … bao nhiêu"."""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage that was found, with what its score is made of."""

    passage: Passage
    score: float
    """Weighted sum of the fields' BM25+ scores, and what agreeing with the question adds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """A verbatim quote and where it stands; making one checks that it does."""

    article: Article
    span: Span
    """Of the quote, in `article.text`."""
    quote: str
    passage: Passage
    """The passage around the quote, in which it is shown."""
    highlight: Span | None = None
    """Inside `span`: the figure, day, name or number that was asked for, where that is sure."""

    def __post_init__(self) -> None:
        if self.highlight is not None and not self.span.covers(self.highlight):
            raise ValueError(
                f"highlight {self.highlight.start}:{self.highlight.end} lies outside of the "
                f"quote {self.span.start}:{self.span.end}"
            )
        found = self.span.of(self.article.text)
        if found != self.quote or not self.passage.span.covers(self.span):
            raise MisquotedError(
                f"{self.article.source.name} {self.span.start}:{self.span.end} does not hold the "
                f"quote in its passage; rebuild the index from the library and ask again"
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class RenamedPlace:
    """A place that cited articles know by a name that is no longer in force."""

    written: Place
    """The unit of their time."""
    years: tuple[int, ...]
    """In which they were published, as far as is known, ascending."""
    whole: tuple[Place, ...]
    """Units of today that lie wholly within it: "nay là …"."""
    parts: tuple[Place, ...]
    """Units of today that took some or all of it, and other ground: "nay thuộc …"."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """Verbatim sentences that answer, each with its citation, best first."""

    query: Query
    citations: tuple[Citation, ...]
    """At least one; several where one sentence, or one source, does not carry the answer."""
    confidence: float
    """0 to 1: how sure we are that the citations answer the question."""
    nearest: tuple[Citation, ...] = ()
    """What comes next in the ranking: other passages worth a look, not part of the answer."""
    lapsed: tuple[RegisterEntry, ...] = ()
    """Of documents named in the cited passages, those that the register says have an end."""
    renamed: tuple[RenamedPlace, ...] = ()
    """Places of the question that the cited articles know by another name, or a former one."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The quotes, in the order of the citations."""
        return tuple(citation.quote for citation in self.citations)


class AbstentionReason(StrEnum):
    """Why nothing in the corpus answers."""

    EMPTY_QUESTION = "empty-question"
    EMPTY_CORPUS = "empty-corpus"
    NO_MATCH = "no-match"
    """No passage shares enough of the question; the nearest share some of it."""
    OFF_TOPIC = "off-topic"
    """Hardly a word of the question is in the corpus."""
    PLACE_NOT_COVERED = "place-not-covered"
    YEAR_NOT_COVERED = "year-not-covered"
    DOCUMENT_NOT_COVERED = "document-not-covered"
    FORCE_NOT_KNOWN = "force-not-known"
    """Whether a document is in force was asked, and the register does not tell."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Abstention:
    """An honest "not found", with what is near."""

    query: Query
    reason: AbstentionReason
    subject: str | None = None
    """The place, year or document that no article covers, as it should be named to the asker."""
    confidence: float = 0.0
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedDate:
    """A day that sources state for a document."""

    day: date
    citations: tuple[Citation, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StatedWords:
    """Words that sources say of a document: its title, or who issued it."""

    words: str
    """As the first of them has it; the others differ in case or diacritics only."""
    citations: tuple[Citation, ...]
    """Of these very words, once an article."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentBeside:
    """A document that is named in the same passages as another."""

    number: DocumentNumber
    label: str
    passages: int
    """How many passages name both."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentCard:
    """All that the corpus says of one document, and what the register holds of it."""

    number: DocumentNumber
    label: str
    """The number as the sources write it most often: "25-NQ/TW"."""
    dates: tuple[StatedDate, ...]
    """Each day that some source states, most sources first; two or more: sources disagree."""
    mentions: tuple[tuple[Citation, DocumentMention], ...]
    """Every passage that names it, once a passage, in the order of the library.

    None only where the register alone knows the document.
    """
    kind: str | None = None
    """"Nghị quyết"."""
    issuers: tuple[StatedWords, ...] = ()
    """Each way in which sources name who issued it, most sources first, then the fullest."""
    titles: tuple[StatedWords, ...] = ()
    """Each title that sources give, most sources first."""
    beside: tuple[DocumentBeside, ...] = ()
    """Documents named in the same passages, most often first."""
    entry: RegisterEntry | None = None
    """What the register holds of it."""
    replaces: tuple[RegisterEntry, ...] = ()
    """Documents that it took the place of, as the register has it."""
    detailed_by: tuple[RegisterEntry, ...] = ()
    """Documents that lay down its details, as the register has it."""

    @property
    def disputed(self) -> bool:
        """Whether the sources state different days."""
        return len(self.dates) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterAnswer:
    """What the register tells of the force of documents: of one of them at least."""

    query: Query
    documents: tuple[DocumentCard, ...]
    """All that the question may mean."""
    citations: tuple[Citation, ...]
    """The sentences that name them; none where no article does."""
    confidence: float = 1.0
    """A table holds it, or does not."""
    nearest: tuple[Citation, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """The quotes, in the order of the citations."""
        return tuple(citation.quote for citation in self.citations)


Reply = Answer | RegisterAnswer | Abstention
