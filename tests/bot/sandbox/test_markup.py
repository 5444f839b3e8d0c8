"""Telegram's HTML becomes plain text and entities, or Telegram's own error."""

import html
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox import utf16
from bot.sandbox.cast import CITIZEN
from bot.sandbox.errors import BadRequestError
from bot.sandbox.markup import parse_html
from bot.sandbox.records import Entity

SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)
PEOPLE = {CITIZEN.user.id: CITIZEN.user}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("thường", "thường", []),
        ("<b>a</b>", "a", [("bold", 0, 1)]),
        ("<STRONG>a</strong>", "a", [("bold", 0, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        (
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [("strikethrough", n, 1) for n in range(3)],
        ),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("<pre>a</pre>", "a", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("👍<b>👍a</b>", "👍👍a", [("bold", 2, 3)]),
        ("<b>a<i>b</i></b>", "ab", [("italic", 1, 1), ("bold", 0, 2)]),
        ("<b></b>a", "a", []),
        ("<b >a</b >", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;", '<b> &amp; "', []),
        ("&#272;&#x1f44d;", "Đ👍", []),
        ("&nbsp; & &a", "&nbsp; & &a", []),
        ("1 &lt 2", "1 < 2", []),
    ],
)
def test_tags_and_escapes_become_entities_and_characters(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    found, made = parse_html(source, PEOPLE)
    assert found == text
    assert [(entity.type, entity.offset, entity.length) for entity in made] == entities


@pytest.mark.parametrize(
    "source",
    [
        '<pre><code class="language-python">a</code></pre>',
        '<code class="language-python"><pre>a</pre></code>',
    ],
)
def test_a_block_of_code_keeps_its_language(source: str) -> None:
    _, entities = parse_html(source, PEOPLE)
    assert entities == [Entity(type="pre", offset=0, length=1, language="python")]


def test_a_language_is_for_blocks_only() -> None:
    _, entities = parse_html('<code class="language-python">a</code>', PEOPLE)
    assert entities == [Entity(type="code", offset=0, length=1)]


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ('<a href="https://a.vn/x?y=1&amp;z=2">a</a>', "https://a.vn/x?y=1&z=2"),
        ("<a href='a.vn'>a</a>", "http://a.vn/"),
        ("<a href=a.vn>a</a>", "http://a.vn/"),
        ("<a>a.vn</a>", "http://a.vn/"),
        ('<a href="tg://resolve?domain=bot">a</a>', "tg://resolve?domain=bot"),
        ('<a href="http://127.0.0.1:8080/x">a</a>', "http://127.0.0.1:8080/x"),
    ],
)
def test_links_are_kept_as_telegram_writes_them(link: str, url: str) -> None:
    _, [entity] = parse_html(link, PEOPLE)
    assert (entity.type, entity.url) == ("text_link", url)


@pytest.mark.parametrize(
    "address", ["", "localhost/x", "http://a.vn:0/", "javascript:alert(1)", "http://[", "ftp://a.b"]
)
def test_a_link_that_telegram_refuses_is_just_its_text(address: str) -> None:
    assert parse_html(f'<a href="{address}">đây</a>', PEOPLE) == ("đây", [])


def test_a_link_to_a_person_mentions_them_if_they_are_known() -> None:
    _, [mention] = parse_html('<a href="tg://user?id=1001">cô</a>', PEOPLE)
    assert (mention.type, mention.user) == ("text_mention", CITIZEN.user)
    assert parse_html('<a href="tg://user?id=9">ai</a>', PEOPLE) == ("ai", [])


def test_a_custom_emoji_keeps_its_id() -> None:
    _, [entity] = parse_html('<tg-emoji emoji-id="536832">👍</tg-emoji>', PEOPLE)
    assert entity == Entity(type="custom_emoji", offset=0, length=2, custom_emoji_id="536832")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("đ <x>a</x>", 'Unsupported start tag "x" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("1 <2", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</i>", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<b>a</b x>", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=x/>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a ="x">a</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<tg-emoji>👍</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xd83d;", SURROGATE),
    ],
)
def test_errors_are_telegrams_own(source: str, reason: str) -> None:
    with pytest.raises(BadRequestError) as refused:
        parse_html(source, PEOPLE)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


TAGS = {"b": "bold", "i": "italic", "u": "underline", "code": "code", "blockquote": "blockquote"}


@dataclass(frozen=True)
class Node:
    tag: str
    children: tuple["Node | str", ...]

    def html(self) -> str:
        inner = "".join(
            child.html() if isinstance(child, Node) else html.escape(child)
            for child in self.children
        )
        return f"<{self.tag}>{inner}</{self.tag}>" if self.tag else inner

    def text(self) -> str:
        return "".join(c.text() if isinstance(c, Node) else c for c in self.children)


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
TREES = st.recursive(
    PLAIN,
    lambda inner: st.builds(
        Node, st.sampled_from(sorted(TAGS)), st.lists(inner, max_size=4).map(tuple)
    ),
    max_leaves=20,
)
DOCUMENTS = st.builds(Node, st.just(""), st.lists(TREES, max_size=5).map(tuple))


@given(DOCUMENTS)
def test_any_nesting_of_tags_gives_back_its_text_and_an_entity_for_each_tag_that_holds_some(
    document: Node,
) -> None:
    text, entities = parse_html(document.html(), PEOPLE)
    assert text == document.text()
    offsets = utf16.Offsets(text)
    held = sorted(
        (entity.type, text[offsets.index(entity.offset) : offsets.index(entity.end)])
        for entity in entities
    )
    assert held == sorted(_held(document))


def _held(node: Node) -> list[tuple[str, str]]:
    own = [(TAGS[node.tag], node.text())] if node.tag and node.text() else []
    return own + [pair for c in node.children if isinstance(c, Node) for pair in _held(c)]


@given(st.text(alphabet="<>/ab=\"' &;#x1đ👍", max_size=30))
def test_any_text_is_parsed_or_refused_and_never_hangs(source: str) -> None:
    try:
        text, entities = parse_html(source, PEOPLE)
    except BadRequestError:
        return
    assert all(0 < entity.length <= utf16.length(text) for entity in entities)
