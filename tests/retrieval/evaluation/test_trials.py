"""Sets are read with care, and their questions asked in every way of typing."""

import gzip
import json
import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from retrieval.datasets import knowledge_of
from retrieval.errors import BadDatasetError
from retrieval.evaluation.trials import QuestionSet, Variant, ask, read_set, typed
from tests.support.made_up_set import made_up_set


def written(
    folder: Path,
    passages: Sequence[Mapping[str, object]],
    questions: Sequence[Mapping[str, object]],
) -> Path:
    for name, lines in (("passages", passages), ("questions", questions)):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def many(count: int) -> QuestionSet:
    one = made_up_set()
    questions = (one.questions[number % len(one.questions)] for number in range(count))
    numbered = (
        line.model_copy(update={"id": f"n{number}"}) for number, line in enumerate(questions)
    )
    return QuestionSet(name="many", passages=one.passages, questions=tuple(numbered))


def test_a_set_is_read_from_its_folder(tmp_path: Path) -> None:
    folder = written(
        tmp_path, [{"id": "p0", "text": "a"}], [{"id": "q0", "question": "a?", "passages": ["p0"]}]
    )
    plain = folder / "passages.jsonl"
    plain.with_suffix(".jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()

    found = read_set(folder)

    assert found.name == tmp_path.name
    assert [line.text for line in found.passages] == ["a"]
    assert [(line.passages, line.answers) for line in found.questions] == [(["p0"], [])]


@pytest.mark.parametrize(
    ("questions", "said"),
    [
        ([{"id": "q0", "question": "a", "passages": ["p7"]}], "'q0' is answered by 'p7'"),
        ([{"id": "q0", "question": "a", "passages": []}] * 2, "two questions of the id 'q0'"),
        ([{"id": "q0", "question": "a"}], "expected a JSON object with id and question and pass"),
    ],
)
def test_questions_that_cannot_be_measured_are_named(
    tmp_path: Path, questions: list[dict[str, object]], said: str
) -> None:
    folder = written(tmp_path, [{"id": "p0", "text": "a"}], questions)

    with pytest.raises(BadDatasetError) as caught:
        read_set(folder)

    assert said in str(caught.value)


def test_a_folder_that_is_no_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDatasetError, match=r"neither passages.jsonl nor passages.jsonl.gz"):
        read_set(tmp_path)


def test_a_question_is_typed_in_three_ways() -> None:
    line = made_up_set().questions[1]
    as_typed, plain, slips = (typed(line, variant, seed=0).question for variant in Variant)

    assert as_typed == line.question
    assert plain == "Thu vien mo cua may gio?"
    assert slips not in (as_typed, plain)
    assert slips == typed(line, Variant.SLIPS, seed=0).question


def test_each_question_is_asked_with_its_passages_and_without() -> None:
    asked = made_up_set()
    tried = list(ask(asked.questions, knowledge_of(asked.passages), top=10, seed=0))

    assert [set(trials) for trials in tried] == [set(Variant)] * len(asked.questions)
    for trials, line in zip(tried[:4], asked.questions, strict=False):
        trial = trials[Variant.AS_TYPED]
        assert trial.question == line
        assert trial.found.hits[0].id == line.passages[0]
        assert trial.without is not None
        assert line.passages[0] not in [hit.id for hit in trial.without.hits]


def test_a_question_that_nothing_answers_loses_nothing() -> None:
    asked = made_up_set()
    *_, last = ask(asked.questions, knowledge_of(asked.passages), top=10, seed=0)

    assert all(trial.found == trial.without for trial in last.values())


def test_knowledge_can_be_given_to_another_process() -> None:
    asked = made_up_set()
    knowledge = knowledge_of(asked.passages)

    given = pickle.loads(pickle.dumps(knowledge))

    assert list(ask(asked.questions, given, top=10, seed=0)) == list(
        ask(asked.questions, knowledge, top=10, seed=0)
    )


@pytest.mark.slow
def test_several_processes_find_the_same_in_the_same_order() -> None:
    asked = many(70)
    knowledge = knowledge_of(asked.passages)

    alone = list(ask(asked.questions, knowledge, top=10, seed=0))
    together = list(ask(asked.questions, knowledge, top=10, seed=0, processes=2))

    assert together == alone
