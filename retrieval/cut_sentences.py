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
from retrieval.processes import shared_out

Run = tuple[str, ...]
"""Neighbouring syllables; what stands on both sides of a GAP are none."""
GAP = ""


class Cut(NamedTuple):
    """A sentence in syllables; see `Token.form` and `Token.plain`."""

    forms: Run
    plain: Run
    also: Run
    """Forms of what its abbreviations stand for, and of what a question may call its expressions:
    runs, each between gaps."""
    also_plain: Run
    """The same without diacritics."""


def cut(sentence: str) -> Cut:
    """Cut a sentence.

    >>> cut("26 tập thể").also
    ('', '26', 'đơn', 'vị', '')
    """
    found, also = tokens(sentence), tuple(_also(sentence))
    return Cut(
        forms=tuple([token.form for token in found]),
        plain=tuple([token.plain for token in found]),
        also=also,
        also_plain=tuple([strip_diacritics(form) for form in also]),
    )


def _cut_all(sentences: Iterable[str]) -> list[Cut]:
    return [cut(sentence) for sentence in sentences]


def _also(sentence: str) -> Iterator[str]:
    spelt = (cut(words) for token in tokens(sentence) if (words := spelt_out(token.typed)))
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
    def of(cls, passages: Sequence[Sequence[str]], *, processes: int = 1) -> "CutSentences":
        """Cut the sentences of passages; many are shared among processes."""
        numbers: dict[str, int] = {}
        own, also, starts, ends = array("i"), array("i"), array("q", (0, 0)), array("q", (0,))
        for sentences in shared_out(_cut_all, passages, processes=processes):
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
