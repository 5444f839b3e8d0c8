"""Sentences that were cut once are read back as they were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.cut_sentences import GAP, CutSentences, cut, said_in

SENTENCES = st.lists(
    st.sampled_from(
        [
            "Dân vận khéo.",
            "HĐND khóa XV họp.",
            "26 tập thể, 47 cá nhân",
            "25-NQ/TW",
            "…",
            "hoà bình",
        ]
    ),
    max_size=4,
)
PASSAGES = st.lists(SENTENCES, max_size=5)


def kept_of(passages: list[list[str]]) -> CutSentences:
    return CutSentences.of([said_in(sentence) for sentence in those] for those in passages)


@given(PASSAGES)
def test_every_sentence_reads_as_it_was_cut(passages: list[list[str]]) -> None:
    kept = kept_of(passages)

    assert [kept.of_passage(number) for number in range(len(passages))] == [
        [cut(sentence) for sentence in sentences] for sentences in passages
    ]


@given(PASSAGES)
def test_plain_syllables_are_those_of_the_sentences(passages: list[list[str]]) -> None:
    kept = kept_of(passages)

    for number in range(len(passages)):
        assert kept.plain_of(number) == [one.plain for one in kept.of_passage(number)]


def test_some_passages_are_numbered_anew() -> None:
    kept = kept_of([["Một."], ["Hai.", "Ba."], ["Bốn."]]).kept([1, 2])

    assert kept.plain_of(0) == [("hai",), ("ba",)]
    assert kept.plain_of(1) == [("bon",)]


def test_none_may_be_kept() -> None:
    assert len(kept_of([["Một."]]).kept([]).rows) == 0


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("HĐND họp", (GAP, "hội", "đồng", "nhân", "dân", GAP)),
        ("kỳ họp", (GAP, "kì", "họp", GAP)),
        ("dân vận", ()),
    ],
)
def test_what_else_a_sentence_says_stands_apart(sentence: str, said: tuple[str, ...]) -> None:
    assert cut(sentence).also[: len(said)] == said
    assert bool(cut(sentence).also) is bool(said)
