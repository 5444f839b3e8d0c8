"""How much of what a question asks about a stretch of text holds.

The question's content (what is left without scaffolding such as "cho tôi hỏi … bao nhiêu") is
weighed as its syllables and their neighbouring pairs, each by its idf: the share of that mass
which a sentence holds is its coverage, 0 to 1. A pair that the corpus has never seen counts too:
"thời" and "tiết" stand in many articles, "thời tiết" in none.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from types import MappingProxyType

from corpus.numbers import find_mentions
from corpus.numbers import format as label
from corpus.records import DocumentNumber
from corpus.text import fold, strip_diacritics
from retrieval.analysis import Field, Token, pairs_inside_words, tokens
from retrieval.cut_sentences import Cut, cut
from retrieval.facts import NAMED, closest
from retrieval.index import Index
from retrieval.knowledge import Knowledge
from retrieval.persons import person_names
from retrieval.records import Query

UNSEEN_SYLLABLE = 0.8
"""Of the highest idf: what the corpus never says is not answered by it."""
PAIR_IN_WORD = 1.5
"""Of the idf of a pair inside a word ("thời tiết"), beside its syllables' own."""
PAIR_ACROSS = 0.4
"""Of the idf of a pair across words: it may be a phrase, or two words that just met."""
GIVEN_NAME = 3.0
"""Of the idf of the pair that a person's name ends in: who names a person asks for nobody else."""
DOCUMENT_WEIGHT = 2.0
"""Of the idf of a document's number: who names a document asks for it and no other."""
RESTORED = 0.4
"""How surely the marks that were put into a question are those that were meant."""
MOSTLY_MARKED = 0.4
"""Share of marked syllables from which a bare one was meant to be bare."""

Key = str | tuple[str, ...]
Unit = tuple[str, str]
"""A field and one of its terms, or DOCUMENT and the label of a number that was asked for."""
DOCUMENT = "document"
_READ: Mapping[Field, Callable[[Cut], Iterable[Key]]] = MappingProxyType(
    {
        Field.SYLLABLES: lambda one: chain(one.forms, one.also),
        Field.PLAIN_SYLLABLES: lambda one: chain(one.plain, one.also_plain),
        Field.BIGRAMS: lambda one: chain(pairwise(one.forms), pairwise(one.also)),
        Field.PLAIN_BIGRAMS: lambda one: chain(pairwise(one.plain), pairwise(one.also_plain)),
    }
)
"""The terms of a sentence in each field; pairs are tuples."""


@dataclass(frozen=True, kw_only=True)
class Content:
    """A question's content, weighed."""

    mass: Mapping[Unit, float]

    def __bool__(self) -> bool:
        return bool(self.mass)

    def held_by(self, sentence: Cut) -> frozenset[Unit]:
        """Return the units that a sentence holds, documents aside.

        The same as those of `units_of` that have a mass, without making all the others.
        """
        return frozenset(
            wanted[key]
            for field, wanted in self._wanted.items()
            for key in wanted.keys() & _READ[field](sentence)
        )

    @cached_property
    def _wanted(self) -> dict[Field, dict[Key, Unit]]:
        """For each field the units of the mass by what they are in a sentence that is cut."""
        wanted: dict[Field, dict[Key, Unit]] = {}
        for unit in self.mass:
            if unit[0] != DOCUMENT:
                field, term = Field(unit[0]), unit[1]
                is_pair = field in (Field.BIGRAMS, Field.PLAIN_BIGRAMS)
                key = tuple(term.split("_")) if is_pair else term
                wanted.setdefault(field, {})[key] = unit
        return wanted

    @cached_property
    def _total(self) -> float:
        return sum(self.mass.values())

    def coverage(self, units: frozenset[Unit]) -> float:
        """Return the share of the mass that `units` hold, 0 to 1; 0 for a question of no content.

        >>> word, other = (Field.SYLLABLES, "khéo"), (Field.SYLLABLES, "giá")
        >>> Content(mass={word: 3.0, other: 1.0}).coverage(frozenset({word}))
        0.75
        """
        held = sum(weight for unit, weight in self.mass.items() if unit in units)
        return held / self._total if self._total else 0.0


def weigh(query: Query, knowledge: Knowledge) -> Content:
    """Weigh what `query` asks about; the places and years it is held to weigh nothing."""
    cut = [tokens(" ".join(run)) for run in query.content]
    sureness = _sureness_of_marks(query, [token for run in cut for token in run])
    joined = _joined(query)
    units = {unit: sure for run in cut for unit, sure in _units_asked(run, sureness)}
    words = {
        unit: sure * _weight(unit, knowledge.index, joined) for unit, sure in units.items() if sure
    }
    return Content(mass={**words, **dict(_document_mass(query.numbers, knowledge))})


def _document_mass(
    numbers: Iterable[DocumentNumber], knowledge: Knowledge
) -> Iterator[tuple[Unit, float]]:
    """Yield each document of a question with its weight, by the passages that name it."""
    for number in numbers:
        named = len(knowledge.passages_naming(number, *NAMED))
        idf = math.log((len(knowledge.facts) + 1) / max(named, 1))
        yield (DOCUMENT, label(number)), DOCUMENT_WEIGHT * idf


@lru_cache(maxsize=512)
def units_of(text: str) -> frozenset[Unit]:
    """Return every unit that `text` holds, with and without diacritics, abbreviations spelt out.

    Its expressions count as whatever a question may call them, too.
    """
    said = cut(text)
    units: set[Unit] = set()
    for forms, plain in ((said.forms, said.plain), (said.also, said.also_plain)):
        units.update((Field.SYLLABLES, form) for form in forms if form)
        units.update((Field.PLAIN_SYLLABLES, form) for form in plain if form)
        units.update((Field.BIGRAMS, f"{a}_{b}") for a, b in pairwise(forms) if a and b)
        units.update((Field.PLAIN_BIGRAMS, f"{a}_{b}") for a, b in pairwise(plain) if a and b)
    return frozenset(units)


def documents_in(text: str, asked: Collection[DocumentNumber]) -> frozenset[Unit]:
    """Return the units of the documents in `asked` that `text` names."""
    if not asked:
        return frozenset()
    mentions = [mention.number for mention in find_mentions(text)]
    return frozenset(
        (DOCUMENT, label(number)) for number in asked if closest(number, mentions) in NAMED
    )


def _restored(query: Query) -> frozenset[str]:
    """Return the syllables of a question whose marks were not typed."""
    bare = next((step.before for step in query.steps if step.name == "diacritics"), query.text)
    return frozenset(
        token.form
        for token in tokens(query.text)
        if fold(bare[token.start : token.end]).lower() != token.form
    )


def _sureness_of_marks(query: Query, content: Sequence[Token]) -> dict[str, float]:
    """Return how surely each syllable of a question must have the very same marks in a text.

    A typed mark counts; a missing one may be lazy, and one that was put in is a guess.
    """
    syllables = [token for token in content if not token.whole]
    marked = sum(token.form != token.plain for token in syllables)
    mostly_marked = marked >= MOSTLY_MARKED * len(syllables)
    restored = _restored(query)
    return {
        token.form: RESTORED
        if token.form in restored
        else float(mostly_marked or token.whole or token.form != token.plain)
        for token in content
    }


def _units_asked(
    run: Sequence[Token], sureness: Mapping[str, float]
) -> Iterator[tuple[Unit, float]]:
    """Yield the units of a run with the shares at which they count: with marks, and without."""
    for token in run:
        sure = sureness[token.form]
        yield (Field.SYLLABLES, token.form), sure
        yield (Field.PLAIN_SYLLABLES, token.plain), 1 - sure
    for left, right in pairwise(run):
        sure = min(sureness[left.form], sureness[right.form])
        yield (Field.BIGRAMS, f"{left.form}_{right.form}"), sure
        yield (Field.PLAIN_BIGRAMS, f"{left.plain}_{right.plain}"), 1 - sure


def _joined(query: Query) -> dict[str, float]:
    """Return how much the pairs of a question count that belong together, marked and bare."""
    words = {pair: PAIR_IN_WORD for run in query.content for pair in pairs_inside_words(run)}
    names = (tokens(span.of(query.text)) for span in person_names(query.text))
    given = (f"{name[-2].form}_{name[-1].form}" for name in names)
    joined = words | dict.fromkeys(given, GIVEN_NAME)
    return joined | {strip_diacritics(pair): weight for pair, weight in joined.items()}


def _weight(unit: Unit, index: Index, joined: Mapping[str, float]) -> float:
    field, term = Field(unit[0]), unit[1]
    highest = math.log(len(index.engine) + 1)
    idf = index.models[field].idf.get(term)
    if field in (Field.SYLLABLES, Field.PLAIN_SYLLABLES):
        return UNSEEN_SYLLABLE * highest if idf is None else idf
    return joined.get(term, PAIR_ACROSS) * (highest if idf is None else idf)
