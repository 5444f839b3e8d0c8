"""Question sets: any passages and questions as lines of JSON, and the runs made of them.

passages   {"id", "text"}
questions  {"id", "question", ...}; to be measured also "passages", ids, and "answers", if known
run        {"id", "hits": [{"id", "score"}], "answer": {"passage", "sentence", "confidence"} | null}
"""

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from corpus.records import Article, Passage, Source, Span
from corpus.sentences import split_sentences
from corpus.text import tidy
from retrieval.answering import Attempt, attempt
from retrieval.errors import BadDatasetError
from retrieval.knowledge import Knowledge
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


class JudgedLine(QuestionLine):
    """A line of a file of questions whose answers are known."""

    passages: list[str]
    """Ids of the passages that answer; none: there is no answer to be found."""
    answers: list[str] = []
    """Verbatim parts of those passages, any of which answers; may be unknown."""


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
    """Yield the lines of a file of JSON lines, gzipped or not; see `parse_lines`.

    Raises BadDatasetError also for a file that can't be read.
    """
    try:
        with _opened(path) as file:
            yield from parse_lines(file, str(path), line_type)
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadDatasetError(
            f"{path} can't be read ({reason}); check that it is a file of JSON lines"
        ) from error


def parse_lines(lines: Iterable[bytes], name: str, line_type: type[Line]) -> Iterator[Line]:
    """Yield each line that is not blank; `name` is what an error calls the whole.

    Raises BadDatasetError, naming file and line, for what is not a `line_type` in UTF-8.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield line_type.model_validate_json(line.removeprefix(codecs.BOM_UTF8))
        except ValidationError as error:
            fields = [key for key, field in line_type.model_fields.items() if field.is_required()]
            raise BadDatasetError(
                f"{name}, line {number}: {_problem(error)}; expected a JSON object with "
                f"{' and '.join(fields)}. Mend the line and run again."
            ) from error


def _problem(error: ValidationError) -> str:
    """Return the first problem of a line in one clause, with the field that it is about."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = f"{first['loc'][0]}: " if first["loc"] else ""
    return f"{field}{first['msg']}"


def _opened(path: Path) -> AbstractContextManager[Iterable[bytes]]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")


def knowledge_of(passages: Iterable[PassageLine], *, processes: int = 1) -> Knowledge:
    """Index a set's passages: each is an article of its own, never cut.

    Raises BadDatasetError where two have the same id.
    """
    articles: dict[str, Article] = {}
    for line in passages:
        if line.id in articles:
            raise BadDatasetError(
                f"two passages have the id {line.id!r}, which hits could not tell apart; "
                "give one of them another and run again"
            )
        articles[line.id] = Article(
            id=line.id,
            source=Source(name=line.id, sha256=""),
            title="",
            text=tidy(line.text),
        )
    return Knowledge.build(list(articles.values()), split=_whole, processes=processes)


def _whole(article: Article) -> tuple[Passage, ...]:
    span = Span(start=0, end=len(article.text))
    sentences = split_sentences(article.text)
    return (Passage(id=article.id, article_id=article.id, span=span, sentences=sentences),)


def run(questions: Iterable[QuestionLine], knowledge: Knowledge, *, top: int) -> Iterator[RunLine]:
    """Yield what is found for each question: the `top` passages, and the best sentence.

    A run is there to be measured, so the sentence comes with its confidence however low that is:
    below `confidence.THRESHOLD` a person would be told that there is no answer.
    """
    for line in questions:
        query = understand(line.question, knowledge)
        found = attempt(query, knowledge)
        yield RunLine(
            id=line.id,
            hits=[
                HitLine(id=hit.passage.id, score=round(hit.score, 6))
                for hit in search(query, knowledge, top)
            ],
            answer=_answer_line(found, knowledge) if found else None,
        )


def _answer_line(found: Attempt, knowledge: Knowledge) -> AnswerLine:
    best = knowledge.cite(found.best.passage, found.best.span)
    return AnswerLine(
        passage=best.passage.id, sentence=best.quote, confidence=round(found.confidence, 4)
    )


@contextmanager
def written_whole(path: Path) -> Iterator[Callable[[RunLine], None]]:
    """Yield what writes a line to the run at `path`, which appears, or changes, once it is whole.

    Raises BadDatasetError, before anything is written, where no file can be made there.
    """
    path = path.resolve()  # a link stays one
    partial = path.with_name(f".{path.name}.part")
    if path.exists() and not path.is_file():
        raise BadDatasetError(f"{path} is no file that a run can replace; name another output")
    try:
        file = partial.open("w", encoding="utf-8")
    except OSError as error:
        raise BadDatasetError(
            f"{path} can't be written ({error.strerror}); make its folder first, or name another"
        ) from error
    try:
        with file:
            yield lambda line: print(line.model_dump_json(), file=file)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
