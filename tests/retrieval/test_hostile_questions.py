"""Questions made to do harm: nothing breaks, and nothing takes time beyond measure."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from underthesea.pipeline.word_tokenize import word_tokenize

from corpus.text import is_encodable
from retrieval.analysis import LONGEST_SYLLABLE, Field, analyse, tokens, word_spans
from retrieval.answering import answer
from retrieval.knowledge import Knowledge
from retrieval.records import Query
from retrieval.understand import understand
from tests.support.shipped_knowledge import shipped_knowledge

MARKS = "!.:;'\"`,?«»“”‘’"
"""What ends no web address. underthesea's own pattern, given an address and 40 of them, is done in
a year: a limit that did not hold would hang the test."""


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("address", ["http://", "http://a.vn/b", "ftp:a", "a.vn/"])
def test_marks_behind_an_address_take_no_time(address: str, mark: str) -> None:
    assert analyse(f"xem {address}{mark * 2000} rồi").of(Field.WORDS)[-1] == "rồi"


@given(st.sampled_from(["http://", "a.vn/", "ftp:a"]), st.text(MARKS + "()<[{}", max_size=200))
@settings(max_examples=40)
def test_no_mixture_of_marks_takes_time_either(address: str, marks: str) -> None:
    assert "xem" in analyse(f"xem {address}{marks}").of(Field.WORDS)


@pytest.mark.parametrize("marks", ["...", "?!?!", "…", "----", "./.", "(!)", "👍👍👍", "." * 8])
def test_underthesea_sees_marks_as_people_write_them(marks: str) -> None:
    text = f"dân vận khéo {marks} ở Cần Đước"
    words = (word.lower().replace(" ", "_") for word in word_tokenize(text))
    assert analyse(text).of(Field.WORDS) == tuple(
        word for word in words if any(map(str.isalnum, word))
    )


@pytest.mark.parametrize("letters", ["a" * 1000, "𝐀" * 1000, "ờ" * 1000, "a" + "9" * 1000])
def test_a_token_is_never_longer_than_a_word_can_be(letters: str) -> None:
    found = tokens(letters)
    assert "".join(token.typed for token in found) == letters
    assert all(len(token.form) <= 2 * LONGEST_SYLLABLE for token in found if not token.whole)


@pytest.mark.parametrize("question", ["²ca", "Cần Đước rộng bao nhiêu km²", "½ hộ", "①②③ ㎢"])
def test_signs_that_are_no_letters_are_no_errors_to_put_right(
    question: str, shipped: Knowledge
) -> None:
    assert not any(step.name == "typos" for step in understand(question, shipped).steps)


SIGNS = st.sampled_from(
    [
        *("\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\u0323\u0301"),
        *("👨‍👩‍👧‍👦", "🇻🇳", "\0", "\x1b[2J", "\u2028", "²", "ß", "İ", "ﬃ", "٢٥", "Ⅻ", "㎢"),
        *("http://", "a.vn/", "!!!!", "25-NQ/TW", "năm 2019", "can duoc", "dvk", "mttq", "hìhn"),
    ]
)
HOSTILE = (
    st.text(max_size=400)
    | st.lists(SIGNS, max_size=60).map("".join)
    | st.lists(SIGNS, max_size=60).map(" ".join)
    | st.tuples(SIGNS, st.integers(1, 400)).map(lambda pair: pair[0] * pair[1])
)


@given(HOSTILE)
@example("\ud800" * 1000)
@settings(max_examples=80)
def test_any_text_is_understood_as_something(question: str) -> None:
    understood = understand(question, shipped_knowledge())
    assert isinstance(understood, Query)
    assert understood.raw == question
    assert is_encodable(understood.text)
    for span in understood.scaffolding:
        assert span.end <= len(understood.text)


@given(HOSTILE)
@settings(max_examples=40)
def test_any_text_is_answered_or_declined(question: str) -> None:
    assert answer(question, shipped_knowledge()).query.raw == question


@given(st.text(max_size=200))
def test_words_stand_in_order_within_their_text(text: str) -> None:
    spans = word_spans(text)
    assert all(span.end <= len(text) * 4 for span in spans)
    assert list(spans) == sorted(spans, key=lambda span: span.start)
