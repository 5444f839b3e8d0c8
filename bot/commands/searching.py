"""`danvan search`: any set of passages and questions, for tuning and benchmarks."""

import os
from pathlib import Path

from bot.commands.console import output, progress
from corpus.text import strip_diacritics
from retrieval import datasets


def search(
    passages: Path, questions: Path, destination: Path, *, top: int, without_diacritics: bool
) -> None:
    """Index the passages, ask the questions, and write the run; raises BadDatasetError."""
    asked = list(datasets.read_lines(questions, datasets.QuestionLine))
    if without_diacritics:
        asked = [_without_diacritics(line) for line in asked]
    with datasets.written_whole(destination) as write, progress() as shown:
        task = shown.add_task("Indexing", total=None)
        knowledge = datasets.knowledge_of(
            datasets.read_lines(passages, datasets.PassageLine), processes=os.cpu_count() or 1
        )
        shown.update(task, description="Asking", total=len(asked))
        for line in datasets.run(asked, knowledge, top=top):
            write(line)
            shown.advance(task)
    output.print(f"{len(asked)} questions over {len(knowledge.passages)} passages: {destination}")


def _without_diacritics(line: datasets.QuestionLine) -> datasets.QuestionLine:
    return line.model_copy(update={"question": strip_diacritics(line.question)})
