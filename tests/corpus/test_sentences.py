"""Sentences as spans: where they end, where they only seem to, and that nothing is lost."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences

CASES: dict[str, list[str]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "sentences.json").read_text(encoding="utf-8")
)

texts = st.one_of(
    st.text(),
    st.text(alphabet="aâ bAĐ1 ..…?!,;:“”\"'()/-\n"),
    st.lists(st.sampled_from([s for case in CASES.values() for s in case])).map(" ".join),
)


def sentences_of(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize("case", CASES)
def test_sentences_end_where_they_should(case: str) -> None:
    assert sentences_of(" ".join(CASES[case])) == CASES[case]


def test_a_missing_space_between_two_sentences_is_no_hindrance() -> None:
    assert sentences_of("Thăm tỉnh Long An.Bà con đón tiếp.") == [
        "Thăm tỉnh Long An.",
        "Bà con đón tiếp.",
    ]


def test_a_newline_always_ends_a_sentence() -> None:
    assert sentences_of("Kết quả\nxã có 12 tổ\n\nvà 3 đội.") == [
        "Kết quả",
        "xã có 12 tổ",
        "và 3 đội.",
    ]


def test_a_long_list_stays_one_sentence() -> None:
    text = "Xã giao các việc: " + "; ".join(["trồng cây ven đường"] * 80) + "."
    assert sentences_of(text) == [text]


def test_a_long_speech_is_cut_into_its_sentences() -> None:
    speech = " ".join(["Chúng tôi sẽ cùng bà con làm đường."] * 12)
    assert len(sentences_of(f"Ông nói: “{speech}” Mọi người vỗ tay.")) == 13


@given(texts)
def test_sentences_are_in_order_apart_and_not_empty(text: str) -> None:
    spans = split_sentences(text)
    assert all(span.of(text).strip() == span.of(text) != "" for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@given(texts)
def test_sentences_hold_all_but_white_space_and_no_newline(text: str) -> None:
    held = "".join(sentences_of(text))
    assert "".join(held.split()) == "".join(text.split())
    assert "\n" not in held
