"""What a question asks for, and which sentences of a message ask."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Span
from retrieval.questions import asking_parts, kind_of, told_of_asker
from tests.support.cases import read_cases

CASES = read_cases("question_kinds.tsv")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        pytest.param(question, kind, marks=[pytest.mark.xfail(reason=known)] if known else [])
        for question, kind, known in CASES
    ],
)
def test_the_kind_of_a_question_is_read(question: str, kind: str) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize("question", [question for question, *_ in CASES])
def test_capitals_blanks_and_decomposed_letters_change_nothing(question: str) -> None:
    decomposed = unicodedata.normalize("NFD", question)

    assert kind_of(f" {question.upper()} ") == kind_of(decomposed) == kind_of(question)


@pytest.mark.parametrize(
    ("message", "asking"),
    [
        ("Có mấy mô hình?", ["Có mấy mô hình?"]),
        ("Nhà tôi ở xa. Số điện thoại là gì? Cảm ơn.", [" Số điện thoại là gì?"]),
        ("Ai phát biểu? Ở đâu?", ["Ai phát biểu?", " Ở đâu?"]),
        ("Tôi ở xa. Tôi bận.", ["Tôi ở xa. Tôi bận."]),
        ("", [""]),
        (
            "Tôi làm ở xã, cho tôi hỏi Cần Đước có mấy mô hình dân vận khéo",
            [" cho tôi hỏi Cần Đước có mấy mô hình dân vận khéo"],
        ),
        (
            "Mô hình dân vận khéo ở Cần Đước, cho hỏi có mấy cái",
            ["Mô hình dân vận khéo ở Cần Đước, cho hỏi có mấy cái"],
        ),
        ("mình đang viết báo cáo, có mấy mô hình, mình nhớ là 76", [" có mấy mô hình,"]),
        ("Tôi muốn biết tỉnh có chủ trương gì. Cảm ơn.", ["Tôi muốn biết tỉnh có chủ trương gì."]),
        ("Ông Bạch đề nghị gì, ở đâu?", ["Ông Bạch đề nghị gì, ở đâu?"]),
    ],
)
def test_of_a_message_the_sentences_that_ask_are_taken(message: str, asking: list[str]) -> None:
    assert [part.of(message) for part in asking_parts(message)] == asking


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("Tôi ở Mộc Hóa, cho hỏi Kiến Tường có mấy mô hình", ["Tôi ở Mộc Hóa,"]),
        ("Mẹ tôi ở Hồng Lĩnh. Có mấy thủ tục?", ["Mẹ tôi ở Hồng Lĩnh."]),
        ("toi dang o xa, co may mo hinh", ["toi dang o xa,"]),
        ("Tôi muốn hỏi ở Hồng Lĩnh có mấy thủ tục", []),
        ("co la sao", []),
        ("Ông Bạch ở đâu", []),
    ],
)
def test_what_people_tell_of_themselves_is_told_apart(message: str, told: list[str]) -> None:
    assert [part.of(message) for part in told_of_asker(message)] == told


@given(st.text(alphabet="aạ .?!…\nmấy gì", max_size=60))
def test_the_asking_parts_are_stretches_of_the_message_in_order(message: str) -> None:
    parts = asking_parts(message)

    assert parts
    assert all(left.end <= right.start for left, right in pairwise(parts))
    assert Span(start=0, end=len(message)).covers(parts[-1])
