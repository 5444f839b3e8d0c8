"""What Telegram makes of a text and its entities before a message keeps them."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import utf16
from bot.sandbox.errors import BadRequestError
from bot.sandbox.formatting import MAX_TEXT_UNITS, formatted, nested
from bot.sandbox.markup import parse_html
from bot.sandbox.records import Entity, FormattedText


def from_html(source: str) -> FormattedText:
    text, entities = parse_html(source, {})
    return formatted(text, entities, limit=MAX_TEXT_UNITS)


def spans(body: FormattedText) -> list[tuple[str, int, int]]:
    return [(entity.type, entity.offset, entity.length) for entity in body.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("  \n a \n ", "a", []),
        ("<b> a </b> ", "a", [("bold", 0, 1)]),
        ("x <b> a</b>", "x  a", [("bold", 3, 1)]),
        ("<b> </b>x", "x", []),
        ("a\tb\rc\u2028d", "a bcd", []),
        ("a\r<b>b</b>", "ab", [("bold", 1, 1)]),
        ("<b>a</b><b>b</b>", "ab", [("bold", 0, 2)]),
        ("<b>a<b>b</b>c</b>", "abc", [("bold", 0, 3)]),
        ("<b>a<i>b</i></b><i>c</i>", "abc", [("bold", 0, 2), ("italic", 1, 1), ("italic", 2, 1)]),
        ("<b>a<code>b</code>c</b>", "abc", [("bold", 0, 1), ("code", 1, 1), ("bold", 2, 1)]),
        ("<code>a<b>b</b></code>", "ab", [("code", 0, 2)]),
        (
            "<blockquote>a<blockquote>b</blockquote></blockquote>",
            "ab",
            [("blockquote", 0, 2)],
        ),
        ("<b>/hoi</b>", "/hoi", [("bold", 0, 4), ("bot_command", 0, 4)]),
        ("<code>/hoi</code>", "/hoi", [("code", 0, 4)]),
        ('<a href="a.vn">b.vn</a>', "b.vn", [("text_link", 0, 4)]),
    ],
)
def test_texts_are_cleaned_and_entities_made_to_nest(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    body = from_html(source)
    assert body.text == text
    assert spans(body) == entities


@pytest.mark.parametrize("text", ["a" * 4096, "👍" * 2048])
def test_a_text_may_have_4096_utf_16_code_units_without_its_tags(text: str) -> None:
    assert from_html(f"<b>{text}</b>").text == text


@pytest.mark.parametrize("text", ["a" * 4097, "👍" * 2049])
def test_a_longer_text_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        from_html(text)
    assert refused.value.description == "Bad Request: message is too long"


def test_entities_beyond_the_hundredth_are_dropped_without_a_word() -> None:
    body = from_html(" ".join(f"<b>{n}</b>" for n in range(120)))
    assert len(body.entities) == 100
    assert body.text.endswith("119")


@pytest.mark.parametrize(("offset", "length"), [(0, 9), (5, 1), (1, 1), (0, 1)])
def test_entities_that_do_not_fit_the_text_are_refused(offset: int, length: int) -> None:
    entity = Entity(type="bold", offset=offset, length=length)
    with pytest.raises(BadRequestError):
        formatted("👍ab", [entity], limit=MAX_TEXT_UNITS)


KINDS = ["bold", "italic", "underline", "code", "pre", "text_link", "blockquote"]
ENTITIES = st.builds(
    Entity, type=st.sampled_from(KINDS), offset=st.integers(0, 12), length=st.integers(0, 8)
)


@given(st.lists(ENTITIES, max_size=8))
def test_any_entities_come_out_sorted_and_apart_or_one_inside_the_other(
    entities: list[Entity],
) -> None:
    result = nested(entities)
    assert [e.offset for e in result] == sorted(e.offset for e in result)
    for one, other in itertools.combinations(result, 2):
        apart = one.end <= other.offset or other.end <= one.offset
        inside = one.offset <= other.offset and other.end <= one.end
        assert apart or inside
        assert apart or one.type not in {"code", "pre"}


@given(st.lists(ENTITIES, max_size=8))
def test_nesting_again_changes_nothing_but_what_touches(entities: list[Entity]) -> None:
    once = nested(entities)
    assert _covered(nested(once)) == _covered(once)


def _covered(entities: list[Entity]) -> set[tuple[str, int]]:
    return {(e.type, unit) for e in entities for unit in range(e.offset, e.end)}


@given(st.text(max_size=40), st.lists(ENTITIES, max_size=4))
def test_a_formatted_text_has_no_white_space_around_it_and_entities_inside_it(
    text: str, entities: list[Entity]
) -> None:
    try:
        body = formatted(text, entities, limit=MAX_TEXT_UNITS)
    except BadRequestError:
        return
    assert body.text == body.text.strip(" \n")
    assert all(0 <= e.offset < e.end <= utf16.length(body.text) for e in body.entities)
