"""Every weight that the ranking of passages rests on, and the run that chose it.

    danvan tune uit-regulations medical citizen-questions        R@1 / MRR@10

                           first look     now            tuned on all   tuned on the others
    uit-regulations        .843 / .906    .859 / .915    .855 / .912    .848 / .908
      without diacritics   .840 / .904    .856 / .912    .853 / .911    .851 / .910
    medical                .777 / .824    .789 / .836    .795 / .839    .787 / .832
      without diacritics   .768 / .816    .779 / .826    .783 / .828    .773 / .820
    citizen-questions      .316 / .372    .324 / .380    .328 / .382    .314 / .374
      without diacritics   .314 / .370    .316 / .374    .316 / .374    .298 / .363

"First look" has equal fields, k1 1.2, b .75 and no signals. What is tuned on two sets does not
carry over whole to the third, so of the tuned values only those were taken that lose on no set:
syllables 1.5, b .9, and the signals. Passages that repeat one another (`repeats`) count apart
here; with the fuller one first, uit-regulations has .883 / .927.
"""

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
            Field.SYLLABLES: 1.5,
            Field.BIGRAMS: 1.0,
            Field.PLAIN_SYLLABLES: 1.0,
            Field.PLAIN_BIGRAMS: 1.0,
            Field.TITLE: 0.5,
        }
    ),
    parameters=Parameters(k1=1.2, b=0.9),
    faint=0.6,
    signals=MappingProxyType({"sentence": 0.4, "definition": 0.15, "opening": 0.1}),
)
