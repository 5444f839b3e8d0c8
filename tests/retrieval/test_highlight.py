"""What a question asked for, found in the sentence that answers it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numbers import find_mentions
from corpus.records import Span
from retrieval.answering import answer
from retrieval.highlight import highlight
from retrieval.knowledge import Knowledge
from retrieval.questions import kind_of
from retrieval.records import Answer, Query, QuestionKind
from tests.support.cases import read_cases
from tests.support.made_up import FIRST, SECOND, article, cite

CASES = read_cases("highlights.tsv")


def asked(question: str) -> Query:
    numbers = tuple(mention.number for mention in find_mentions(question))
    return Query(raw=question, text=question, kind=kind_of(question), numbers=numbers)


@pytest.mark.parametrize(("question", "sentence", "expected"), CASES)
def test_what_was_asked_for_is_found_or_nothing(
    question: str, sentence: str, expected: str
) -> None:
    found = highlight(sentence, asked(question))
    assert (found.of(sentence) if found else "") == expected


SENTENCES = st.lists(
    st.sampled_from(sorted({word for _, sentence, _ in CASES for word in sentence.split()}))
).map(" ".join)


@given(SENTENCES | st.text(max_size=60), st.sampled_from(CASES), st.sampled_from(QuestionKind))
def test_a_highlight_is_some_words_of_its_sentence(
    sentence: str, case: tuple[str, ...], kind: QuestionKind
) -> None:
    found = highlight(sentence, replace(asked(case[0]), kind=kind))
    if found is not None:
        assert Span(start=0, end=len(sentence)).covers(found)
        assert found.of(sentence) == found.of(sentence).strip() != ""


def test_a_citation_highlights_nothing_outside_of_its_quote() -> None:
    citation = cite(article(), FIRST)
    with pytest.raises(ValueError, match="outside of the quote"):
        replace(citation, highlight=cite(article(), SECOND).span)


def test_an_answer_highlights_the_figure_where_it_stands_in_the_article() -> None:
    source = article("Xã Tân An lo cho dân.", f"{FIRST} {SECOND}")
    found = answer("xã Tân An có mấy tổ tự quản", Knowledge.build([source]))
    assert isinstance(found, Answer)
    [highlighted] = [citation.highlight for citation in found.citations if citation.highlight]
    assert highlighted.of(source.text) == "12 tổ tự quản"


def test_where_two_sentences_may_hold_it_neither_is_highlighted() -> None:
    source = article("Tổ hòa giải họp ngày 1/2/2020. Hội nông dân họp ngày 3/4/2020.")
    found = answer("tổ hòa giải và hội nông dân họp ngày nào", Knowledge.build([source]))
    assert isinstance(found, Answer)
    assert [citation.highlight for citation in found.citations] == [None, None]
