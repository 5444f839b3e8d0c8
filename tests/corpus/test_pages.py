"""Pages of many portals, of our own writing: what is dropped, what stays, what they say of it."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.boilerplate import drop_chrome
from corpus.errors import UnreadableFileError
from corpus.ingest import make_article
from corpus.layout import layout_of
from corpus.metadata import find_title
from corpus.records import Article, Source
from corpus.text import tidy

PAGES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "portal_pages.json").read_text(encoding="utf-8")
)
"""Lines that start with "+" stay, "@" are the contact block, "-" are dropped."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page["name"])

KNOWN_LINES = [line[2:] for page in PAGES for line in page["lines"]]
lines = st.lists(
    st.one_of(st.sampled_from(KNOWN_LINES), st.text().map(tidy)).filter(
        lambda line: line and "\n" not in line
    )
).map(tuple)


def lines_of(page: dict[str, Any], marks: str = "+@-") -> tuple[str, ...]:
    return tuple(line[2:] for line in page["lines"] if line[0] in marks)


def article_of(page: dict[str, Any]) -> Article:
    data = "\n".join(lines_of(page)).encode()
    return make_article(Source(name="page.txt", sha256="0" * 64), data)


@each_page
def test_the_text_stays_and_the_chrome_goes(page: dict[str, Any]) -> None:
    sifted = drop_chrome(lines_of(page))
    assert sifted.text == lines_of(page, "+")
    assert sifted.contact == lines_of(page, "@")
    assert sorted(each.block for each in sifted.dropped) == sorted(lines_of(page, "-"))


@each_page
def test_the_headline_is_found(page: dict[str, Any]) -> None:
    blocks = lines_of(page)
    assert find_title(blocks, layout_of(blocks)) == page["title"]


@each_page
@pytest.mark.parametrize("field", ["publisher", "author", "place"])
def test_what_the_page_shows_is_found_and_nothing_else(page: dict[str, Any], field: str) -> None:
    assert getattr(article_of(page), field) == page[field]


@each_page
def test_the_day_is_found_where_it_is_certain(page: dict[str, Any]) -> None:
    day = article_of(page).published_on
    assert (day and day.isoformat()) == page["published_on"]


@given(lines)
def test_each_block_is_kept_or_dropped_whole_and_in_order(blocks: tuple[str, ...]) -> None:
    sifted = drop_chrome(blocks)
    assert sorted((*sifted.kept, *(each.block for each in sifted.dropped))) == sorted(blocks)
    rest = iter(blocks)
    assert all(kept in rest for kept in sifted.text)


@given(lines)
def test_every_block_of_an_article_is_a_block_of_its_page(blocks: tuple[str, ...]) -> None:
    joined = " ".join(blocks)
    with suppress(UnreadableFileError):
        article = make_article(Source(name="p.txt", sha256=""), "\n".join(blocks).encode())
        assert all(block in joined for block in article.text.split("\n"))
        assert article.title


def test_a_page_without_an_article_is_refused() -> None:
    page = "Trang chủ\nĐăng nhập\nLượt truy cập: 12\n".encode()
    with pytest.raises(UnreadableFileError, match="holds no article"):
        make_article(Source(name="p.txt", sha256=""), page)
