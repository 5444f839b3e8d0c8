"""What is read in an article once is all that is needed of it later."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime

import grimp
import pytest

from corpus.passages import passages_of
from corpus.records import Article, Passage, Span
from retrieval import kept_index, reading, versions
from retrieval.analysis import analyse, terms_of
from retrieval.cut_sentences import said_in
from retrieval.facts import facts_of
from retrieval.reading import Readings, key_of, read
from tests.support import made_up
from tests.support.running_bot import shipped_articles

ODD = made_up.article("…\n🙂🙂\n1. HĐND khóa XV họp 3 / 6.\nd-d\u00a0e ß", name="odd.txt", title="")
EMPTY = made_up.article("", name="empty.txt")
ARTICLES = (*shipped_articles(), ODD, EMPTY)


@pytest.fixture(scope="module")
def readings() -> Readings:
    return Readings([read(article, passages_of) for article in ARTICLES])


def passages() -> list[tuple[Article, Passage]]:
    return [(article, passage) for article in ARTICLES for passage in passages_of(article)]


def test_passages_and_facts_are_those_of_the_articles(readings: Readings) -> None:
    for article, contents in zip(ARTICLES, readings.contents, strict=True):
        assert contents.passages == passages_of(article)
        assert list(contents.facts) == facts_of(article, passages_of(article))


def test_terms_are_those_of_the_passages_with_their_titles(readings: Readings) -> None:
    assert [terms_of(text, title) for text, title in readings.texts()] == [
        analyse(passage.span.of(article.text), article.title) for article, passage in passages()
    ]


def test_sentences_are_those_of_the_passages(readings: Readings) -> None:
    assert [list(sentences) for sentences in readings.said()] == [
        [said_in(span.of(article.text)) for span in passage.sentences]
        for article, passage in passages()
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Xã Tân An có 13 tổ tự quản."},
        {"title": "Khác"},
        {"place": None},
        {"published_on": date(2021, 5, 19)},
        {"contact": Span(start=0, end=4)},
        {"id": "another"},
    ],
)
def test_a_reading_is_kept_under_all_that_it_depends_on(change: dict[str, object]) -> None:
    article = made_up.article()
    changed = replace(article, **change)  # type: ignore[arg-type]  # as parametrized above

    assert key_of(changed, passages_of) != key_of(article, passages_of)


def test_when_an_article_was_added_changes_nothing_of_its_reading() -> None:
    article = made_up.article()
    later = replace(article, added_at=datetime(2025, 3, 3, tzinfo=UTC))

    assert key_of(later, passages_of) == key_of(article, passages_of)


def test_an_article_that_is_cut_otherwise_is_read_otherwise() -> None:
    def whole(article: Article) -> tuple[Passage, ...]:
        raise NotImplementedError

    assert key_of(made_up.article(), whole) != key_of(made_up.article(), passages_of)


def test_other_code_has_another_version() -> None:
    assert versions.version_of(reading.MADE_BY) != versions.version_of(kept_index.MADE_BY)


def test_the_version_covers_all_code_that_a_reading_comes_from() -> None:
    graph = grimp.build_graph("corpus", "retrieval", cache_dir=None)

    def with_imports(module: str) -> Collection[str]:
        return {module} | graph.find_upstream_modules(module)

    made_by = {*with_imports("retrieval.reading"), *with_imports(passages_of.__module__)}
    assert made_by == reading.MADE_BY
