"""`danvan search`: any set of passages and questions."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import Danvan

Json = dict[str, Any]

PASSAGES: list[Json] = [
    {"id": "p0", "text": "Sinh viên nộp học phí trước ngày 15 tháng 9. Nộp trễ thì bị nhắc nhở."},
    {"id": "p1", "text": "Thư viện mở cửa từ 7 giờ đến 21 giờ."},
    {"id": "p2", "text": "Ký túc xá có 300 chỗ ở cho sinh viên năm nhất."},
]
QUESTIONS: list[Json] = [
    {"id": "q0", "question": "Thư viện mở cửa mấy giờ?", "passages": ["p1"]},
    {"id": "q1", "question": "Ký túc xá có bao nhiêu chỗ ở?", "passages": ["p2"]},
    {"id": "q2", "question": "Giá vàng hôm nay"},
]


class Dataset:
    """A set in a folder, and the command on it."""

    def __init__(self, folder: Path, danvan: Danvan) -> None:
        self.passages = folder / "passages.jsonl"
        self.questions = folder / "questions.jsonl"
        self.output = folder / "run.jsonl"
        self._danvan = danvan
        self.passages.write_text(as_lines(PASSAGES), encoding="utf-8")
        self.questions.write_text(as_lines(QUESTIONS), encoding="utf-8")

    def search(self, *options: str) -> list[Json]:
        """Search, and return the lines of the run."""
        code, err = self.try_to_search(*options)
        assert (code, err) == (0, "")
        return [json.loads(line) for line in self.output.read_text(encoding="utf-8").splitlines()]

    def try_to_search(self, *options: str) -> tuple[int, str]:
        """Search, and return the exit code and what was complained of."""
        places = {
            "--passages": self.passages,
            "--questions": self.questions,
            "--output": self.output,
        }
        named = (part for option, path in places.items() for part in (option, str(path)))
        ran = self._danvan("search", *named, *options)
        return ran.code, ran.err


def as_lines(lines: list[Json]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture
def dataset(tmp_path: Path, danvan: Danvan) -> Dataset:
    return Dataset(tmp_path, danvan)


def test_the_run_has_the_hits_and_the_answer_of_every_question(dataset: Dataset) -> None:
    library, dormitory, gold = dataset.search()

    assert [library["id"], dormitory["id"], gold["id"]] == ["q0", "q1", "q2"]
    assert library["hits"][0]["id"] == "p1"
    assert library["answer"].keys() == {"passage", "sentence", "confidence"}
    assert library["answer"]["passage"] == "p1"
    assert library["answer"]["sentence"] == PASSAGES[1]["text"]
    assert dormitory["answer"]["sentence"] == PASSAGES[2]["text"]
    assert gold["answer"] is None


def test_hits_are_sorted_by_falling_scores(dataset: Dataset) -> None:
    for line in dataset.search():
        scores = [hit["score"] for hit in line["hits"]]
        assert scores == sorted(scores, reverse=True)
        assert all(hit.keys() == {"id", "score"} for hit in line["hits"])


def test_no_more_hits_are_written_than_were_asked_for(dataset: Dataset) -> None:
    assert max(len(line["hits"]) for line in dataset.search("--top", "1")) == 1


def test_questions_can_be_asked_without_diacritics(dataset: Dataset) -> None:
    dataset.questions.write_text(
        as_lines([{"id": "q0", "question": "Thư viện mở cửa mấy giờ?"}]), encoding="utf-8"
    )
    [with_marks], [without] = dataset.search(), dataset.search("--strip-diacritics")

    assert without["hits"][0]["id"] == with_marks["hits"][0]["id"] == "p1"


def test_files_may_be_gzipped(dataset: Dataset, tmp_path: Path) -> None:
    plain = dataset.search()
    dataset.passages = tmp_path / "passages.jsonl.gz"
    dataset.passages.write_bytes(gzip.compress(as_lines(PASSAGES).encode()))

    assert dataset.search() == plain


def test_a_set_without_passages_or_questions_is_no_trouble(dataset: Dataset) -> None:
    dataset.passages.write_text("", encoding="utf-8")
    assert [line["hits"] for line in dataset.search()] == [[], [], []]

    dataset.questions.write_text("", encoding="utf-8")
    assert dataset.search() == []


def test_a_passage_without_words_is_no_trouble(dataset: Dataset) -> None:
    empty = [{"id": "p3", "text": ""}, {"id": "p4", "text": " … "}]
    dataset.passages.write_text(as_lines([*PASSAGES, *empty]), encoding="utf-8")

    assert dataset.search()[0]["hits"][0]["id"] == "p1"


def without_folder(dataset: Dataset) -> None:
    dataset.output = dataset.output.parent / "absent" / "run.jsonl"


def over_a_folder(dataset: Dataset) -> None:
    dataset.output = dataset.output.parent


def over_a_device(dataset: Dataset) -> None:
    dataset.output = Path("/dev/null")


def without_passages(dataset: Dataset) -> None:
    dataset.passages.unlink()


def with_a_namesake(dataset: Dataset) -> None:
    dataset.passages.write_text(as_lines([*PASSAGES, PASSAGES[0]]), encoding="utf-8")


def with_a_bad_line(dataset: Dataset) -> None:
    dataset.questions.write_text('{"id": "q0"}\n', encoding="utf-8")


def with_half_an_archive(dataset: Dataset) -> None:
    dataset.passages = dataset.passages.with_suffix(".gz")
    dataset.passages.write_bytes(gzip.compress(as_lines(PASSAGES).encode())[:-20])


def with_no_archive(dataset: Dataset) -> None:
    dataset.passages = dataset.passages.rename(dataset.passages.with_suffix(".gz"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (without_folder, "run.jsonl can't be written (No such file or directory)"),
        (over_a_folder, "is no file that a run can replace"),
        (over_a_device, "/dev/null is no file that a run can replace"),
        (without_passages, "passages.jsonl can't be read (No such file or directory)"),
        (with_a_namesake, "two passages have the id 'p0'"),
        (with_a_bad_line, "questions.jsonl, line 1: question: Field required"),
        (with_half_an_archive, "passages.gz can't be read"),
        (with_no_archive, "passages.gz can't be read (Not a gzipped file"),
    ],
)
def test_what_cannot_be_used_is_an_error(
    dataset: Dataset, spoil: Callable[[Dataset], None], said: str
) -> None:
    spoil(dataset)

    code, err = dataset.try_to_search()

    assert code == 2
    assert err.startswith("danvan: ")
    assert said in err


@pytest.mark.parametrize("spoil", [without_passages, with_a_namesake, with_half_an_archive])
def test_an_earlier_run_stays_whole_where_a_new_one_fails(
    dataset: Dataset, spoil: Callable[[Dataset], None]
) -> None:
    before = dataset.search()
    spoil(dataset)
    files = sorted(dataset.output.parent.iterdir())

    assert dataset.try_to_search()[0] == 2
    assert [json.loads(line) for line in dataset.output.read_text("utf-8").splitlines()] == before
    assert sorted(dataset.output.parent.iterdir()) == files
