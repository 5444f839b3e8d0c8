"""The digests that come with the program: loaded once, and the operator's word counts."""

from pathlib import Path

import pytest

from corpus.ingest import import_paths
from corpus.library import Library
from corpus.passages import passages_of
from corpus.records import ArticleKind
from corpus.shipped import SHIPPED_FOLDER, load_shipped

DIGEST = """---
title: {title}
kind: digest
digest_of: {{file: tan-an.txt}}
---

Ở Tân An có 12 tổ tự quản.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one shipped digest."""
    path = tmp_path / "shipped"
    path.mkdir()
    ship(path)
    return path


def ship(folder: Path, title: str = "Tân An", name: str = "tan-an.md") -> None:
    (folder / name).write_text(DIGEST.format(title=title), encoding="utf-8")


def titles(library: Library) -> list[str]:
    return [article.title for article in library.articles()]


def test_the_first_start_loads_all_that_is_shipped(library: Library) -> None:
    loaded = load_shipped(library)
    assert len(loaded) == len([*SHIPPED_FOLDER.glob("*.md")]) > 0
    assert library.articles() == loaded


def test_what_is_shipped_are_digests_that_name_their_originals(library: Library) -> None:
    for article in load_shipped(library):
        assert article.kind is ArticleKind.DIGEST
        assert article.digest_of is not None
        assert Path(article.digest_of.file).stem == Path(article.source.name).stem
        assert article.place
        assert len(passages_of(article)) > 3


def test_the_next_start_loads_nothing(library: Library, folder: Path) -> None:
    load_shipped(library, folder)
    before = library.revision()
    assert load_shipped(library, folder) == ()
    assert library.revision() == before


def test_a_newer_digest_replaces_the_older(library: Library, folder: Path) -> None:
    load_shipped(library, folder)
    ship(folder, title="Tân An, bản mới")
    load_shipped(library, folder)
    assert titles(library) == ["Tân An, bản mới"]


def test_a_new_digest_comes_to_those_that_are_there(library: Library, folder: Path) -> None:
    load_shipped(library, folder)
    ship(folder, title="Bình Hòa", name="binh-hoa.md")
    assert [article.title for article in load_shipped(library, folder)] == ["Bình Hòa"]
    assert titles(library) == ["Bình Hòa", "Tân An"]


def test_a_digest_that_was_removed_never_comes_back(library: Library, folder: Path) -> None:
    load_shipped(library, folder)
    library.remove("tan-an.md")
    load_shipped(library, folder)
    ship(folder, title="Tân An, bản mới")
    load_shipped(library, folder)
    load_shipped(library, folder)
    assert titles(library) == []


def test_a_digest_that_an_operator_replaced_stays_replaced(
    library: Library, folder: Path, tmp_path: Path
) -> None:
    load_shipped(library, folder)
    ship(tmp_path, title="Tân An, bản của xã")
    import_paths([tmp_path / "tan-an.md"], library)
    ship(folder, title="Tân An, bản mới")
    load_shipped(library, folder)
    load_shipped(library, folder)
    assert titles(library) == ["Tân An, bản của xã"]


def test_a_digest_that_was_removed_comes_back_when_it_is_imported(
    library: Library, folder: Path
) -> None:
    load_shipped(library, folder)
    library.remove("tan-an.md")
    import_paths([folder], library)
    load_shipped(library, folder)
    assert titles(library) == ["Tân An"]
