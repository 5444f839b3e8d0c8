from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import TurnSources
from bot.render import pages
from bot.render.paging import Page
from bot.telegram_text import plain
from bot.texts import CorpusSummary, Vietnamese
from tests.support import made_up

VI = Vietnamese()


def test_articles_are_listed_newest_first_and_the_undated_last() -> None:
    articles = [
        made_up.article(title="Cũ", published_on=date(2018, 1, 1), name="a.txt"),
        made_up.article(title="Không ngày", published_on=None, name="b.txt"),
        made_up.article(title="Mới", published_on=date(2023, 1, 1), name="c.txt"),
    ]
    text = plain(pages.sources(articles, 1, VI).text)
    assert text.startswith("Kho bài: 3 bài, 2018–2023\n\n1. ")
    assert text.index("Mới") < text.index("Cũ") < text.index("Không ngày")


def test_few_articles_need_no_pages() -> None:
    screen = pages.sources([made_up.article()], 1, VI)
    assert screen.rows == ()
    assert "trang" not in plain(screen.text)


def test_many_articles_are_paged_and_numbered_through() -> None:
    articles = [made_up.article(title=f"Bài {n:02}", name=f"{n}.txt") for n in range(1, 13)]
    second = pages.sources(articles, 2, VI)
    assert "(trang 2/3)" in plain(second.text)
    assert "\n\n6. " in plain(second.text)
    assert [b.action for b in second.rows[0]] == [TurnSources(page=1), TurnSources(page=3)]


def test_no_articles_are_said_to_be_none() -> None:
    assert plain(pages.sources([], 1, VI).text) == VI.no_sources()


def test_a_page_of_overlong_titles_still_fits_one_message() -> None:
    articles = [made_up.article(title="dài " * 2000, name=f"{n}.txt") for n in range(5)]
    assert len(plain(pages.sources(articles, 1, VI).text)) < 4096


def test_the_greeting_offers_examples() -> None:
    assert pages.greeting(CorpusSummary(articles=5), VI).rows


@given(st.lists(st.integers(), max_size=40), st.integers(-5, 50), st.integers(1, 7))
def test_the_pages_together_are_the_list(items: list[int], asked: int, size: int) -> None:
    count = Page.of(items, 1, size).count
    together = [item for n in range(1, count + 1) for item in Page.of(items, n, size).items]
    assert together == items
    assert 1 <= Page.of(items, asked, size).number <= count
