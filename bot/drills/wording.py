"""What the people of a drill ask: so much that none of it was answered a moment ago."""

from collections.abc import Iterator
from itertools import chain

from bot.texts import EXAMPLE_QUESTIONS
from corpus.ingest import read_article
from corpus.passages import passages_of
from corpus.shipped import SHIPPED_FOLDER
from corpus.text import strip_diacritics

LENGTHS = (12, 10, 8, 6)
"""In words: about as long as people's questions are."""


def wordings() -> tuple[str, ...]:
    """Return questions, each once: the examples, and what the shipped digests speak of.

    Those are the beginnings of their sentences, every other one without diacritics.
    """
    begun = (
        strip_diacritics(one) if number % 2 else one for number, one in enumerate(_beginnings())
    )
    return tuple(dict.fromkeys(chain(EXAMPLE_QUESTIONS, begun)))


def _beginnings() -> Iterator[str]:
    sentences = tuple(_sentences())
    for length in LENGTHS:
        for words in sentences:
            if len(words) >= length:
                yield " ".join(words[:length]).rstrip(".,;:")


def _sentences() -> Iterator[list[str]]:
    for path in sorted(SHIPPED_FOLDER.glob("*.md")):
        article = read_article(path)
        for passage in passages_of(article):
            for sentence in passage.sentences:
                yield article.text[sentence.start : sentence.end].split()
