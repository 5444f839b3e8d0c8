"""One unchanging view of the library, ready to be asked.

Whoever adds or removes articles builds a new one and swaps it in: questions never wait, and an
answer's passages all come from the same state of the library.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.numbers import Agreement, compare
from corpus.passages import passages_of
from corpus.records import Article, DocumentNumber, Passage, Place, Span
from corpus.register import Register, shipped_register
from retrieval import function_words, shorthand
from retrieval.cut_sentences import CutSentences
from retrieval.derived import Derive, in_memory
from retrieval.diacritics import Restorer
from retrieval.facts import Facts
from retrieval.index import Index
from retrieval.reading import Readings, Split
from retrieval.records import Citation
from retrieval.stated import Stated
from retrieval.typos import Speller


@dataclass(frozen=True, kw_only=True, eq=False)
class Knowledge:
    """Articles, their passages in order (a passage's position is its number), facts and index."""

    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    facts: tuple[Facts, ...]
    """One for each passage."""
    index: Index
    sentences: CutSentences
    restorer: Restorer
    """Puts diacritics into questions as these passages have them."""
    speller: Speller
    """Puts typing errors right where these passages leave no doubt."""
    register: Register
    """Tells which documents are in force."""

    @classmethod
    def build(
        cls,
        articles: Sequence[Article],
        *,
        split: Split = passages_of,
        processes: int = 1,
        register: Register | None = None,
        derive: Derive = in_memory,
    ) -> "Knowledge":
        """Cut `articles` into passages by `split`, read and index them.

        The register is the shipped one unless another is given.
        """
        derived = derive(articles, split, processes)
        passages: list[Passage] = []
        facts: list[Facts] = []
        for contents in derived.readings.contents:
            passages += contents.passages
            facts += contents.facts
        restorer = _restorer(derived.readings)
        return cls(
            articles=tuple(articles),
            passages=tuple(passages),
            facts=tuple(facts),
            index=derived.index,
            sentences=CutSentences.of(derived.readings.said()),
            restorer=restorer,
            speller=Speller.of(restorer.model),
            register=shipped_register() if register is None else register,
        )

    @cached_property
    def article_by_id(self) -> dict[str, Article]:
        """Every article under its id."""
        return {article.id: article for article in self.articles}

    @cached_property
    def passages_by_article(self) -> dict[str, tuple[Passage, ...]]:
        """The passages of each article, in order, under its id."""
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.article_id, []).append(passage)
        return {article_id: tuple(those) for article_id, those in found.items()}

    @cached_property
    def places(self) -> frozenset[Place]:
        """The places that articles are about: named bare, they need no type word."""
        return frozenset(place for facts in self.facts for place in facts.article_places)

    @cached_property
    def stated(self) -> Stated:
        """The passages by the places and periods that they state."""
        return Stated.of(self.facts)

    @cached_property
    def _number_by_id(self) -> dict[str, int]:
        return {passage.id: number for number, passage in enumerate(self.passages)}

    def number_of(self, passage: Passage) -> int:
        """Return the number of a passage of this view."""
        return self._number_by_id[passage.id]

    @cached_property
    def passages_by_document(self) -> dict[DocumentNumber, tuple[int, ...]]:
        """Numbers of the passages that name a document, under each form of its number."""
        found: dict[DocumentNumber, dict[int, None]] = {}
        for number, facts in enumerate(self.facts):
            for mention in facts.mentions:
                found.setdefault(mention.number, {})[number] = None
        return {document: tuple(numbers) for document, numbers in found.items()}

    @cached_property
    def _documents_by_ordinal(self) -> dict[str, list[DocumentNumber]]:
        found: dict[str, list[DocumentNumber]] = {}
        for document in self.passages_by_document:
            found.setdefault(document.ordinal, []).append(document)
        return found

    def passages_naming(self, asked: DocumentNumber, *wanted: Agreement) -> frozenset[int]:
        """Return the numbers of the passages that name a document which stands so to `asked`.

        Those of another ordinal are DIFFERENT all, and never looked at.
        """
        return frozenset(
            number
            for document in self._documents_by_ordinal.get(asked.ordinal, ())
            if compare(asked, document) in wanted
            for number in self.passages_by_document[document]
        )

    def documents_of(self, passage: Passage) -> tuple[DocumentNumber, ...]:
        """Return the documents that a passage names, short numbers as their full ones."""
        facts = self.facts[self.number_of(passage)]
        return tuple(mention.number for mention in facts.mentions)

    def article_of(self, passage: Passage) -> Article:
        """Return the article that a passage of this view stands in."""
        return self.article_by_id[passage.article_id]

    def sentences_of(self, number: int) -> list[str]:
        """Return the sentences of the passage of that number."""
        passage = self.passages[number]
        text = self.article_of(passage).text
        return [span.of(text) for span in passage.sentences]

    def text_of(self, passage: Passage) -> str:
        """Return a passage's words."""
        return passage.span.of(self.article_of(passage).text)

    def cite(self, passage: Passage, span: Span | None = None) -> Citation:
        """Cite `span` of a passage, or all of it."""
        article, span = self.article_of(passage), passage.span if span is None else span
        return Citation(article=article, span=span, quote=span.of(article.text), passage=passage)

    def citation_of(self, passage_id: str) -> Citation | None:
        """Cite the whole passage of that id; None where no article holds it any more."""
        number = self._number_by_id.get(passage_id)
        return None if number is None else self.cite(self.passages[number])


def _restorer(readings: Readings) -> Restorer:
    """Learn the language of the passages, and that of questions, which no article speaks."""
    held: dict[str, str] = {}
    language = (
        tuple([held.setdefault(form, form) for run in text.runs for form in run])
        for text, _ in readings.texts()
    )
    return Restorer.fit(language, (*function_words.phrases(), *shorthand.phrases()))
