"""`danvan register`, and an operator's own table behind every command."""

from pathlib import Path

import pytest

from tests.support.command_line import Danvan, run_danvan

TABLE = """\
number\tended\tsource\tchecked_on
04/2015/NĐ-CP\t2024-05-06\tCông báo\t2026-11-22
"""
BAD = TABLE.replace("2024-05-06", "6/5/2024")


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table that the settings name; it is still to be written."""
    path = tmp_path / "register.tsv"
    monkeypatch.setenv("DANVAN_REGISTER", str(path))
    return path


def test_the_shipped_register_is_listed_with_sources_and_days_of_check(danvan: Danvan) -> None:
    rows = danvan("register").out.splitlines()

    assert len(rows) == 3
    assert all("(the register, from " in row for row in rows)
    assert all(row.endswith("checked on 22/11/2026)") for row in rows)


def test_an_operators_rows_come_first(danvan: Danvan, table: Path) -> None:
    table.write_text(TABLE, encoding="utf-8")

    rows = danvan("register").out.splitlines()

    assert rows[0].startswith("Nghị định số 04/2015/NĐ-CP: ended on 06/05/2024 (the register, from")
    assert len(rows) == 4


def test_an_operators_rows_answer_questions(danvan: Danvan, table: Path) -> None:
    table.write_text(TABLE, encoding="utf-8")

    assert "ended on 06/05/2024" in danvan("ask", "nghị định 04 còn áp dụng không").out
    assert "ended on 06/05/2024" in danvan("lookup", "nghị định 04").out


def test_a_table_is_checked_before_it_is_used(danvan: Danvan, tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(BAD, encoding="utf-8")

    ran = danvan("register", str(path))

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"danvan: {path}, line 2, column ended is '6/5/2024'; expected a day such as 2023-07-01, "
        "or nothing\n"
    )


@pytest.mark.parametrize(
    "command", [("ask", "có gì"), ("lookup", "25-NQ/TW"), ("register",)], ids=" ".join
)
def test_no_command_answers_with_a_table_that_is_wrong(
    danvan: Danvan, table: Path, command: tuple[str, ...]
) -> None:
    table.write_text(BAD, encoding="utf-8")

    ran = danvan(*command)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"danvan: {table}, line 2, column ended is ")


def test_the_bot_does_not_start_with_a_table_that_is_wrong(home: Path, table: Path) -> None:
    ran = run_danvan("run", "--no-open")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"danvan: the register {table} can't be read (No such file")
