"""The table of topics, and which of them a text is about."""

import re

import pytest

from corpus.topics import all_topics, topics_of, topics_of_article


def test_every_topic_has_a_lasting_id_and_a_name_in_both_languages() -> None:
    ids = [topic.id for topic in all_topics()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", one) and len(one) <= 20 for one in ids)
    assert all(topic.name and topic.english and topic.words for topic in all_topics())


def test_every_topic_is_found_by_its_words_however_they_are_typed() -> None:
    for topic in all_topics():
        for words in topic.words:
            assert topic.id in topics_of(f"Về {words.upper()}, năm 2023")


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Ban Dân vận kiểm tra mô hình “Dân vận khéo”", {"dan-van-kheo"}),
        ("quy che dan chu o co so", {"quy-che-dan-chu"}),
        ("Đồng bào dân tộc thiểu số và tín đồ tôn giáo", {"dan-toc-ton-giao"}),
        ("Cải cách thủ\nhành chính", set()),
        ("Giá vàng hôm nay", set()),
        ("Dân vận khéo léo", {"dan-van-kheo"}),
        ("Vận động viên bầu không khí", set()),
    ],
)
def test_a_text_is_about_what_it_names(text: str, topics: set[str]) -> None:
    assert topics_of(text) == topics


@pytest.mark.parametrize(
    ("title", "sentences", "topics"),
    [
        ("Bầu cử ở Tân An", ["Mọi việc đã xong."] * 9, {"bau-cu"}),
        ("Tân An năm 2021", ["Cử tri hài lòng.", *["Mọi việc đã xong."] * 9], {"bau-cu"}),
        ("Tân An năm 2021", ["Cử tri hài lòng.", *["Mọi việc đã xong."] * 10], set()),
        ("Tân An năm 2021", [], set()),
    ],
    ids=["the title names it", "a tenth of the sentences do", "it is touched upon", "no text"],
)
def test_an_article_is_about_what_its_title_or_a_tenth_of_it_names(
    title: str, sentences: list[str], topics: set[str]
) -> None:
    assert topics_of_article(title, sentences) == topics
