"""The command line in this process, on a library of its own."""

import gc
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.workplace import open_library
from tests.support.command_line import Danvan, Ran

GROUPS = """\
---
title: Khu phố chăm lo cơ sở
publisher: Báo Khu phố
published_on: 2020-05-19
place: khu phố 3
---

Khu phố có 12 tổ tự quản. Mỗi tổ họp một tháng một lần.

Khu phố thực hiện Nghị quyết số 25-NQ/TW ngày 3/6/2013.
"""
TREES = """\
---
title: "Trường học: xanh, sạch [đẹp] :tree:"
published_on: 2021-06-01
---

Trường học trồng 300 cây xanh theo Nghị quyết số 25-NQ/TW ngày 13/6/2013.
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home that no command has seen."""
    home = tmp_path / "home"
    monkeypatch.setenv("DANVAN_HOME", str(home))
    return home


@pytest.fixture
def danvan(home: Path, capsys: pytest.CaptureFixture[str]) -> Danvan:
    """Run a command, and return what it left behind."""

    def run(*arguments: str) -> Ran:
        thresholds = gc.get_threshold()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        gc.set_threshold(*thresholds)
        out, err = capsys.readouterr()
        return Ran(code=int(end.value.code or 0), out=out, err=err)

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with two articles of our own making."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "groups.md").write_text(GROUPS, encoding="utf-8")
    (folder / "trees.md").write_text(TREES, encoding="utf-8")
    return folder


@pytest.fixture
def small_library(danvan: Danvan, articles: Path) -> Danvan:
    """The command line on a library of these two articles and no others."""
    with open_library() as library:
        for holding in library.everything():
            library.remove(holding.article.id)
    assert danvan("corpus", "add", str(articles)).code == 0
    return danvan
