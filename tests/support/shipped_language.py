"""The language of the shipped articles, for what is fitted on a corpus."""

from functools import cache
from importlib.resources import files

from retrieval import function_words, shorthand
from retrieval.analysis import tokens
from retrieval.diacritics import Restorer
from retrieval.typos import Speller


@cache
def restorer() -> Restorer:
    """Return a restorer that knows the shipped articles and the language of questions."""
    articles = sorted(files("corpus").joinpath("articles").iterdir(), key=lambda file: file.name)
    texts = [article.read_text(encoding="utf-8").split("---", 2)[2] for article in articles]
    passages = [
        [token.form for token in tokens(line)]
        for text in texts
        for line in text.splitlines()
        if line
    ]
    return Restorer.fit(passages, (*function_words.phrases(), *shorthand.phrases()))


@cache
def speller() -> Speller:
    """Return a speller that knows the same."""
    return Speller.of(restorer().model)
