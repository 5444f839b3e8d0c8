"""What is remembered of a conversation, for how long, and how much of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.recent import KEPT_FOR, MOST_QUESTIONS, Conversation, Occasion, RecentQuestions
from retrieval.records import Query
from tests.support import made_up

START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
HERE = Conversation(chat=-100, topic=None, person=7)


def occasion(message: int | None, minute: float = 0, conversation: Conversation = HERE) -> Occasion:
    at = START + timedelta(minutes=minute)
    return Occasion(conversation=conversation, message=message, at=at)


def query(words: str) -> Query:
    return made_up.query(words)


def test_the_question_before_is_the_last_one_asked() -> None:
    recent = RecentQuestions()
    recent.remember(occasion(1), query("một"))
    recent.remember(occasion(2, 1), query("hai"))
    assert recent.before(occasion(3, 2)) == query("hai")


def test_what_a_person_asked_is_forgotten_everywhere_and_nobody_elses() -> None:
    recent = RecentQuestions()
    private, other = replace(HERE, chat=7), replace(HERE, person=8)
    for where in (HERE, private, other):
        recent.remember(occasion(1, 0, where), query("một"))
    recent.forget_person(7)
    assert recent.before(occasion(2, 1)) is None
    assert recent.before(occasion(2, 1, private)) is None
    assert recent.before(occasion(2, 1, other)) == query("một")


def test_nothing_is_before_the_first() -> None:
    assert RecentQuestions().before(occasion(1)) is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        replace(HERE, person=8),
        replace(HERE, topic=5),
        replace(HERE, chat=-200),
    ],
    ids=["another person", "another topic", "another chat"],
)
def test_each_conversation_has_its_own(elsewhere: Conversation) -> None:
    recent = RecentQuestions()
    recent.remember(occasion(1), query("một"))
    assert recent.before(occasion(2, 1, elsewhere)) is None


@pytest.mark.parametrize(("minutes", "is_kept"), [(10, True), (10.1, False)])
def test_a_question_is_kept_for_ten_minutes(
    minutes: float,
    is_kept: bool,  # noqa: FBT001
) -> None:
    recent = RecentQuestions()
    recent.remember(occasion(1), query("một"))
    assert (recent.before(occasion(2, minutes)) is not None) is is_kept


def test_a_corrected_question_has_the_same_question_before_it() -> None:
    recent = RecentQuestions()
    recent.remember(occasion(1), query("một"))
    recent.remember(occasion(2, 1), query("hai"))
    assert recent.before(occasion(2, 2)) == query("một")


def test_what_was_asked_after_a_corrected_question_is_forgotten() -> None:
    recent = RecentQuestions()
    for number, words in enumerate(["một", "hai", "ba"], start=1):
        recent.remember(occasion(number, number), query(words))
    recent.remember(occasion(2, 4), query("hai, sửa lại"))
    assert recent.before(occasion(3, 5)) == query("hai, sửa lại")


def test_a_question_of_a_button_comes_after_all_before_it() -> None:
    recent = RecentQuestions()
    recent.remember(occasion(9), query("một"))
    for words in ("hai", "ba"):
        recent.remember(occasion(None, 1), query(words))
    assert recent.before(occasion(None, 2)) == query("ba")
    assert recent.before(occasion(9, 2)) is None


def test_of_too_many_conversations_the_one_longest_silent_is_forgotten() -> None:
    recent = RecentQuestions(most_conversations=2)
    one, two, three = (replace(HERE, person=person) for person in (1, 2, 3))
    for conversation in (one, two, one, three):
        recent.remember(occasion(None, 0, conversation), query("một"))
    assert len(recent) == 2
    assert recent.before(occasion(None, 1, two)) is None
    assert recent.before(occasion(None, 1, one)) == query("một")


def test_what_is_forgotten_is_gone_and_what_came_after_is_not() -> None:
    recent = RecentQuestions()
    other = replace(HERE, person=8)
    recent.remember(occasion(1, 0), query("một"))
    recent.remember(occasion(2, 1, other), query("hai"))
    recent.remember(occasion(3, 2, other), query("ba"))
    recent.forget(START + timedelta(minutes=1))
    assert len(recent) == 1
    assert recent.before(occasion(3, 2, other)) is None
    assert recent.before(occasion(4, 2, other)) == query("ba")


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, 1, 2, 3, 4, 5]), st.integers(0, 30), st.sampled_from([7, 8, 9])
        ),
        max_size=30,
    )
)
def test_memory_is_bounded_and_never_older_than_it_may_be(
    asked: list[tuple[int | None, int, int]],
) -> None:
    recent = RecentQuestions(most_conversations=2)
    for message, minute, person in asked:
        now = occasion(message, minute, replace(HERE, person=person))
        before = recent.before(now)
        recent.remember(now, query(str(minute)))
        assert before is None or minute - int(before.raw) <= KEPT_FOR.seconds // 60
        assert len(recent) <= 2
    recent.forget(START + timedelta(minutes=30))
    assert len(recent) == 0


def test_only_the_last_few_questions_of_a_conversation_are_kept() -> None:
    recent = RecentQuestions()
    for number in range(1, MOST_QUESTIONS + 2):
        recent.remember(occasion(number), query(str(number)))
    assert recent.before(occasion(2)) is None
    assert recent.before(occasion(3)) == query("2")
