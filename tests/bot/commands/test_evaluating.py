"""`danvan eval`: any sets of passages and questions, measured."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import ROOT, Danvan
from tests.support.made_up_set import made_up_set

Json = dict[str, Any]

VARIANTS = ["as typed", "without diacritics", "with typos"]
SYSTEMS = ["danvan", "BM25+ words", "BM25+ bigrams", "BM25+ bigrams without diacritics"]


def as_lines(lines: Sequence[Json]) -> str:
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A folder with a set of our own making."""
    return written(tmp_path / "truong")


def written(folder: Path) -> Path:
    one = made_up_set()
    folder.mkdir()
    for name, lines in (("passages", one.passages), ("questions", one.questions)):
        text = as_lines([line.model_dump() for line in lines])
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def rows(danvan: Danvan, *arguments: str | Path) -> list[Json]:
    """Evaluate, and return what was written for programs."""
    ran = danvan("eval", "--json", *map(str, arguments))
    assert (ran.code, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


def value(found: list[Json], variant: str, system: str, measure: str) -> float:
    [row] = [
        row
        for row in found
        if (row["variant"], row["system"], row["measure"]) == (variant, system, measure)
    ]
    return float(row["value"])


def test_every_system_is_measured_in_every_way_of_typing(danvan: Danvan, dataset: Path) -> None:
    found = rows(danvan, dataset)

    assert {row["dataset"] for row in found} == {"truong"}
    assert list(dict.fromkeys(row["variant"] for row in found)) == VARIANTS
    assert list(dict.fromkeys(row["system"] for row in found)) == SYSTEMS
    for variant in VARIANTS[:2]:
        assert value(found, variant, "danvan", "R@1") == 1.0
        assert value(found, variant, "danvan", "sentence hit") == 1.0
    assert value(found, "without diacritics", "BM25+ words", "R@1") < 1.0
    for row in found:
        assert row["value"] is None or row["low"] <= row["value"] <= row["high"]


def test_a_table_shows_the_same_numbers_within_80_columns(danvan: Danvan, dataset: Path) -> None:
    ran = danvan("eval", str(dataset))

    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[1].startswith("truong: 5 questions over 4 passages;")
    assert max(map(len, lines[2:])) <= 80
    assert [line for line in lines if line in SYSTEMS] == SYSTEMS
    [ranked, *_] = [line.split() for line in lines if line.startswith("R@1 ")]
    assert ranked[1:3] == ["1.000", "1.000-1.000"]


def test_the_same_seed_measures_the_same(danvan: Danvan, dataset: Path) -> None:
    assert rows(danvan, dataset, "--seed", "7") == rows(danvan, dataset, "--seed", "7")


def test_a_set_without_questions_is_no_trouble(danvan: Danvan, dataset: Path) -> None:
    (dataset / "questions.jsonl").write_text("", encoding="utf-8")

    assert {row["value"] for row in rows(danvan, dataset) if row["measure"] == "R@1"} == {None}
    assert danvan("eval", str(dataset)).code == 0


def test_several_sets_come_one_after_the_other(
    danvan: Danvan, dataset: Path, tmp_path: Path
) -> None:
    found = rows(danvan, dataset, written(tmp_path / "lop"))

    assert list(dict.fromkeys(row["dataset"] for row in found)) == ["truong", "lop"]


def test_runs_are_kept_and_compared_with(danvan: Danvan, dataset: Path, tmp_path: Path) -> None:
    kept = tmp_path / "new" / "runs"
    first = rows(danvan, dataset, "--run-dir", kept)
    worsen(kept / "truong.as-typed.jsonl")

    again = rows(danvan, dataset, "--compare", kept)

    differences = [row for row in again if "p" in row]
    assert [row for row in again if "p" not in row] == first
    assert value(differences, "as typed", f"danvan minus {kept}", "R@1") == 1.0
    assert value(differences, "without diacritics", f"danvan minus {kept}", "R@1") == 0.0
    [better, *_] = differences
    assert (better["measure"], better["low"], better["high"]) == ("R@1", 1.0, 1.0)
    assert 0 < better["p"] < 0.5


def test_a_run_of_danvan_search_is_compared_with_as_typed(
    danvan: Danvan, dataset: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    files = ("--passages", dataset / "passages.jsonl", "--questions", dataset / "questions.jsonl")
    assert danvan("search", *map(str, files), "--output", str(run)).code == 0

    ran = danvan("eval", str(dataset), "--compare", str(run))

    assert ran.code == 0
    [compared] = [line for line in ran.out.splitlines() if line.startswith("truong: how much")]
    assert compared.endswith(str(run))
    assert ran.out.splitlines()[-1].split()[-1] == "1.000"
    assert "+.000       +.000 to +.000  1.000" in ran.out


@pytest.mark.parametrize(("name", "begins"), [("plot.svg", b"<?xml"), ("plot.png", b"\x89PNG")])
def test_risk_against_coverage_is_drawn(
    danvan: Danvan, dataset: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    ran = danvan("eval", str(dataset), "--plot", str(tmp_path / name))

    assert ran.code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["absent"], "absent holds neither passages.jsonl nor passages.jsonl.gz"),
        (["{set}", "{set}"], "two sets are called 'truong'"),
        (["{set}", "--compare", "absent"], "absent can't be read (No such file or directory)"),
        (["{set}", "--compare", "{set}"], "has no run of 'truong'"),
        (["{set}", "--plot", "risk.jpeg"], "risk.jpeg can't be drawn; expected a file of .svg or"),
        (["{set}", "--plot", "absent/risk.svg"], "in a folder that is there"),
        (["{set}", "--run-dir", "{set}/passages.jsonl"], "can't be made"),
        (["{set}", "--top", "5"], "--top"),
        ([], "Missing argument"),
    ],
)
def test_what_cannot_be_used_is_an_error_before_anything_is_asked(
    danvan: Danvan, dataset: Path, arguments: list[str], said: str
) -> None:
    ran = danvan("eval", *(argument.format(set=dataset) for argument in arguments))

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_single_run_is_not_compared_with_several_sets(
    danvan: Danvan, dataset: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run.jsonl"
    run.touch()

    ran = danvan("eval", str(dataset), str(written(tmp_path / "lop")), "--compare", str(run))

    assert (ran.code, ran.out) == (2, "")
    assert "is a run of one set" in ran.err


@pytest.mark.parametrize("library", ["ir_measures", "matplotlib"])
def test_without_the_extra_it_says_what_to_install(
    dataset: Path, tmp_path: Path, library: str
) -> None:
    arguments = ["eval", str(dataset), "--plot", str(tmp_path / "plot.svg")]
    program = f"""
import sys
sys.modules[{library!r}] = None
from bot.cli import main
main({arguments!r})
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 2
    assert ran.stderr.startswith(f"danvan: {library} is not installed")
    assert "-m pip install 'danvan[evaluation]'" in ran.stderr


def worsen(run: Path) -> None:
    """Let no question of a run have found anything."""
    lines = [json.loads(line) for line in run.read_text(encoding="utf-8").splitlines()]
    run.write_text(as_lines([line | {"hits": [], "answer": None} for line in lines]), "utf-8")
