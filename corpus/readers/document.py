"""What every reader makes of a file's bytes."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from corpus.readers.limits import LONGEST_VALUE
from corpus.records import ArticleKind
from corpus.text import is_encodable, tidy


def _one_line(value: str) -> str:
    line = " ".join(tidy(value).split())
    if not line:
        raise ValueError("should not be blank; leave the key out where nothing is known")
    if len(line) > LONGEST_VALUE:
        raise ValueError(f"should have at most {LONGEST_VALUE} characters")
    if not is_encodable(line):
        raise ValueError("should be text; it holds half of an escaped pair")
    return line


Line = Annotated[str, AfterValidator(_one_line)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DigestOfMatter(_Strict):
    """The front matter's account of the article that a digest retells."""

    file: Line
    title: Line | None = None
    publisher: Line | None = None
    published_on: date | None = None
    author: Line | None = None


class FrontMatter(_Strict):
    """What the head of a Markdown file states; keys it does not know are errors."""

    title: Line
    kind: Annotated[ArticleKind, Field(strict=False)] = ArticleKind.ORIGINAL
    digest_of: DigestOfMatter | None = None
    publisher: Line | None = None
    published_on: date | None = None
    author: Line | None = None
    place: Line | None = None
    contact: bool = False
    """Whether the last block is the office's contact block."""

    @model_validator(mode="after")
    def _digest_names_its_original(self) -> Self:
        is_digest = self.kind is ArticleKind.DIGEST
        if is_digest != (self.digest_of is not None):
            raise ValueError("`kind: digest` and `digest_of` belong together; one is missing")
        if is_digest and (self.publisher or self.published_on or self.author):
            raise ValueError(
                "a digest's publisher, published_on and author are its original's: "
                "put them under digest_of"
            )
        return self


@dataclass(frozen=True, kw_only=True, slots=True)
class RawDocument:
    """A file's text before anything is decided about it."""

    blocks: tuple[str, ...]
    """Paragraphs, headings and lines in order: tidy, one line each, none empty."""
    front_matter: FrontMatter | None = None
    """Stated by a person; where it is, the blocks are taken as the article, whole."""
