"""Digests fit one message, whatever the articles are like."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import ShowArticle, ShowNews, TurnNews
from bot.handlers.keyboards import inline_keyboard
from bot.render.digests import MOST_ARTICLES, Introduced, digest, news
from bot.screens import Screen
from bot.telegram_text import Style, fits, plain, to_html
from bot.texts import English, Texts, Vietnamese
from corpus.records import Article, DigestOf
from retrieval.introducing import LONGEST
from tests.support import made_up
from tests.support.made_up import FIRST, SECOND
from tests.support.new_articles import ADDED

VI, EN = Vietnamese(), English()
LANGUAGES: list[Texts] = [VI, EN]


def introduced(article: Article, *quotes: str, number: int = 0) -> Introduced:
    return Introduced(
        article=article,
        added_at=ADDED + timedelta(minutes=number),
        citations=tuple(made_up.cite(article, quote) for quote in quotes),
    )


def several(count: int) -> list[Introduced]:
    """Return so many new articles."""
    return [
        introduced(made_up.article(name=f"bai{n}.txt", title=f"Bài {n}"), FIRST, SECOND, number=n)
        for n in range(count)
    ]


def shown(new: Sequence[Introduced], count: int | None = None, texts: Texts = VI) -> Screen:
    total = len(new) if count is None else count
    return digest(new, total, ADDED + timedelta(minutes=total - 1), texts)


def labels(screen: Screen) -> list[list[str]]:
    return [[button.label for button in row] for row in screen.rows]


def test_a_digest_has_title_sentences_source_and_day() -> None:
    screen = shown(several(1))
    assert to_html(screen.text) == (
        "<b>Điểm tin: bài mới trong kho</b>\n\n"
        "<b>Bài 0</b>\n"
        f"<blockquote expandable>{FIRST}\n{SECOND}</blockquote>\n"
        "<i>Báo Tân An · 19/05/2020</i>"
    )
    [[button]] = screen.rows
    assert (button.label, button.action) == ("Đọc bài", ShowArticle(article_id="bai0"))


def test_the_sentences_are_the_articles_own_and_quoted() -> None:
    screen = shown(several(3))
    quoted = "".join(piece.text for piece in screen.text if Style.QUOTE in piece.styles)
    assert quoted == f"{FIRST}\n{SECOND}" * 3


def test_several_articles_are_one_message_and_numbered() -> None:
    screen = shown(several(3), texts=EN)
    assert plain(screen.text).startswith("3 new articles\n\n1. Bài 0\n")
    assert labels(screen) == [["No. 1", "No. 2", "No. 3"]]


@pytest.mark.parametrize("texts", LANGUAGES)
def test_what_there_is_no_room_for_is_counted_and_a_button_away(texts: Texts) -> None:
    screen = shown(several(MOST_ARTICLES), 12, texts)
    assert plain(screen.text).endswith(texts.more_news(7))
    assert labels(screen)[1] == [texts.more_news_button(7)]
    after = ADDED + timedelta(minutes=MOST_ARTICLES - 1)
    until = ADDED + timedelta(minutes=11)
    assert screen.rows[1][0].action == ShowNews(after=after, until=until)


def test_a_digest_in_our_words_is_marked_as_one() -> None:
    told = DigestOf(file="goc.txt", title="Bài gốc", publisher="Báo Hà Tĩnh")
    screen = shown([introduced(made_up.article(digest_of=told), FIRST)])
    assert "tóm lược từ: Bài gốc · Báo Hà Tĩnh · không ghi ngày" in plain(screen.text)


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=900), st.integers(1, LONGEST), st.booleans()),
        min_size=1,
        max_size=7,
    ),
    st.integers(0, 500),
)
def test_whatever_the_articles_are_like_a_digest_is_one_message(
    articles: list[tuple[str, int, bool]], more: int
) -> None:
    new = []
    for number, (title, length, is_bare) in enumerate(articles):
        sentence = "👍" * length
        article = made_up.article(sentence, title=title, name=f"b{number}.txt", publisher=title)
        new.append(introduced(article, *([] if is_bare else [sentence] * 2), number=number))
    screen = shown(new, len(new) + more)
    assert fits(screen.text)
    assert 1 <= len(screen.rows[0]) <= MOST_ARTICLES
    assert inline_keyboard(screen), "it raises for a button that holds too much"


def test_a_long_list_of_new_articles_is_turned() -> None:
    articles = [made_up.article(name=f"bai{n}.txt", title=f"Bài {n}") for n in range(7)]
    turned = TurnNews(after=ADDED, until=ADDED, page=2)
    screen = news(articles, turned, VI)
    assert plain(screen.text) == (
        "Bài mới: 7 bài, trang 2/2\n\n"
        "6. Xã Tân An, 19/05/2020 · Bài 5 · Báo Tân An\n\n"
        "7. Xã Tân An, 19/05/2020 · Bài 6 · Báo Tân An"
    )
    assert labels(screen) == [["Bài 6", "Bài 7"], [VI.previous_page_button()]]
    assert screen.rows[1][0].action == replace(turned, page=1)
