"""Files into the library: each with its outcome, none that stops the others."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnreadableFileError
from corpus.ingest import article_id, import_paths, make_article, read_article
from corpus.library import Library
from corpus.records import ArticleKind, FileOutcome, ImportReport, Source

PAGE = "Xã Tân An có 12 tổ tự quản\n\nXã Tân An vừa lập 12 tổ tự quản ở các ấp."
DIGEST = """---
title: "Tân An: 12 tổ tự quản"
kind: digest
digest_of:
  file: tan-an.txt
  publisher: Báo Tân An
  published_on: 2020-05-19
  author: Lê Minh
place: xã Tân An
contact: true
---

Ở Tân An có 12 tổ tự quản.

Điện thoại của xã là 0272 3 000 000.
"""

Status = FileOutcome.Status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, and between them two files that are none."""
    path = tmp_path / "articles"
    path.mkdir()
    (path / "a.txt").write_text(PAGE, encoding="utf-8")
    (path / "b.txt").write_bytes(b"\x00\x01")
    (path / "c.md").write_text("---\ntitel: Tân An\n---\nMột.", encoding="utf-8")
    (path / "d.txt").write_text(PAGE.replace("12", "13"), encoding="utf-8")
    return path


def statuses(report: ImportReport) -> list[tuple[str, Status]]:
    return [(outcome.path.name, outcome.status) for outcome in report.outcomes]


def test_bad_files_are_lines_in_the_report_and_the_others_are_imported(
    library: Library, folder: Path
) -> None:
    report = import_paths([folder], library)
    assert statuses(report) == [
        ("a.txt", Status.ADDED),
        ("b.txt", Status.FAILED),
        ("c.md", Status.FAILED),
        ("d.txt", Status.ADDED),
    ]
    assert [bool(outcome.problem) for outcome in report.outcomes] == [False, True, True, False]
    assert [article.source.name for article in library.articles()] == ["a.txt", "d.txt"]


def test_importing_twice_changes_nothing(library: Library, folder: Path) -> None:
    import_paths([folder], library)
    before = library.everything(), library.revision()
    report = import_paths([folder], library)
    assert report.count(Status.UNCHANGED) == 2
    assert (library.everything(), library.revision()) == before


def test_a_changed_file_replaces_its_article_and_keeps_its_id(
    library: Library, folder: Path
) -> None:
    import_paths([folder / "a.txt"], library)
    before = library.get("a.txt")
    (folder / "a.txt").write_text(PAGE.replace("12", "14"), encoding="utf-8")
    assert statuses(import_paths([folder / "a.txt"], library)) == [("a.txt", Status.REPLACED)]
    after = library.get("a.txt")
    assert after.id == before.id
    assert "14 tổ" in after.text


def test_a_file_that_became_unreadable_leaves_its_article_as_it_was(
    library: Library, folder: Path
) -> None:
    import_paths([folder / "a.txt"], library)
    before = library.articles()
    (folder / "a.txt").write_bytes(b"")
    assert statuses(import_paths([folder / "a.txt"], library)) == [("a.txt", Status.FAILED)]
    assert library.articles() == before


def test_the_same_bytes_under_another_name_are_another_article(
    library: Library, folder: Path
) -> None:
    (folder / "copy.txt").write_text(PAGE, encoding="utf-8")
    report = import_paths([folder / "a.txt", folder / "copy.txt"], library)
    assert report.count(Status.ADDED) == 2


def test_paths_that_lead_nowhere_are_lines_in_the_report(library: Library, folder: Path) -> None:
    report = import_paths([folder / "nowhere.txt", folder / "a.txt"], library)
    assert statuses(report) == [("nowhere.txt", Status.FAILED), ("a.txt", Status.ADDED)]


def test_progress_is_told_after_every_file(library: Library, folder: Path) -> None:
    told: list[tuple[int, int, str]] = []
    import_paths(
        [folder], library, progress=lambda done, total, path: told.append((done, total, path.name))
    )
    assert told == [(1, 4, "a.txt"), (2, 4, "b.txt"), (3, 4, "c.md"), (4, 4, "d.txt")]


def test_nothing_to_import_is_an_empty_report(library: Library) -> None:
    assert import_paths([], library) == ImportReport()


def test_a_digest_is_cited_as_what_it_retells(tmp_path: Path) -> None:
    path = tmp_path / "tan-an.md"
    path.write_text(DIGEST, encoding="utf-8")
    article = read_article(path)
    assert (article.kind, article.title) == (ArticleKind.DIGEST, "Tân An: 12 tổ tự quản")
    assert (article.publisher, article.author) == ("Báo Tân An", "Lê Minh")
    assert article.published_on is not None
    assert article.published_on.isoformat() == "2020-05-19"
    assert article.contact is not None
    assert article.contact.of(article.text) == "Điện thoại của xã là 0272 3 000 000."


def test_front_matter_without_a_text_is_refused() -> None:
    data = b"---\ntitle: Tan An\n---\n\n"
    with pytest.raises(UnreadableFileError, match="below the front matter"):
        make_article(Source(name="a.md", sha256=""), data)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="can't be opened"):
        read_article(tmp_path / "absent.txt")


def test_a_name_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b\udcffi.txt"
    path.write_text(PAGE, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match="name"):
        read_article(path)


def test_a_name_in_nfd_is_the_same_name(tmp_path: Path) -> None:
    path = tmp_path / "ba\u0300i.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert read_article(path).source.name == "bài.txt"
    assert read_article(path).id == article_id("bài.txt")


@given(st.one_of(st.binary(), st.text().map(str.encode)), st.sampled_from(["a.txt", "a.md"]))
def test_any_bytes_become_an_article_or_are_refused(data: bytes, name: str) -> None:
    with suppress(UnreadableFileError):
        article = make_article(Source(name=name, sha256=""), data)
        assert article.title.strip()
        assert article.text.strip()
        assert article.contact is None or article.contact.end == len(article.text)
