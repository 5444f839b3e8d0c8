"""A question searched for by its very words."""

import pytest

from retrieval.knowledge import Knowledge
from retrieval.records import Period
from retrieval.understand import understand
from tests.support import made_up


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.build([made_up.article(place="huyện Cần Đước, tỉnh Long An")])


@pytest.mark.parametrize(
    "question", ["co may to tu quan", "có bn tổ tự quản", "có mấy tổ tự quann"]
)
def test_no_word_changes(knowledge: Knowledge, question: str) -> None:
    assert understand(question, knowledge).text != question
    assert understand(question, knowledge, as_typed=True).text == question


def test_spaces_and_composition_do_not_count_as_words(knowledge: Knowledge) -> None:
    assert understand(" to\u0302\u0309  tự quản ", knowledge, as_typed=True).text == "tổ tự quản"


def test_places_years_and_numbers_are_still_read(knowledge: Knowledge) -> None:
    query = understand("can duoc nam 2019 hoc nq25", knowledge, as_typed=True)
    assert [place.name for place in query.places] == ["Cần Đước"]
    assert query.periods == (Period(start=2019, end=2019),)
    assert [(number.kind, number.ordinal) for number in query.numbers] == [("NQ", "25")]
    assert {step.name for step in query.steps} <= {"document", "place"}
