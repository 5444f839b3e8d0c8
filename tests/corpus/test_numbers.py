"""Document numbers: the tables of forms and their negatives, and what holds for any text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import numbers
from corpus.document_codes import issuers, kinds
from corpus.numbers import compare, find_mentions, full_name, parse
from corpus.records import DocumentNumber
from corpus.text import strip_diacritics
from tests.support.cases import read_cases

FORMS = read_cases("document_numbers.tsv")
WHOLE = [(text, rest) for text, *rest in FORMS if text == rest[0]]

CODED = st.builds(
    DocumentNumber,
    ordinal=st.integers(min_value=1, max_value=99999).map(str),
    kind=st.sampled_from([kind.id for kind in kinds().values() if kind.code and kind.id != "QyĐ"]),
    issuer=st.sampled_from([*issuers(), "UBTVQH11", "BNV-BTC", "BCĐ"]),
    year=st.none() | st.integers(min_value=1930, max_value=2099),
)
NUMBER_LIKE = st.lists(
    st.sampled_from(
        ["25", "4", "2015", "-", "–", "/", " ", "NQ", "nghị quyết", "số", "TW", "NĐ", "khóa XI"]
    )
).map("".join)
ANY_TEXT = (NUMBER_LIKE | st.text(max_size=60)).map(lambda text: unicodedata.normalize("NFC", text))


def _parts(number: DocumentNumber) -> list[str]:
    parts = (number.ordinal, number.kind, number.issuer, number.year)
    return ["" if part is None else str(part) for part in parts]


@pytest.mark.parametrize(("text", "mention", "ordinal", "kind", "issuer", "year", "day"), FORMS)
def test_finds_a_document_with_its_parts_and_the_day_stated_right_after(
    text: str, mention: str, ordinal: str, kind: str, issuer: str, year: str, day: str
) -> None:
    (found,) = find_mentions(text)
    assert found.span.of(text) == mention
    assert _parts(found.number) == [ordinal, kind, issuer, year]
    assert str(found.issued_on or "") == day


@pytest.mark.parametrize("text", [text for (text,) in read_cases("no_document_numbers.tsv")])
def test_finds_no_document_in_what_only_looks_like_one(text: str) -> None:
    assert find_mentions(text) == ()


@pytest.mark.parametrize(("text", "parts"), WHOLE)
def test_parses_what_was_typed_whole(text: str, parts: list[str]) -> None:
    number = parse(f" {text}? ")
    assert number is not None
    assert _parts(number) == parts[1:5]


@pytest.mark.parametrize("text", ["nghị quyết 25 là gì", "xin chào", "", "25 và 26", "3/6/2013"])
def test_parses_nothing_that_is_more_or_less_than_a_number(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(("typed", "label", "name"), read_cases("document_labels.tsv"))
def test_writes_a_number_out_as_documents_do(typed: str, label: str, name: str) -> None:
    number = parse(typed)
    assert number is not None
    assert (numbers.format(number), full_name(number)) == (label, name)


@pytest.mark.parametrize(("asked", "found", "agreement"), read_cases("document_agreement.tsv"))
def test_compares_numbers_either_way_round(asked: str, found: str, agreement: str) -> None:
    one, other = parse(asked), parse(found)
    assert one is not None
    assert other is not None
    assert compare(one, other) == compare(other, one) == agreement


@given(CODED)
def test_what_is_written_out_reads_as_the_same_number(number: DocumentNumber) -> None:
    assert parse(numbers.format(number)) == number


@given(CODED)
def test_a_number_is_known_without_diacritics_and_capitals(number: DocumentNumber) -> None:
    typed = parse(strip_diacritics(numbers.format(number)).lower())
    assert typed is not None
    assert (typed.ordinal, typed.kind, typed.year) == (number.ordinal, number.kind, number.year)


@given(ANY_TEXT)
def test_mentions_are_in_order_apart_and_inside_the_text(text: str) -> None:
    spans = [mention.span for mention in find_mentions(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


def test_says_where_the_day_of_issue_stands() -> None:
    text = "Chỉ thị số 10-CT/ThU, ngày 08/3/2017 của Ban Thường vụ"
    (mention,) = find_mentions(text)
    assert mention.issued_span is not None
    assert mention.issued_span.of(text) == "ngày 08/3/2017"


@pytest.mark.parametrize(
    "piece",
    ["1", "25-", "25/", "nq ", "nghị quyết ", "số ", "25-NQ/", "25-NQ/TW-", "a-", "khóa ", " ",
     "Nghị quyết số 25-NQ/TW của Bộ Chính trị, ", "10/2022/QH15 "],
)  # fmt: skip
def test_hostile_texts_do_not_hang(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    assert len(find_mentions(text)) <= len(text) // 2
