"""Every number that ranking rests on, and the run that chose it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from retrieval.analysis import Field
from retrieval.bm25 import Parameters


@dataclass(frozen=True, kw_only=True, slots=True)
class Weights:
    """How the fields' BM25+ and the signals of the second look add up."""

    fields: Mapping[Field, float]
    """Of each field's score in the sum."""
    parameters: Parameters
    """Of every field's BM25+."""
    faint: float
    """What a term weighs that only carries the question: "cho hỏi", "bao nhiêu"."""
    signals: Mapping[str, float]
    """What each signal of `second_look` adds, as a share of the best passage's score."""


WEIGHTS = Weights(
    fields=MappingProxyType(
        {
            Field.WORDS: 1.0,
            Field.SYLLABLES: 1.0,
            Field.BIGRAMS: 1.0,
            Field.PLAIN_SYLLABLES: 1.0,
            Field.PLAIN_BIGRAMS: 1.0,
            Field.TITLE: 0.5,
        }
    ),
    parameters=Parameters(k1=1.2, b=0.75),
    faint=0.6,
    signals=MappingProxyType({"sentence": 0.4, "definition": 0.15, "opening": 0.05}),
)
