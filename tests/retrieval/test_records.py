"""What the records of retrieval refuse, and how they read."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import DocumentNumber, Span
from retrieval.errors import MisquotedError, RetrievalError
from retrieval.records import Citation, DocumentCard, Period, StatedDate
from tests.support.made_up import FIRST, SECOND, answer, article, cite


def card(*days: date) -> DocumentCard:
    return DocumentCard(
        number=DocumentNumber(ordinal="25"),
        label="25",
        dates=tuple(StatedDate(day=day, citations=(cite(article()),)) for day in days),
        mentions=(),
    )


def test_a_citation_holds_the_very_words_of_its_article() -> None:
    citation = cite(article(), SECOND)

    assert citation.span.of(citation.article.text) == citation.quote == SECOND


@pytest.mark.parametrize("quote", ["Xã Tân An có 13 tổ tự quản.", FIRST.lower(), FIRST[:-1], ""])
def test_a_misquote_is_refused(quote: str) -> None:
    right = cite(article(), FIRST)

    with pytest.raises(MisquotedError, match=r"tan-an\.txt 0:\d+ .* rebuild the index"):
        replace(right, quote=quote)


def test_a_quote_from_outside_its_passage_is_refused() -> None:
    elsewhere = cite(article(), SECOND)

    with pytest.raises(MisquotedError):
        replace(cite(article(), FIRST, FIRST), span=elsewhere.span, quote=SECOND)


def test_a_quote_of_a_text_that_was_changed_is_refused() -> None:
    right = cite(article(), FIRST)

    with pytest.raises(MisquotedError):
        replace(right, article=article(f"{SECOND} {FIRST}"))


@given(start=st.integers(0, 70), length=st.integers(0, 70), quote=st.text(max_size=8))
def test_no_citation_exists_whose_quote_is_not_the_slice(
    start: int, length: int, quote: str
) -> None:
    whole, span = cite(article()), Span(start=start, end=start + length)
    honest = span.of(whole.article.text) == quote and whole.span.covers(span)

    try:
        Citation(article=whole.article, span=span, quote=quote, passage=whole.passage)
    except MisquotedError:
        assert not honest
    else:
        assert honest


def test_whoever_catches_errors_of_retrieval_catches_a_misquote() -> None:
    assert issubclass(MisquotedError, RetrievalError)


def test_an_answers_sentences_are_its_quotes_in_order() -> None:
    source = article()

    assert answer(cite(source, FIRST), cite(source, SECOND)).sentences == (FIRST, SECOND)


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        cite(article()).quote = "x"  # type: ignore[misc]  # that is the point


@pytest.mark.parametrize(
    ("days", "disputed"),
    [
        ((), False),
        ((date(2013, 6, 3),), False),
        ((date(2013, 6, 3), date(2013, 6, 13)), True),
    ],
)
def test_sources_that_state_different_days_disagree(
    days: tuple[date, ...], *, disputed: bool
) -> None:
    assert card(*days).disputed is disputed


@pytest.mark.parametrize(
    ("start", "end", "text"), [(2021, 2021, "2021"), (2013, 2018, "2013-2018")]
)
def test_a_period_reads_as_people_write_it(start: int, end: int, text: str) -> None:
    assert str(Period(start=start, end=end)) == text


@pytest.mark.parametrize(
    ("inner", "covered"),
    [((2013, 2018), True), ((2015, 2015), True), ((2012, 2015), False), ((2018, 2019), False)],
)
def test_a_period_covers_what_lies_wholly_in_it(inner: tuple[int, int], *, covered: bool) -> None:
    start, end = inner

    assert Period(start=2013, end=2018).covers(Period(start=start, end=end)) is covered
