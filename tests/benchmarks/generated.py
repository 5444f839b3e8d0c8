"""Passages of generated terms, as frequent, as repeated and as companionable as Vietnamese ones.

Ranks follow p(r) ~ (r + 702)^-2.53 / (1 + (r / 3.3)^0.41), fitted to the syllables of 45,000
passages of news: the first has 0.9 % of the text, the hundredth 0.2 %, the thousandth 0.015 %.
Nearly half of a passage comes from a few terms of its own topic and are said again: without that,
80 draws would give 74 different terms, and news have 57.
"""

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.passages import Passages, Terms

VOCABULARY = 200_000
TOPICS = 2_000
TERMS_OF_TOPIC = 60
OWN_TERMS = 20
"""Of a passage, drawn from its topic."""
OWN_SHARE = 0.45
MEAN_LENGTH = 80
AT_A_TIME = 50_000
NAMES = [f"t{number}" for number in range(VOCABULARY)]


def passages(count: int, seed: int = 20) -> Passages:
    """Generate `count` passages of some 80 terms; the first ones are the same for every count."""
    chance = np.random.default_rng(seed)
    frequencies = _frequencies()
    topics = _drawn(chance, np.cumsum(frequencies**0.75), (TOPICS, TERMS_OF_TOPIC))
    cumulated = np.cumsum(frequencies)
    parts, lengths = [], []
    for first in range(0, count, AT_A_TIME):
        batch_chance = np.random.default_rng((seed, first))
        length, terms = _batch(batch_chance, cumulated, topics)
        length = length[: count - first]
        lengths.append(length)
        parts.append(terms[: length.sum()])
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))])
    return Passages(terms=np.concatenate(parts), starts=starts, names=NAMES)


def _frequencies() -> NDArray[np.float64]:
    rank = np.arange(1, VOCABULARY + 1)
    weight: NDArray[np.float64] = (rank + 702.0) ** -2.53 / (1 + (rank / 3.3) ** 0.41)
    weight /= weight.sum()
    return weight


def _drawn(
    chance: np.random.Generator, cumulated: NDArray[np.float64], shape: tuple[int, ...]
) -> Terms:
    drawn: Terms = cumulated.searchsorted(chance.random(shape) * cumulated[-1]).astype(np.int32)
    return drawn


def _batch(
    chance: np.random.Generator, cumulated: NDArray[np.float64], topics: Terms
) -> tuple[NDArray[np.int64], Terms]:
    """Generate `AT_A_TIME` passages: their lengths and their terms in a row."""
    lengths = np.clip(chance.normal(MEAN_LENGTH, MEAN_LENGTH / 4, AT_A_TIME), 10, 160).astype(
        np.int64
    )
    passage = np.repeat(np.arange(AT_A_TIME), lengths)
    topic = topics[chance.integers(TOPICS, size=AT_A_TIME)]
    own = np.take_along_axis(
        topic, chance.integers(TERMS_OF_TOPIC, size=(AT_A_TIME, OWN_TERMS)), axis=1
    )
    said_again = own[passage, chance.integers(OWN_TERMS, size=len(passage))]
    common = _drawn(chance, cumulated, (len(passage),))
    return lengths, np.where(chance.random(len(passage)) < OWN_SHARE, said_again, common)
