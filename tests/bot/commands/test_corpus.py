"""`danvan corpus …`: what the library holds."""

from pathlib import Path

import pytest

from tests.support.command_line import Danvan
from tests.support.shared_articles import ARTICLES, needs_articles


def test_a_new_library_holds_the_shipped_digests(danvan: Danvan) -> None:
    header, *rows = danvan("corpus", "list").out.splitlines()

    assert header.split() == ["ID", "PUBLISHED", "KIND", "FILE", "TITLE"]
    assert [row.split()[2] for row in rows] == ["digest"] * 5


@needs_articles
def test_the_five_real_articles_are_added_and_hide_their_digests(danvan: Danvan) -> None:
    added = danvan("corpus", "add", str(ARTICLES))
    kinds = [row.split()[2] for row in danvan("corpus", "list").out.splitlines()[1:]]

    assert added.code == 0
    assert added.out.splitlines()[-1] == "5 added, 0 replaced, 0 unchanged, 0 failed"
    assert sorted(kinds) == ["hidden"] * 5 + ["original"] * 5


def test_an_article_is_one_line_of_the_list_and_whole_in_a_pipe(small_library: Danvan) -> None:
    rows = small_library("corpus", "list").out.splitlines()[1:]

    assert [row.split(maxsplit=4)[1:] for row in rows] == [
        ["2020-05-19", "original", "groups.md", "Khu phố chăm lo cơ sở"],
        ["2021-06-01", "original", "trees.md", "Trường học: xanh, sạch [đẹp] :tree:"],
    ]


def test_an_empty_library_says_how_to_fill_it(small_library: Danvan) -> None:
    for name in ("groups", "trees"):
        assert small_library("corpus", "remove", name).code == 0

    assert "danvan corpus add" in small_library("corpus", "list").out


def test_importing_again_changes_nothing(small_library: Danvan, articles: Path) -> None:
    ran = small_library("corpus", "add", str(articles))
    assert ran.out.splitlines()[-1] == "0 added, 0 replaced, 2 unchanged, 0 failed"


def test_a_changed_file_replaces_its_article(small_library: Danvan, articles: Path) -> None:
    changed = articles / "groups.md"
    changed.write_text(changed.read_text(encoding="utf-8") + "\nThêm một đoạn.\n", encoding="utf-8")

    ran = small_library("corpus", "add", str(changed))

    assert ran.out.startswith(f"replaced   {changed}")
    assert "Thêm một đoạn." in small_library("corpus", "show", "groups", "--text").out


def test_a_file_that_fails_is_a_line_that_says_why_and_the_others_are_added(
    danvan: Danvan, articles: Path
) -> None:
    (articles / "empty.txt").touch()

    ran = danvan("corpus", "add", str(articles), str(articles / "absent.txt"))

    assert ran.code == 1
    failed = [line for line in ran.out.splitlines() if line.startswith("failed ")]
    assert [
        f"{articles}/{name}: " in line
        for name, line in zip(("empty.txt", "absent.txt"), failed, strict=True)
    ] == [True, True]
    assert ran.out.splitlines()[-1] == "2 added, 0 replaced, 0 unchanged, 2 failed"


def test_patterns_are_expanded_where_no_shell_did(danvan: Danvan, articles: Path) -> None:
    ran = danvan("corpus", "add", str(articles / "*.md"))
    assert ran.out.splitlines()[-1].startswith("2 added")


@pytest.mark.parametrize("name", ["groups", "groups.md"])
def test_an_article_is_shown_with_what_is_known_of_it(small_library: Danvan, name: str) -> None:
    out = small_library("corpus", "show", name).out

    assert "title      Khu phố chăm lo cơ sở\n" in out
    assert "publisher  Báo Khu phố\n" in out
    assert "published  2020-05-19\n" in out
    assert out.endswith("\nKhu phố thực hiện Nghị quyết số 25-NQ/TW ngày 3/6/2013.\n")


def test_titles_are_no_markup(small_library: Danvan) -> None:
    assert "xanh, sạch [đẹp] :tree:" in small_library("corpus", "show", "trees").out


def test_the_contact_and_the_original_of_a_digest_are_shown(danvan: Danvan) -> None:
    out = danvan("corpus", "show", "kien-tuong-2019").out

    assert "\ncontact    " in out
    assert "\ndigest of  kien-tuong-2019.txt" in out


def test_the_text_alone_is_nothing_but_the_text(small_library: Danvan) -> None:
    assert small_library("corpus", "show", "groups", "--text").out == (
        "Khu phố có 12 tổ tự quản. Mỗi tổ họp một tháng một lần.\n"
        "Khu phố thực hiện Nghị quyết số 25-NQ/TW ngày 3/6/2013.\n"
    )


def test_a_removed_article_is_gone_and_a_shipped_one_does_not_come_back(danvan: Danvan) -> None:
    removed = danvan("corpus", "remove", "can-duoc-2023")

    assert (removed.code, removed.out) == (0, "Removed can-duoc-2023.md.\n")
    assert "can-duoc" not in danvan("corpus", "list").out


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_unknown_name_is_an_error_that_names_what_is_near(
    small_library: Danvan, command: str
) -> None:
    ran = small_library("corpus", command, "group")

    assert (ran.code, ran.out) == (2, "")
    assert "did you mean groups.md?" in ran.err
    assert "danvan corpus list" in ran.err
