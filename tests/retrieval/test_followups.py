"""What follows up on a question is completed from it; what stands on its own is left alone."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.followups import Understood, understand_in_turn
from retrieval.knowledge import Knowledge
from retrieval.understand import understand
from tests.support.cases import read_cases
from tests.support.shipped_knowledge import shipped_knowledge

NOT_COMPLETED = "?"
MODELS = "Cần Đước có bao nhiêu mô hình dân vận khéo?"
ELECTION = "bầu cử 2021 ở Kiến Tường, cử tri đi bầu bao nhiêu phần trăm"

BEFORE = st.sampled_from(
    [
        MODELS,
        ELECTION,
        "can duoc nam 2023 co may mo hinh",
        "Hồng Lĩnh 6 tháng đầu năm 2018 rút ngắn bao nhiêu thủ tục",
        "Nghị quyết 25-NQ/TW ban hành ngày nào?",
        "Số điện thoại UBND thị xã Kiến Tường, tỉnh Long An?",
        "so sánh Cần Đước năm 2019 và Hồng Lĩnh năm 2021",
        "dân vận khéo là gì",
        "Tôi ở Hồng Lĩnh. Cho hỏi có mấy thủ tục ạ? Cảm ơn!",
    ]
)
PLACES = st.sampled_from(
    ["Hồng Lĩnh", "hong linh", "thị xã Kiến Tường", "TP Hồ Chí Minh", "binh duong", "Cà Mau"]
)
TIMES = st.sampled_from(
    ["năm 2021", "nam 2019", "2020", "giai đoạn 2013-2018", "6 tháng đầu năm 2022", "2016-2021"]
)
MARKS = st.sampled_from(["còn {}?", "{} thì sao", "thế còn {} thì sao ạ", "con {}", "vậy {}", "{}"])
ANY_TEXT = st.text(max_size=40) | st.lists(
    st.sampled_from(
        [
            *("còn", "con", "thế", "vậy", "thì sao", "sao", "cấp xã", "đại biểu", "email", "ai"),
            *("năm 2021", "Hồng Lĩnh", "nq 43", "bao nhiêu", "?", ",", ".", "\n", "🙂", "ạ", "ở"),
        ]
    ),
    max_size=7,
).map(" ".join)


def in_turn(before: str, message: str, knowledge: Knowledge) -> Understood:
    earlier = understand(before, knowledge) if before else None
    return understand_in_turn(message, earlier, knowledge)


def parameters() -> list[Any]:
    return [
        pytest.param(
            before,
            message,
            completed,
            marks=[pytest.mark.xfail(reason=known)] if known else [],
            id=f"{before} / {message}",
        )
        for before, message, completed, known in read_cases("followups.tsv")
    ]


@pytest.mark.parametrize(("before", "message", "completed"), parameters())
def test_a_message_is_understood_after_the_question_before(
    before: str, message: str, completed: str, shipped: Knowledge
) -> None:
    understood = in_turn(before, message, shipped)
    alone = understand(message, shipped)
    expected = alone.text if completed in ("", NOT_COMPLETED) else completed
    assert understood.query.text == expected
    assert understood.completed is (completed not in ("", NOT_COMPLETED))
    assert understood.dangling is (completed == NOT_COMPLETED)


def test_the_steps_tell_what_was_typed_and_what_was_made_of_it(shipped: Knowledge) -> None:
    query = in_turn(MODELS, "con o  hong linh thi sao", shipped).query
    [step] = [step for step in query.steps if step.name == "follow-up"]
    assert query.raw == "con o  hong linh thi sao"
    assert step.before == "con o hong linh thi sao"
    assert step.after == query.text
    assert [step.name for step in query.steps] == ["diacritics", "place", "follow-up"]


def test_what_a_step_says_is_said_once(shipped: Knowledge) -> None:
    steps = in_turn(MODELS, "con o hong linh thi sao", shipped).query.steps
    assert len(set(steps)) == len(steps)


def test_a_follow_up_of_a_follow_up_builds_on_the_completed_question(shipped: Knowledge) -> None:
    query = understand(ELECTION, shipped)
    for message in ("còn đại biểu cấp xã?", "thế còn cấp thị xã?", "ở Hồng Lĩnh thì sao", "2018?"):
        query = understand_in_turn(message, query, shipped).query
    assert query.text == "đại biểu cấp thị xã bao nhiêu ở Hồng Lĩnh năm 2018"


@given(BEFORE, MARKS, PLACES, TIMES)
def test_a_new_place_and_a_new_time_are_never_lost(
    before: str, mark: str, place: str, time: str
) -> None:
    message = mark.format(f"{place} {time}")
    alone = understand(f"ở {place} {time}", shipped_knowledge())
    query = in_turn(before, message, shipped_knowledge()).query
    assert [one.candidates for one in query.places] == [one.candidates for one in alone.places]
    assert query.periods == alone.periods


@given(BEFORE, PLACES)
def test_what_is_not_replaced_is_kept(before: str, place: str) -> None:
    earlier = understand(before, shipped_knowledge())
    query = understand_in_turn(f"còn {place}?", earlier, shipped_knowledge()).query
    assert query.periods == earlier.periods
    assert query.numbers == earlier.numbers
    assert query.kind == earlier.kind


@given(BEFORE, BEFORE)
def test_a_question_that_stands_on_its_own_is_left_as_it_is(before: str, question: str) -> None:
    understood = in_turn(before, question, shipped_knowledge())
    assert understood == Understood(query=understand(question, shipped_knowledge()))


@given(ANY_TEXT, BEFORE)
def test_whatever_is_typed_is_kept_as_typed(message: str, before: str) -> None:
    understood = in_turn(before, message, shipped_knowledge())
    assert understood.query.raw == message
    assert not (understood.completed and understood.dangling)


@given(ANY_TEXT)
def test_nothing_is_completed_from_nothing(message: str) -> None:
    understood = understand_in_turn(message, None, shipped_knowledge())
    assert understood.query == understand(message, shipped_knowledge())
