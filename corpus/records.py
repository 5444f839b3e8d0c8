"""What travels between the corpus and the layers above it.

Every record is frozen and keyword-only. Offsets count code points of `Article.text`;
spans are half-open, so that `text[span.start:span.end]` is what they name.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Span:
    """A half-open range of code points of one text.

    >>> Span(start=4, end=6).of("dân vận khéo")
    'vậ'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, got {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that the span names."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Tell whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, offset: int) -> "Span":
        """Return the same range, `offset` code points further on."""
        return Span(start=self.start + offset, end=self.end + offset)


class ArticleKind(StrEnum):
    """Whether the words are the publisher's or ours."""

    ORIGINAL = "original"
    DIGEST = "digest"


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestOf:
    """The article that a digest retells; a value the source does not show is None."""

    file: str
    """Name of the file that the original is imported from; it pairs the two."""
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    author: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """Where an article was read from."""

    name: str
    """File name with its extension, unique in a library: another import replaces the article."""
    sha256: str
    """Hex digest of the file's bytes: tells a changed file from the same one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article as the library keeps it.

    `text` is made of whole blocks of the source, in NFC, joined by one newline;
    the office's contact block, where there is one, stands last and `contact` is its span.
    """

    id: str
    """Short and stable: derived from the source's name, so that it survives a re-import."""
    source: Source
    title: str
    publisher: str | None = None
    published_on: date | None = None
    """Day of publication as stated, or as the dateline and the text's own years make certain."""
    author: str | None = None
    place: str | None = None
    """The administrative unit it is about, in the source's own (historical) words."""
    kind: ArticleKind = ArticleKind.ORIGINAL
    text: str
    contact: Span | None = None
    digest_of: DigestOf | None = None
    """Set exactly when `kind` is DIGEST."""
    added_at: datetime | None = field(default=None, compare=False)
    """When the library first took it, no two articles at once; None for one of no library.

    Aware, in UTC. A corrected version keeps it. It tells nothing of what the article says.
    """

    def __post_init__(self) -> None:
        if (self.kind is ArticleKind.DIGEST) != (self.digest_of is not None):
            raise ValueError(f"article {self.id}: a digest, and only a digest, names its original")


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A citable stretch of one article: a few neighbouring sentences."""

    id: str
    """Derived from the article's id and the passage's text: a changed passage has another id."""
    article_id: str
    span: Span
    sentences: tuple[Span, ...]
    """Spans of `Article.text`, in order, inside `span`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentNumber:
    """The number (số hiệu) of a legal or Party document, e.g. `34/2007/PL-UBTVQH11`.

    A part that the text does not give is None: "nghị quyết 25" is `ordinal="25", kind="NQ"`.
    """

    ordinal: str
    """Digits as written, without leading zeros: "04" is "4"."""
    kind: str | None = None
    """Abbreviation of the kind, upper case: NQ, CT, KL, QĐ, KH, NĐ, TT, PL, L(uật) ..."""
    issuer: str | None = None
    """Abbreviation of the issuer as the sources write it: TW, CP, UBND, ThU, UBTVQH11 ..."""
    year: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DocumentMention:
    """One place of a text that names a document."""

    number: DocumentNumber
    span: Span
    """Of the whole mention, kind word included: "Nghị quyết số 25-NQ/TW"."""
    issued_on: date | None = None
    """The day that this very mention states, if it states one."""
    issued_span: Span | None = None
    """Where it states that day, right after `span`: "ngày 3/6/2013"."""


class PlaceLevel(StrEnum):
    """Level of an administrative unit; there are no districts since July 2025."""

    PROVINCE = "province"
    DISTRICT = "district"
    WARD = "ward"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One administrative unit, in force or historical."""

    id: str
    """Unique among units of both times: unaccented path from the province down, with its time."""
    name: str
    """With its type: "Thị xã Kiến Tường"."""
    short_name: str
    """Without: "Kiến Tường"."""
    level: PlaceLevel
    historical: bool
    """True for a unit that ceased on 1 July 2025."""
    province: str
    """Short name of the province it stood (or stands) in."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FileOutcome:
    """What became of one file of an import."""

    class Status(StrEnum):
        """What became of it."""

        ADDED = "added"
        REPLACED = "replaced"
        UNCHANGED = "unchanged"
        FAILED = "failed"

    path: Path
    status: Status
    article: Article | None = None
    problem: str | None = None
    """For FAILED: what is wrong and what to do, in one or two English sentences."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportReport:
    """All outcomes of one import, in the order of the files."""

    outcomes: tuple[FileOutcome, ...] = field(default=())

    def count(self, status: FileOutcome.Status) -> int:
        """Return how many files ended with `status`."""
        return sum(outcome.status is status for outcome in self.outcomes)
