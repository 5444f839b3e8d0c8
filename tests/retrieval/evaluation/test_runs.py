"""Runs as files: what was written is read again, and only for the same questions."""

from pathlib import Path

import pytest

from retrieval.datasets import JudgedLine
from retrieval.errors import BadDatasetError
from retrieval.evaluation.measures import Trial
from retrieval.evaluation.runs import make_folder, read_runs, write_runs
from retrieval.evaluation.trials import QuestionSet, Variant
from tests.support.made_up_set import answer_line, trial

TRIALS = [trial(number, hits=["p0"], answer=answer_line(), without=0.25) for number in range(3)]


def of_questions(*questions: JudgedLine) -> QuestionSet:
    return QuestionSet(name="truong", passages=(), questions=questions)


ASKED = of_questions(*(one.question for one in TRIALS))


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    tried = dict.fromkeys(Variant, TRIALS)
    write_runs(tmp_path, "truong", tried)

    assert read_runs(tmp_path, ASKED) == tried


def test_a_single_run_is_of_the_questions_as_typed(tmp_path: Path) -> None:
    write_runs(tmp_path, "truong", {Variant.AS_TYPED: TRIALS})

    [(variant, trials)] = read_runs(tmp_path / "truong.as-typed.jsonl", ASKED).items()

    assert variant is Variant.AS_TYPED
    assert trials == [Trial(question=one.question, found=one.found) for one in TRIALS]


def test_a_run_of_more_questions_may_be_in_another_order(tmp_path: Path) -> None:
    write_runs(tmp_path, "truong", {Variant.AS_TYPED: TRIALS[::-1]})

    found = read_runs(tmp_path, of_questions(TRIALS[1].question))

    assert found == {Variant.AS_TYPED: [TRIALS[1]]}


def test_a_run_without_some_of_the_questions_is_refused(tmp_path: Path) -> None:
    write_runs(tmp_path, "truong", {Variant.PLAIN: TRIALS[:1]})

    with pytest.raises(BadDatasetError, match="lacks 2 of the 3 questions of 'truong', such as"):
        read_runs(tmp_path, ASKED)


def test_a_folder_without_a_run_of_the_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadDatasetError, match=r"has no run of 'truong', such as truong\.as-typed"):
        read_runs(tmp_path, ASKED)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()

    with pytest.raises(BadDatasetError, match=r"file can't be made \("):
        make_folder(file)
