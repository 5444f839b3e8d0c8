"""Restores the diacritics that were not typed, from the corpus's own language.

Each syllable that was typed may stand for every syllable of the corpus that has its letters and
keeps the marks that were typed ("dân" may be "dẫn", never "dán"). The likeliest reading of the
whole question is found by Viterbi over the corpus's bigrams, times the chance that someone who
typed this question left those marks out: in a question full of marks a bare "thu" means "thu".

Known limits: what the corpus never says stays as typed; one reading comes out, the likeliest.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice, pairwise, repeat
from operator import add

import numpy as np

from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.bigrams import BigramModel
from retrieval.syllables import keeps_marks

MARKED_SYLLABLES = 0.8
"""Share of syllables that bear marks in Vietnamese text (measured on news and legal articles)."""
WRITERS = ((0.002, 0.6), (0.5, 0.1), (0.995, 0.3))
"""Kinds of writers: the share of marks that they leave out, and how common they are."""
PARTIAL_OMISSION = 0.1
"""Of a syllable's marks some rather than all: "đươc"."""
UNSEEN_READINGS = 5
"""Letters that the corpus doesn't have as typed may stand for about so many other syllables."""
PHRASES_SHARE = 0.05
"""Of the corpus's syllables, that the phrases make up at least."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Restorer:
    """The corpus's syllables by their letters, and how they follow each other."""

    model: BigramModel
    readings: dict[str, tuple[str, ...]]
    """The corpus's syllables by what they are without diacritics."""

    @classmethod
    def fit(
        cls, passages: Iterable[Sequence[str]], phrases: Sequence[Sequence[str]] = ()
    ) -> "Restorer":
        """Learn from the passages' syllables, as `Analysis.of(Field.SYLLABLES)` has them.

        `phrases` are what questions say and passages don't ("xin cho hỏi"); a large corpus hears
        them more than once, so that they are not drowned.
        """
        heard = list(passages)
        syllables, added = sum(map(len, heard)), sum(map(len, phrases))
        times = max(1, round(PHRASES_SHARE * syllables / added)) if added else 0
        return cls.of(BigramModel.fit(chain(heard, *repeat(phrases, times))))

    @classmethod
    def of(cls, model: BigramModel) -> "Restorer":
        """Index the syllables of a fitted model."""
        readings: dict[str, list[str]] = {}
        for syllable in model.ids:
            readings.setdefault(strip_diacritics(syllable), []).append(syllable)
        return cls(model=model, readings={plain: tuple(those) for plain, those in readings.items()})

    def restore(self, text: str, typed: str | None = None) -> str:
        """Return `text` in NFC with the likeliest marks put in; no mark or letter is lost.

        Every code point stays in its place, so offsets in an NFC `text` hold in what comes out.
        `typed` is what the writer typed, if `text` has been worked on since: abbreviations that
        were spelt out bring marks along, and say nothing of the writer's habits.
        """
        text = unicodedata.normalize("NFC", text)
        found = tokens(text)
        omission = _omission(found if typed is None else tokens(typed))
        restored = list(text)
        for token, syllable in zip(found, self._likeliest(found, omission), strict=True):
            if syllable != token.form:
                before = text[token.start : token.end]
                restored[token.start : token.end] = _in_case_of(before, syllable)
        return "".join(restored)

    def _likeliest(self, found: Sequence[Token], omission: float) -> list[str]:
        """Return the likeliest reading of each token: Viterbi over the bigrams."""
        choices = [self._choices(token) for token in found]
        if all(len(those) == 1 for those in choices):
            return [token.form for token in found]
        typed_so = [
            self._channel(token, len(those), omission)
            for token, those in zip(found, choices, strict=True)
        ]
        transitions = self._transitions(choices)
        first = self.model.alone[self.model.ids_of(choices[0])]
        scores = [math.log(p) + q for p, q in zip(first.tolist(), typed_so[0], strict=True)]
        came_from: list[list[int]] = []
        for steps, channel in zip(transitions, typed_so[1:], strict=True):
            paths = [list(map(add, scores, to)) for to in steps]
            came_from.append([to.index(max(to)) for to in paths])
            scores = [max(to) + q for to, q in zip(paths, channel, strict=True)]
        return _backwards(choices, came_from, scores.index(max(scores)))

    def _transitions(self, choices: Sequence[Sequence[str]]) -> list[list[list[float]]]:
        """Return ln P(right | left) by place, right choice and left choice; one look-up for all."""
        neighbours = list(pairwise(self.model.ids_of(those).tolist() for those in choices))
        lefts = [number for left, right in neighbours for number in left * len(right)]
        rights = [number for left, right in neighbours for number in right for _ in left]
        chances = np.log(self.model.after(np.array(lefts, np.int64), np.array(rights, np.int64)))
        rest = iter(chances.tolist())
        return [[list(islice(rest, len(left))) for _ in right] for left, right in neighbours]

    def _channel(self, token: Token, choices: int, omission: float) -> list[float]:
        """Return ln P(typed so | meant) of each choice; the first is what was typed.

        If the corpus doesn't have that, it stands for all the other syllables of its letters.
        """
        bare = token.form == token.plain
        itself = 0.0 if bare else math.log(1 - omission)
        if token.form not in self.model.ids:
            itself += math.log(UNSEEN_READINGS)
        return [
            itself,
            *[math.log(omission if bare else omission * PARTIAL_OMISSION)] * (choices - 1),
        ]

    def _choices(self, token: Token) -> tuple[str, ...]:
        """Return what `token` may stand for, itself first."""
        if token.whole or len(token.form) != token.end - token.start:
            return (token.form,)
        readings = self.readings.get(token.plain, ())
        others = (
            reading
            for reading in readings
            if reading != token.form
            and (token.form == token.plain or keeps_marks(token.form, reading))
        )
        return (token.form, *others)


def _omission(found: Sequence[Token]) -> float:
    """Estimate how readily the writer leaves a syllable's marks out, 0 to 1.

    The mean over the kinds of writers, each weighed by how well it explains the marks in sight.
    """
    syllables = [token for token in found if not token.whole]
    marked = sum(token.form != token.plain for token in syllables)
    bare = len(syllables) - marked
    explained = [
        math.log(share)
        + marked * math.log(MARKED_SYLLABLES * (1 - omission))
        + bare * math.log(1 - MARKED_SYLLABLES * (1 - omission))
        for omission, share in WRITERS
    ]
    weights = [math.exp(chance - max(explained)) for chance in explained]
    likely = sum(w * omission for w, (omission, _) in zip(weights, WRITERS, strict=True))
    return likely / sum(weights)


def _backwards(
    choices: Sequence[Sequence[str]], came_from: Sequence[Sequence[int]], best: int
) -> list[str]:
    path = [best]
    for previous in reversed(came_from):
        path.append(previous[path[-1]])
    return [those[place] for those, place in zip(choices, reversed(path), strict=True)]


def _in_case_of(typed: str, syllable: str) -> str:
    return "".join(
        letter.upper() if model.isupper() else letter
        for model, letter in zip(typed, syllable, strict=True)
    )
