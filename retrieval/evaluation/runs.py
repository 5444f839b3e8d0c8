"""The runs of an evaluation as files, each as `danvan search` writes it.

SET.as-typed.jsonl              what was found for the questions of a set, typed in that way
SET.as-typed.taken-out.jsonl    the same with each question's passages taken out
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from retrieval.datasets import RunLine, read_lines, written_whole
from retrieval.errors import BadDatasetError
from retrieval.evaluation.measures import Trial
from retrieval.evaluation.trials import QuestionSet, Variant


def make_folder(folder: Path) -> None:
    """Make a folder for runs, if there is none; raises BadDatasetError where that can't be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadDatasetError(
            f"{folder} can't be made ({error.strerror}); name another folder for the runs"
        ) from error


def write_runs(folder: Path, name: str, trials: Mapping[Variant, Sequence[Trial]]) -> None:
    """Write the runs of the set `name`; raises BadDatasetError where that can't be."""
    for variant, tried in trials.items():
        with written_whole(_path(folder, name, variant)) as write:
            for one in tried:
                write(one.found)
        with written_whole(_path(folder, name, variant, taken_out=True)) as write:
            for one in tried:
                if one.without is not None:
                    write(one.without)


def read_runs(path: Path, asked: QuestionSet) -> dict[Variant, list[Trial]]:
    """Return the trials that an earlier run left of a set, by the ways of typing that it has.

    `path` is a folder that `write_runs` wrote to, or one run of the questions as typed. Raises
    BadDatasetError where it has none of them, or not all of their questions.
    """
    if not path.is_dir():
        return {Variant.AS_TYPED: _trials(path, None, asked)}
    files = {variant: _path(path, asked.name, variant) for variant in Variant}
    found = {
        variant: _trials(file, _path(path, asked.name, variant, taken_out=True), asked)
        for variant, file in files.items()
        if file.exists()
    }
    if not found:
        raise BadDatasetError(
            f"{path} has no run of {asked.name!r}, such as {files[Variant.AS_TYPED].name}; "
            "compare with a folder that --run-dir wrote"
        )
    return found


def _trials(path: Path, taken_out: Path | None, asked: QuestionSet) -> list[Trial]:
    found = _lines(path, asked)
    without = _lines(taken_out, asked) if taken_out and taken_out.exists() else {}
    return [
        Trial(question=line, found=found[line.id], without=without.get(line.id))
        for line in asked.questions
    ]


def _lines(path: Path, asked: QuestionSet) -> dict[str, RunLine]:
    lines = {line.id: line for line in read_lines(path, RunLine)}
    lacking = [line.id for line in asked.questions if line.id not in lines]
    if lacking:
        raise BadDatasetError(
            f"{path} lacks {len(lacking)} of the {len(asked.questions)} questions of "
            f"{asked.name!r}, such as {lacking[0]!r}; compare runs of the same questions"
        )
    return lines


def _path(folder: Path, name: str, variant: Variant, *, taken_out: bool = False) -> Path:
    kind = ".taken-out" if taken_out else ""
    return folder / f"{name}.{variant.value.replace(' ', '-')}{kind}.jsonl"
