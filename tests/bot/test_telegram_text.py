import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import parse_html
from bot.telegram_text import (
    MESSAGE_ENTITIES,
    MESSAGE_UNITS,
    Piece,
    RichText,
    Style,
    bold,
    code,
    entity_count,
    fits,
    italic,
    joined,
    plain,
    quote,
    rich,
    split,
    to_html,
    utf16_length,
    without_utf16_range,
)

CHARACTERS = st.one_of(
    st.sampled_from("aăn <>&\"'.…\n\t/👍🇻🇳\u0301ế"),
    st.characters(exclude_categories=["Cs", "Cc"]),
)
PIECES = st.builds(
    lambda text, repeat, styles: Piece(text=text * repeat).styled(*styles),
    st.text(CHARACTERS, min_size=1, max_size=40),
    st.integers(1, 120),
    st.frozensets(st.sampled_from(Style)),
)
TEXTS = st.lists(PIECES, max_size=14).map(tuple)
SPECKLED = st.integers(0, 350).map(
    lambda count: tuple(
        Piece(text=f"{number} ").styled(*([Style.BOLD] if number % 2 else []))
        for number in range(count)
    )
)


def inked(text: RichText) -> list[tuple[str, frozenset[Style]]]:
    """Return each character that leaves ink, with its styles."""
    return [(char, piece.styles) for piece in text for char in piece.text if not char.isspace()]


@given(TEXTS | SPECKLED)
def test_every_part_fits_one_message(text: RichText) -> None:
    for part in split(text):
        assert utf16_length(plain(part)) <= MESSAGE_UNITS
        assert entity_count(part) <= MESSAGE_ENTITIES
        assert plain(part).strip() == plain(part) != ""


@given(TEXTS | SPECKLED)
def test_splitting_loses_no_ink_and_no_style(text: RichText) -> None:
    assert [each for part in split(text) for each in inked(part)] == inked(text)


@given(TEXTS)
def test_what_fits_stays_in_one_part(text: RichText) -> None:
    if fits(text):
        assert len(split(text)) == bool(plain(text).strip())


@given(TEXTS)
def test_html_says_exactly_the_text(text: RichText) -> None:
    parsed, entities = parse_html(to_html(text), {})
    assert parsed == plain(text)
    assert len(entities) == entity_count(text)


@given(TEXTS)
def test_code_is_never_nested(text: RichText) -> None:
    _, entities = parse_html(to_html(text), {})
    code_spans = [(e.offset, e.offset + e.length) for e in entities if e.type == "code"]
    others = [(e.offset, e.offset + e.length) for e in entities if e.type != "code"]
    assert not [
        (one, other)
        for one in code_spans
        for other in others
        if one[0] < other[1] and other[0] < one[1]
    ]


@given(st.text(CHARACTERS), st.text(CHARACTERS), st.text(CHARACTERS))
def test_a_range_is_cut_out_by_utf16_offsets(before: str, inside: str, after: str) -> None:
    offset, length = utf16_length(before), utf16_length(inside)
    assert without_utf16_range(before + inside + after, offset, length) == before + after


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_utf16_length_is_the_length_of_the_encoding(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("separator", "why"),
    [("\n\n", "a paragraph"), ("\n", "a line"), (". ", "a sentence"), (" ", "a word")],
)
def test_a_text_is_cut_after(separator: str, why: str) -> None:
    unit = "chữ" * 20 + separator
    parts = split(rich(unit * 100))
    assert len(parts) > 1, why
    assert all(plain(part).startswith("chữ") for part in parts)
    assert all(plain(part).endswith(unit.strip()) for part in parts), why


def test_a_quote_that_is_cut_is_closed_and_opened_again() -> None:
    first, second = split(quote("Một câu. " * 600))
    for part in (first, second):
        html = to_html(part)
        assert html.startswith("<blockquote expandable>Một câu.")
        assert html.endswith("Một câu.</blockquote>")


def test_a_surrogate_pair_is_never_cut() -> None:
    parts = split(rich("x" + "👍" * 5000))
    assert [utf16_length(plain(part)) for part in parts] == [4095, 4096, 1810]


def test_a_letter_keeps_its_combining_marks() -> None:
    parts = split(rich("e\u0323\u0302" * 2000))
    assert all(plain(part).startswith("e") for part in parts)


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert to_html(rich("a\ud800b")) == "a?b"


def test_white_space_alone_makes_no_message() -> None:
    assert split(rich(" \n ")) == ()


def test_tags_nest_in_one_order() -> None:
    text = quote("a", bold("b", italic("c")))
    assert to_html(text) == "<blockquote expandable>a<b>b<i>c</i></b></blockquote>"


def test_code_stays_out_of_other_styles() -> None:
    assert to_html(bold("số ", code("25-NQ/TW"))) == "<b>số </b><code>25-NQ/TW</code>"


def test_empty_parts_are_not_joined() -> None:
    assert plain(joined("\n", ("a", "", rich(), "b"))) == "a\nb"
