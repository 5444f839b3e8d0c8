"""`danvan index`, and what other commands do with what is derived from the library."""

import zipfile
from pathlib import Path

from tests.support.command_line import Danvan

QUESTION = "Khu phố có mấy tổ tự quản?"


def damage(home: Path) -> None:
    (segment,) = (home / "index").glob("*.segment")
    segment.write_bytes(b"not what was written")


def test_before_anything_was_asked_there_is_none(small_library: Danvan, home: Path) -> None:
    ran = small_library("index")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == f"folder    {home / 'index'}"
    assert "readings  0 files" in ran.out
    assert "there is none yet; the next start builds it, or: danvan index --rebuild" in ran.out


def test_a_question_leaves_an_index_that_fits(small_library: Danvan) -> None:
    first = small_library("ask", QUESTION)
    assert "12 tổ tự quản" in first.out

    ran = small_library("index", "--verify")

    assert ran.code == 0
    assert "readings  1 file, " in ran.out
    assert "fits the library: 2 passages, and every checksum is right" in ran.out
    assert small_library("ask", QUESTION) == first


def test_an_index_of_before_an_import_does_not_fit_until_it_is_rebuilt(
    small_library: Danvan,
) -> None:
    small_library("index", "--rebuild")
    small_library("corpus", "remove", "trees")

    assert "of another state of the library" in small_library("index").out
    assert "fits the library: 2 passages" not in small_library("index", "--rebuild").out
    assert "fits the library" in small_library("index").out


def test_a_damaged_index_is_told_and_rebuilt(small_library: Danvan, home: Path) -> None:
    small_library("index", "--rebuild")
    damage(home)

    ran = small_library("index", "--verify")
    assert (ran.code, "is damaged" in ran.out) == (1, True)
    rebuilt = small_library("index", "--rebuild", "--verify")
    assert (rebuilt.code, "every checksum is right" in rebuilt.out) == (0, True)


def test_the_doctor_tells_of_damage_and_heals_it(small_library: Danvan, home: Path) -> None:
    small_library("index", "--rebuild")
    damage(home)

    told = small_library("doctor")

    assert told.code == 0
    assert "warn  index     2 passages, built in " in told.out
    assert "have the disk checked" in told.out
    assert "ok    index     2 passages, opened in " in small_library("doctor").out


def test_a_folder_that_can_not_be_used_is_told(small_library: Danvan, home: Path) -> None:
    (home / "index").write_bytes(b"a file")

    ran = small_library("index", "--rebuild")

    assert ran.code == 2
    assert "let the bot write to it, or set DANVAN_HOME to another folder" in ran.err
    assert "12 tổ tự quản" in small_library("ask", QUESTION).out


def test_a_backup_holds_nothing_that_is_derived(small_library: Danvan, tmp_path: Path) -> None:
    small_library("index", "--rebuild")

    assert small_library("backup", str(tmp_path / "danvan.zip")).code == 0

    with zipfile.ZipFile(tmp_path / "danvan.zip") as archive:
        assert sorted(archive.namelist()) == ["danvan.sqlite3", "manifest.json"]
