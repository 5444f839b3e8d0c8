"""Corrects typing errors against the corpus's own syllables.

A syllable that the corpus knows is never touched, nor is a number, a date or what the caller
protects. What it doesn't know may be a typing error, or simply something else ("bitcoin", "giá
vàng"): so a correction is made only where the corpus has seen it beside a neighbour of the
question, and for what could be a Vietnamese syllable only where that is compelling.

A candidate is weighed by how such errors come about (an input method that was off, letters that
sound alike, a slip of a finger) times how well it goes with its neighbours.

Known limits: errors that make another syllable of the corpus ("bàn" for "ban") stay, and so do
three syllables or more run together.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from corpus.records import Span
from corpus.text import strip_diacritics
from retrieval.analysis import Token, tokens
from retrieval.bigrams import BigramModel, Floats
from retrieval.input_methods import decode
from retrieval.records import Step
from retrieval.syllables import is_syllable, keeps_marks, marks_of

KEYS_LEFT, DOUBLED, SOUNDS_ALIKE, ONE_SLIP, TWO_SLIPS = 1.0, 0.5, 0.1, 0.03, 0.001
"""How readily each kind of error is made."""
SHORTEST_WITH_SLIP, SHORTEST_SURE, SHORTEST_WITH_TWO = 3, 4, 6
"""In letters: shorter syllables are one slip from too many others."""
SURE_KEYS = 2
"""So many keys that an input method would have swallowed are no accident, nor is one for a hat."""
LINKED, EXPECTED, COMPELLING, BEYOND_DOUBT = 0.005, 0.1, 0.3, 0.4
"""Least link with the neighbours (see `_link`) for correcting what is no Vietnamese syllable; and
what could be one: into one of the same letters, one that sounds alike, any other."""
PASSES = 2
"""A corrected syllable may be the neighbour that another one needs."""
DOUBT = 0.5
"""Off a pair's count: a pair seen once says little."""
_REPEATED = re.compile(r"(.)\1+")
_HOI, _NGA = "\u0309", "\u0303"

_SOUNDS = (
    (re.compile(r"^(?:gi(?=[aeou])|r)"), "d"),
    (re.compile(r"^tr"), "ch"),
    (re.compile(r"^s"), "x"),
    (re.compile(r"^l"), "n"),
    (re.compile(r"^[kq]"), "c"),
    (re.compile(r"^ngh"), "ng"),
    (re.compile(r"^gh"), "g"),
    (re.compile(r"y"), "i"),
    (re.compile(r"ng$"), "n"),
    (re.compile(r"c$"), "t"),
    (_REPEATED, r"\1"),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Corrected:
    """A question with its typing errors put right."""

    text: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Candidate:
    written: str
    """What would stand in the question: without marks where none were typed."""
    readings: tuple[str, ...]
    """What it may stand for in the corpus."""
    weight: float
    """How readily the error is made."""
    sure: bool
    """Whether it hardly can be anything else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speller:
    """The corpus's syllables, by their letters and by their sound."""

    model: BigramModel
    readings: Mapping[str, tuple[str, ...]]
    """By what they are without diacritics."""
    by_sound: Mapping[str, tuple[str, ...]]
    """Letters (keys of `readings`) that sound alike."""

    @classmethod
    def of(cls, model: BigramModel) -> "Speller":
        """Index the syllables of a fitted model."""
        readings: dict[str, tuple[str, ...]] = {}
        for syllable in filter(is_syllable, model.ids):
            letters = strip_diacritics(syllable)
            readings[letters] = (*readings.get(letters, ()), syllable)
        by_sound: dict[str, tuple[str, ...]] = {}
        for letters in readings:
            by_sound[_sound(letters)] = (*by_sound.get(_sound(letters), ()), letters)
        return cls(model=model, readings=readings, by_sound=by_sound)

    def correct(self, text: str, protected: Collection[Span] = ()) -> Corrected:
        """Return `text` in NFC with its typing errors put right, and what was put right.

        `protected` spans, such as places, stay as they are. A syllable typed without any mark
        stays without: putting marks in is the `Restorer`'s part.
        """
        text = unicodedata.normalize("NFC", text)
        found = tokens(text)
        forms = [token.form for token in found]
        suspects = [
            place
            for place, token in enumerate(found)
            if self._may_be_an_error(token, text[token.start : token.end], protected)
        ]
        candidates = {place: tuple(self._candidates(forms[place])) for place in suspects}
        for _ in range(PASSES if suspects else 0):
            before = forms.copy()
            for place in suspects:
                forms[place] = self._correction(forms, place, candidates[place])
            if forms == before:
                break
        return _written(text, found, forms)

    def _may_be_an_error(self, token: Token, typed: str, protected: Collection[Span]) -> bool:
        return not (
            token.whole
            or not typed[1:].islower()  # an abbreviation, a formula
            or token.form in self.model.ids
            or self._known(token.form)
            or any(span.start < token.end and token.start < span.end for span in protected)
        )

    def _known(self, form: str) -> tuple[str, ...]:
        """Return the corpus's syllables that `form` may stand for."""
        readings = self.readings.get(strip_diacritics(form), ())
        return tuple(reading for reading in readings if keeps_marks(form, reading))

    def _correction(
        self, forms: Sequence[str], place: int, candidates: Sequence[_Candidate]
    ) -> str:
        """Return the best candidate that goes with the neighbours well enough, or what stands."""
        form = forms[place]
        if self._known(form):
            return form
        links = self._links(candidates, forms, place).tolist() if candidates else ()
        fitting = [
            (candidate.weight * (link + self._commonness(candidate)), candidate.written)
            for candidate, link in zip(candidates, links, strict=True)
            if link >= _least_link(form, candidate)
        ]
        return max(fitting)[1] if fitting else self._in_two(form)

    def _in_two(self, form: str) -> str:
        """Return what was run together ("danvan") as two syllables that belong together."""
        if is_syllable(form):
            return form
        cuts = ((form[:place], form[place:]) for place in range(1, len(form)))
        bonds = (
            (float(self._bonds(lefts, rights).max()), left, right)
            for left, right in cuts
            if (lefts := self._known(left)) and (rights := self._known(right))
        )
        bond, left, right = max(bonds, default=(0.0, "", ""))
        return f"{left} {right}" if bond >= COMPELLING else form

    def _commonness(self, candidate: _Candidate) -> float:
        return float(self.model.alone[self.model.ids_of(candidate.readings)].sum())

    def _candidates(self, form: str) -> Iterator[_Candidate]:
        """Yield what may have been meant by `form`, one of them perhaps for several reasons."""
        letters = strip_diacritics(form)
        if decoded := decode(form):
            meant = self.readings.get(strip_diacritics(decoded.shape), ())
            exact = [reading for reading in meant if marks_of(reading) == decoded]
            keys = len(form) - len(decoded.shape)
            sure = bool(exact) and (keys >= SURE_KEYS or not decoded.shape.isascii())
            yield from (_one(reading, KEYS_LEFT, sure=sure) for reading in exact or meant)
        once = _REPEATED.sub(r"\1", form)
        if self._known(once):
            readings = (once,) if once in self.model.ids and once != letters else self._known(once)
            sure = len(form) >= SHORTEST_SURE
            yield _Candidate(written=once, readings=readings, weight=DOUBLED, sure=sure)
        for reading in self.readings.get(letters, ()):
            alike = _agree(form, reading)
            yield _one(reading, SOUNDS_ALIKE if alike else ONE_SLIP, sure=alike)
        for similar, weight in self._similar(letters):
            readings = tuple(r for r in self.readings[similar] if _agree(form, r))
            if not readings:  # signs that are neither letters nor digits: "²", "½"
                continue
            if form == letters:
                sure = weight == SOUNDS_ALIKE and len(letters) >= SHORTEST_SURE
                yield _Candidate(written=similar, readings=readings, weight=weight, sure=sure)
            else:
                yield from (_one(reading, weight) for reading in readings)

    def _similar(self, letters: str) -> Iterator[tuple[str, float]]:
        """Yield other letters that may have been meant, and how readily that error is made."""
        alike = self.by_sound.get(_sound(letters), ())
        yield from ((other, SOUNDS_ALIKE) for other in alike if other != letters)
        if len(letters) < SHORTEST_WITH_SLIP:
            return
        for other, slips, _ in process.extract(
            letters,
            self.readings.keys(),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=2 if len(letters) >= SHORTEST_WITH_TWO else 1,
            limit=None,
        ):
            if slips == 1:
                yield other, SOUNDS_ALIKE if sorted(other) == sorted(letters) else ONE_SLIP
            elif slips:
                yield other, TWO_SLIPS

    def _links(self, candidates: Sequence[_Candidate], forms: Sequence[str], place: int) -> Floats:
        """Return how well each candidate goes with what stands before and after it, 0 to 2.

        Of shape (n,) for n candidates, at least one: all of them are looked up at once.
        """
        readings = [reading for candidate in candidates for reading in candidate.readings]
        firsts = np.cumsum([0, *(len(candidate.readings) for candidate in candidates[:-1])])
        before = self._known(forms[place - 1]) if place else ()
        after = self._known(forms[place + 1]) if place + 1 < len(forms) else ()
        to_before = self._bonds(before, readings).max(axis=0, initial=0.0)
        to_after = self._bonds(readings, after).max(axis=1, initial=0.0)
        links: Floats = np.maximum.reduceat(to_before, firsts)
        return links + np.maximum.reduceat(to_after, firsts)

    def _bonds(self, lefts: Sequence[str], rights: Sequence[str]) -> Floats:
        """Return the bond of each pair: c(l, r) / sqrt(c(l) c(r)), 0 to 1; (lefts, rights)."""
        left_ids = np.repeat(self.model.ids_of(lefts), len(rights))
        right_ids = np.tile(self.model.ids_of(rights), len(lefts))
        pairs = np.maximum(self.model.pair_count(left_ids, right_ids) - DOUBT, 0)
        alone = np.sqrt(self.model.counts[left_ids] * self.model.counts[right_ids])
        bonds: Floats = pairs / alone
        return bonds.reshape(len(lefts), len(rights))


def _written(text: str, found: Sequence[Token], forms: Sequence[str]) -> Corrected:
    """Put `forms` in the place of the tokens that they differ from."""
    pieces: list[str] = []
    steps: list[Step] = []
    rest = 0
    for token, form in zip(found, forms, strict=True):
        if form != token.form:
            before = text[token.start : token.end]
            after = form.capitalize() if before[0].isupper() else form
            steps.append(Step(name="typos", before=before, after=after))
            pieces += (text[rest : token.start], after)
            rest = token.end
    return Corrected(text="".join([*pieces, text[rest:]]), steps=tuple(steps))


def _one(reading: str, weight: float, *, sure: bool = False) -> _Candidate:
    return _Candidate(written=reading, readings=(reading,), weight=weight, sure=sure)


def _least_link(form: str, candidate: _Candidate) -> float:
    """Return how well a candidate must go with its neighbours; marks betray Vietnamese."""
    if is_syllable(form):
        if candidate.sure and strip_diacritics(candidate.written) == strip_diacritics(form):
            return EXPECTED
        return COMPELLING if candidate.weight >= SOUNDS_ALIKE else BEYOND_DOUBT
    return LINKED if form.isascii() and not candidate.sure else 0.0


def _agree(form: str, reading: str) -> bool:
    """Tell whether `reading` has every mark of `form`, hỏi and ngã being one to many ears."""
    return form.isascii() or _marks(form) <= _marks(reading)


@lru_cache(maxsize=65536)
def _marks(form: str) -> Counter[str]:
    decomposed = unicodedata.normalize("NFD", form).replace(_NGA, _HOI)
    return Counter(mark for mark in decomposed if not mark.isascii())


@lru_cache(maxsize=65536)
def _sound(letters: str) -> str:
    """Return a key that is equal for letters that people confuse by ear."""
    for pattern, replacement in _SOUNDS:
        letters = pattern.sub(replacement, letters)
    return letters
