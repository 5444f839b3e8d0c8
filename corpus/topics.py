"""What articles and announcements are about, as `data/topics.tsv` lists it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from corpus.tables import alternatives, read_rows
from corpus.text import strip_diacritics

LEAST_SHARE = 0.1
"""Of an article's sentences; a topic that fewer of them name is one that it touches upon."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic:
    """One topic that a subscriber can choose."""

    id: str
    name: str
    """In Vietnamese."""
    english: str
    words: tuple[str, ...]
    """Any of these in an article tells that it is about the topic."""


@cache
def all_topics() -> tuple[Topic, ...]:
    """Return the topics, in the order in which they are offered."""
    return tuple(
        Topic(id=id_, name=name, english=english, words=alternatives(words))
        for id_, name, english, words in read_rows("topics.tsv")
    )


def topics_of(text: str) -> frozenset[str]:
    """Return the ids of the topics that `text`, an article's title or more of it, is about.

    >>> sorted(topics_of("Tiên Lữ: 12 mô hình “Dân vận khéo” về cải cách thủ tục hành chính"))
    ['cai-cach-hanh-chinh', 'dan-van-kheo']
    """
    flat = strip_diacritics(text).lower()
    return frozenset(topic.id for topic, words in _patterns() if words.search(flat))


def topics_of_article(title: str, sentences: Sequence[str]) -> frozenset[str]:
    """Return the ids of the topics that the title names, or enough of the sentences.

    >>> sorted(topics_of_article("Tiên Lữ năm 2023", ["Bầu cử đã xong.", "Cử tri hài lòng."]))
    ['bau-cu']
    """
    named = Counter(topic for sentence in sentences for topic in topics_of(sentence))
    often = {topic for topic, count in named.items() if count >= LEAST_SHARE * len(sentences)}
    return topics_of(title) | often


@cache
def _patterns() -> tuple[tuple[Topic, re.Pattern[str]], ...]:
    return tuple(
        (topic, re.compile(rf"\b(?:{'|'.join(map(_pattern, topic.words))})\b"))
        for topic in all_topics()
    )


def _pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, strip_diacritics(words).lower().split()))
