"""What an answer is made of: the best sentence, what belongs to it, and other sources beside it.

Everything here takes the candidates as they were judged and only chooses among them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Article, Passage, Span
from corpus.text import fold, strip_diacritics
from retrieval.evidence import Content, Unit
from retrieval.highlight import CONTACTS, highlight
from retrieval.listing import is_list, leads_to_items, names_in
from retrieval.persons import person_names
from retrieval.questions import asking_parts
from retrieval.records import Query, QuestionKind

MOST_SENTENCES = 3
"""Of an answer from one article that is no list."""
MOST_LISTED = 8
"""Sentences of a list, the one that leads to it included."""
MOST_SOURCES = 3
"""Articles that are cited side by side."""
NEARLY_AS_SURE = 0.9
"""Of the match of the best source: what another one's must reach to be cited beside it.

So must another sentence of its passage that holds what was asked for, too.
"""
ALSO_LISTS = 0.85
"""Of the best sentence's coverage: what another one's must reach that lists in its article."""
LISTS_BESIDE = 0.5
"""Of the match of the best sentence: what that in one must reach that lists beside it."""
GOES_ON = frozenset({QuestionKind.WHY, QuestionKind.HOW})
"""Kinds of questions whose answer is seldom told in one sentence: the next one comes too."""
WORTH_ADDING = 0.1
"""Coverage that a further sentence must add to be part of the answer."""

_SEVERAL_ASKED = re.compile(
    r"\b(?:nhung|cac|may) (?:(?:\w+ ){0,6}?(?:nao|gi|ai|dau)|.*\b(?:ten|la)(?: nhung)? gi)\b"
    r"|\bgom\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A sentence that may answer."""

    passage: Passage
    span: Span
    units: frozenset[Unit]
    match: float
    """0 to 1: how well this sentence alone matches what is asked."""
    passage_share: float
    """Its passage's score as a share of the best one's."""
    sentence_share: float = 0.0
    """Its own score among the sentences that may answer, as a share of the best one's."""

    @property
    def standing(self) -> float:
        """How likely it is to be the best: its match counts as much as both shares."""
        return self.match + (self.passage_share + self.sentence_share) / 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """An article that the best sentence, or another one as good, stands in."""

    article: Article
    passages: tuple[Passage, ...]
    """All of the article's, in order."""
    candidates: tuple[Candidate, ...]

    def text_of(self, one: Candidate) -> str:
        """Return the words of a candidate."""
        return one.span.of(self.article.text)


def compose(best: Candidate, source: Source, query: Query, content: Content) -> list[Candidate]:
    """Return what is quoted of one source, in the order of the text: `best` is among it."""
    if query.kind is QuestionKind.CONTACT:
        chosen = _contacts(best, source, query)
    else:
        listed = _listed(best, source, query, content) if wants_list(query) else [best]
        chosen = _with_what_they_lack(best, listed, source, query, content)
    return sorted(chosen, key=lambda one: one.span)


def wants_list(query: Query) -> bool:
    """Tell whether a question asks for several things: "các mô hình nào", "gồm những gì"."""
    asking = strip_diacritics(asking_parts(query.text)[-1].of(query.text)).lower()
    return query.kind is QuestionKind.LIST or _SEVERAL_ASKED.search(asking) is not None


def may_have_sources(query: Query) -> bool:
    """Tell whether several articles may answer: what is asked of one place has one answer."""
    return len(query.places) != 1 or query.kind is QuestionKind.LIST


def sources_that_stand(sureness: Sequence[float], least: float) -> int:
    """Return how many sources are cited, of some in their order, by how sure each one's best is.

    The first is; another one only if it would be answered from alone, with at `least` that
    sureness, and nearly as surely as the first.

    >>> sources_that_stand([0.8, 0.75, 0.5], least=0.45)
    2
    """
    floor = max(least, NEARLY_AS_SURE * sureness[0])
    standing = next(
        (place for place, sure in enumerate(sureness) if place and sure < floor), len(sureness)
    )
    return min(standing, MOST_SOURCES)


def same_words(one: str, other: str) -> bool:
    """Tell whether two sentences say the same, letter for letter: one need not be cited again."""
    return fold(one).lower() == fold(other).lower()


def _contacts(best: Candidate, source: Source, query: Query) -> list[Candidate]:
    """Return a sentence of the passage for each sort of contact that is asked for."""
    plain = strip_diacritics(query.text).lower()
    wanted = [held for asks, held in CONTACTS if asks.search(plain)]
    beside = [best, *(one for one in source.candidates if one.passage == best.passage)]
    found = {
        one.span: one
        for held in wanted
        for one in [next((one for one in beside if held.search(source.text_of(one))), best)]
    }
    return list(found.values()) or [best]


def _listed(best: Candidate, source: Source, query: Query, content: Content) -> list[Candidate]:
    """Return the sentences that list: a head with its items, or a row of them in an article.

    Only the best where it is no list, nor part of one, nor beside one.
    """
    told = strip_diacritics(query.text).lower()
    return _head_of(best, source) or _row(best, source, told, content)


def _row(best: Candidate, source: Source, told: str, content: Content) -> list[Candidate]:
    """Return the sentences of an article that name what is asked for.

    Where the best one names nothing, they stand beside it, or are surer; only where none has
    names, mere rows of words will do.
    """
    others = [one for one in source.candidates if one is not best]
    naming = [one for one in others if _has_names(source.text_of(one), told)]
    if _has_names(source.text_of(best), told):
        floor = ALSO_LISTS * content.coverage(best.units)
        further = [one for one in naming if content.coverage(one.units) >= floor]
        further += [one for one in naming if _lists_beside(one, best) and one not in further]
    elif is_list(source.text_of(best)):
        return [best]
    else:
        rows = naming or [one for one in others if is_list(source.text_of(one))]
        surer = (one for one in rows if one.match > best.match)
        further = list(dict.fromkeys([*surer, *(one for one in rows if _lists_beside(one, best))]))
    further.sort(key=lambda one: -one.match)
    adding = list(_adding_names(further, source, names_in(source.text_of(best))))
    return [best, *adding[: MOST_SENTENCES - 1]]


def _adding_names(
    further: Iterable[Candidate], source: Source, told: Iterable[str]
) -> Iterator[Candidate]:
    """Yield the sentences that name something new, and those without any names."""
    known = set(told)
    for one in further:
        names = set(names_in(source.text_of(one)))
        if names - known or not names:
            yield one
        known |= names


def _lists_beside(one: Candidate, best: Candidate) -> bool:
    return one.passage == best.passage and one.match >= LISTS_BESIDE * best.match


def _head_of(best: Candidate, source: Source) -> list[Candidate]:
    """Return the sentence that leads to items and those, if the best is among them.

    An item that lists by itself, and was chosen before its head, says enough.
    """
    lines = [(passage, span) for passage in source.passages for span in passage.sentences]
    texts = [span.of(source.article.text) for _, span in lines]
    place = next(number for number, (_, span) in enumerate(lines) if span == best.span)
    heads = (row for row in range(place, max(place - MOST_LISTED, -1), -1))
    head = next((row for row in heads if leads_to_items(texts[row])), None)
    if head is None or (head < place and is_list(texts[place])):
        return []
    last = head + len(list(_items(texts, head)))
    known = {one.span: one for one in source.candidates}
    rows = (lines[row] for row in range(head, last + 1)) if place <= last else ()
    return [known.get(span) or _line(passage, span) for passage, span in rows]


def _items(texts: Sequence[str], head: int) -> Iterator[str]:
    """Yield the sentences after `head` that go on alike: of one beginning, or not yet ended."""
    following = texts[head + 1 : head + MOST_LISTED]
    for number, text in enumerate(following):
        begins_alike = _beginning(text) == _beginning(following[0])
        goes_on = number > 0 and following[number - 1].endswith((";", ","))
        if not (begins_alike or goes_on):
            return
        yield text


def _beginning(text: str) -> str:
    """Return the first word of an item, or the sort of its mark: "a)", "1.", "-"."""
    first = text.split(maxsplit=1)[0]
    return re.sub(r"\d+|^[a-zđ](?=[.)])", "#", first.lower())


def _has_names(text: str, told: str) -> bool:
    """Tell whether a sentence has a name in quotes that the question does not say."""
    return any(strip_diacritics(name).lower() not in told for name in names_in(text))


def _lists(text: str, told: str) -> bool:
    return is_list(text) or _has_names(text, told)


def _line(passage: Passage, span: Span) -> Candidate:
    """Return a sentence that comes with another one, and was never judged by itself."""
    return Candidate(passage=passage, span=span, units=frozenset(), match=0.0, passage_share=0.0)


def _with_what_they_lack(
    best: Candidate,
    told: Sequence[Candidate],
    source: Source,
    query: Query,
    content: Content,
) -> list[Candidate]:
    """Return what is told, and the sentences beside the best that add to what it holds."""
    held = best.units.union(*(one.units for one in told))
    chosen = list(told)
    beside = [one for one in source.candidates if one.passage == best.passage and one not in told]
    chosen += [one for one in beside if _goes_with(one, best, source, query)]
    beside = [one for one in beside if one not in chosen]
    while len(chosen) < MOST_SENTENCES and beside:
        further = max(beside, key=lambda one: content.coverage(held | one.units))
        if content.coverage(held | further.units) - content.coverage(held) < WORTH_ADDING:
            break
        chosen.append(further)
        beside.remove(further)
        held |= further.units
    return chosen


def _goes_with(one: Candidate, best: Candidate, source: Source, query: Query) -> bool:
    """Tell whether a sentence beside the best belongs to it.

    It is as good an answer, or follows from the best, or is the name that the best is of.
    """
    sentences = best.passage.sentences
    text = source.text_of(one)
    if one.match >= NEARLY_AS_SURE * best.match and highlight(text, query):
        return True  # "30/30 đại biểu" of one council, "187/189 đại biểu" of the others
    distance = sentences.index(one.span) - sentences.index(best.span)
    if distance == 1:
        return query.kind in GOES_ON
    is_name = any(len(name) == len(text) for name in person_names(text))
    return distance == -1 and query.kind is QuestionKind.WHO and is_name
