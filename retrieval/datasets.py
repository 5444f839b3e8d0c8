"""Question sets: any passages and questions as lines of JSON, and the runs made of them.

passages   {"id", "text"}
questions  {"id", "question", ...}
run        {"id", "hits": [{"id", "score"}], "answer": {"passage", "sentence", "confidence"} | null}
"""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TypeVar

from pydantic import BaseModel, ValidationError

from corpus.records import Article, Passage, Source, Span
from corpus.sentences import split_sentences
from corpus.text import tidy
from retrieval.answering import reply
from retrieval.errors import BadDatasetError
from retrieval.knowledge import Knowledge
from retrieval.records import Answer
from retrieval.search import search
from retrieval.understand import understand

Line = TypeVar("Line", bound=BaseModel)


class PassageLine(BaseModel):
    """A line of a file of passages."""

    id: str
    text: str


class QuestionLine(BaseModel):
    """A line of a file of questions."""

    id: str
    question: str


class HitLine(BaseModel):
    """A passage that was found for a question."""

    id: str
    score: float


class AnswerLine(BaseModel):
    """The sentence that answers, and how sure we are, 0 to 1."""

    passage: str
    sentence: str
    confidence: float


class RunLine(BaseModel):
    """What was found for one question."""

    id: str
    hits: list[HitLine]
    answer: AnswerLine | None


def read_lines(path: Path, line_type: type[Line]) -> Iterator[Line]:
    """Yield the lines of a file of JSON lines, gzipped or not.

    Raises BadDatasetError, naming file and line, for what is not a `line_type`.
    """
    with _open(path) as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield line_type.model_validate_json(line)
            except ValidationError as error:
                fields = ", ".join(line_type.model_fields)
                raise BadDatasetError(
                    f"{path}, line {number}: expected a JSON object with {fields}; "
                    f"{error.errors()[0]['msg']}. Mend the line and run again."
                ) from error


def _open(path: Path) -> IO[str]:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8")
        return path.open(encoding="utf-8")
    except OSError as error:
        raise BadDatasetError(f"{path} can't be read ({error.strerror}): check it.") from error


def knowledge_of(passages: Iterable[PassageLine], *, processes: int = 1) -> Knowledge:
    """Index a set's passages: each is an article of its own, never cut."""
    articles = [
        Article(
            id=line.id,
            source=Source(name=line.id, sha256=""),
            title="",
            text=tidy(line.text),
        )
        for line in passages
    ]
    return Knowledge.build(articles, split=_whole, processes=processes)


def _whole(article: Article) -> tuple[Passage, ...]:
    span = Span(start=0, end=len(article.text))
    sentences = split_sentences(article.text)
    return (Passage(id=article.id, article_id=article.id, span=span, sentences=sentences),)


def run(questions: Iterable[QuestionLine], knowledge: Knowledge, *, top: int) -> Iterator[RunLine]:
    """Yield what is found for each question: the `top` passages, and the answer if there is one."""
    for line in questions:
        query = understand(line.question, knowledge)
        hits = search(query, knowledge, top)
        answered = reply(query, knowledge)
        yield RunLine(
            id=line.id,
            hits=[HitLine(id=hit.passage.id, score=round(hit.score, 6)) for hit in hits],
            answer=_answer_line(answered) if isinstance(answered, Answer) else None,
        )


def _answer_line(answer: Answer) -> AnswerLine:
    first = answer.citations[0]
    return AnswerLine(
        passage=first.passage.id,
        sentence=first.quote,
        confidence=round(answer.confidence, 4),
    )


def write_run(path: Path, lines: Iterable[RunLine]) -> None:
    """Write a run, one JSON object a line, Vietnamese letters as they are."""
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line.model_dump_json() + "\n")
