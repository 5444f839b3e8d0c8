"""Dates and years: the table of forms, and what holds for any text."""

import unicodedata
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import DateMention, YearMention, find_dates, find_years
from corpus.records import Span
from tests.support.cases import read_cases

DATE_LIKE = st.lists(
    st.sampled_from(["ngày", "tháng", "năm", "31", "2", "2018", "/", "-", ".", " ", "đường"])
).map("".join)
ANY_TEXT = (DATE_LIKE | st.text(max_size=60)).map(lambda text: unicodedata.normalize("NFC", text))


def _date(text: str, mention: DateMention) -> str:
    parts = (mention.day, mention.month, mention.year)
    stated = "/".join("" if part is None else str(part) for part in parts)
    return f"{mention.span.of(text)}={stated}"


def _year(text: str, mention: YearMention) -> str:
    period = f"{mention.start}-{mention.end}" if mention.end != mention.start else mention.start
    return f"{mention.span.of(text)}={period}"


@pytest.mark.parametrize(("text", "dates"), read_cases("dates.tsv"))
def test_finds_the_dates_of_a_text_and_nothing_that_only_looks_like_one(
    text: str, dates: str
) -> None:
    assert ";".join(_date(text, mention) for mention in find_dates(text)) == dates


@pytest.mark.parametrize(("text", "years"), read_cases("years.tsv"))
def test_finds_the_years_of_a_text_and_no_other_numbers(text: str, years: str) -> None:
    assert ";".join(_year(text, mention) for mention in find_years(text)) == years


def test_a_period_covers_every_year_of_it() -> None:
    assert find_years("giai đoạn 2013-2018")[0].years == (2013, 2014, 2015, 2016, 2017, 2018)


def test_years_inside_the_spans_that_the_caller_takes_out_do_not_count() -> None:
    text = "ngày 3/6/2013, năm 2019"
    assert [mention.start for mention in find_years(text, [Span(start=0, end=13)])] == [2019]


def test_only_a_whole_day_is_a_date() -> None:
    day, month = find_dates("ngày 24/9"), find_dates("tháng 6/2021")
    assert (day[0].as_date(), month[0].as_date()) == (None, None)


@given(ANY_TEXT)
def test_mentions_are_in_order_apart_and_inside_the_text(text: str) -> None:
    for mentions in (find_dates(text), find_years(text)):
        spans = [mention.span for mention in mentions]
        assert all(0 <= span.start < span.end <= len(text) for span in spans)
        assert all(one.end <= other.start for one, other in pairwise(spans))


@given(
    st.dates(min_value=date(1930, 1, 1), max_value=date(2099, 12, 31)),
    st.sampled_from(
        ["{0.day}/{0.month}/{0.year}", "ngày {0:%d-%m-%Y}", "{0.day} tháng {0.month} năm {0.year}"]
    ),
)
def test_every_day_is_found_as_it_was_written(day: date, form: str) -> None:
    text = form.format(day)
    assert [(mention.as_date(), mention.span.of(text)) for mention in find_dates(text)] == [
        (day, text)
    ]


@pytest.mark.parametrize(
    "piece", ["1", "1/", "1/1/", "ngày ", "ngày 1/", "2018-", "6 tháng ", "1/1/2020 ", " "]
)
def test_hostile_texts_do_not_hang(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(find_dates(text)) + len(find_years(text)) <= len(text)
