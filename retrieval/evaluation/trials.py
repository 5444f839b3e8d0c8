"""Asks a set's questions in several ways, each also with its passages taken out."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random

from corpus.text import strip_diacritics
from retrieval.datasets import JudgedLine, PassageLine, read_lines, run
from retrieval.errors import BadDatasetError
from retrieval.evaluation.holdout import without
from retrieval.evaluation.measures import Trial
from retrieval.evaluation.slips import mistype
from retrieval.knowledge import Knowledge

ONE_BATCH = 32
"""Questions a process takes at a time; a set of fewer than twice as many is asked in this one."""


class Variant(StrEnum):
    """How a question is typed."""

    AS_TYPED = "as typed"
    PLAIN = "without diacritics"
    SLIPS = "with typos"


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionSet:
    """Passages, and questions whose answers are known."""

    name: str
    """Of its folder."""
    passages: tuple[PassageLine, ...]
    questions: tuple[JudgedLine, ...]


def read_set(folder: Path) -> QuestionSet:
    """Read a set from its folder: passages.jsonl and questions.jsonl, gzipped or not.

    Raises BadDatasetError for what can't be read, for two questions of one id, and for a question
    that is answered by a passage that is not there.
    """
    passages, questions = _file_of(folder, "passages"), _file_of(folder, "questions")
    found = QuestionSet(
        name=folder.resolve().name,
        passages=tuple(read_lines(passages, PassageLine)),
        questions=tuple(read_lines(questions, JudgedLine)),
    )
    ids, seen = {line.id for line in found.passages}, set[str]()
    for line in found.questions:
        if line.id in seen:
            raise BadDatasetError(
                f"{questions} has two questions of the id {line.id!r}; give one of them another"
            )
        if absent := set(line.passages) - ids:
            raise BadDatasetError(
                f"{questions}: question {line.id!r} is answered by {min(absent)!r}, which "
                f"{passages} does not have; add the passage, or leave its id out"
            )
        seen.add(line.id)
    return found


def _file_of(folder: Path, kind: str) -> Path:
    names = (f"{kind}.jsonl", f"{kind}.jsonl.gz")
    for path in (folder / name for name in names):
        if path.is_file():
            return path
    raise BadDatasetError(
        f"{folder} holds neither {names[0]} nor {names[1]}; expected the folder of a set of "
        "passages and questions"
    )


def ask(
    questions: Sequence[JudgedLine],
    knowledge: Knowledge,
    *,
    top: int,
    seed: int,
    processes: int = 1,
) -> Iterator[dict[Variant, Trial]]:
    """Ask each question in every variant; yield its trials, in the order of the questions.

    `seed` decides the typing errors.
    """
    asker = partial(_ask_one, knowledge=knowledge, top=top, seed=seed)
    if processes <= 1 or len(questions) < 2 * ONE_BATCH:
        yield from map(asker, questions)
        return
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_Held.hold, initargs=(asker,)
    ) as pool:
        yield from pool.map(_Held.ask, questions, chunksize=ONE_BATCH)


def typed(line: JudgedLine, variant: Variant, *, seed: int) -> JudgedLine:
    """Return a question as it is typed in `variant`."""
    question = line.question
    if variant is Variant.PLAIN:
        question = strip_diacritics(question)
    if variant is Variant.SLIPS:
        rng = Random(f"{seed} {line.id}")  # noqa: S311 - typing errors are no secrets
        question = mistype(question, rng)
    return line.model_copy(update={"question": question})


def _ask_one(line: JudgedLine, knowledge: Knowledge, top: int, seed: int) -> dict[Variant, Trial]:
    reduced = without(knowledge, line.passages) if line.passages else knowledge
    trials: dict[Variant, Trial] = {}
    for variant in Variant:
        question = typed(line, variant, seed=seed)
        [found] = run([question], knowledge, top=top)
        [bereft] = run([question], reduced, top=top)
        trials[variant] = Trial(question=line, found=found, without=bereft)
    return trials


class _Held:
    """What a process asks with; given once, because it holds all the knowledge."""

    asker: Callable[[JudgedLine], dict[Variant, Trial]]

    @classmethod
    def hold(cls, asker: Callable[[JudgedLine], dict[Variant, Trial]]) -> None:
        cls.asker = asker

    @classmethod
    def ask(cls, line: JudgedLine) -> dict[Variant, Trial]:
        return cls.asker(line)
