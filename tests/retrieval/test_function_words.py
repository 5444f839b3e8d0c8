"""Function words: what is left of a question, and what holds for any text."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.records import Span
from corpus.tables import read_rows
from corpus.text import strip_diacritics
from retrieval.analysis import tokens
from retrieval.function_words import WordClass, content_runs, function_spans, phrases
from tests.support.cases import read_cases

SYLLABLES = ["cho", "hỏi", "chỉ", "thị", "bao", "nhiêu", "nhieu", "5", "không", "là", "ai", "dân"]
ANY_TEXT = (st.lists(st.sampled_from(SYLLABLES)).map(" ".join) | st.text(max_size=60)).map(
    lambda text: unicodedata.normalize("NFC", text)
)


@pytest.mark.parametrize(("question", "content"), read_cases("function_words.tsv"))
def test_content_is_told_from_scaffolding(question: str, content: str) -> None:
    runs = [" ".join(token.form for token in run) for run in content_runs(question)]
    assert " / ".join(runs) == content


def test_what_is_protected_is_content() -> None:
    text = "ở La Ngà có gì"
    name = Span(start=text.index("La"), end=text.index(" có"))
    assert [token.form for token in content_runs(text, [name])[0]] == ["la", "ngà"]


def test_function_words_have_their_class() -> None:
    found = function_spans("xin cho hỏi ai là trưởng ban ạ")
    assert [one.word_class for one in found] == [
        WordClass.REQUEST,
        WordClass.QUESTION,
        WordClass.AUXILIARY,
        WordClass.POLITENESS,
    ]


@settings(deadline=None)
@given(ANY_TEXT)
def test_every_token_is_either_content_or_scaffolding(text: str) -> None:
    scaffolding = [one.span for one in function_spans(text)]
    content = [token for run in content_runs(text) for token in run]
    wrapped = [
        token
        for token in tokens(text)
        if any(span.start <= token.start and token.end <= span.end for span in scaffolding)
    ]
    assert sorted(content + wrapped, key=lambda token: token.start) == list(tokens(text))


@settings(deadline=None)
@given(ANY_TEXT)
def test_numbers_and_dates_are_content(text: str) -> None:
    kept = {token.start for run in content_runs(text) for token in run}
    assert all(token.start in kept for token in tokens(text) if token.whole)


def test_no_phrase_is_listed_twice() -> None:
    listed = [row[0] for row in read_rows("function_words.tsv", "retrieval")]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("word", ["bạn", "thì", "đang", "vì", "tại", "minh", "chi", "ba", "tu"])
def test_a_word_told_by_its_marks_alone_is_content_without_them(word: str) -> None:
    bare = strip_diacritics(word)
    assert [token.form for run in content_runs(bare) for token in run] == [bare]


def test_phrases_are_cut_into_syllables() -> None:
    assert ("bao", "nhiêu") in phrases()
