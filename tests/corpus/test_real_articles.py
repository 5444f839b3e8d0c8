"""The five real articles, as they came: nothing of the portals stays, nothing of the text goes."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from corpus.boilerplate import drop_chrome
from corpus.ingest import import_paths, read_article
from corpus.library import Library
from corpus.passages import TARGET_SYLLABLES, passages_of
from corpus.readers import read_document
from corpus.records import FileOutcome
from tests.support.shared_articles import ARTICLES, needs_articles

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "cases" / "real_articles.json").read_text(encoding="utf-8")
)

pytestmark = needs_articles

each_article = pytest.mark.parametrize("name", CASES)


def words_only(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def test_every_real_article_has_its_expectations() -> None:
    assert sorted(path.name for path in ARTICLES.iterdir()) == sorted(CASES)


@each_article
@pytest.mark.parametrize("field", ["title", "publisher", "author", "place"])
def test_a_real_article_says_where_it_comes_from(name: str, field: str) -> None:
    assert getattr(read_article(ARTICLES / name), field) == CASES[name][field]


@each_article
def test_a_real_article_has_its_day_of_publication(name: str) -> None:
    day = read_article(ARTICLES / name).published_on
    assert (day and day.isoformat()) == CASES[name]["published_on"]


@each_article
def test_nothing_of_the_portal_stays(name: str) -> None:
    text = read_article(ARTICLES / name).text
    assert [phrase for phrase in CASES[name]["gone"] if phrase in text] == []


@each_article
def test_nothing_of_the_text_goes(name: str) -> None:
    text = read_article(ARTICLES / name).text
    assert [phrase for phrase in CASES[name]["kept"] if phrase not in text] == []


@each_article
def test_no_paragraph_is_dropped_but_headline_teaser_and_repeated_lead(name: str) -> None:
    sifted = drop_chrome(read_document(name, (ARTICLES / name).read_bytes()).blocks)
    paragraphs = [each.block for each in sifted.dropped if len(each.block.split()) > 15]
    assert len(paragraphs) == CASES[name]["paragraphs_dropped"]


@each_article
def test_a_real_article_has_its_blocks_and_its_contact(name: str) -> None:
    article = read_article(ARTICLES / name)
    contact = article.contact.of(article.text).split("\n") if article.contact else []
    assert len(article.text.split("\n")) == CASES[name]["blocks"]
    assert len(contact) == CASES[name]["contact_blocks"]


@each_article
def test_every_block_stands_in_the_source(name: str) -> None:
    source = words_only((ARTICLES / name).read_text(encoding="utf-8"))
    blocks = read_article(ARTICLES / name).text.split("\n")
    assert [block for block in blocks if block not in source] == []


@each_article
def test_passages_hold_every_sentence_once_and_are_small(name: str) -> None:
    article = read_article(ARTICLES / name)
    passages = passages_of(article)
    spans = [span for passage in passages for span in passage.sentences]
    left_out = re.sub(r"\s", "", article.text)
    assert "".join(re.sub(r"\s", "", span.of(article.text)) for span in spans) == left_out
    sizes = [len(p.span.of(article.text).split()) for p in passages if len(p.sentences) > 1]
    assert max(sizes) <= TARGET_SYLLABLES * 1.25


@each_article
def test_the_contact_block_is_one_passage_with_its_lines_as_sentences(name: str) -> None:
    article = read_article(ARTICLES / name)
    about_contact = [p for p in passages_of(article) if article.contact == p.span]
    lines = [span.of(article.text) for p in about_contact for span in p.sentences]
    assert len(about_contact) == (article.contact is not None)
    assert lines == (article.contact.of(article.text).split("\n") if article.contact else [])


def test_importing_the_folder_twice_changes_nothing(tmp_path: Path) -> None:
    with Library.open(f"sqlite:///{tmp_path}/library.db") as library:
        first = import_paths([ARTICLES], library)
        before = library.articles(), library.revision()
        second = import_paths([ARTICLES], library)
        after = library.articles(), library.revision()
    assert first.count(FileOutcome.Status.ADDED) == second.count(FileOutcome.Status.UNCHANGED) == 5
    assert before == after
