"""Paths as people type them, and the files that they mean."""

import os
from pathlib import Path

import pytest

from corpus.finding import find_files

WORDS = "Xã Tân An có 12 tổ tự quản."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with articles, and with what is none."""
    for name in (
        "b.txt",
        "a.TXT",
        "sub/c.md",
        "sub/deep/d.txt",
        "e.pdf",
        ".hidden.txt",
        ".git/f.txt",
    ):
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(WORDS, encoding="utf-8")
    return tmp_path / "articles"


def found(*paths: Path) -> list[tuple[str, bool]]:
    return [(file.path.name, file.problem is None) for file in find_files(paths)]


def test_a_folder_means_its_articles_in_order_and_nothing_hidden(folder: Path) -> None:
    assert found(folder) == [("a.TXT", True), ("b.txt", True), ("c.md", True), ("d.txt", True)]


def test_a_file_that_is_named_is_taken_whatever_it_is_called(folder: Path) -> None:
    assert found(folder / "e.pdf", folder / ".hidden.txt") == [
        ("e.pdf", True),
        (".hidden.txt", True),
    ]


def test_a_pattern_that_the_shell_left_is_expanded(folder: Path) -> None:
    assert found(folder / "*.txt") == [("b.txt", True)]
    assert found(folder / "**" / "*.txt") == [("b.txt", True), ("d.txt", True)]


def test_a_pattern_goes_into_no_folder_that_is_hidden_and_follows_no_links_in_circles(
    folder: Path,
) -> None:
    for name in ("round", "and_round"):
        (folder / "sub" / name).symlink_to(folder)
    assert found(folder / "**" / "*.txt") == [("b.txt", True), ("d.txt", True)]
    assert found(folder / ".git" / "*.txt") == [("f.txt", True)]


@pytest.mark.parametrize("pattern", ["a**b.txt", "**b/*.txt"])
def test_stars_within_a_name_match_nothing_but_are_no_error(folder: Path, pattern: str) -> None:
    [(_, is_fine)] = found(folder / pattern)
    assert not is_fine


def test_a_file_whose_name_looks_like_a_pattern_is_itself(folder: Path) -> None:
    (folder / "bài [1].txt").write_text(WORDS, encoding="utf-8")
    assert found(folder / "bài [1].txt") == [("bài [1].txt", True)]


def test_a_file_that_is_named_twice_is_found_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert found(folder / "b.txt", Path("b.txt"), folder / "*.txt") == [("b.txt", True)]


def test_the_second_of_two_files_with_one_name_is_a_problem(folder: Path) -> None:
    (folder / "sub" / "b.txt").write_text(WORDS, encoding="utf-8")
    problems = [file for file in find_files([folder]) if file.problem]
    assert [file.path for file in problems] == [folder / "sub" / "b.txt"]
    assert "rename one" in str(problems[0].problem)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("absent.txt", "there is no such file or folder"),
        ("*.docx", "no file matches"),
        ("empty", "holds no .txt or .md file"),
        ("pipe", "no file that can be read"),
        ("x" * 300, "can't be read"),
    ],
)
def test_a_path_that_leads_to_nothing_is_a_problem_with_what_to_do(
    folder: Path, name: str, problem: str
) -> None:
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe")
    (file,) = find_files([folder / name])
    assert file.path == folder / name
    assert problem in str(file.problem)


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.txt").write_text(WORDS, encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret" / "s.txt")
    (folder / "linked").symlink_to(tmp_path / "secret", target_is_directory=True)
    (folder / "inner.txt").symlink_to(folder / "sub" / "c.md")
    names = [name for name, _ in found(folder)]
    assert "link.txt" not in names
    assert "s.txt" not in names
    assert "inner.txt" in names
