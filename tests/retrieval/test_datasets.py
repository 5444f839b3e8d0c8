"""Question sets: what is read of them, what is refused, and the runs made of them."""

import gzip
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from corpus.text import strip_diacritics
from retrieval.datasets import (
    PassageLine,
    QuestionLine,
    RunLine,
    knowledge_of,
    parse_lines,
    read_lines,
    run,
    written_whole,
)
from retrieval.errors import BadDatasetError
from retrieval.knowledge import Knowledge

TEXTS = {
    "p0": "Sinh viên nộp học phí trước ngày 15 tháng 9. Nộp trễ thì bị nhắc nhở.",
    "p1": "Thư viện mở cửa từ 7 giờ đến 21 giờ.",
    "p2": "Ký túc xá có 300 chỗ ở cho sinh viên năm nhất.",
}
GOOD = b'{"id": "q0", "question": "a"}'


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return knowledge_of(PassageLine(id=name, text=text) for name, text in TEXTS.items())


def asked(*questions: str) -> Iterator[QuestionLine]:
    for number, question in enumerate(questions):
        yield QuestionLine(id=f"q{number}", question=question)


def one_run(question: str, knowledge: Knowledge, *, top: int = 20) -> RunLine:
    [line] = run(asked(question), knowledge, top=top)
    return line


@pytest.mark.parametrize(
    "line",
    [
        GOOD,
        b'{"id": "q0", "question": "a", "passages": ["p1"], "answers": []}\n',
        b'\xef\xbb\xbf{"id": "q0", "question": "a"}\r\n',
    ],
)
def test_a_line_is_read_with_what_it_needs_and_no_more(line: bytes) -> None:
    assert list(parse_lines([line], "set", QuestionLine)) == [QuestionLine(id="q0", question="a")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"not JSON", "Invalid JSON"),
        (b'{"id": "q1"', "Invalid JSON"),
        (b'{"id": "q1"}', "question: Field required"),
        (b'{"id": "q1", "question": null}', "question: Input should be a valid string"),
        (b'{"id": 1, "question": "a"}', "id: Input should be a valid string"),
        (b'["q1", "a"]', "Input should be an object"),
        (b'{"id": "q1", "question": "\xff"}', "line 3"),
    ],
)
def test_a_bad_line_is_named_with_what_was_expected(line: bytes, said: str) -> None:
    with pytest.raises(BadDatasetError) as caught:
        list(parse_lines([GOOD, b"\n", line], "questions.jsonl", QuestionLine))

    assert str(caught.value).startswith("questions.jsonl, line 3: ")
    assert said in str(caught.value)
    assert "expected a JSON object with id and question" in str(caught.value)


def test_lines_before_a_bad_one_are_read() -> None:
    lines = parse_lines([GOOD, b"{}"], "set", QuestionLine)

    assert next(lines).id == "q0"


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_a_file_is_read_gzipped_or_not(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    data = '{"id": "p0", "text": "Dân vận khéo"}\n\n{"id": "p1", "text": ""}'.encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)

    assert [line.text for line in read_lines(path, PassageLine)] == ["Dân vận khéo", ""]


@pytest.mark.parametrize(
    ("name", "data"),
    [("absent.jsonl", None), ("absent.jsonl.gz", None), ("set.gz", b"{}"), ("set.gz", b"\x1f\x8b")],
)
def test_a_file_that_cannot_be_read_is_named(name: str, data: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)

    with pytest.raises(BadDatasetError, match=r"can't be read .*check"):
        list(read_lines(path, PassageLine))


def test_a_passage_of_a_set_is_never_cut(knowledge: Knowledge) -> None:
    assert [knowledge.text_of(passage) for passage in knowledge.passages] == list(TEXTS.values())


def test_two_passages_of_one_id_are_refused() -> None:
    with pytest.raises(BadDatasetError, match="'p0'"):
        knowledge_of(PassageLine(id="p0", text=text) for text in ("Một.", "Hai."))


def test_a_run_has_one_line_a_question_in_their_order(knowledge: Knowledge) -> None:
    lines = list(run(asked("học phí", "", "bitcoin", "thư viện"), knowledge, top=5))

    assert [line.id for line in lines] == ["q0", "q1", "q2", "q3"]


def test_hits_are_the_best_passages_best_first(knowledge: Knowledge) -> None:
    line = one_run("sinh viên ở ký túc xá", knowledge)

    scores = [hit.score for hit in line.hits]
    assert [hit.id for hit in line.hits][:2] == ["p2", "p0"]
    assert scores == sorted(scores, reverse=True)


def test_no_more_hits_than_asked_for(knowledge: Knowledge) -> None:
    assert len(one_run("sinh viên ở ký túc xá", knowledge, top=1).hits) == 1


def test_the_answer_is_a_sentence_of_the_passage_it_names(knowledge: Knowledge) -> None:
    answer = one_run("Nộp học phí trước ngày nào?", knowledge).answer

    assert answer
    assert answer.passage == "p0"
    assert answer.sentence == "Sinh viên nộp học phí trước ngày 15 tháng 9."
    assert 0 < answer.confidence <= 1


@pytest.mark.parametrize("question", ["", "bitcoin", "🙂"])
def test_a_question_that_finds_nothing_has_neither_hits_nor_answer(
    question: str, knowledge: Knowledge
) -> None:
    line = one_run(question, knowledge)

    assert (line.hits, line.answer) == ([], None)


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Nộp học phí trước ngày nào?", "p0"),
        ("Thư viện mở cửa mấy giờ?", "p1"),
        ("Ký túc xá có bao nhiêu chỗ ở?", "p2"),
    ],
)
def test_a_question_without_diacritics_finds_the_same(
    question: str, passage: str, knowledge: Knowledge
) -> None:
    for typed in (question, strip_diacritics(question)):
        line = one_run(typed, knowledge)
        assert line.hits[0].id == passage
        assert line.answer
        assert line.answer.passage == passage


def test_a_run_is_written_as_lines_of_readable_json(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    lines = list(run(asked("thư viện", "bitcoin"), knowledge, top=1))

    with written_whole(path) as write:
        for line in lines:
            write(line)

    text = path.read_text(encoding="utf-8")
    written = [json.loads(line) for line in text.splitlines()]
    assert "Thư viện" in text
    assert [RunLine.model_validate(line) for line in written] == lines
    assert [line.keys() for line in written] == [{"id", "hits", "answer"}] * 2


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text("before", encoding="utf-8")

    with suppress(KeyboardInterrupt), written_whole(path) as write:
        write(RunLine(id="q0", hits=[], answer=None))
        raise KeyboardInterrupt

    assert [file.name for file in tmp_path.iterdir()] == ["run.jsonl"]
    assert path.read_text(encoding="utf-8") == "before"
