"""Every sentence of every passage, cut into syllables once: a question cuts none of them again.

Kept as numbers into one list of syllables, four bytes each, because a corpus has millions of
them; read back as words, because that is what questions are held against.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus.text import strip_diacritics
from retrieval.abbreviations import spelt_out
from retrieval.analysis import tokens
from retrieval.equivalents import paraphrases

Run = tuple[str, ...]
"""Neighbouring syllables; what stands on both sides of a GAP are none."""
GAP = ""


class Said(NamedTuple):
    """A sentence in syllables; see `Token.form`."""

    forms: Run
    also: Run
    """What its abbreviations stand for, and what a question may call its expressions: runs, each
    between gaps."""


class Cut(NamedTuple):
    """The same with and without diacritics; see `Said` and `Token.plain`."""

    forms: Run
    plain: Run
    also: Run
    also_plain: Run


def cut(sentence: str) -> Cut:
    """Cut a sentence.

    >>> cut("26 tập thể").also
    ('', '26', 'đơn', 'vị', '')
    """
    forms, also = said_in(sentence)
    return Cut(
        forms=forms,
        plain=tuple([token.plain for token in tokens(sentence)]),
        also=also,
        also_plain=tuple([strip_diacritics(form) for form in also]),
    )


def said_in(sentence: str) -> Said:
    """Cut a sentence into what is kept of it: the rest follows from that."""
    forms = tuple([token.form for token in tokens(sentence)])
    return Said(forms=forms, also=tuple(_also(sentence)))


def _also(sentence: str) -> Iterator[str]:
    spelt = (said_in(words) for token in tokens(sentence) if (words := spelt_out(token.typed)))
    expansions = [(*one.forms, GAP, *one.also) for one in spelt]
    renamed = (tuple(token.form for token in run) for run in paraphrases(sentence))
    for run in dict.fromkeys(chain(expansions, renamed)):
        yield from (GAP, *run, GAP)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class CutSentences:
    """The sentences of passages, in order; a passage's position is its number."""

    forms: Sequence[str]
    """Every syllable, once."""
    plain: Sequence[str]
    """The same without diacritics."""
    own: NDArray[np.int32]
    """Of all sentences, one after the other: places in `forms`."""
    also: NDArray[np.int32]
    """Likewise; see `Cut.also`."""
    starts: NDArray[np.int64]
    """(sentences + 1, 2), where each sentence begins in `own` and in `also`."""
    rows: NDArray[np.int64]
    """(passages, 2), the first sentence of each passage, and the first that is not of it."""

    @classmethod
    def of(cls, passages: Iterable[Iterable[Said]]) -> "CutSentences":
        """Keep the sentences of each passage."""
        numbers: dict[str, int] = {}
        own, also, starts, ends = array("i"), array("i"), array("q", (0, 0)), array("q", (0,))
        for sentences in passages:
            for sentence in sentences:
                own.extend([numbers.setdefault(form, len(numbers)) for form in sentence.forms])
                also.extend([numbers.setdefault(form, len(numbers)) for form in sentence.also])
                starts.extend((len(own), len(also)))
            ends.append(len(starts) // 2 - 1)
        bounds = np.asarray(ends)
        return cls(
            forms=list(numbers),
            plain=[strip_diacritics(form) for form in numbers],
            own=np.asarray(own),
            also=np.asarray(also),
            starts=np.asarray(starts).reshape(-1, 2),
            rows=np.column_stack([bounds[:-1], bounds[1:]]),
        )

    def kept(self, numbers: Sequence[int]) -> "CutSentences":
        """Return the sentences of some passages, numbered anew in that order."""
        return replace(self, rows=self.rows[list(numbers)].reshape(-1, 2))

    def plain_of(self, number: int) -> list[Run]:
        """Return the plain syllables of each sentence of a passage."""
        return [_read(self.plain, self.own[own]) for own, _ in self._places(number)]

    def of_passage(self, number: int) -> list[Cut]:
        """Return each sentence of a passage."""
        return [
            Cut(
                forms=_read(self.forms, self.own[own]),
                plain=_read(self.plain, self.own[own]),
                also=_read(self.forms, self.also[also]),
                also_plain=_read(self.plain, self.also[also]),
            )
            for own, also in self._places(number)
        ]

    def _places(self, number: int) -> Iterator[tuple[slice, slice]]:
        """Yield where each sentence of a passage stands in `own` and in `also`."""
        first, last = self.rows[number].tolist()
        for (own, also), (own_end, also_end) in pairwise(self.starts[first : last + 1].tolist()):
            yield slice(own, own_end), slice(also, also_end)


def _read(syllables: Sequence[str], numbers: NDArray[np.int32]) -> Run:
    return tuple([syllables[number] for number in numbers.tolist()])
