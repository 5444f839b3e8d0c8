"""What is read in one article, whatever else the library holds: its passages, facts and terms.

That takes nearly all the time that an index takes, and it changes only with the article: so it is
done once and kept. It is kept in parts, for whoever looks through many articles needs one of them.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

from pydantic import TypeAdapter
from pydantic_core import from_json, to_json

from corpus.records import Article, Passage
from retrieval.analysis import CutText, cut_text, tokens
from retrieval.cut_sentences import Said, said_in
from retrieval.facts import Facts, facts_of
from retrieval.versions import version_of

Split = Callable[[Article], tuple[Passage, ...]]
Run = tuple[str, ...]
Buffer: TypeAlias = bytes | memoryview

MADE_BY = frozenset(
    {
        "corpus.dates",
        "corpus.document_codes",
        "corpus.errors",
        "corpus.numbers",
        "corpus.passages",
        "corpus.place_names",
        "corpus.place_words",
        "corpus.places",
        "corpus.records",
        "corpus.register",
        "corpus.sentences",
        "corpus.tables",
        "corpus.text",
        "corpus.units",
        "retrieval.abbreviations",
        "retrieval.analysis",
        "retrieval.cut_sentences",
        "retrieval.equivalents",
        "retrieval.errors",
        "retrieval.facts",
        "retrieval.processes",
        "retrieval.reading",
        "retrieval.records",
        "retrieval.versions",
    }
)
"""All of ours that a reading depends on: this module and what it imports, however far."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contents:
    """The passages of one article, and the facts of each."""

    passages: tuple[Passage, ...]
    facts: tuple[Facts, ...]


class Packed(NamedTuple):
    """All that is read in one article, as it is kept: JSON, compressed."""

    contents: Buffer
    """Its `Contents`."""
    terms: Buffer
    """Its title's terms; for each passage its `CutText`: words, then runs. A line each."""
    said: Buffer
    """For each passage its sentences: what each says, and what else. A line each; see `Said`."""


def read(article: Article, split: Split) -> Packed:
    """Cut an article into passages by `split`, and read them."""
    passages = split(article)
    texts = [passage.span.of(article.text) for passage in passages]
    title = [token.plain for token in tokens(article.title)]
    said = [[said_in(one.of(article.text)) for one in passage.sentences] for passage in passages]
    contents = Contents(passages=passages, facts=tuple(facts_of(article, passages)))
    return Packed(
        contents=_compressed(_contents.dump_json(contents)),
        terms=_compressed(to_json([_line(title), *map(_cut, texts)])),
        said=_compressed(to_json([[list(map(_line, one)) for one in those] for those in said])),
    )


class Readings:
    """The readings of some articles, in order; what is said in them is unpacked again each time."""

    def __init__(
        self, packed: Sequence[Packed], known: Sequence[Contents | None] | None = None
    ) -> None:
        """Take them as they are kept; `known` are the contents that were unpacked before."""
        self._packed = packed
        self._known = [None] * len(packed) if known is None else known

    @cached_property
    def contents(self) -> tuple[Contents, ...]:
        """Those of each article; whoever answers from the articles holds them anyway."""
        each = zip(self._known, self._packed, strict=True)
        return tuple([_unpacked(packed) if known is None else known for known, packed in each])

    def only(self, places: Sequence[int]) -> "Readings":
        """Return those that stand at these places."""
        return Readings(
            [self._packed[place] for place in places], [self._known[place] for place in places]
        )

    def texts(self) -> Iterator[tuple[CutText, Run]]:
        """Yield each passage as it is cut, with the terms of its article's title."""
        for one in self._packed:
            title, *passages = from_json(zlib.decompress(one.terms), cache_strings=False)
            for words, *runs in passages:
                yield CutText(words=_run(words), runs=tuple(map(_run, runs))), _run(title)

    def said(self) -> Iterator[Iterator[Said]]:
        """Yield the sentences of each passage."""
        for one in self._packed:
            for sentences in from_json(zlib.decompress(one.said), cache_strings=False):
                yield (Said(forms=_run(forms), also=_run(also)) for forms, also in sentences)


def _unpacked(one: Packed) -> Contents:
    return _contents.validate_json(zlib.decompress(one.contents))


def _cut(text: str) -> list[str]:
    cut = cut_text(text)
    return [_line(cut.words), *map(_line, cut.runs)]


def _line(terms: Sequence[str]) -> str:
    """Return terms in one string, between spaces, for none of them holds any."""
    return " ".join(terms)


def _run(line: str) -> Run:
    return tuple(line.split(" ")) if line else ()


_contents = TypeAdapter(Contents)
_compressed = partial(zlib.compress, level=1)


def key_of(article: Article, split: Split) -> bytes:
    """Return what a reading is kept under: 16 bytes, others for all that it could change by."""
    said = replace(article, added_at=None)
    by = f"{version_of(MADE_BY)} {split.__module__}.{split.__qualname__}"
    return blake2b(f"{by}\0{said!r}".encode(errors="surrogatepass"), digest_size=16).digest()
