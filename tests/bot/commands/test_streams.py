"""What commands write where: in any locale, into a pipe that closes, on a terminal."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import GUARDED_DANVAN, ROOT, Danvan, run_danvan

C_LOCALE = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
HEAVY = {"alembic", "numpy", "rich", "sqlalchemy", "telegram", "underthesea", "uvicorn"}


def test_vietnamese_is_read_and_written_in_the_c_locale(small_library: Danvan) -> None:
    question = "Khu phố có mấy tổ tự quản?"
    expected = small_library("ask", question)
    assert run_danvan("ask", question, environment=C_LOCALE) == expected


def test_vietnamese_is_written_into_a_pipe_that_is_said_to_be_ascii(small_library: Danvan) -> None:
    expected = small_library("corpus", "list")
    assert run_danvan("corpus", "list", environment={"PYTHONIOENCODING": "ascii"}) == expected


def test_bytes_that_are_no_text_are_shown_and_break_nothing(
    small_library: Danvan, articles: Path
) -> None:
    name = os.fsencode(articles) + b"/t\xe9n.txt"
    try:
        Path(os.fsdecode(name)).touch()
    except OSError:
        pytest.skip("file names are text here")

    added = run_danvan("corpus", "add", os.fsdecode(name))

    assert (added.code, "t\\udce9n.txt" in added.out) == (1, True)
    assert run_danvan("ask", os.fsdecode(b"t\xe9n g\xec")).code == 0


@pytest.mark.parametrize("options", [["--json"], []])
def test_a_reader_that_goes_away_ends_a_command_quietly(
    small_library: Danvan, tmp_path: Path, options: list[str]
) -> None:
    batch = tmp_path / "q.jsonl"
    question = json.dumps({"id": 1, "question": "Khu phố có mấy tổ tự quản?"})
    batch.write_text(f"{question}\n" * 400, encoding="utf-8")  # more than a pipe holds

    with subprocess.Popen(
        [*GUARDED_DANVAN, "ask", "--batch", str(batch), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.read(1)
        running.stdout.close()
        complaints = running.stderr.read()

    assert complaints == b""


def test_a_pipe_gets_no_colours_and_whole_lines(danvan: Danvan) -> None:
    rows = danvan("corpus", "list").out.splitlines()

    assert max(map(len, rows)) > 80
    assert not any("\x1b" in row or "…" in row for row in rows)


def test_a_terminal_gets_rows_of_its_width(danvan: Danvan) -> None:
    rows = on_terminal("corpus", "list")

    assert len(rows) == 6
    assert max(map(len, rows)) == 80
    assert all(row.endswith("…") for row in rows[1:])


def test_a_terminal_gets_quotes_cut_between_words(danvan: Danvan) -> None:
    question = "Cần Đước có mấy mô hình dân vận khéo?"
    words = danvan("ask", question).out.split()

    rows = on_terminal("ask", question)

    assert max(map(len, rows)) <= 80
    assert " ".join(rows).split() == words


def test_a_terminal_sees_how_far_an_import_is(danvan: Danvan, articles: Path) -> None:
    rows = on_terminal("corpus", "add", str(articles))

    assert any("Importing" in row for row in rows)
    assert rows[-1] == "2 added, 0 replaced, 0 unchanged, 0 failed"


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], set()),
        (["ask"], set()),
        (["corpus", "list"], {"rich", "sqlalchemy"}),
    ],
)
def test_a_command_imports_only_what_it_needs(
    danvan: Danvan, arguments: list[str], needed: set[str]
) -> None:
    assert danvan("corpus", "list").code == 0  # migrating, which comes once, needs alembic
    program = f"""
import sys
from bot.cli import main
try:
    main({arguments!r})
finally:
    print(*sorted({HEAVY!r} & sys.modules.keys()), file=sys.stderr)
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert set(ran.stderr.splitlines()[-1].split()) == needed


def on_terminal(*arguments: str) -> list[str]:
    """Run a command on a terminal of 80 columns; return what it shows, line by line, uncoloured."""
    controller, terminal = os.openpty()
    with subprocess.Popen(
        [*GUARDED_DANVAN, *arguments],
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "80", "TERM": "xterm"},
        stdout=terminal,
        stderr=terminal,
    ):
        os.close(terminal)
        shown = b"".join(iter(lambda: _read(controller), b""))
    os.close(controller)
    text = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "\n", shown.decode())
    return [line for line in re.split(r"[\r\n]+", text) if line.strip()]


def _read(controller: int) -> bytes:
    try:
        return os.read(controller, 4096)
    except OSError:  # Linux says so when the other side is closed
        return b""
