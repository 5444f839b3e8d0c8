"""Who issued a document and what it is about, as the words around its number say."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.document_descriptions import describe
from corpus.numbers import find_mentions
from tests.support.cases import read_cases

WORDS = st.sampled_from(
    [
        "Nghị quyết 25-NQ/TW",
        "ngày 3/6/2013",
        "của",
        "Chính phủ",
        "về",
        "“",
        "”",
        "dân vận",
        ",",
        ".",
    ]
)


@pytest.mark.parametrize(("text", "issuer", "title"), read_cases("document_descriptions.tsv"))
def test_a_document_is_described_in_the_words_around_its_number(
    text: str, issuer: str, title: str
) -> None:
    found = describe(text, find_mentions(text)[0])

    assert (found.issuer.of(text) if found.issuer else "") == issuer
    assert (found.title.of(text) if found.title else "") == title


def test_spans_count_from_the_start_of_the_text() -> None:
    before = "Một câu dài ở trước. " * 20
    text = f"{before}Nghị định số 04/2015/NĐ-CP của Chính phủ về dân chủ."

    [mention] = find_mentions(text)
    found = describe(text, mention)

    assert found.title
    assert found.title.of(text) == "dân chủ"


@given(st.lists(WORDS).map(" ".join) | st.text(max_size=60))
def test_no_description_overlaps_its_number(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for mention in find_mentions(text):
        found = describe(text, mention)
        for span in filter(None, (found.issuer, found.title)):
            assert span.of(text).strip()
            assert span.end <= mention.span.start or mention.span.end <= span.start
