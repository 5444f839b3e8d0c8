"""Question -> Query: what is asked, what an answer is held to, and the steps that were taken."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import numbers
from corpus.text import tidy
from retrieval.analysis import tokens
from retrieval.knowledge import Knowledge
from retrieval.records import Query
from retrieval.understand import understand
from tests.support.cases import read_cases
from tests.support.shipped_knowledge import shipped_knowledge

CASES = read_cases("understood.tsv")
QUESTIONS = [question for question, *_ in CASES]
ANY_TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        [
            *("can duoc", "Cà Mau", "nq25", "25-NQ/TW", "2021-2026", "năm", "bn", "ko", "QCDC"),
            *("mo hinh", "dân", "vaajn", "?", "!", ".", "\n", "\0", "🙂", "hoà", "a\u0301"),
        ]
    ),
    max_size=12,
).map(" ".join)


def parameters() -> list[Any]:
    return [
        pytest.param(
            question,
            dict(zip(("kind", "places", "periods", "numbers", "content"), expected, strict=True)),
            marks=[pytest.mark.xfail(reason=known)] if known else [],
            id=question or "nothing",
        )
        for question, *expected, known in CASES
    ]


def described(query: Query) -> dict[str, str]:
    """Write a query as the table does."""
    return {
        "kind": query.kind.value,
        "places": "; ".join(place.name.lower() for place in query.places),
        "periods": "; ".join(map(str, query.periods)),
        "numbers": "; ".join(map(numbers.format, query.numbers)),
        "content": "; ".join(" ".join(run) for run in query.content),
    }


@pytest.mark.parametrize(("question", "expected"), parameters())
def test_a_question_is_understood(
    question: str, expected: dict[str, str], shipped: Knowledge
) -> None:
    assert described(understand(question, shipped)) == expected


@given(ANY_TEXT)
def test_what_was_typed_is_kept(question: str) -> None:
    assert understand(question, shipped_knowledge()).raw == question


@given(ANY_TEXT)
def test_the_content_is_of_the_question_as_it_is_searched_for(question: str) -> None:
    query = understand(question, shipped_knowledge())
    forms = " ".join(token.form for token in tokens(query.text))

    for run in query.content:
        assert run
        assert " ".join(run) in forms


@given(ANY_TEXT)
def test_understanding_is_the_same_every_time(question: str) -> None:
    assert understand(question, shipped_knowledge()) == understand(question, shipped_knowledge())


@given(ANY_TEXT)
def test_as_typed_no_word_is_changed(question: str) -> None:
    query = understand(question, shipped_knowledge(), as_typed=True)

    assert query.text == " ".join(tidy(question).split())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_decomposed_question_is_understood_alike(question: str, shipped: Knowledge) -> None:
    decomposed = understand(unicodedata.normalize("NFD", question), shipped)

    assert described(decomposed) == described(understand(question, shipped))


@pytest.mark.parametrize(
    ("question", "name", "before", "after"),
    [
        ("TTHC ở Hồng Lĩnh", "abbreviations", "TTHC", "thủ tục hành chính"),
        ("có bn mô hình", "shorthand", "bn", "bao nhiêu"),
        ("mo hinh dan van kheo", "diacritics", "mo hinh dan van kheo", "mô hình dân vận khéo"),
        ("mô hìhn dân vận khéo", "typos", "hìhn", "hình"),
        ("nq25 là gì", "document", "nq25", "Nghị quyết số 25"),
        ("thị xã Hồng Lĩnh", "place", "thị xã Hồng Lĩnh", "Thị xã Hồng Lĩnh (Hà Tĩnh)"),
    ],
)
def test_every_step_is_told(
    question: str, name: str, before: str, after: str, shipped: Knowledge
) -> None:
    steps = understand(question, shipped).steps

    assert (name, before, after) in [(step.name, step.before, step.after) for step in steps]


def test_a_question_that_needs_no_change_takes_no_step(shipped: Knowledge) -> None:
    assert understand("mô hình dân vận khéo", shipped).steps == ()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("mô\u200b hình\r\n dân  vận\tkhéo ", "mô hình dân vận khéo"),
        ("mo hinh dan van kheo", "mô hình dân vận khéo"),
        ("MÔ HÌNH DÂN VẬN KHÉO", "MÔ HÌNH DÂN VẬN KHÉO"),
        ("mô hình \ud83d dân vận", "mô hình dân vận"),
    ],
)
def test_the_text_to_search_for_is_canonical(typed: str, text: str, shipped: Knowledge) -> None:
    assert understand(typed, shipped).text == text


def test_names_of_today_and_of_before_are_both_candidates(shipped: Knowledge) -> None:
    [place] = understand("Kiến Tường", shipped).places

    assert {one.name for one in place.candidates} == {"Thị xã Kiến Tường", "Phường Kiến Tường"}


def test_a_place_that_is_named_twice_is_one(shipped: Knowledge) -> None:
    assert len(understand("Cần Đước ơi Cần Đước", shipped).places) == 1


def test_places_are_no_part_of_a_documents_number(shipped: Knowledge) -> None:
    assert understand("Kế hoạch 12-KH/HN", shipped).places == ()
